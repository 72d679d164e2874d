"""Whom the program must not write to: asked wherever it is about to write to a member.

`stopped` answers for some members, `stopped_sql` inside a larger statement; nothing else reads
the table, except the pages of safeguarding leads. Who is stopped is told to nobody else: a
message that is held back looks like one for which there is no usable address.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Gettext, NotHere, Refused
from coopcouncil.members.models import ContactStop, Member
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Held:
    """Something that did not go to a member: when, whether a notice or a vote, and its title."""

    member_id: int
    at: datetime
    kind: str
    title: str


HELD_BACK: list[Callable[[Organisation, Sequence[int]], Awaitable[list[Held]]]] = []
"""Filled in `told.py`: higher slices tell a safeguarding lead what there is to see to."""


class WhyNeeded(Refused):
    """A stop that nobody could review."""

    def sentence(self, _: Gettext) -> str:
        return _("Say why: whoever reviews the stop must know.")


class EndsBeforeItBegins(Refused):
    """A stop of no day at all."""

    def sentence(self, _: Gettext) -> str:
        return _("The last day must not be before the first.")


class LiftedAlready(Refused):
    """A stop that holds no more."""

    def sentence(self, _: Gettext) -> str:
        return _("This stop has been lifted already.")


def holds_on(starts_on: date, ends_on: date | None, is_lifted: bool, on: date) -> bool:
    """Whether a stop holds on a day; its last day is within it.

    >>> holds_on(date(2026, 1, 1), date(2026, 1, 31), False, date(2026, 1, 31))
    True
    """
    return not is_lifted and starts_on <= on and (ends_on is None or on <= ends_on)


def stopped_sql(member: str, on: str) -> str:
    """The same as a condition of SQL: `member` and `on` are columns or parameters."""
    return (
        f"EXISTS (SELECT FROM contact_stop AS stop WHERE stop.member_id = {member} "
        f"AND stop.lifted_at IS NULL AND stop.starts_on <= {on}::date "
        f"AND (stop.ends_on IS NULL OR stop.ends_on >= {on}::date))"
    )


async def stopped(members: Iterable[int | None], on: date | None = None) -> frozenset[int]:
    """Those of these members whom the program must not write to on the day (today)."""
    asked = sorted({member for member in members if member is not None})
    if not asked:
        return frozenset()
    rows = await connections.get("default").execute_query_dict(
        "SELECT m.id FROM unnest($1::bigint[]) AS m (id) WHERE " + stopped_sql("m.id", "$2"),  # noqa: S608
        [asked, on or clock.today()],
    )
    return frozenset(row["id"] for row in rows)


async def stop_contact(
    org: Organisation,
    member: Member,
    reason: str,
    starts_on: date,
    ends_on: date | None,
    by: Person | None,
) -> ContactStop:
    """From this day on nothing is sent to the member, by any part of the program."""
    if not reason.strip():
        raise WhyNeeded
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItBegins
    if member.organisation_id != org.id:
        raise NotHere
    async with in_transaction():
        made = await ContactStop.create(
            organisation=org,
            member=member,
            reason=reason.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            set_by=by,
            set_at=clock.now(),
        )
        await _record(org, by, "set a contact stop", made)
    return made


async def lift_stop(org: Organisation, stop: ContactStop, because: str, by: Person) -> None:
    """The member may be written to again."""
    if not because.strip():
        raise WhyNeeded
    async with in_transaction():
        await lock("contact-stop", stop.id)
        await stop.refresh_from_db()
        if stop.lifted_at is not None:
            raise LiftedAlready
        stop.lifted_at, stop.lifted_by, stop.lifted_because = clock.now(), by, because.strip()
        await stop.save(update_fields=["lifted_at", "lifted_by_id", "lifted_because"])
        await _record(org, by, "lifted a contact stop", stop)


async def stops_read(
    org: Organisation, by: Person, part: Organisation | None = None
) -> list[ContactStop]:
    """Every stop, the latest first, of one school alone where it is given. The reading is
    recorded."""
    found = ContactStop.within(org).order_by("-set_at", "-id")
    if part is not None:
        rows = await connections.get("default").execute_query_dict(
            "SELECT DISTINCT s.id FROM contact_stop AS s JOIN register_entry AS e "
            "ON e.member_id = s.member_id AND e.superseded_at IS NULL AND e.part_id = $2 "
            "WHERE s.organisation_id = $1",
            [org.id, part.id],
        )
        found = found.filter(id__in=[row["id"] for row in rows])
    stops = await found.select_related("member", "set_by", "lifted_by")
    async with in_transaction():
        await audit.record(
            org.id,
            by.id,
            "read the contact stops",
            f"organisation:{(part or org).id}",
            stops=[stop.id for stop in stops],
        )
    return stops


async def held_back(org: Organisation, stops: Sequence[ContactStop]) -> list[Held]:
    """What the stops of these members held back, on days on which they held."""
    members = sorted({stop.member_id for stop in stops})
    found = [held for tells in HELD_BACK for held in await tells(org, members)] if members else []
    return [held for held in found if any(_held(stop, held) for stop in stops)]


def _held(stop: ContactStop, held: Held) -> bool:
    on = held.at.astimezone(clock.LONDON).date()
    was_lifted = stop.lifted_at is not None and stop.lifted_at <= held.at
    return stop.member_id == held.member_id and holds_on(
        stop.starts_on, stop.ends_on, was_lifted, on
    )


async def _record(org: Organisation, by: Person | None, verb: str, stop: ContactStop) -> None:
    # The member is not named: more people read the record than may know of a stop.
    await audit.record(org.id, by.id if by else None, verb, f"contact-stop:{stop.id}")
