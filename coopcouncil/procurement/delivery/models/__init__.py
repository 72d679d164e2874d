"""The tables of delivery."""

from coopcouncil.procurement.delivery.models.asked import RecipientAsked
from coopcouncil.procurement.delivery.models.commitments import (
    Commitment,
    Instalment,
    NeedOffered,
    RemedyTaken,
    body_called,
)
from coopcouncil.procurement.delivery.models.reports import (
    Decision,
    Evidence,
    RecipientAnswer,
    Report,
)
from coopcouncil.procurement.delivery.models.yearly import YearlyReport

__all__ = [
    "Commitment",
    "Decision",
    "Evidence",
    "Instalment",
    "NeedOffered",
    "RecipientAnswer",
    "RecipientAsked",
    "RemedyTaken",
    "Report",
    "YearlyReport",
    "body_called",
]
