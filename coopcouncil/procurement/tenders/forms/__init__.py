"""What is typed about tenders."""
