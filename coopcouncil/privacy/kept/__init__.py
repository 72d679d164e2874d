"""What stays, table by table: what is in it, on what ground, and for how long. Data.

It is what an erasure prints and what the organisation's privacy page shows. What goes by itself
stands in `retention.RULES`.
"""

from coopcouncil.privacy.kept import membership, money, procurement, site, votes
from coopcouncil.privacy.kept.grounds import Kept

__all__ = ["KEPT", "Kept"]

KEPT = (*membership.TABLES, *money.TABLES, *votes.TABLES, *procurement.TABLES, *site.TABLES)
