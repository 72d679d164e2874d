"""Inspection of the register: a society's by its members, a company's by anyone. Pure.

Societies: Co-operative and Community Benefit Societies Act 2014 ss.103–106: a member or a person
with an interest in the funds sees their own account and the duplicate register, without shares
and property; there is no public right. Companies: Companies Act 2006 ss.113, 116, 117: anybody
may inspect who gives name, address, purpose and to whom it will be disclosed; the company
complies or goes to court within five working days.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.kinds import COMPANIES, LegalForm
from coopcouncil.statutory.kinds import Answer, Capacity

COMPANY_DAYS = 5
"""Working days from the request. CA 2006 s.117(1)."""
FORMER_YEARS = 10
"""After so many years a company may take a former member out. CA 2006 s.121."""


class NoPublicRight(Refused):
    """A society's register is not public."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Nobody but a member or a person with an interest in the funds may inspect a society’s "
            "register (Co-operative and Community Benefit Societies Act 2014, s.103). Choose "
            "another capacity, or answer them so."
        )


class WhoAndWhatFor(Refused):
    """CA 2006 s.116(4)."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A request to a company gives name and address, the purpose, and whether and to whom "
            "it will be disclosed (Companies Act 2006, s.116). Ask for what is missing."
        )


class NumberNeeded(Refused):
    """A member asks under their own number."""

    def sentence(self, _: Gettext) -> str:
        return _("Give the member number: a member sees their own account too.")


class NotYetAsked(Refused):
    """A request of the future."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose today or a day in the past.")


class AnsweredBeforeAsked(Refused):
    """An answer before its question."""

    def __init__(self, asked_on: date) -> None:
        self.asked_on = asked_on

    def sentence(self, _: Gettext) -> str:
        text = _("It was asked on {date}. Choose that day or a later one.")
        return text.format(date=day(self.asked_on, _))


class OnlyTheCourtRefuses(Refused):
    """CA 2006 ss.117, 118."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A company may not refuse a complete request itself: it complies within five working "
            "days, or applies to the court (Companies Act 2006, s.117)."
        )


class NoCourtForSocieties(Refused):
    """The court's way is the companies'."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a company asks the court. Choose another answer.")


class WordsNeeded(Refused):
    """Whoever is refused or asked back is told why."""

    def sentence(self, _: Gettext) -> str:
        return _("Write down what they were told.")


class AnsweredAlready(Refused):
    """A request is settled once."""

    def sentence(self, _: Gettext) -> str:
        return _("This request is answered already.")


@dataclass(frozen=True)
class Extent:
    """How much of the register somebody may be shown."""

    redacted: bool
    """Without shares and other property: the duplicate."""
    own_account: bool
    """Their own shares and property besides."""


def extent_for(form: LegalForm, capacity: Capacity) -> Extent:
    """What may be shown to somebody who asks as this.

    >>> extent_for(LegalForm.CREDIT_UNION, Capacity.MEMBER)
    Extent(redacted=True, own_account=True)
    """
    if form in COMPANIES:
        return Extent(redacted=False, own_account=False)
    if capacity is Capacity.REGULATOR:
        return Extent(redacted=False, own_account=False)  # s.30(5): whoever the FCA authorises.
    return Extent(redacted=True, own_account=capacity is Capacity.MEMBER)


def may_ask(
    form: LegalForm,
    capacity: Capacity,
    *,
    postal_address: str,
    purpose: str,
    disclosed_to: str,
    has_number: bool,
    asked_on: date,
    today: date,
) -> None:
    """Refuse to log a request that cannot be one."""
    if asked_on > today:
        raise NotYetAsked
    if form not in COMPANIES and capacity is Capacity.PUBLIC:
        raise NoPublicRight
    if capacity is Capacity.MEMBER and not has_number:
        raise NumberNeeded
    if form in COMPANIES and not (postal_address and purpose and disclosed_to):
        raise WhoAndWhatFor


def may_answer(
    form: LegalForm,
    answer: Answer,
    *,
    words: str,
    asked_on: date,
    answered_on: date,
    today: date,
    is_settled: bool,
) -> None:
    """Refuse an answer that the law does not know."""
    if is_settled:
        raise AnsweredAlready
    if answered_on > today:
        raise NotYetAsked
    if answered_on < asked_on:
        raise AnsweredBeforeAsked(asked_on)
    if form in COMPANIES and answer is Answer.REFUSED:
        raise OnlyTheCourtRefuses
    if form not in COMPANIES and answer is Answer.COURT:
        raise NoCourtForSocieties
    if answer in (Answer.REFUSED, Answer.ASKED_BACK, Answer.COURT) and not words.strip():
        raise WordsNeeded


def due_on(form: LegalForm, asked_on: date, holidays: Set[date]) -> date | None:
    """By when a request is to be answered; None where no law says."""
    return working_days_after(asked_on, COMPANY_DAYS, holidays) if form in COMPANIES else None


def working_days_after(start: date, days: int, holidays: Set[date]) -> date:
    """So many working days later; the day itself does not count.

    >>> working_days_after(date(2026, 11, 20), 5, frozenset())
    datetime.date(2026, 11, 27)
    """
    found = start
    while days:
        found += timedelta(days=1)
        if found.weekday() < 5 and found not in holidays:
            days -= 1
    return found


def keeps_officers(form: LegalForm) -> bool:
    """Whether the register of officers is the organisation's own to show."""
    return form not in COMPANIES  # Since 18 November 2025 Companies House keeps theirs.
