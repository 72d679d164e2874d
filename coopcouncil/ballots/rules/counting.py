"""From what came out of the box to a count: the counting package's own vocabulary. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coopcouncil.ballots.rules.majority import Passing
from coopcouncil.ballots.rules.papers import ABSTAIN, AGAINST, FOR, read_lines
from coopcouncil.ballots.rules.state import State
from coopcouncil.counting.formats import blt, results
from coopcouncil.counting.formats.canonical import Value
from coopcouncil.counting.outcome import Outcome, Totals
from coopcouncil.counting.papers import Election, Mark, Paper
from coopcouncil.counting.recount import requirement
from coopcouncil.counting.resolution import Decision, Tally, decide
from coopcouncil.kernel.errors import Gettext, Refused


class BoxNotOpened(Refused):
    """Nothing to count yet."""

    def sentence(self, _: Gettext) -> str:
        return _("The box has not been opened yet, so there is nothing to count.")


class LotsNeeded(Refused):
    """Candidates are level where the rule book leaves it to lot, and no lots were drawn."""

    def __init__(self, stage: int, places: Sequence[int], names: Sequence[str]) -> None:
        self.stage, self.places, self.names = stage, tuple(places), tuple(names)

    def sentence(self, _: Gettext) -> str:
        text = _("At stage {stage} these are level: {names}. Draw lots first, then count again.")
        return text.format(stage=self.stage, names=", ".join(self.names))


class NotCounted(Refused):
    """Nobody declares what was not counted."""

    def sentence(self, _: Gettext) -> str:
        return _("Count the papers first.")


class DeclaredThis(Refused):
    """The newest count has been declared."""

    def sentence(self, _: Gettext) -> str:
        return _("This count has been declared already.")


class CorrectionNeedsReason(Refused):
    """A result that takes another's place says why."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why the declared result is corrected.")


class NotDeclared(Refused):
    """What is not declared is not published."""

    def sentence(self, _: Gettext) -> str:
        return _("Declare the result first.")


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate or choice as it stands on the paper."""

    name: str
    is_withdrawn: bool = False


def may_count(state: State) -> None:
    """Once the box is opened, and again whenever somebody doubts the first count."""
    if state not in (State.BOX_OPENED, State.DECLARED):
        raise BoxNotOpened


def may_declare(has_run: bool, declares_newest: bool, declared_before: bool, reason: str) -> None:
    """The newest count, once; a later one corrects, and says why."""
    if not has_run:
        raise NotCounted
    if declares_newest:
        raise DeclaredThis
    if declared_before and not reason.strip():
        raise CorrectionNeedsReason


def election_of(title: str, seats: int, standing: Iterable[Standing], papers: str) -> Election:
    """The papers of the box as an election, exactly as its BLT file says it.

    It is written as BLT and read again, so that whoever counts the published file counts this.
    """
    people = tuple(standing)
    election = Election.of(
        [one.name for one in people],
        seats,
        [Paper(_marks(ranking), weight) for ranking, weight in read_lines(papers)],
        title,
        [number for number, one in enumerate(people, 1) if one.is_withdrawn],
    )
    return blt.read(blt.write(election).encode())


def tally_of(papers: str, on_roll: int) -> Tally:
    """For, against, abstentions, and blank or spoilt papers."""
    found = {FOR: 0, AGAINST: 0, ABSTAIN: 0}
    spoilt = 0
    for ranking, weight in read_lines(papers):
        if ranking in ("1", "2", "3"):
            found[int(ranking)] += weight
        else:
            spoilt += weight
    return Tally(found[FOR], found[AGAINST], found[ABSTAIN], spoilt, eligible=on_roll)


def decide_on(papers: str, on_roll: int, passing: Passing, quorum: int | None) -> Decision:
    """Hold the papers of the box against what carries the resolution."""
    return decide(tally_of(papers, on_roll), requirement(passing.written(), quorum))


def written(outcome: Outcome | Totals | Decision) -> dict[str, Value]:
    """The result as `coopcouncil count --json` writes it."""
    if isinstance(outcome, Decision):
        return results.of_decision(outcome)
    if isinstance(outcome, Totals):
        return results.of_totals(outcome)
    return results.of_outcome(outcome)


def _marks(ranking: str) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for mark in ranking.split():
        numbers = tuple(0 if n == "-" else int(n) for n in mark.split("="))
        marks.append(numbers[0] if len(numbers) == 1 else numbers)
    return tuple(marks)
