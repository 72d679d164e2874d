"""What tests, answers and stages are called, in the reader's language."""

from typing import Any

from coopcouncil.kernel.i18n import lazy
from coopcouncil.mutuals.kinds import Answer, Test, Verdict
from coopcouncil.mutuals.rules.courses import Standing

TESTS: dict[Test, Any] = {
    Test.SERVICE: lazy("Public service"),
    Test.TERM: lazy("Five years at most"),
    Test.PROFITS: lazy("Profits stay with members"),
    Test.CONTROL: lazy("Run by those who work there"),
    Test.AWARD_BEFORE: lazy("No such award for three years"),
}

ASKS: dict[Test, Any] = {
    Test.SERVICE: lazy(
        "The organisation delivers public services, and the contract is for light-touch services."
    ),
    Test.TERM: lazy("The contract ends five years after its first day, or earlier."),
    Test.PROFITS: lazy(
        "The organisation is not for profit, or gives its profits to nobody but its members."
    ),
    Test.CONTROL: lazy("It is under the management and control of its employees."),
    Test.AWARD_BEFORE: lazy(
        "The same authority has not awarded it a comparable reserved contract in the three years "
        "before."
    ),
}

ANSWERS: dict[Answer, Any] = {
    Answer.YES: lazy("Yes"),
    Answer.NO: lazy("No"),
    Answer.UNSURE: lazy("Not sure yet"),
}

STANDINGS: dict[Standing, Any] = {
    Standing.WAITING: lazy("Not begun"),
    Standing.BEGUN: lazy("Begun"),
    Standing.PASSED: lazy("Passed"),
    Standing.NOT_NEEDED: lazy("Not needed"),
    Standing.STOPPED: lazy("Stopped"),
}

ENTERED: dict[Verdict, Any] = {
    Verdict.BEGUN: lazy("Begun"),
    Verdict.PASSED: lazy("Passed"),
    Verdict.NOT_NEEDED: lazy("Not needed"),
    Verdict.STOPPED: lazy("Stopped"),
    Verdict.REOPENED: lazy("Open again"),
    Verdict.NOTED: lazy("Note"),
}
