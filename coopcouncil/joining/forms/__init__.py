"""What applicants, members and the register's keepers write about joining and leaving."""
