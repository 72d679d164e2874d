"""What the board and the regulator look at: quiet accounts, ratios, quarterly figures."""
