"""What every slice stands on: database, pages, forms, clock, audit. Knows no domain."""
