"""What a learner may do, by age: the rulebook's ages, and the law's beneath them. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

OFFICER_AGE_IN_LAW = 16  # CCBSA 2014 s.31; CA 2006 s.157: nobody younger, whatever the rules say.


class May(StrEnum):
    """One thing that a learner may do."""

    CLASS_VOTE = "class-vote"
    JOIN = "join"
    VOTE = "vote"
    STAND = "stand"
    SIGN = "sign"
    OFFICE = "office"


@dataclass(frozen=True)
class Ages:
    """From which age the rulebook lets a person do what."""

    member: int
    vote: int
    officer: int


def age_on(born: date, on: date) -> int:
    """Whole years; somebody born on 29 February is a year older on 1 March.

    >>> age_on(date(2012, 2, 29), date(2023, 2, 28)), age_on(date(2012, 2, 29), date(2023, 3, 1))
    (10, 11)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def allowed(born: date | None, on: date, ages: Ages) -> frozenset[May]:
    """What a learner may do on a day. Of an unknown age, no more than the youngest."""
    found = {May.CLASS_VOTE}
    if born is None or born > on:
        return frozenset(found)
    age = age_on(born, on)
    if age >= ages.member:
        found.add(May.JOIN)
    if age >= max(ages.vote, ages.member):
        # Whoever elects the learners' seats may sit in one: the forum is no committee.
        found |= {May.VOTE, May.STAND}
    if age >= 16:
        found.add(May.SIGN)  # CCBSA 2014 s.31: instruments and receipts.
    if age >= max(ages.officer, OFFICER_AGE_IN_LAW):
        found.add(May.OFFICE)
    return frozenset(found)


def is_associate(born: date | None, on: date, ages: Ages) -> bool:
    """Whether a learner is too young to be a member in law, and is heard through the class."""
    return May.JOIN not in allowed(born, on, ages)
