"""What is done with Stripe: a row first, the call after the commit, then what is so is asked."""
