"""The pages of joining and leaving."""
