"""The pages of bidders, and the council's pages about their bids."""
