"""What the law asks of the organisation: the registers in print, inspections, the year's returns."""
