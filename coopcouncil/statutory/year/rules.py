"""Which duties a year brings, and by when. Pure.

A duty follows from the legal form, the rulebook's year and, for a company, the first day of a
review period. Only duties whose last day is on or after the day from which the organisation uses
this calendar are told of: what was owed before it came here is not for the program to call late.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.dates import months_after as plainly_after
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.meetings.rules.year import months_after
from coopcouncil.organisations.kinds import COMPANIES, SOCIETIES, LegalForm
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.statutory.year.kinds import Audit, Kind, Reminder

RETURN_MONTHS = 7  # CCBSA 2014 s.89: the annual return with the accounts.
ACCOUNTS_MONTHS = 9  # CA 2006 s.442: a private company's accounts, but not its first.
FIRST_ACCOUNTS_MONTHS = 21  # Its first, where they cover more than a year: from incorporation.
FIRST_ACCOUNTS_AFTER = 3  # Or three months after the period's end, whichever is later.
AUDITOR_DAYS = 28  # CCBSA 2014 s.85: appointed within 28 days of the year's end.
YEARLY_MONTHS = 6  # A credit union's yearly return (CY).
QUARTERLY_MONTHS = 1  # And its quarterly one (CQ).
REVIEW_DAYS = 14  # CA 2006 s.853A: after the end of each review period.
AHEAD_MONTHS = 14
EARLY, SOON = 56, 14


class Standing(StrEnum):
    """Where a duty stands."""

    DONE = "done"
    LATE = "late"
    SOON = "soon"
    COMING = "coming"


class NotOwed(Refused):
    """No such duty of this organisation."""

    status = 404

    def sentence(self, _: Gettext) -> str:
        return _("This organisation has no such duty.")


class DoneAlready(Refused):
    """A duty is done once."""

    def sentence(self, _: Gettext) -> str:
        return _("This is marked as done already.")


class NotDone(Refused):
    """Nothing to take back."""

    def sentence(self, _: Gettext) -> str:
        return _("This is not marked as done.")


class NotDoneYet(Refused):
    """A day that has not come, or one before there was anything to do."""

    status = 422

    def __init__(self, period_end: date | None) -> None:
        self.period_end = period_end

    def sentence(self, _: Gettext) -> str:
        if self.period_end is None:
            return _("Choose a day that has come.")
        text = _("The time that this is about ended on {day}. Choose a later day.")
        return text.format(day=day(self.period_end, _))


class YearNotOver(Refused):
    """Figures as at a day to come."""

    def __init__(self, period_end: date) -> None:
        self.period_end = period_end

    def sentence(self, _: Gettext) -> str:
        text = _("The year ends on {day}. Its figures can be made from the day after.")
        return text.format(day=day(self.period_end, _))


class SignatoriesNeeded(Refused):
    """CCBSA 2014 s.89: two committee members and the secretary."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Name two different committee members and the secretary, who sign the return.")


@dataclass(frozen=True)
class Year:
    """What decides an organisation's duties."""

    form: LegalForm
    rules: Rulebook | None
    counts_from: date
    review_begins: date | None = None
    audit: Audit = Audit.UNKNOWN
    incorporated_on: date | None = None
    is_over_turnover: bool = False


@dataclass(frozen=True)
class Duty:
    """Something owed for a period, by a day."""

    kind: Kind
    period_start: date
    period_end: date
    due_on: date

    def standing(self, done_on: date | None, today: date) -> Standing:
        """Where it stands on a day."""
        if done_on is not None:
            return Standing.DONE
        if today > self.due_on:
            return Standing.LATE
        soon = (self.due_on - today).days <= EARLY and today > self.period_end
        return Standing.SOON if soon else Standing.COMING


def duties(year: Year, upto: date) -> tuple[Duty, ...]:
    """Every duty due from `counts_from` to `upto`, in the order of their last days."""
    found = [duty for duty in _all(year, upto) if year.counts_from <= duty.due_on <= upto]
    return tuple(sorted(found, key=lambda duty: (duty.due_on, duty.kind.value)))


def _all(year: Year, upto: date) -> Iterator[Duty]:
    if year.rules is not None:
        for end in _year_ends(year.rules, year.counts_from, upto):
            yield from _of_year(year, year.rules, end)
    begins = year.review_begins or year.incorporated_on
    if year.form in COMPANIES and begins is not None:
        yield from _reviews(begins, upto)
    if year.form is LegalForm.CREDIT_UNION:
        yield from _quarters(year.counts_from, upto)


def _of_year(year: Year, rules: Rulebook, end: date) -> Iterator[Duty]:
    start = year_end_in(rules, end.year - 1) + timedelta(days=1)

    def owed(kind: Kind, months: int) -> Duty:
        # By rules and by CA 2006 s.443 from a month's last day to a month's last day.
        return Duty(kind, start, end, months_after(end, months))

    def returned(kind: Kind, months: int) -> Duty:
        return Duty(kind, start, end, same_day_after(end, months))

    is_society = year.form in SOCIETIES
    if is_society or year.form in COMPANIES:
        yield owed(Kind.ANNUAL_MEETING, rules.agm_months_after_year_end)
    if year.form is LegalForm.CREDIT_UNION:
        yield returned(Kind.YEARLY_RETURN, YEARLY_MONTHS)
    elif is_society:
        yield returned(Kind.ANNUAL_RETURN, RETURN_MONTHS)
        if year.audit is not Audit.AUDITED:
            # s.84: a vote of every year, so at the latest at that year's annual meeting.
            yield owed(Kind.AUDIT_VOTE, rules.agm_months_after_year_end)
            if year.is_over_turnover:
                # s.85: without a full audit the report of a qualified auditor is due all the same.
                due = end + timedelta(days=AUDITOR_DAYS)
                yield Duty(Kind.REPORT_AUDITOR, start, end, due)
    elif year.form in COMPANIES:
        accounts = _accounts(year, start, end)
        if accounts is not None:
            yield accounts
            if year.form is LegalForm.CIC:
                yield replace(accounts, kind=Kind.CIC_REPORT)


FIRST_PERIOD_MOST = 2 * 366  # Nothing before so long ago bears on a year's accounts.


def _accounts(year: Year, start: date, end: date) -> Duty | None:
    """A company's accounts for the year; its first, from its incorporation, have their own day."""
    kind, began = Kind.COMPANY_ACCOUNTS, year.incorporated_on
    if began is None or began < start - timedelta(days=FIRST_PERIOD_MOST):
        return Duty(kind, start, end, months_after(end, ACCOUNTS_MONTHS))
    first = first_year_end(began, end)
    if end < first:
        return None
    if end > first:
        return Duty(kind, start, end, months_after(end, ACCOUNTS_MONTHS))
    due = months_after(end, ACCOUNTS_MONTHS)
    if end >= same_day_after(began, 12):
        # CA 2006 s.442(3): 21 months after incorporation, or 3 months after the period's end.
        due = max(
            same_day_after(began, FIRST_ACCOUNTS_MONTHS), months_after(end, FIRST_ACCOUNTS_AFTER)
        )
    return Duty(kind, began, end, due)


def first_year_end(began: date, some_end: date) -> date:
    """The end of a company's first accounts: its first year end that is more than six months
    after its incorporation, and so within eighteen months of it (CA 2006 s.391(5)).

    >>> first_year_end(date(2026, 2, 10), date(2027, 3, 31))
    datetime.date(2027, 3, 31)
    >>> first_year_end(date(2026, 5, 10), date(2026, 12, 31))
    datetime.date(2026, 12, 31)
    """
    for year in range(began.year, began.year + 3):
        last = monthrange(year, some_end.month)[1]
        on = date(year, some_end.month, min(some_end.day, last))
        if on > same_day_after(began, 6):
            return on
    raise AssertionError("a year end comes every year")


def _year_ends(rules: Rulebook, since: date, upto: date) -> Iterator[date]:
    for number in range(since.year - 2, upto.year + 1):
        yield year_end_in(rules, number)


def year_end_in(rules: Rulebook, year: int) -> date:
    """The end of the financial year in a calendar year; 29 February only in leap years."""
    month = rules.year_end_month
    return date(year, month, min(rules.year_end_day, monthrange(year, month)[1]))


def same_day_after(day: date, months: int) -> date:
    """The same date of a later month, or that month's last day where it has no such date.

    How "within so many months of" a day is reckoned where an Act says nothing else. Never later
    than any other way of reckoning, so nobody who goes by it is late.

    >>> same_day_after(date(2026, 6, 30), 7), same_day_after(date(2026, 8, 31), 6)
    (datetime.date(2027, 1, 30), datetime.date(2027, 2, 28))
    """
    return plainly_after(day, months)


def _reviews(begins: date, upto: date) -> Iterator[Duty]:
    """Review periods of twelve months, one after the other."""
    start = begins
    while True:
        end = review_end(start)
        due = end + timedelta(days=REVIEW_DAYS)
        if due > upto:
            return
        yield Duty(Kind.CONFIRMATION, start, end, due)
        start = end + timedelta(days=1)


def review_end(start: date) -> date:
    """The last day of twelve months that begin on a day.

    >>> review_end(date(2025, 5, 15)), review_end(date(2024, 2, 29))
    (datetime.date(2026, 5, 14), datetime.date(2025, 2, 28))
    """
    try:
        return start.replace(year=start.year + 1) - timedelta(days=1)
    except ValueError:
        return date(start.year + 1, 2, 28)


def _quarters(since: date, upto: date) -> Iterator[Duty]:
    for year in range(since.year - 1, upto.year + 1):
        for month in (3, 6, 9, 12):
            end = date(year, month, monthrange(year, month)[1])
            start = date(year, month - 2, 1)
            yield Duty(Kind.QUARTERLY_RETURN, start, end, same_day_after(end, QUARTERLY_MONTHS))


def reminder_for(duty: Duty, today: date) -> Reminder | None:
    """Which reminder a day calls for; the last one that is due, for a worker that slept."""
    if today > duty.due_on:
        return Reminder.LATE
    if today <= duty.period_end:
        return None
    left = (duty.due_on - today).days
    if left <= SOON:
        return Reminder.SOON
    return Reminder.EARLY if left <= EARLY else None


def may_be_done(duty: Duty, done_on: date, today: date, is_done: bool) -> None:
    """Refuse to mark a duty as done twice, in advance, or before there was anything to do."""
    if is_done:
        raise DoneAlready
    if done_on > today:
        raise NotDoneYet(None)
    # A vote or a meeting may come within the year that it is about.
    in_advance = duty.kind in (Kind.ANNUAL_MEETING, Kind.AUDIT_VOTE, Kind.CONFIRMATION)
    if not in_advance and done_on <= duty.period_end:
        raise NotDoneYet(duty.period_end)
    if in_advance and done_on < duty.period_start:
        raise NotDoneYet(duty.period_start)


def may_keep(duty: Duty, today: date, signatories: Mapping[str, str]) -> None:
    """Refuse figures of a year that is not over, and a return that nobody signs."""
    if today <= duty.period_end:
        raise YearNotOver(duty.period_end)
    if duty.kind is Kind.ANNUAL_RETURN:
        names = [" ".join(name.casefold().split()) for name in signatories.values()]
        if len(names) != 3 or not all(names) or names[0] == names[1]:
            raise SignatoriesNeeded
