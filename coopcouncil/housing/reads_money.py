"""What is noted of arrears, for those who may know and for the rules; who has which service."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.expressions import Q

from coopcouncil.housing.models import ArrearsNote, PlanPrice, Subscription
from coopcouncil.housing.reads import rules_on
from coopcouncil.housing.rules.arrears import Effect, Owed, effects, is_barred, record_day
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook


async def latest_notes(
    org: Organisation,
    day: date,
    member_id: int | None = None,
    known_at: datetime | None = None,
) -> dict[int, ArrearsNote]:
    """The last note of each member up to the day, by their ids."""
    rows = ArrearsNote.known(org, known_at).filter(as_at__lte=day)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    return {row.member_id: row for row in await rows.order_by("as_at", "id")}


def as_owed(note: ArrearsNote | None) -> Owed | None:
    """A note as the rules read it."""
    return None if note is None else Owed(note.pence, note.owed_since, note.plan)


async def owed_on(org: Organisation, member_id: int, decides: date) -> Owed | None:
    """What counts of a member for a decision of that day."""
    rules = await rules_on(org, decides)
    notes = await latest_notes(org, record_day(rules, decides), member_id)
    return as_owed(notes.get(member_id))


async def barred_from(
    org: Organisation, effect: Effect, decides: date, rules: Rulebook
) -> frozenset[int]:
    """The members from whom the rules keep this on that day, by id; by default nobody."""
    if effect not in effects(rules):
        return frozenset()
    notes = await latest_notes(org, record_day(rules, decides))
    return frozenset(
        member_id
        for member_id, note in notes.items()
        if is_barred(effect, as_owed(note), rules, decides)
    )


async def kept_off_rolls(org: Organisation, decides: date, rules: Rulebook) -> Collection[int]:
    """What `ballots.actions.roll.KEPT_OFF` asks: who has no vote, by these rules, that day."""
    return await barred_from(org, Effect.VOTE, decides, rules)


async def kept_from_standing(org: Organisation, on: date, rules: Rulebook) -> Collection[int]:
    """What `ballots.nominating.KEPT_FROM_STANDING` asks: who may not stand, by these rules."""
    return await barred_from(org, Effect.STAND, on, rules)


@dataclass
class Had:
    """A service that a member has, and what it costs now."""

    subscription: Subscription
    price: PlanPrice | None


async def prices_on(
    org: Organisation, day: date, known_at: datetime | None = None
) -> dict[int, PlanPrice]:
    """What each plan costs on a day, by its id."""
    rows = PlanPrice.known(org, known_at).filter(since__lte=day).order_by("since", "id")
    return {row.plan_id: row for row in await rows}


async def services_of(org: Organisation, member_id: int, day: date) -> list[Had]:
    """What a member has on a day."""
    has = Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))
    rows = Subscription.known(org).filter(has, member_id=member_id)
    prices = await prices_on(org, day)
    found = await rows.select_related("plan", "plan__service").order_by("since", "id")
    return [Had(row, prices.get(row.plan_id)) for row in found]
