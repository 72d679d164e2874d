"""The queue of withdrawals: who is next, and what the board may decide. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.shares.kinds import Answer
from coopcouncil.shares.rules.refusals import (
    NoNoticeOpen,
    NoticeNotRunOut,
    NotSoMany,
    OthersFirst,
    TooYoungToSign,
)


@dataclass(frozen=True)
class Notice:
    """A notice to withdraw, and what is left of it."""

    id: int
    holding: int
    """The holding's number, as people know it."""
    notice_on: date
    earliest_on: date
    left: int
    is_suspended: bool = False

    @property
    def is_open(self) -> bool:
        return self.left > 0


def left_of(shares: int, decisions: Iterable[tuple[Answer, int]]) -> tuple[int, bool]:
    """How many shares of a notice are still to be paid, and whether the board suspended it.

    >>> left_of(10, [(Answer.GRANTED, 4), (Answer.SUSPENDED, 0)])
    (6, True)
    """
    left, is_suspended = shares, False
    for answer, paid in decisions:
        if answer is Answer.GRANTED:
            left -= paid
        elif answer is Answer.TAKEN_BACK:
            left = 0
        is_suspended = answer is Answer.SUSPENDED or (is_suspended and answer is not Answer.RESUMED)
    return left, is_suspended and left > 0


def earliest(notice_on: date, notice_days: int) -> date:
    """The first day on which the board may pay."""
    return notice_on + timedelta(days=notice_days)


def in_turn(notices: Iterable[Notice]) -> list[Notice]:
    """The open notices, first given first."""
    return sorted((n for n in notices if n.is_open), key=lambda n: (n.notice_on, n.id))


def may_grant(
    notice: Notice,
    shares: int,
    queue: Sequence[Notice],
    today: date,
    *,
    only_in_turn: bool,
    born: date | None,
) -> None:
    """Refuse to pay too early, too much, or past somebody whose notice came before."""
    if not notice.is_open:
        raise NoNoticeOpen
    if not 0 < shares <= notice.left:
        raise NotSoMany(notice.left)
    if today < notice.earliest_on:
        raise NoticeNotRunOut(notice.earliest_on)
    if born is not None and _sixteenth(born) > today:
        raise TooYoungToSign
    if not only_in_turn:
        return
    for other in in_turn(queue):
        if other.id == notice.id:
            return
        if not other.is_suspended and other.earliest_on <= today:
            raise OthersFirst(other.holding, other.notice_on)


def _sixteenth(born: date) -> date:
    try:
        return born.replace(year=born.year + 16)
    except ValueError:  # The 29th of February.
        return date(born.year + 16, 3, 1)
