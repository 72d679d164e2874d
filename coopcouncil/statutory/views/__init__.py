"""Pages of the registers in print and of inspections."""
