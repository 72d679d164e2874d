"""The pages of Stripe's side: the member's, the treasurer's, and the address for webhooks."""
