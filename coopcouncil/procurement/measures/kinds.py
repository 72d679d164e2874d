"""The closed sets of measures. Standard library only."""

from enum import StrEnum


class SetKind(StrEnum):
    """Where a set of measures is from."""

    OWN = "own"
    """The council's own, written here."""
    BROUGHT = "brought"
    """Somebody else's, brought in under a licence."""


class ImportState(StrEnum):
    """How far a list that was brought is."""

    UPLOADED = "uploaded"
    APPLIED = "applied"
    DROPPED = "dropped"


class Column(StrEnum):
    """What a column of a list may hold."""

    CODE = "code"
    TITLE = "title"
    TITLE_CY = "title_cy"
    UNIT = "unit"
    UNIT_CY = "unit_cy"
    EVIDENCE = "evidence"
    EVIDENCE_CY = "evidence_cy"
    OUTCOME = "outcome"
    GOALS = "goals"
    SERVES = "serves"
    PROXY = "proxy"
    PROXY_SOURCE = "proxy_source"
    PROXY_SOURCE_CY = "proxy_source_cy"
    PROXY_YEAR = "proxy_year"
