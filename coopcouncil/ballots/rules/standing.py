"""Who may stand in an election, as far as the nomination names a member. Pure."""

from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.officers.rules.refusals import LEAST_AGE
from coopcouncil.officers.rules.retirement import years_after


@dataclass(frozen=True, slots=True)
class Nominee:
    """What standing depends on, of a member whom a nomination names."""

    is_member: bool
    is_suspended: bool
    born: date | None
    # The rules take it from this member for a reason that is theirs and the treasurer's to know.
    is_kept_back: bool
    # What else the organisation asks of somebody for these seats.
    further: tuple[Refused, ...] = ()


class NoMemberOfThatNumber(Refused):
    """A nomination names somebody who is not in the register."""

    status = 422

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        text = _("Nobody in the register has the member number {number}.")
        return text.format(number=self.number)


class NotAMemberNow(Refused):
    """The number is of somebody who has left, or is not admitted yet."""

    def sentence(self, _: Gettext) -> str:
        return _("Whoever has this member number is not a member today, so they cannot stand.")


class SuspendedNow(Refused):
    """Who has no vote for a while does not stand meanwhile."""

    def sentence(self, _: Gettext) -> str:
        return _("This member is suspended, so they cannot stand.")


class TooYoungToStand(Refused):
    """Too young on the day on which voting closes."""

    def __init__(self, age: int, reached_on: date) -> None:
        self.age, self.reached_on = age, reached_on

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Whoever stands must be {age} or older on the day on which voting closes. This member "
            "will be on {date}."
        )
        return text.format(age=self.age, date=day(self.reached_on, _))


class KeptFromStanding(Refused):
    """The rules keep it from this member for now. It does not say which rule."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "By the rules this member cannot stand at present. They can ask the secretary why."
        )


class StandsAlready(Refused):
    """One member, one place on the paper."""

    def sentence(self, _: Gettext) -> str:
        return _("This member stands on the paper already.")


class MayNotStand(Refused):
    """Somebody on the paper whom the rules do not let stand, on the day of sealing."""

    def __init__(self, name: str, reason: Refused) -> None:
        self.name, self.reason = name, reason

    def sentence(self, _: Gettext) -> str:
        text = _("{name}: {reason}")
        return text.format(name=self.name, reason=self.reason.sentence(_))


def least_age(for_committee: bool, officer_age: int, vote_age: int) -> int:
    """How old somebody must be: for the committee the law says 16 and the rules may say more;
    for anything else nobody stands who could not vote.

    >>> least_age(True, 18, 16), least_age(True, 0, 0), least_age(False, 18, 11)
    (18, 16, 11)
    """
    return max(officer_age, LEAST_AGE) if for_committee else vote_age


def may_stand(who: Nominee, age: int, closes_on: date) -> None:
    """Refuse a nomination of somebody who may not stand.

    An unknown date of birth refuses nobody here: it is asked before they take the seat.
    """
    if not who.is_member:
        raise NotAMemberNow
    if who.is_suspended:
        raise SuspendedNow
    if who.born is not None and closes_on < (reached := years_after(who.born, age)):
        raise TooYoungToStand(age, reached)
    if who.is_kept_back:
        raise KeptFromStanding
    if who.further:
        raise who.further[0]
