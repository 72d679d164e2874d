"""Ledger and bank at the end of a day, and every line between them. Pure.

    the bank's balance − the books' balance
        = difference at the start + lines that nothing explains − postings that the bank has not

holds by what the two sides are made of. What it cannot show is a statement that was never brought:
that shows against the balances that the bank itself named (`gaps`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money


@dataclass(frozen=True)
class Reconciled:
    """One bank account at the end of a day, in pence."""

    ledger: int
    statement: int
    at_start: int
    unexplained: int
    outstanding: int

    @property
    def difference(self) -> int:
        """What is left when every line is named: nothing, or the report is wrong."""
        return self.statement - self.ledger - self.at_start - self.unexplained + self.outstanding

    @property
    def agrees(self) -> bool:
        """To the penny, with nothing left to explain."""
        return not self.difference and self.statement == self.ledger


@dataclass(frozen=True)
class Point:
    """The bank's balance at the end of a day as a statement names it, and what the lines that are
    here come to."""

    on: date
    named: int
    here: int

    @property
    def out(self) -> int:
        """What is missing here."""
        return self.named - self.here


@dataclass(frozen=True)
class Gap:
    """Between these two days lines of this sum are missing (or too many, below zero)."""

    after: date | None
    to: date
    amount: int


def gaps(points: Sequence[Point]) -> list[Gap]:
    """Where what is here departs from what the bank named."""
    found = []
    before: Point | None = None
    for point in sorted(points, key=lambda one: one.on):
        moved = point.out - (before.out if before else 0)
        if moved:
            found.append(Gap(before.on if before else None, point.on, moved))
        before = point
    return found


def uncovered(spans: Sequence[tuple[date, date]], since: date, to: date) -> list[tuple[date, date]]:
    """The days between statements that none of them covers; after the last, one is to come."""
    found, reached = [], since
    for begins, ends in sorted(spans):
        if begins > reached and begins <= to:
            found.append((reached, begins - timedelta(days=1)))
        reached = max(reached, ends + timedelta(days=1))
    return found


class AlreadyExplained(Refused):
    """Somebody was faster, here or in another tab."""

    def sentence(self, _: Gettext) -> str:
        return _("This line has been explained already. Look at what was said.")


class AlreadyOnStatement(Refused):
    """One posting is one movement at the bank."""

    def sentence(self, _: Gettext) -> str:
        return _("That posting belongs to another line of the bank already.")


class DoesNotComeTo(Refused):
    """Parts and whole differ."""

    status = 422

    def __init__(self, out: int) -> None:
        self.out = out

    def sentence(self, _: Gettext) -> str:
        text = _("The parts and the lines of the bank are {sum} apart. They must be equal.")
        return text.format(sum=Money(abs(self.out)))


class NothingToExplain(Refused):
    """No line, or lines of several accounts."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose at least one line of this bank account.")


class NotItsBook(Refused):
    """What was chosen is no longer there, or never was."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("What you chose no longer fits this line. Look at the proposals again.")


class NothingToUndo(Refused):
    """It was undone already."""

    def sentence(self, _: Gettext) -> str:
        return _("This has been undone already.")


class StatementDecided(Refused):
    """From another tab, or by a colleague."""

    def sentence(self, _: Gettext) -> str:
        return _("This statement has been taken in, dropped or undone already.")


class LaterStatement(Refused):
    """Statements overlap: the later one counts on the earlier one's lines."""

    def sentence(self, _: Gettext) -> str:
        return _("A later statement was taken in. Undo that one first.")


class LinesExplained(Refused):
    """What explains a line stays on record, and the line with it."""

    def __init__(self, lines: int) -> None:
        self.lines = lines

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Lines of this statement have been explained ({lines}), so it stays. Undoing what was "
            "said keeps the record of it."
        )
        return text.format(lines=self.lines)


class NameTaken(Refused):
    """Two accounts by one name."""

    def sentence(self, _: Gettext) -> str:
        return _("There is a bank account of that name already.")


class BeginsLater(Refused):
    """A day to come has no balance."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose today or an earlier day to begin from.")


class NoAccountLeft(Refused):
    """The chosen account of the books is another bank account's."""

    def sentence(self, _: Gettext) -> str:
        return _("That account of the books belongs to another bank account.")
