"""The closed sets of the outcome. Standard library only."""

from enum import StrEnum

__all__ = ["KpiRating", "NoticeKind", "ReleaseTag"]


class NoticeKind(StrEnum):
    """The notices of the Procurement Act 2023, by the number that the central platform gives."""

    PIPELINE = "uk1"
    MARKET_ENGAGEMENT = "uk2"
    PLANNED = "uk3"
    TENDER = "uk4"
    TRANSPARENCY = "uk5"
    AWARD = "uk6"
    DETAILS = "uk7"
    PERFORMANCE = "uk9"
    CHANGE = "uk10"
    CONTRACT_TERMINATION = "uk11"
    TERMINATION = "uk12"


class KpiRating(StrEnum):
    """How well a supplier did against an indicator in a year (Procurement Regulations 2024)."""

    GOOD = "good"
    APPROACHING = "approaching-target"
    REQUIRES_IMPROVEMENT = "requires-improvement"
    INADEQUATE = "inadequate"
    OTHER = "other"


class ReleaseTag(StrEnum):
    """What a release tells, in the words of OCDS 1.1."""

    PLANNING = "planning"
    TENDER = "tender"
    TENDER_AMENDMENT = "tenderAmendment"
    TENDER_CANCELLATION = "tenderCancellation"
    AWARD = "award"
    AWARD_CANCELLATION = "awardCancellation"
    CONTRACT = "contract"
    IMPLEMENTATION = "implementation"
    CONTRACT_TERMINATION = "contractTermination"
