"""What things of the outcome are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.outcome.kinds import KpiRating, NoticeKind
from coopcouncil.procurement.outcome.rules.duties import Duty
from coopcouncil.scoring import Beside, FailedBy, OddityKind

NOTICES = {
    NoticeKind.PIPELINE: lazy("UK1 Pipeline notice"),
    NoticeKind.MARKET_ENGAGEMENT: lazy("UK2 Preliminary market engagement notice"),
    NoticeKind.PLANNED: lazy("UK3 Planned procurement notice"),
    NoticeKind.TENDER: lazy("UK4 Tender notice"),
    NoticeKind.TRANSPARENCY: lazy("UK5 Transparency notice"),
    NoticeKind.AWARD: lazy("UK6 Contract award notice"),
    NoticeKind.DETAILS: lazy("UK7 Contract details notice"),
    NoticeKind.PERFORMANCE: lazy("UK9 Contract performance notice"),
    NoticeKind.CHANGE: lazy("UK10 Contract change notice"),
    NoticeKind.CONTRACT_TERMINATION: lazy("UK11 Contract termination notice"),
    NoticeKind.TERMINATION: lazy("UK12 Procurement termination notice"),
}
RATINGS = {
    KpiRating.GOOD: lazy("Good"),
    KpiRating.APPROACHING: lazy("Approaching target"),
    KpiRating.REQUIRES_IMPROVEMENT: lazy("Requires improvement"),
    KpiRating.INADEQUATE: lazy("Inadequate"),
    KpiRating.OTHER: lazy("Other"),
}
DUTIES = {
    Duty.DETAILS: lazy("Contract details notice published"),
    Duty.COPY: lazy("Copy of the contract published"),
    Duty.PERFORMANCE: lazy("Performance against the indicators published"),
}
FAILED = {
    FailedBy.CONDITION: lazy("The condition is not met."),
    FailedBy.POINTS: lazy("The points are below the threshold."),
    FailedBy.FIGURE: lazy("The figure is below the threshold."),
    FailedBy.GROUP: lazy("The group of criteria is below its threshold."),
    FailedBy.DEAR: lazy("The price is above the most that may be asked."),
    FailedBy.NO_PRICE: lazy("There is no price."),
}
BESIDE = {
    Beside.MOST: lazy("most points of the scale"),
    Beside.LOWEST: lazy("lowest"),
    Beside.HIGHEST: lazy("highest"),
    Beside.MEAN: lazy("mean"),
    Beside.CEILING: lazy("ceiling"),
    Beside.TARGET: lazy("target"),
}
ODDITIES = {
    OddityKind.NO_BIDS: lazy("There is no bid."),
    OddityKind.ALL_FAILED: lazy("Every bid fails a condition or a threshold."),
    OddityKind.SINGLE: lazy("There is one bid alone: formulas compare it with itself."),
    OddityKind.NO_FIGURE: lazy("No figure is offered, so it earns nothing."),
    OddityKind.NEGATIVE_FIGURE: lazy("The figure is below nought, and earns nothing."),
    OddityKind.NOBODY_OFFERED: lazy("Nobody offers anything, so nobody earns."),
    OddityKind.PRICE_NOT_POSITIVE: lazy("The price is nought or less: ask whether it is meant."),
    OddityKind.OVER_CEILING: lazy("The price is above the ceiling, and earns nothing."),
}
