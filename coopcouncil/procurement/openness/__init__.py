"""What everybody may see of a council's tenders, contracts and promises, at addresses that stay."""
