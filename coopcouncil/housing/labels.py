"""Homes and tenancies in words: the law's own in Wales, neutral ones elsewhere."""

from dataclasses import dataclass
from typing import Any

from coopcouncil.housing.kinds import (
    Afterwards,
    Agreement,
    Answer,
    Asking,
    ClosedWhy,
    EndWhy,
    HomeKind,
    Outcome,
    PlanKept,
    PriceEvery,
    RentEvery,
)
from coopcouncil.housing.rules.rent import Rent
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.shown import shown_money
from coopcouncil.members.kinds import Cause
from coopcouncil.organisations.kinds import Nation

KINDS = {
    HomeKind.HOUSE: lazy("House"),
    HomeKind.FLAT: lazy("Flat"),
    HomeKind.BUNGALOW: lazy("Bungalow"),
    HomeKind.MAISONETTE: lazy("Maisonette"),
    HomeKind.STUDIO: lazy("Studio flat"),
    HomeKind.ROOM: lazy("Room in a shared house"),
    HomeKind.OTHER: lazy("Another kind of home"),
}
AGREEMENTS = {
    Agreement.CONTRACTUAL: lazy("Contractual tenancy"),
    Agreement.ASSURED: lazy("Assured tenancy"),
    Agreement.STANDARD_CONTRACT: lazy("Standard occupation contract"),
    Agreement.SECURE_CONTRACT: lazy("Secure occupation contract"),
    Agreement.TENANCY: lazy("Tenancy agreement"),
    Agreement.LICENCE: lazy("Licence"),
}
RENTS = {
    "week-52": lazy("A week, 52 weeks of the year"),
    "week-53": lazy("A week, 53 weeks of the year"),
    "week-48": lazy("A week, 48 weeks of the year"),
    "month": lazy("A month"),
}
END_WHYS = {
    EndWhy.SURRENDER: lazy("Surrender, agreed with the co-operative"),
    EndWhy.NOTICE_BY_TENANT: lazy("Notice given by those who live there"),
    EndWhy.COURT: lazy("Order of a court"),
    EndWhy.DEATH: lazy("Death"),
    EndWhy.TRANSFER: lazy("Move to another home of the co-operative"),
    EndWhy.OTHER: lazy("Another reason"),
}
OUTCOMES = {
    Outcome.SURRENDER: lazy("It is surrendered and ends on the same day"),
    Outcome.OTHERS_STAY: lazy("The others stay; this one leaves it"),
    Outcome.UNDECIDED: lazy("It is not decided yet: remind me"),
}
AFTERWARDS = {
    Afterwards.LEAVES: lazy("Leaves the co-operative on the same day"),
    Afterwards.PROSPECTIVE: lazy("Stays a member, as a prospective tenant"),
    Afterwards.UNDECIDED: lazy("Not decided yet: remind me"),
}
ASKING = {
    Asking.NEW: lazy("New: applies for membership too"),
    Asking.PROSPECTIVE: lazy("Member without a home"),
    Asking.TRANSFER: lazy("Member who asks for another home"),
}
CLOSED_WHYS = {
    ClosedWhy.HOUSED: lazy("Housed"),
    ClosedWhy.WITHDRAWN: lazy("Withdrawn by the applicant"),
    ClosedWhy.REFUSALS: lazy("More offers refused than the rules allow"),
    ClosedWhy.NOT_ELIGIBLE: lazy("Not eligible under the rules"),
}
ANSWERS = {
    Answer.ACCEPTED: lazy("Accepted"),
    Answer.REFUSED: lazy("Refused"),
    Answer.LAPSED: lazy("No answer in time"),
    Answer.TAKEN_BACK: lazy("Taken back by the co-operative"),
}
PLANS_KEPT = {
    PlanKept.NONE: lazy("There is none"),
    PlanKept.KEPT: lazy("There is one, and it is kept"),
    PlanKept.NOT_KEPT: lazy("There is one, and it is not kept"),
}
PRICES_EVERY = {
    PriceEvery.WEEK: lazy("A week"),
    PriceEvery.MONTH: lazy("A month"),
    PriceEvery.QUARTER: lazy("A quarter"),
    PriceEvery.YEAR: lazy("A year"),
}
CAUSES = {
    Cause.RESIGNED: lazy("Resigned"),
    Cause.EXPELLED: lazy("Expelled"),
    Cause.DIED: lazy("Died"),
    Cause.LAPSED: lazy("Lapsed"),
    Cause.INELIGIBLE: lazy("No longer eligible"),
}


@dataclass(frozen=True)
class Words:
    """What those who live there and their agreement are called."""

    holder: Any
    holders: Any
    agreement: Any
    let: Any
    end: Any
    add: Any


_WALES = Words(
    lazy("Contract-holder"),
    lazy("Contract-holders"),
    lazy("Occupation contract"),
    lazy("Record an occupation contract"),
    lazy("Record the end of the contract"),
    lazy("Add a joint contract-holder"),
)
_ELSEWHERE = Words(
    lazy("Tenant"),
    lazy("Tenants"),
    lazy("Tenancy"),
    lazy("Record a tenancy"),
    lazy("Record the end of the tenancy"),
    lazy("Add a joint tenant"),
)


def words_of(nation: Nation) -> Words:
    """The words of the nation's law."""
    return _WALES if nation is Nation.WALES else _ELSEWHERE


def rent_words(rent: Rent | None) -> str:
    """A rent as a page says it.

    In a year of 48 rent weeks four weeks are free, and that is said.
    """
    if rent is None:
        return gettext("None is known")
    money = shown_money(rent.amount)
    if rent.every is RentEvery.MONTH:
        return gettext("{rent} a month").format(rent=money)
    if rent.weeks == 48:
        return gettext("{rent} a week, for 48 weeks of the year").format(rent=money)
    if rent.weeks == 53:
        return gettext("{rent} a week, for 53 weeks of the year").format(rent=money)
    return gettext("{rent} a week").format(rent=money)


def price_words(price: str, every: PriceEvery) -> str:
    """A price as a page says it."""
    text = {
        PriceEvery.WEEK: gettext("{price} a week"),
        PriceEvery.MONTH: gettext("{price} a month"),
        PriceEvery.QUARTER: gettext("{price} a quarter"),
        PriceEvery.YEAR: gettext("{price} a year"),
    }[every]
    return text.format(price=price)
