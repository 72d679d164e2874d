"""Pages of homes, tenancies, the waiting list, allocations, arrears and services."""
