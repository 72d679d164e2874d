"""What banks read: Bacs Standard 18, pain.001.001.09, and a table. Pure: facts in, bytes out."""
