"""Whether somebody may join, by the rulebook, and in which constituency they vote. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.fits import Place, written_fits
from coopcouncil.members.kinds import MemberKind
from coopcouncil.organisations.chapters.joining import (
    Need,
    Qualification,
    VotingPlace,
    listed,
)

# What an applicant can show in words alone; a school is chosen from a list.
_SHOWN_IN_WORDS = (Need.EMPLOYMENT, Need.TENANCY, Need.CHILD)


class TooYoung(Refused):
    """Under the age of the rules."""

    def __init__(self, age: int) -> None:
        self.age = age

    def sentence(self, _: Gettext) -> str:
        return _("Under the rules a member here is {age} or over.").format(age=self.age)


class TooOld(Refused):
    """Over the age of the rules for this constituency."""

    def __init__(self, age: int) -> None:
        self.age = age

    def sentence(self, _: Gettext) -> str:
        return _("Under the rules a member of this constituency is under {age}.").format(
            age=self.age
        )


class AgeNotSaid(Refused):
    """Neither a day of birth nor the word that they are old enough."""

    def __init__(self, age: int) -> None:
        self.age = age

    def sentence(self, _: Gettext) -> str:
        text = _("Enter the date of birth, or tick that you are {age} or over.")
        return text.format(age=self.age)


class OnlyPeople(Refused):
    """The rules know no organisation as a member."""

    def sentence(self, _: Gettext) -> str:
        return _("Only people may be members here, not organisations.")


class NoRepresentative(Refused):
    """An organisation that nobody speaks for."""

    def sentence(self, _: Gettext) -> str:
        return _("Name the person who speaks and votes for the organisation.")


class NoBond(Refused):
    """The common bond was not declared."""

    def sentence(self, _: Gettext) -> str:
        return _("Tick this if it is so of you: the rules ask it of every member.")


class NothingShown(Refused):
    """The constituency asks for something, and nothing is said of it."""

    def sentence(self, _: Gettext) -> str:
        return _("Say how you qualify, so that it can be checked.")


class NoSchool(Refused):
    """The constituency belongs to a school, and none is chosen."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose the school.")


@dataclass(frozen=True)
class Terms:
    """What the rules ask of whoever joins a constituency."""

    member_age: int = 16
    organisations: bool = True
    bond: str = ""
    asks: Qualification = Qualification()  # noqa: RUF009  # frozen, and always the same
    has_parts: bool = False

    @property
    def age(self) -> int:
        """The least age: the rules' own, or the constituency's where that is more."""
        return max(self.member_age, self.asks.from_age)

    @property
    def asks_bond(self) -> bool:
        """Whether what members have in common is to be declared."""
        return bool(self.bond)

    @property
    def asks_words(self) -> tuple[Need, ...]:
        """What is to be shown in words."""
        return tuple(need for need in _SHOWN_IN_WORDS if need in self.asks.needs)

    @property
    def asks_part(self) -> bool:
        """Whether the school is to be chosen."""
        return self.has_parts and bool({Need.SCHOOL, Need.CHILD} & self.asks.needs)


@dataclass(frozen=True)
class Applicant:
    """What an applicant says that the rules ask about."""

    kind: MemberKind = MemberKind.PERSON
    born: date | None = None
    says_of_age: bool = False
    representative: str = ""
    has_bond: bool = False
    evidence: str = ""
    part: int | None = None


def obstacles(who: Applicant, terms: Terms, today: date) -> tuple[tuple[str, Refused], ...]:
    """Everything against it, each with the question that it belongs to.

    Nobody is refused for what they do not know: an unknown day of birth may be made up for by
    the word that they are old enough, which the board may doubt.
    """
    found: list[tuple[str, Refused]] = []
    if who.kind is MemberKind.ORGANISATION:
        if not terms.organisations:
            found.append(("member_kind", OnlyPeople()))
        if not who.representative:
            found.append(("representative", NoRepresentative()))
    elif who.born is not None:
        years = age_on(who.born, today)
        if years < terms.age:
            found.append(("date_of_birth", TooYoung(terms.age)))
        if terms.asks.under_age is not None and years >= terms.asks.under_age:
            found.append(("date_of_birth", TooOld(terms.asks.under_age)))
    elif terms.age and not who.says_of_age:
        found.append(("date_of_birth", AgeNotSaid(terms.age)))
    if terms.asks_bond and not who.has_bond:
        found.append(("has_bond", NoBond()))
    if terms.asks_words and not who.evidence:
        found.append(("evidence", NothingShown()))
    if terms.asks_part and who.part is None:
        found.append(("part", NoSchool()))
    return tuple(found)


def age_on(born: date, on: date) -> int:
    """Whole years; who was born on 29 February has the birthday on 1 March in other years.

    >>> age_on(date(2008, 2, 29), date(2026, 2, 28)), age_on(date(2008, 2, 29), date(2026, 3, 1))
    (17, 18)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The day from which somebody is that old.

    >>> birthday(date(2008, 2, 29), 18)
    datetime.date(2026, 3, 1)
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


@dataclass(frozen=True)
class Settled:
    """Where somebody votes, and the fact of where else they fit."""

    votes_in: Place
    fits: str


def settled(
    places: Sequence[Place],
    chosen: Place | None,
    how: VotingPlace,
    order: Sequence[int],
) -> Settled:
    """One vote: by the order of constituencies, or where the person chose among those that fit.

    A choice of somewhere that does not fit counts for nothing: the first place stands.
    """
    if how is VotingPlace.ORDER or chosen not in places:
        ranks = {key: rank for rank, key in enumerate(order)}
        best = min(places, key=lambda place: ranks.get(place[0], len(ranks)))
        wins = best if how is VotingPlace.ORDER else places[0]
    else:
        assert chosen is not None
        wins = chosen
    return Settled(wins, written_fits(place for place in places if place != wins))


def order_of(text: str, keys: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    """The constituencies' numbers in the rulebook's order; those not named after, as listed.

    >>> order_of("staff, parents", [("parents", 1), ("community", 2), ("staff", 3)])
    (3, 1, 2)
    """
    numbers = dict(keys)
    first = [numbers[key] for key in listed(text) if key in numbers]
    return (*first, *(number for _key, number in keys if number not in first))
