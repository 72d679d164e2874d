"""What a bid is, when it comes in time, and what a spreadsheet of one may look like. Pure."""
