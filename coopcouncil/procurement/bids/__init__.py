"""Bidders and their bids: questions, answers kept while they are written, sealed till opened."""
