"""What may be done with homes, tenancies, applications, allocations and services."""
