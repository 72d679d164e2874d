"""How membership ends: by resignation, or by expulsion after a hearing. Pure.

Nobody's membership is ended by a computer alone: each step here is somebody's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from coopcouncil.joining.kinds import Heard, Verdict
from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused


class TooSoonToLeave(Refused):
    """The rules ask for notice of a resignation."""

    def __init__(self, earliest: date) -> None:
        self.earliest = earliest

    def sentence(self, _: Gettext) -> str:
        text = _("By the rules a resignation given today takes effect on {date} at the earliest.")
        return text.format(date=day(self.earliest, _))


class GroundsNeeded(Refused):
    """Nobody can answer what they are not told."""

    def sentence(self, _: Gettext) -> str:
        return _("Write the grounds, as the member is to read them.")


class UnderWay(Refused):
    """One procedure at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("There is a procedure against this member already.")


class NotAMember(Refused):
    """Only a member can be expelled."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a member can be expelled.")


class AtAnotherStep(Refused):
    """The step was taken already, or is not due yet."""

    def sentence(self, _: Gettext) -> str:
        return _("The procedure is at another step already. See where it stands.")


class HearingTooEarly(Refused):
    """The grounds must be known so many clear days before."""

    def __init__(self, earliest: date) -> None:
        self.earliest = earliest

    def sentence(self, _: Gettext) -> str:
        text = _("With the notice that the rules ask for, the hearing can be on {date} or later.")
        return text.format(date=day(self.earliest, _))


class DecidedBeforeHearing(Refused):
    """Nobody is expelled unheard."""

    def __init__(self, hearing_on: date) -> None:
        self.hearing_on = hearing_on

    def sentence(self, _: Gettext) -> str:
        text = _("The hearing is on {date}. The decision cannot be earlier.")
        return text.format(date=day(self.hearing_on, _))


class NotYet(Refused):
    """A day that is still to come."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        return _("This can be recorded on {date}, not before.").format(date=day(self.on, _))


class NoVotes(Refused):
    """A vote in which nobody voted."""

    def sentence(self, _: Gettext) -> str:
        return _("Enter how many voted for the expulsion and how many against.")


class MinuteNeeded(Refused):
    """A decision without a minute."""

    def sentence(self, _: Gettext) -> str:
        return _("Name the minute of the decision.")


class AppealTooLate(Refused):
    """The time to appeal is over."""

    def __init__(self, until: date) -> None:
        self.until = until

    def sentence(self, _: Gettext) -> str:
        return _("An appeal could be made until {date}.").format(date=day(self.until, _))


class AppealOpen(Refused):
    """The member may still appeal, or has."""

    def __init__(self, until: date) -> None:
        self.until = until

    def sentence(self, _: Gettext) -> str:
        text = _("Membership cannot end yet: an appeal is possible until {date}, or undecided.")
        return text.format(date=day(self.until, _))


def may_resign(on: date, today: date, notice_days: int) -> None:
    """Refuse a day that is sooner than the rules' notice, or past."""
    earliest = today + timedelta(days=notice_days)
    if on < earliest:
        raise TooSoonToLeave(earliest)


def earliest_hearing(served_on: date, clear_days: int) -> date:
    """Clear days count neither the day of service nor that of the hearing.

    >>> earliest_hearing(date(2026, 3, 3), 14)
    datetime.date(2026, 3, 18)
    """
    return served_on + timedelta(days=clear_days + 1)


def served_on(sent_on: date, by_post: bool, post_hours: int) -> date:
    """A letter is served some days after posting; what is handed over, at once."""
    return sent_on + timedelta(days=-(-post_hours // 24) if by_post else 0)


def may_call_hearing(served: date, hearing_on: date, clear_days: int) -> None:
    """Refuse a hearing at shorter notice than the rules'."""
    earliest = earliest_hearing(served, clear_days)
    if hearing_on < earliest:
        raise HearingTooEarly(earliest)


@dataclass(frozen=True)
class Vote:
    """How those decided who could."""

    votes_for: int
    votes_against: int

    def verdict(self, majority: Fraction) -> Verdict:
        """Expelled by at least this share of the votes cast; an abstention is no vote.

        >>> Vote(3, 1).verdict(Fraction(3, 4)), Vote(2, 1).verdict(Fraction(3, 4))
        (<Verdict.EXPELLED: 'expelled'>, <Verdict.KEPT: 'kept'>)
        """
        cast = self.votes_for + self.votes_against
        enough = cast > 0 and self.votes_for >= majority * cast
        return Verdict.EXPELLED if enough else Verdict.KEPT


def may_decide(
    hearing_on: date | None, on: date, vote: Vote, heard: Heard | None, minute: str, today: date
) -> None:
    """Refuse a decision before the hearing, in the future, or without votes and minute."""
    if hearing_on is None or heard is None:
        raise AtAnotherStep
    if on < hearing_on:
        raise DecidedBeforeHearing(hearing_on)
    if on > today:
        raise NotYet(on)
    if vote.votes_for + vote.votes_against < 1:
        raise NoVotes
    if not minute.strip():
        raise MinuteNeeded


def may_appeal(until: date | None, on: date, today: date) -> None:
    """Refuse an appeal where there is none, or past its time."""
    if until is None:
        raise AtAnotherStep
    if on > until:
        raise AppealTooLate(until)
    if on > today:
        raise NotYet(on)


def may_end(
    verdict: Verdict | None,
    appeal_until: date | None,
    appealed_on: date | None,
    appeal_decided_on: date | None,
    today: date,
) -> None:
    """Refuse to end a membership while it may still be kept."""
    if verdict is not Verdict.EXPELLED:
        raise AtAnotherStep
    if appealed_on is not None:
        if appeal_decided_on is None:
            raise AppealOpen(appeal_until or today)
    elif appeal_until is not None and today <= appeal_until:
        raise AppealOpen(appeal_until)
