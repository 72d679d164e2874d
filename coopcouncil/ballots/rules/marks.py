"""Marking a voter's paper on the roll, and taking a mark back."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from coopcouncil.ballots.rules.state import State
from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.rulebook import PaperVote


class MarkingNotYet(Refused):
    """There is no sealed roll to mark."""

    def sentence(self, _: Gettext) -> str:
        return _("Papers can be marked once the roll is sealed.")


class MarkingOver(Refused):
    """A mark after the close could make room for a paper that nobody sent."""

    def __init__(self, closes_at: datetime) -> None:
        self.closes_at = closes_at

    def sentence(self, _: Gettext) -> str:
        text = _("Voting closed on {when}. Marks on the roll stay as they are.")
        return text.format(when=moment(self.closes_at, _))


class MarkedAlready(Refused):
    """Another officer, or the same one, was first."""

    def __init__(self, name: str, at: datetime) -> None:
        self.name, self.at = name, at

    def sentence(self, _: Gettext) -> str:
        text = _("A paper of {name} was marked already, on {when}. Nothing has changed.")
        return text.format(name=self.name, when=moment(self.at, _))


class NotMarked(Refused):
    """There is no mark to take back."""

    def sentence(self, _: Gettext) -> str:
        return _("This voter has no mark on the roll, so there is none to take back.")


class OtherVoteStands(Refused):
    """The rules refuse a paper from someone who has voted another way."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _(
            "{name} has voted another way, and under the rules that vote stands. Put this paper "
            "aside, uncounted."
        )
        return text.format(name=self.name)


def may_mark(state: State, closes_at: datetime) -> None:
    """Marks are made, and taken back, from the sealing of the roll until the close."""
    if state is State.DRAFT:
        raise MarkingNotYet
    if state not in (State.COMING, State.OPEN, State.SUSPENDED):
        raise MarkingOver(closes_at)


def may_take_paper(name: str, has_voted: bool, rule: PaperVote) -> None:
    """Whether a paper counts for a voter whose envelope may be in the box."""
    if has_voted and rule is PaperVote.REFUSED:
        raise OtherVoteStands(name)


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line of a file of marks that cannot be followed, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class MarksRead:
    """What a file of member numbers says, before anything is marked."""

    entries: tuple[int, ...]
    wrong: tuple[WrongLine, ...]
    marked_already: int


_HEADINGS = frozenset({"member number", "member_number", "number", "rhif aelod", "rhif"})


def read_marks(
    text: str,
    roll: Mapping[str, int],
    marked: frozenset[int],
    other_vote: frozenset[int],
    rule: PaperVote,
    _: Gettext,
) -> MarksRead:
    """Match a file's member numbers with the roll: the first column, or the one so headed.

    `roll` maps member numbers to entries. Those marked already are counted, not wrong: a file
    may be sent twice.
    """
    rows = csv.reader(io.StringIO(text), dialect=_dialect(text))
    column, first = 0, True
    entries: dict[int, None] = {}
    wrong: list[WrongLine] = []
    already = 0
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if first and (heading := _heading(cells)) is not None:
                column, first = heading, False
                continue
            first = False
            if not any(cells):
                continue
            number = cells[column] if column < len(cells) else ""
            number = number.removeprefix("'")
            entry = roll.get(number)
            why = ""
            if not number:
                why = _("No member number stands on this line.")
            elif entry is None:
                why = _("No such member number is on the roll.")
            elif entry in entries:
                why = _("This member number stands in the file twice.")
            elif entry in other_vote and rule is PaperVote.REFUSED:
                why = _("This member has voted another way, and that vote stands.")
            if why:
                wrong.append(
                    WrongLine(rows.line_num, number or ", ".join(filter(None, cells)), why)
                )
            elif entry in marked:
                already += 1
            elif entry is not None:
                entries[entry] = None
    except csv.Error:
        wrong.append(WrongLine(rows.line_num, "", _("This line cannot be read as CSV.")))
    return MarksRead(tuple(entries), tuple(wrong), already)


def _heading(cells: list[str]) -> int | None:
    for place, cell in enumerate(cells):
        if cell.lower() in _HEADINGS:
            return place
    return None


def _dialect(text: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        strict = True

    return Found
