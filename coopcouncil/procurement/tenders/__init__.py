"""The tender before the bids: consideration, lots, criteria, the method as it is published."""
