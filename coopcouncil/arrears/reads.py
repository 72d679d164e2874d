"""Who is late with what, and what was said, agreed and asked about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise import connections

from coopcouncil.arrears.models import (
    Arrangement,
    ArrangementCharge,
    HelpAsked,
    LateReminder,
    ReminderHold,
)
from coopcouncil.arrears.rules.instalments import instalments, next_after
from coopcouncil.arrears.rules.steps import BANDS, band
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.lateness import LATE_CHARGES, facts_of, grace_of
from coopcouncil.payments.models import Charge

_LATE = """
SELECT member_id, min(due_on) AS late_since, (array_agg(id ORDER BY due_on, id))[1] AS charge_id,
    sum(pence)::bigint AS late
FROM ({late} AND ($5::bigint IS NULL OR c.member_id = $5)) AS each
GROUP BY member_id
ORDER BY min(due_on), member_id
""".replace("{late}", LATE_CHARGES)


@dataclass(frozen=True)
class Late:
    """A member's late sum: what is neither on its way nor in a payment plan."""

    member_id: int
    late_since: date
    charge_id: int
    pence: int

    @property
    def sum(self) -> Money:
        """What is late."""
        return Money(self.pence)

    def band(self, today: date) -> int:
        """How old it is, as a place in the ages of arrears."""
        return band(self.late_since, today)


@dataclass(frozen=True)
class Progress:
    """How a payment plan stands."""

    arrangement: Arrangement
    parts: tuple[tuple[date, int], ...]
    paid: int
    today: date

    @property
    def behind(self) -> Money:
        """What should have come by yesterday and has not."""
        due = sum(part for day, part in self.parts if day < self.today)
        return Money(max(due - self.paid, 0))

    @property
    def left(self) -> Money:
        """What is still to come."""
        return Money(self.arrangement.total - self.paid)

    @property
    def next(self) -> tuple[date, Money] | None:
        """The next instalment, and what is left of it."""
        found = next_after(self.parts, self.paid)
        return (found[0], Money(found[1])) if found else None


async def late(
    org: Organisation, today: date, grace: int, member_id: int | None = None
) -> list[Late]:
    """Everybody whose payment is late, `grace` days having passed since; the longest first."""
    rows = await connections.get("default").execute_query_dict(
        _LATE, [*await facts_of(org, today - timedelta(days=grace)), member_id]
    )
    return [
        Late(row["member_id"], row["late_since"], row["charge_id"], row["late"]) for row in rows
    ]


async def members_late(org: Organisation) -> list[int] | None:
    """Those whose payment is late today, the rules' days of grace gone; None where nothing was
    ever charged."""
    if not await Charge.within(org).exists():
        return None
    found = await late(org, clock.today(), await grace_of(org))
    return [one.member_id for one in found]


def ages(found: Sequence[Late], today: date) -> list[tuple[int, Money]]:
    """For each age of arrears how many members, and how much."""
    places = range(len(BANDS) + 1)
    return [
        (
            sum(1 for one in found if one.band(today) == place),
            Money(sum(one.pence for one in found if one.band(today) == place)),
        )
        for place in places
    ]


async def last_reminders(org: Organisation, charges: Collection[int]) -> dict[int, LateReminder]:
    """The latest step said of each episode, by its charge."""
    found = await LateReminder.within(org).filter(charge_id__in=list(charges)).order_by("step")
    return {one.charge_id: one for one in found}


async def holds(org: Organisation, on: date, members: Collection[int]) -> dict[int, ReminderHold]:
    """Whose reminders are held back on a day."""
    found = ReminderHold.within(org).filter(
        member_id__in=list(members), since__lte=on, until__gte=on, lifted_at=None
    )
    return {one.member_id: one for one in await found.order_by("until")}


async def asking(org: Organisation, members: Collection[int] | None = None) -> list[HelpAsked]:
    """Who has asked for help and waits for an answer, the first to ask first."""
    found = HelpAsked.within(org).filter(answered_at=None)
    if members is not None:
        found = found.filter(member_id__in=list(members))
    return await found.order_by("id")


async def spread(org: Organisation) -> set[int]:
    """The charges that a payment plan which runs has spread over its instalments."""
    rows = ArrangementCharge.within(org).filter(arrangement__ended_on=None)
    return {row.charge_id for row in await rows.only("id", "charge_id")}


async def running(org: Organisation, member_id: int | None = None) -> list[Progress]:
    """The payment plans that run, with how they stand today."""
    found = Arrangement.within(org).filter(ended_on=None)
    if member_id is not None:
        found = found.filter(member_id=member_id)
    return [await progress(org, one) for one in await found.order_by("id")]


async def progress(org: Organisation, arrangement: Arrangement) -> Progress:
    """How one payment plan stands: paid is what is no longer owed of its charges."""
    rows = ArrangementCharge.within(org).filter(arrangement_id=arrangement.id)
    owed = 0
    for row in await rows.select_related("charge"):
        owed += min(row.charge.owed.pence, row.amount)
    return Progress(
        arrangement,
        instalments(
            arrangement.total, arrangement.instalment, arrangement.first_on, arrangement.interval
        ),
        arrangement.total - owed,
        clock.today(),
    )
