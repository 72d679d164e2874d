"""The tables of homes, by noun."""

from coopcouncil.housing.models.allocation import (
    HomeAllocation,
    HomeOffer,
    PanelInterest,
    Panelist,
    PanelScore,
    Shortlisted,
)
from coopcouncil.housing.models.homes import Home, HomeLine, HomeVoid
from coopcouncil.housing.models.money import (
    ArrearsNote,
    HousingService,
    PlanPrice,
    ServicePlan,
    Subscription,
)
from coopcouncil.housing.models.recorded import Recorded
from coopcouncil.housing.models.tenancies import (
    Prospect,
    Tenancy,
    TenancyEnding,
    TenancyHolder,
    TenancyTerms,
)
from coopcouncil.housing.models.waiting import (
    CriterionMet,
    CriterionNoted,
    HomeApplication,
    PointsCriterion,
    PointsScheme,
)

__all__ = [
    "ArrearsNote",
    "CriterionMet",
    "CriterionNoted",
    "Home",
    "HomeAllocation",
    "HomeApplication",
    "HomeLine",
    "HomeOffer",
    "HomeVoid",
    "HousingService",
    "PanelInterest",
    "PanelScore",
    "Panelist",
    "PlanPrice",
    "PointsCriterion",
    "PointsScheme",
    "Prospect",
    "Recorded",
    "ServicePlan",
    "Shortlisted",
    "Subscription",
    "Tenancy",
    "TenancyEnding",
    "TenancyHolder",
    "TenancyTerms",
]
