"""The files for the deposit guarantee: the single customer view, and what stands apart.

To be handed to the PRA or the FSCS within 24 hours of their asking (PRA Rulebook, Depositor
Protection 12.1, 12.2).
"""
