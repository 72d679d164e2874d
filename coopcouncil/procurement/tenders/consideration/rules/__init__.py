"""May it be so: thresholds, reservations, non-commercial matters, what a notice still needs."""
