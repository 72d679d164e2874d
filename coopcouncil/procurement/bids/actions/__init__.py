"""What bidders do, and what the council does with their bids."""

from coopcouncil.procurement.bids.actions.drafting import begin_bid, save_answer
from coopcouncil.procurement.bids.actions.handing_in import hand_in, let_in, paper_of, withdraw
from coopcouncil.procurement.bids.actions.opening import confirm_opening, exclude, open_bids
from coopcouncil.procurement.bids.actions.suppliers import SupplierDraft, add_supplier, invite

__all__ = [
    "SupplierDraft",
    "add_supplier",
    "begin_bid",
    "confirm_opening",
    "exclude",
    "hand_in",
    "invite",
    "let_in",
    "open_bids",
    "paper_of",
    "save_answer",
    "withdraw",
]
