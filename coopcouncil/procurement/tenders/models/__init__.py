"""The tables of tenders before the bids."""

from coopcouncil.procurement.tenders.models.criteria import Band, Criterion, Scale
from coopcouncil.procurement.tenders.models.people import Assigned, TakesPart
from coopcouncil.procurement.tenders.models.scenarios import Scenario
from coopcouncil.procurement.tenders.models.tenders import Edition, Lot, Tender, TenderMeasure

__all__ = [
    "Assigned",
    "Band",
    "Criterion",
    "Edition",
    "Lot",
    "Scale",
    "Scenario",
    "TakesPart",
    "Tender",
    "TenderMeasure",
]
