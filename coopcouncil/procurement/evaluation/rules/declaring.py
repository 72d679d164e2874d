"""Interests: said for each bidder, decided by somebody else. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.evaluation.kinds import InterestDecision
from coopcouncil.procurement.evaluation.rules.seeing import Standing
from coopcouncil.procurement.evaluation.rules.words import ReasonTooThin, is_substantial

__all__ = [
    "Answer",
    "DecidedAlready",
    "NobodyToDeclare",
    "NotOnOwn",
    "SayWhich",
    "may_decide",
    "may_declare",
    "standing_of",
]


class SayWhich(Refused):
    """An interest in words."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say in words what your interest is.")


class NobodyToDeclare(Refused):
    """No such bidder in this tender."""

    status = 404

    def sentence(self, _: Gettext) -> str:
        return _("This bidder is not in this tender.")


class NothingNew(Refused):
    """An answer once given is changed by declaring an interest, never by taking one back."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "You have declared an interest in this bidder already. What you have said stays; the "
            "procurement lead decides what follows."
        )


class NotOnOwn(Refused):
    """Nobody decides on their own interest."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _(
            "Nobody decides on their own interest. Another procurement lead does; where there is "
            "none, the secretary gives somebody that role."
        )


class DecidedAlready(Refused):
    """Once decided, it stands: a new declaration begins anew."""

    def sentence(self, _: Gettext) -> str:
        return _("This interest has been decided already.")


@dataclass(frozen=True)
class Answer:
    """What somebody said about one bidder, in the order of saying, and what was decided."""

    supplier: int
    has_interest: bool
    decision: InterestDecision | None = None


def standing_of(bidders: Iterable[int], answers: Sequence[Answer]) -> Standing:
    """How somebody stands to the bidders. Every interest wants its decision, and whoever was told
    to stand aside once stands aside for good.
    """
    answered = {one.supplier for one in answers}
    return Standing(
        unanswered=sum(1 for supplier in bidders if supplier not in answered),
        undecided=any(one.has_interest and one.decision is None for one in answers),
        stood_aside=any(one.decision is InterestDecision.STANDS_ASIDE for one in answers),
    )


def may_declare(
    bidders: Iterable[int], supplier: int, has_interest: bool, text: str, before: Sequence[Answer]
) -> None:
    """Whether this may be said now: about a bidder of this tender, an interest in words.

    It may be said at any time; "none" does not take back an interest.
    """
    if supplier not in set(bidders):
        raise NobodyToDeclare
    if has_interest and not is_substantial(text, 3):
        raise SayWhich
    if not has_interest and any(one.supplier == supplier and one.has_interest for one in before):
        raise NothingNew


def may_decide(
    *, is_own: bool, is_decided: bool, has_interest: bool, decision: InterestDecision, reason: str
) -> None:
    """Whether somebody may decide on an interest: another's, open, and with what was done."""
    if is_own:
        raise NotOnOwn
    if is_decided or not has_interest:
        raise DecidedAlready
    if not is_substantial(reason):
        raise ReasonTooThin
