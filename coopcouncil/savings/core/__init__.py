"""Beside the credit union's own core system: collections go out, balances come in, with their time.

The platform keeps no balance here; it shows what was read in, as at when.
"""
