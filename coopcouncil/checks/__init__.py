"""Two pairs of eyes: what one person asks for and another must agree to before it is done."""
