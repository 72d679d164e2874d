"""The pages of assessing."""
