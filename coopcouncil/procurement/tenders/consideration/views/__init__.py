"""The pages of what comes before the notice."""
