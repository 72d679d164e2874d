"""The offices that somebody held, and since when, as the entries tell it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coopcouncil.members.rules import Period
from coopcouncil.officers.kinds import Chosen, Office, offices_in
from coopcouncil.officers.rules.retirement import Seat


@dataclass(frozen=True)
class Holding:
    """One office, from the day it was taken until before the day it was left."""

    office: Office
    since: date
    until: date | None


def holdings(periods: Iterable[Period]) -> tuple[Holding, ...]:
    """Every office in the periods of one officer, in the order in which they were taken.

    Days that touch are one holding: a new address does not end an office.
    """
    found: list[Holding] = []
    open_since: dict[Office, date] = {}
    last = None
    for period in periods:
        held = offices_in(period.facts["offices"])
        for office in [
            each for each in open_since if each not in held or last != period.valid_from
        ]:
            found.append(Holding(office, open_since.pop(office), last))
        for office in held:
            open_since.setdefault(office, period.valid_from)
        last = period.valid_to
    for office, since in open_since.items():
        found.append(Holding(office, since, last if last != date.max else None))
    return tuple(sorted(found, key=lambda each: (each.since, list(Office).index(each.office))))


def in_a_row_since(periods: Iterable[Period], on: date) -> date | None:
    """Since when somebody sits on the committee without a break, looked at on a day."""
    return next(
        (
            each.since
            for each in holdings(periods)
            if each.office is Office.COMMITTEE
            and each.since <= on
            and (each.until is None or each.until > on)
        ),
        None,
    )


def seat_of(officer: int, facts: Mapping[str, object], since: date) -> Seat | None:
    """The seat on the committee of somebody with these facts; none where they hold none.

    Whose day of election nobody wrote down counts from the day of taking the seat.
    """
    if Office.COMMITTEE not in offices_in(str(facts["offices"])):
        return None
    chosen = Chosen(str(facts["chosen"])) if facts["chosen"] else Chosen.ELECTED
    day = facts["chosen_on"]
    on = day if isinstance(day, date) else date.fromisoformat(str(day)) if day else since
    return Seat(officer, chosen, on)
