"""Who may join, where they vote, how membership ends: facts in, refusals out. Pure."""
