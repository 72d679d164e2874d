"""The tables of what came of a tender."""

from coopcouncil.procurement.outcome.models.awards import (
    AwardDecision,
    ScoringRun,
    Summary,
    SummaryWords,
    TenderNotice,
)
from coopcouncil.procurement.outcome.models.contracts import Contract, Kpi, KpiAssessed
from coopcouncil.procurement.outcome.models.releases import Publisher, Release

__all__ = [
    "AwardDecision",
    "Contract",
    "Kpi",
    "KpiAssessed",
    "Publisher",
    "Release",
    "ScoringRun",
    "Summary",
    "SummaryWords",
    "TenderNotice",
]
