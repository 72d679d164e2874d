"""Pages of those who prepare tenders, and the method as everybody reads it."""
