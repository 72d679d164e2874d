"""Who may not hold office, and what may not be recorded of officers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.officers.kinds import Chosen, Ending, Office
from coopcouncil.officers.rules.retirement import Seat, years_after
from coopcouncil.organisations.chapters.committee import CommitteeRules

LEAST_AGE = 16
"""CCBSA 2014 s.31(3): committee member, trustee, manager, treasurer; CA 2006 s.157."""
_AGED = frozenset({Office.COMMITTEE, Office.TREASURER, Office.MANAGER})
_ON_COMMITTEE = (Office.COMMITTEE, Office.CHAIR, Office.VICE_CHAIR)


class NoOffice(Refused):
    """Somebody who takes office takes at least one."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose at least one office.")


class ChairOffCommittee(Refused):
    """The chair is one of the committee."""

    def sentence(self, _: Gettext) -> str:
        return _("Whoever chairs the committee sits on it: choose that office too.")


class TooYoungByLaw(Refused):
    """CCBSA 2014 s.31(3); CA 2006 s.157."""

    def __init__(self, sixteen_on: date) -> None:
        self.sixteen_on = sixteen_on

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The law lets nobody under 16 hold this office. They will be 16 on {date} "
            "(Co-operative and Community Benefit Societies Act 2014, s.31; "
            "Companies Act 2006, s.157)."
        )
        return text.format(date=day(self.sixteen_on, _))


class TooYoungByRules(Refused):
    """The rulebook's age."""

    def __init__(self, age: int, reached_on: date) -> None:
        self.age, self.reached_on = age, reached_on

    def sentence(self, _: Gettext) -> str:
        text = _("Your rules ask that they are {age} or older. They will be on {date}.")
        return text.format(age=self.age, date=day(self.reached_on, _))


class AgeUnknown(Refused):
    """Neither the day of birth nor that somebody checked it."""

    def __init__(self, age: int) -> None:
        self.age = age

    def sentence(self, _: Gettext) -> str:
        text = _("Enter the date of birth, or tick that you have checked they are {age} or older.")
        return text.format(age=self.age)


class CommitteeFull(Refused):
    """No seat is free."""

    def __init__(self, seats: int) -> None:
        self.seats = seats

    def sentence(self, _: Gettext) -> str:
        text = _("All {seats} seats on the committee are taken on that day.")
        return text.format(seats=self.seats)


class TooManyCoopted(Refused):
    """The rules know fewer co-opted."""

    def __init__(self, most: int) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        text = _("Your rules let at most {most} be co-opted at one time.")
        return text.format(most=self.most)


class TooManyEmployees(Refused):
    """The rules know fewer employees."""

    def __init__(self, most: int) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        text = _("Your rules let at most {most} employees sit on the committee at one time.")
        return text.format(most=self.most)


class NotAMember(Refused):
    """Elected from outside."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Your rules ask that whoever is elected is a member. Give the member number of "
            "somebody who is in the register on that day."
        )


class NoSuchMember(Refused):
    """A number that is not in the register."""

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        text = _("Nobody has the member number {number} on that day.")
        return text.format(number=self.number)


class TooLongOnCommittee(Refused):
    """The rules' limit of years in a row."""

    def __init__(self, years: int, since: date) -> None:
        self.years, self.since = years, since

    def sentence(self, _: Gettext) -> str:
        text = _(
            "They have been on the committee since {since}. Your rules let nobody be elected "
            "again who has sat for {years} years in a row."
        )
        return text.format(since=day(self.since, _), years=self.years)


class InOfficeAlready(Refused):
    """Somebody who has an office does not take office again."""

    def sentence(self, _: Gettext) -> str:
        return _("They hold an office on that day already. Change it instead.")


class NotInOffice(Refused):
    """Somebody who holds nothing can neither leave nor be chosen again."""

    def sentence(self, _: Gettext) -> str:
        return _("They hold no office on that day.")


class NotOnCommittee(Refused):
    """Only a seat on the committee is filled by election."""

    def sentence(self, _: Gettext) -> str:
        return _("They have no seat on the committee on that day.")


class ChosenAfterwards(Refused):
    """Elected to a seat after sitting down in it."""

    def sentence(self, _: Gettext) -> str:
        return _("They cannot take office before they are elected or appointed.")


class NothingToDraw(Refused):
    """No lot is needed."""

    def sentence(self, _: Gettext) -> str:
        return _("No lot is needed: the rules decide who retires.")


class EndedBeforeDeclared(Refused):
    """An interest ends after it was declared."""

    def __init__(self, declared_on: date) -> None:
        self.declared_on = declared_on

    def sentence(self, _: Gettext) -> str:
        text = _("It was declared on {date}. Choose that day or a later one.")
        return text.format(date=day(self.declared_on, _))


class EndedAlready(Refused):
    """An interest ends once."""

    def sentence(self, _: Gettext) -> str:
        return _("This declaration has been ended already.")


class DeclaredLater(Refused):
    """A declaration of the future."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose today or a day in the past.")


class NotYours(Refused):
    """A declaration is the officer's own, or the secretary's on their behalf."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("Only whoever declared an interest, or the secretary, can end it.")


@dataclass(frozen=True)
class Candidate:
    """What is asked of somebody who is to hold office."""

    offices: Sequence[Office]
    chosen: Chosen | None
    date_of_birth: date | None
    age_is_checked: bool
    is_member: bool
    is_employee: bool


@dataclass(frozen=True)
class Others:
    """Who else sits on the committee on that day."""

    seats: int
    coopted: int
    employees: int


def may_hold(
    who: Candidate, others: Others, rules: CommitteeRules, officer_age: int, on: date
) -> None:
    """Refuse an office that somebody may not take on the day."""
    if not who.offices:
        raise NoOffice
    on_committee = Office.COMMITTEE in who.offices
    if not on_committee and set(who.offices) & set(_ON_COMMITTEE):
        raise ChairOffCommittee
    _old_enough(who, officer_age if on_committee else LEAST_AGE, on)
    if not on_committee:
        return
    elected = who.chosen in (Chosen.ELECTED, Chosen.FOUNDING)
    if elected and rules.committee_of_members and not who.is_member:
        raise NotAMember
    if others.seats >= rules.committee_seats:
        raise CommitteeFull(rules.committee_seats)
    if who.chosen is Chosen.COOPTED and others.coopted >= rules.committee_cooptions:
        raise TooManyCoopted(rules.committee_cooptions)
    if who.is_employee and others.employees >= rules.committee_employees:
        raise TooManyEmployees(rules.committee_employees)


class Fault(StrEnum):
    """What of a seat the rules would not allow today."""

    NO_MEMBER = "no-member"
    TERM_OVER = "term-over"
    TOO_LONG = "too-long"


def faults_of(
    seat: Seat, is_member: bool, since: date, rules: CommitteeRules, on: date
) -> tuple[Fault, ...]:
    """What somebody should look at: a seat is never taken away by a date alone."""
    found = []
    elected = seat.chosen in (Chosen.ELECTED, Chosen.FOUNDING)
    if elected and rules.committee_of_members and not is_member:
        found.append(Fault.NO_MEMBER)
    term, most = rules.committee_term_years, rules.committee_most_years
    if seat.chosen is Chosen.ELECTED and term and on > years_after(seat.chosen_on, term):
        found.append(Fault.TERM_OVER)
    if elected and most and seat.chosen_on > years_after(since, most):
        found.append(Fault.TOO_LONG)
    return tuple(found)


def may_be_chosen_again(since: date, most_years: int, on: date) -> None:
    """Refuse another election to somebody who has sat as long as the rules let."""
    if most_years and on >= years_after(since, most_years):
        raise TooLongOnCommittee(most_years, since)


def may_end_interest(declared_on: date, ended_on: date, today: date, has_ended: bool) -> None:
    """Refuse an end before the declaration, and a second one."""
    if has_ended:
        raise EndedAlready
    if ended_on > today:
        raise DeclaredLater
    if ended_on < declared_on:
        raise EndedBeforeDeclared(declared_on)


def facts_of_leaving(ending: Ending) -> dict[str, str | int | None]:
    """What holds of somebody from the day they leave."""
    return {"offices": "", "chosen": "", "chosen_on": None, "ending": ending.value}


def _old_enough(who: Candidate, age: int, on: date) -> None:
    if not _AGED & set(who.offices):
        return
    if who.date_of_birth is None:
        if not who.age_is_checked:
            raise AgeUnknown(max(age, LEAST_AGE))
        return
    if on < (sixteen := years_after(who.date_of_birth, LEAST_AGE)):
        raise TooYoungByLaw(sixteen)
    if on < (reached := years_after(who.date_of_birth, age)):
        raise TooYoungByRules(age, reached)
