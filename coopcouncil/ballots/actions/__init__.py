"""What people do to a ballot: one async function, one transaction. Split by noun."""
