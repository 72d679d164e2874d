"""The desk's pages and the member's own."""
