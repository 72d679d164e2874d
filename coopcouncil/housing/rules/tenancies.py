"""Agreements by nation, the Welsh written statement, joint tenants, the end of a tenancy. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.housing.kinds import Agreement
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.kinds import Nation

STATEMENT_DAYS = 14
CONVERTED_BEFORE = date(2022, 12, 1)
"""Tenancies of before became occupation contracts on this day …"""
CONVERTED_BY = date(2023, 5, 31)
"""… and their statements were due within six months (the same Act, Sch 12)."""


def agreements(nation: Nation, fully_mutual: bool) -> tuple[Agreement, ...]:
    """Which agreements there are, the usual one first.

    England: a fully mutual association's tenancies cannot be assured (Housing Act 1988 Sch 1
    para 12(1)(h)). Wales: a fully mutual association is no community landlord (Renting Homes
    (Wales) Act 2016 s.9), so a standard contract by default. Elsewhere the words stay neutral.
    """
    if nation is Nation.WALES:
        return (Agreement.STANDARD_CONTRACT, Agreement.SECURE_CONTRACT, Agreement.LICENCE)
    if nation is Nation.ENGLAND:
        if fully_mutual:
            return (Agreement.CONTRACTUAL, Agreement.LICENCE)
        return (Agreement.ASSURED, Agreement.CONTRACTUAL, Agreement.LICENCE)
    return (Agreement.TENANCY, Agreement.LICENCE)


def statement_due(agreement: Agreement, occupied_on: date, since: date) -> date | None:
    """The last day for a contract-holder's written statement; None where the law asks for none.

    Renting Homes (Wales) Act 2016 s.31: before the end of 14 days starting with the occupation
    date or, for a new contract-holder, with the day of the change. That day is the first.

    >>> statement_due(Agreement.STANDARD_CONTRACT, date(2026, 3, 2), date(2026, 3, 2))
    datetime.date(2026, 3, 15)
    """
    if agreement not in (Agreement.STANDARD_CONTRACT, Agreement.SECURE_CONTRACT):
        return None
    first = max(occupied_on, since)
    if first < CONVERTED_BEFORE:
        return CONVERTED_BY
    return first + timedelta(days=STATEMENT_DAYS - 1)


def statement_overdue(due: date | None, given_on: date | None, today: date) -> bool:
    """Whether the statement is missing past its day, or was given too late."""
    return due is not None and (given_on or today) > due


class NobodyNamed(Refused):
    """A tenancy of nobody."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Name at least one tenant.")


class NoSuchMember(Refused):
    """A number that is nobody's here."""

    status = 422

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        text = _("Nobody has the member number {number}.")
        return text.format(number=self.number)


class NamedTwice(Refused):
    """One tenant, named twice."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Each tenant is named once.")


class HomeIsTaken(Refused):
    """Two tenancies of one home at once."""

    def sentence(self, _: Gettext) -> str:
        return _("The home has a tenancy in those days already.")


class HomeNotLet(Refused):
    """A home that is not the organisation's to let on that day."""

    def sentence(self, _: Gettext) -> str:
        return _("The home is not one to be let on that day.")


class OtherAgreement(Refused):
    """An agreement that this nation's law does not know."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose one of the agreements shown.")


class EndsBeforeItBegins(Refused):
    """A tenancy or a tenant that would end first."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("It cannot end before it began.")


class EndedAlready(Refused):
    """The end is recorded."""

    def sentence(self, _: Gettext) -> str:
        return _("The end of this tenancy is recorded already. Correct it if it is wrong.")


class LastTenant(Refused):
    """A tenancy that would be nobody's."""

    def sentence(self, _: Gettext) -> str:
        return _("No other tenant would be left. Record the end of the tenancy instead.")


class NotATenantThen(Refused):
    """Somebody who holds the tenancy no more."""

    def sentence(self, _: Gettext) -> str:
        return _("This person is not a tenant of the home on that day.")


class StatementTooEarly(Refused):
    """A statement of a contract that nobody had made, or on a day to come."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Give the day on which it was given: not a day to come.")


@dataclass(frozen=True)
class Held:
    """One tenant's stretch of days in a tenancy."""

    member_id: int
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        """Whether they hold it at the end of the day."""
        return self.since <= day and (self.until is None or self.until > day)


def may_go(holders: Iterable[Held], member_id: int, on: date) -> None:
    """Refuse that a joint tenant goes who is none then, or is the last."""
    there = {held.member_id for held in holders if held.on(on - timedelta(days=1))}
    if member_id not in there:
        raise NotATenantThen
    if not any(held.on(on) for held in holders if held.member_id != member_id):
        raise LastTenant
