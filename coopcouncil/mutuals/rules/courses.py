"""How a course goes on: where each stage stands, and what may be entered of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.mutuals.kinds import Verdict


class Standing(StrEnum):
    """Where a stage stands."""

    WAITING = "waiting"
    BEGUN = "begun"
    PASSED = "passed"
    NOT_NEEDED = "not-needed"
    STOPPED = "stopped"


_DECIDED = frozenset({Verdict.PASSED, Verdict.NOT_NEEDED, Verdict.STOPPED})
_EXPLAINED = frozenset({Verdict.NOT_NEEDED, Verdict.STOPPED, Verdict.REOPENED, Verdict.NOTED})
SETTLED = frozenset({Standing.PASSED, Standing.NOT_NEEDED})


class GateOpen(Refused):
    """Something before it must be settled first."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.titles = titles

    def sentence(self, _: Gettext) -> str:
        text = _("Settle these gates first: {gates}.")
        return text.format(gates=", ".join(self.titles))


class WhoDecided(Refused):
    """A decision without anybody who made it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Name who decided: a person with an office, or a committee with its minute.")


class WhyNot(Refused):
    """A stage stopped, reopened or passed over without a word."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why in a few words.")


class GateOnNothing(Refused):
    """A gate passed without evidence."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A gate is passed on evidence: name the advice, the report or its address.")


class NotYet(Refused):
    """A day that has not come."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose a day that has come.")


class BeforeTheCourse(Refused):
    """A day before the course began."""

    status = 422

    def __init__(self, begun_on: date) -> None:
        self.begun_on = begun_on

    def sentence(self, _: Gettext) -> str:
        text = _("This began on {day}. Choose that day or a later one.")
        return text.format(day=day(self.begun_on, _))


class CourseOver(Refused):
    """Nothing more is entered in a course that ended."""

    def sentence(self, _: Gettext) -> str:
        return _("This has ended. Nothing more is entered.")


@dataclass(frozen=True)
class Decision:
    """What is to be entered of a stage."""

    verdict: Verdict
    on: date
    decided_by: str = ""
    note: str = ""
    evidence: str = ""


def standing(verdicts: Sequence[Verdict]) -> Standing:
    """Where a stage stands after these, oldest first; a note changes nothing.

    >>> standing([Verdict.BEGUN, Verdict.PASSED, Verdict.NOTED]).value
    'passed'
    """
    deciding = [verdict for verdict in verdicts if verdict is not Verdict.NOTED]
    if not deciding:
        return Standing.WAITING
    match deciding[-1]:
        case Verdict.PASSED:
            return Standing.PASSED
        case Verdict.NOT_NEEDED:
            return Standing.NOT_NEEDED
        case Verdict.STOPPED:
            return Standing.STOPPED
        case _:
            return Standing.BEGUN


def may_enter(
    decision: Decision,
    *,
    is_gate: bool,
    gates_open: Sequence[str],
    begun_on: date,
    ended: bool,
    today: date,
) -> None:
    """Refuse what cannot be entered of a stage. `gates_open`: the unsettled ones before it."""
    if ended:
        raise CourseOver
    if decision.on > today:
        raise NotYet
    if decision.on < begun_on:
        raise BeforeTheCourse(begun_on)
    if decision.verdict is Verdict.PASSED and gates_open:
        raise GateOpen(gates_open)
    if decision.verdict in _DECIDED and not decision.decided_by.strip():
        raise WhoDecided
    if decision.verdict in _EXPLAINED and not decision.note.strip():
        raise WhyNot
    if is_gate and decision.verdict is Verdict.PASSED and not decision.evidence.strip():
        raise GateOnNothing
