"""Whether an authority may reserve a contract to a mutual: the tests of s.33 with their dates.

Procurement Act 2023 s.33: a light-touch contract of five years or less, for a body that delivers
public services, gives its profits to nobody but members, is under its employees' management and
control, and had no comparable reserved award from that authority in three years. Two of the
tests follow from dates; for the others somebody says so and on what evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.mutuals.kinds import Answer, Test

LONGEST_YEARS = 5
APART_YEARS = 3


class EndsBeforeItStarts(Refused):
    """No contract does."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A contract ends on its first day or later.")


class AwardedBeforeTheOneBefore(Refused):
    """The award before is not the one before."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The award before must be earlier than this one.")


class EvidenceNeeded(Refused):
    """An answer that nobody could check."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say on what evidence, so that others can check it.")


@dataclass(frozen=True)
class Dates:
    """The days of a contract."""

    awarded_on: date
    starts_on: date
    ends_on: date
    award_before: date | None = None


@dataclass(frozen=True)
class Finding:
    """One test: what follows from the dates, where anything does, and what was said."""

    test: Test
    by_dates: bool | None
    limit: date | None
    """The last day that the contract may have, or the first on which it may be awarded."""
    answer: Answer | None

    @property
    def holds(self) -> bool | None:
        """Whether the test is met; None where nobody knows. Dates overrule what is said."""
        if self.by_dates is not None:
            return self.by_dates
        if self.answer is None or self.answer is Answer.UNSURE:
            return None
        return self.answer is Answer.YES


def findings(dates: Dates, answers: Mapping[Test, Answer]) -> tuple[Finding, ...]:
    """Every test of the section, in its order."""
    last = last_day(dates.starts_on)
    before = dates.award_before
    free = free_again(before) if before else None
    found = []
    for test in Test:
        by_dates: bool | None = None
        limit: date | None = None
        if test is Test.TERM:
            by_dates, limit = dates.ends_on <= last, last
        elif test is Test.AWARD_BEFORE and free is not None:
            by_dates, limit = dates.awarded_on >= free, free
        found.append(Finding(test, by_dates, limit, answers.get(test)))
    return tuple(found)


def verdict(found: tuple[Finding, ...]) -> bool | None:
    """Whether all tests are met; None while one is open and none fails."""
    if any(finding.holds is False for finding in found):
        return False
    return True if all(finding.holds for finding in found) else None


def may_be(dates: Dates) -> None:
    """Refuse days in an order that no contract has."""
    if dates.ends_on < dates.starts_on:
        raise EndsBeforeItStarts
    if dates.award_before is not None and dates.award_before >= dates.awarded_on:
        raise AwardedBeforeTheOneBefore


def may_answer(answer: Answer, evidence: str) -> None:
    """Refuse a yes or a no that rests on nothing."""
    if answer is not Answer.UNSURE and not evidence.strip():
        raise EvidenceNeeded


def last_day(starts_on: date) -> date:
    """The last day of a term of five years.

    >>> last_day(date(2026, 4, 1)), last_day(date(2024, 2, 29))
    (datetime.date(2031, 3, 31), datetime.date(2029, 2, 28))
    """
    return years_after(starts_on, LONGEST_YEARS) - timedelta(days=1)


def free_again(award_before: date) -> date:
    """The first day on which another award may follow.

    >>> free_again(date(2023, 5, 14))
    datetime.date(2026, 5, 14)
    """
    return years_after(award_before, APART_YEARS)


def years_after(on: date, years: int) -> date:
    """The same day of a later year; after 29 February, 1 March where there is none."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def limit_in_words(finding: Finding, _: Gettext) -> str:
    """What the dates say of the test."""
    if finding.limit is None:
        return ""
    if finding.test is Test.TERM:
        text = _("Five years end on {day}.")
    else:
        text = _("Three years after the award before end, and it may be awarded from {day} on.")
    return text.format(day=day(finding.limit, _))
