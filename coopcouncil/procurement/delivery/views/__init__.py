"""The pages of promises."""
