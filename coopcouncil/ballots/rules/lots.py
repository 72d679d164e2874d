"""Lots: the order in which candidates who are level fare, drawn before anybody knows a tie."""

from coopcouncil.ballots.rules.state import State
from coopcouncil.kernel.errors import Gettext, Refused


class LotsTooEarly(Refused):
    """Voting goes on."""

    def sentence(self, _: Gettext) -> str:
        return _("Lots are drawn after the close of voting.")


class LotsTooLate(Refused):
    """Somebody could know whom a lot would favour."""

    def sentence(self, _: Gettext) -> str:
        return _("The papers have been counted. Lots are drawn before the count, or not at all.")


class LotsDrawnAlready(Refused):
    """Once."""

    def sentence(self, _: Gettext) -> str:
        return _("Lots have been drawn for this ballot, and they stand.")


class NothingToDraw(Refused):
    """A resolution that is tied is lost."""

    def sentence(self, _: Gettext) -> str:
        return _("A resolution needs no lots: where it is tied, it is lost.")


class NotTheWholeOrder(Refused):
    """A drawn order names every candidate once."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Give every candidate a different number, from 1 for the first drawn.")


def may_draw(state: State, is_election: bool, is_drawn: bool, is_counted: bool) -> None:
    """After the close and before the count: the public chain shows which came first."""
    if not is_election:
        raise NothingToDraw
    if state not in (State.ENDED, State.CLOSED, State.BOX_OPENED, State.DECLARED):
        raise LotsTooEarly
    if is_drawn:
        raise LotsDrawnAlready
    if is_counted:
        raise LotsTooLate


def drawn_order(numbers: dict[int, int | None]) -> list[int]:
    """The places on the paper in the order drawn; `numbers` says each place's number.

    >>> drawn_order({1: 3, 2: 1, 3: 2})
    [2, 3, 1]
    """
    if sorted(n for n in numbers.values() if n is not None) != list(range(1, len(numbers) + 1)):
        raise NotTheWholeOrder
    return sorted(numbers, key=lambda place: numbers[place] or 0)
