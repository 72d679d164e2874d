"""The closed sets of this slice. Standard library only."""

from enum import StrEnum


class Test(StrEnum):
    """What must hold before a contract may be reserved (Procurement Act 2023 s.33)."""

    __test__ = False  # No test of pytest's.

    SERVICE = "service"
    TERM = "term"
    PROFITS = "profits"
    CONTROL = "control"
    AWARD_BEFORE = "award-before"


class Answer(StrEnum):
    """What somebody says of a test."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Verdict(StrEnum):
    """What became of a stage of a course."""

    BEGUN = "begun"
    PASSED = "passed"
    NOT_NEEDED = "not-needed"
    STOPPED = "stopped"
    REOPENED = "reopened"
    NOTED = "noted"
