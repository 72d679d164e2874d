"""Ages, classes and the hand-over of a collection. Pure."""

from collections.abc import Mapping
from datetime import date

from coopcouncil.kernel.money import Money
from coopcouncil.savings.rules.refusals_juniors import (
    CountDiffers,
    HandedOver,
    NotHandedOver,
    NothingCollected,
    NotOldEnough,
    ReceivedAlready,
    TooOldForAJunior,
    TwoSign,
)

MOST_BROUGHT = 50_000
"""More than £500 in coins from one child is a slip of the finger, or a matter for the desk."""


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns this age; born on 29 February, on 1 March.

    >>> birthday(date(2012, 2, 29), 1)
    datetime.date(2013, 3, 1)
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def may_save_as_a_child(born: date, on: date, joining_age: int) -> None:
    """From the joining age on one joins as a member."""
    if on >= birthday(born, joining_age):
        raise TooOldForAJunior(joining_age)


def may_join(born: date, on: date, joining_age: int) -> None:
    """Before that day a child is a depositor, and no member (CUA 1979 s.9)."""
    if on < (day := birthday(born, joining_age)):
        raise NotOldEnough(day)


def may_hand_over(lines: Mapping[int, int], counted: int, is_handed: bool) -> None:
    """The coins and the list agree, to the penny."""
    if is_handed:
        raise HandedOver
    listed = sum(lines.values())
    if not listed:
        raise NothingCollected
    if counted != listed:
        raise CountDiffers(Money(counted), Money(listed))


def may_receive(
    is_handed: bool, is_received: bool, handed_by: int | None, by: int, counted: int, listed: int
) -> None:
    """Somebody else counts again, and signs."""
    if not is_handed:
        raise NotHandedOver
    if is_received:
        raise ReceivedAlready
    if handed_by == by:
        raise TwoSign
    if counted != listed:
        raise CountDiffers(Money(counted), Money(listed))
