"""The tables of bidders, their bids and what they ask."""

from coopcouncil.procurement.bids.models.bids import (
    Answer,
    AnswerFile,
    Bid,
    NeedAnswered,
    Offer,
    Submission,
)
from coopcouncil.procurement.bids.models.opening import BidsOpened, OpeningConfirmed, PortalImport
from coopcouncil.procurement.bids.models.questions import Question
from coopcouncil.procurement.bids.models.suppliers import Invited, Supplier, SupplierPerson

__all__ = [
    "Answer",
    "AnswerFile",
    "Bid",
    "BidsOpened",
    "Invited",
    "NeedAnswered",
    "Offer",
    "OpeningConfirmed",
    "PortalImport",
    "Question",
    "Submission",
    "Supplier",
    "SupplierPerson",
]
