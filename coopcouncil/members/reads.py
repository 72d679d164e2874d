"""Named reads of the register: as at a day, as known at a moment."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime

from tortoise import connections
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.kinds import Cause, Status
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Organisation

_IN = (Status.MEMBER, Status.SUSPENDED)


def entries(
    org: Organisation, on: date, known_at: datetime | None = None
) -> QuerySet[RegisterEntry]:
    """What the register says at the end of the day of everybody in it, leavers included."""
    found = RegisterEntry.within(org).filter(valid_from__lte=on, valid_to__gt=on)
    if known_at is None:
        return found.filter(superseded_at=None)
    still = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    return found.filter(still, recorded_at__lte=known_at)


def as_at(org: Organisation, on: date, known_at: datetime | None = None) -> QuerySet[RegisterEntry]:
    """The members at the end of the day, as known at the moment (inclusive) or now.

    Who reads "as known at" awaits `settle` first.
    """
    joined = Q(joined_on=None) | Q(joined_on__lte=on)
    staying = Q(left_on=None, status__in=_IN) | Q(left_on__gt=on) & ~Q(status=Status.APPLICANT)
    return entries(org, on, known_at).filter(joined, staying)


def current(org: Organisation) -> QuerySet[RegisterEntry]:
    """The members today."""
    return as_at(org, clock.today())


def entries_as_at_sql(organisation: str = "$1", on: str = "$2", known_at: str | None = None) -> str:
    """The same as `as_at` as a SELECT of whole rows, for `INSERT … SELECT … FROM (…) AS entry`.

    The arguments are SQL: parameters (`$1`) or columns. Without `known_at`, what is known now;
    with it, `settle` must have been awaited. One statement cuts a roll:

        INSERT INTO roll_entry (…) SELECT … FROM ({entries_as_at_sql("$1", "$2")}) AS entry
        WHERE entry.constituency_id = ANY($3)
    """
    known = "e.superseded_at IS NULL"
    if known_at is not None:
        known = (
            f"e.recorded_at <= {known_at}::timestamptz AND "
            f"(e.superseded_at IS NULL OR e.superseded_at > {known_at}::timestamptz)"
        )
    return (  # Its parts are ours: no value is ever written into it.
        f"SELECT e.* FROM register_entry AS e WHERE e.organisation_id = {organisation}::bigint "  # noqa: S608
        f"AND {known} AND e.valid_from <= {on}::date AND e.valid_to > {on}::date "
        f"AND (e.joined_on IS NULL OR e.joined_on <= {on}::date) "
        "AND ((e.left_on IS NULL AND e.status IN ('member', 'suspended')) "
        f"OR (e.left_on > {on}::date AND e.status <> 'applicant'))"
    )


async def settle(org: Organisation) -> None:
    """Wait until whatever is being recorded is recorded.

    Recorded times increase in the order of commits; but a long import stamps its rows before
    it commits, so a reader of "as known at" waits for it, or the answer would change.
    """
    await lock("register", org.id, shared=True)


async def entries_of(org: Organisation, addresses: Iterable[str]) -> list[RegisterEntry]:
    """The members whose notified address is one of these: several may share one.

    The representative's address stands for an organisation that is a member.
    """
    wanted = sorted({address.strip().lower() for address in addresses if address.strip()})
    if not wanted:
        return []
    rows = await connections.get("default").execute_query_dict(
        f"SELECT id FROM ({entries_as_at_sql()}) AS e "  # noqa: S608
        "WHERE e.email <> '' AND lower(e.email) = ANY($3::text[]) UNION "
        f"SELECT id FROM ({entries_as_at_sql()}) AS e WHERE e.representative_email <> '' "
        "AND lower(e.representative_email) = ANY($3::text[]) AND e.member_kind = 'organisation'",
        [org.id, clock.today(), wanted],
    )
    return (
        await RegisterEntry.within(org)
        .filter(id__in=[row["id"] for row in rows])
        .order_by("sort_key", "id")
    )


async def entry_of(
    org: Organisation, member_id: int, on: date | None = None, known_at: datetime | None = None
) -> RegisterEntry | None:
    """What the register says of one member on a day; of a future member, the first entry."""
    day = on or clock.today()
    found = await entries(org, day, known_at).filter(member_id=member_id).first()
    if found is None and on is None:
        first = RegisterEntry.within(org).filter(member_id=member_id, superseded_at=None)
        return await first.order_by("valid_from").first()
    return found


async def entries_of_person(person: Person, org: Organisation) -> list[RegisterEntry]:
    """The members whom a person's proven addresses make them: often one, seldom several."""
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
    return await entries_of(org, await proven.values_list("address", flat=True))  # type: ignore[arg-type]


async def members_behind(person: Person, org: Organisation) -> set[int]:
    """Every member, of now or before, whose address a proven one of this person's is or was.

    Wider than `entries_of_person`: for asking whether something may concern somebody, where an
    address that was changed last week, or one with a "+tag", must not hide it.
    """
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
    wanted = {mailbox(str(one)) for one in await proven.values_list("address", flat=True)}
    rows = await connections.get("default").execute_query_dict(_BEHIND, [org.id, sorted(wanted)])
    return {row["member_id"] for row in rows}


_BEHIND = r"""
SELECT member_id FROM register_entry
WHERE organisation_id = $1 AND email <> ''
AND regexp_replace(lower(email), '\+[^@]*@', '@') = ANY($2::text[])
UNION
SELECT member_id FROM register_entry
WHERE organisation_id = $1 AND member_kind = 'organisation' AND representative_email <> ''
AND regexp_replace(lower(representative_email), '\+[^@]*@', '@') = ANY($2::text[])
"""


def mailbox(address: str) -> str:
    """Where an address is read: what stands after a "+" only sorts the post.

    >>> mailbox("Ada+treasurer@example.org")
    'ada@example.org'
    """
    return re.sub(r"\+[^@]*@", "@", address.strip().lower())


async def died(org: Organisation, members: Collection[int]) -> set[int]:
    """Who of these the register says has died."""
    found = RegisterEntry.within(org).filter(
        member_id__in=list(members), superseded_at=None, left_because=Cause.DIED.value
    )
    return {one.member_id for one in await found}


async def is_member_today(person: Person, org: Organisation) -> bool:
    """Whether one of a person's proven addresses is a member's."""
    return bool(await entries_of_person(person, org))


async def members_by_constituency(
    org: Organisation, on: date | None = None, known_at: datetime | None = None
) -> dict[int | None, int]:
    """How many members each constituency has on a day, as known at the moment; under None,
    those of none."""
    if known_at is not None:
        await settle(org)
    selected = entries_as_at_sql(known_at="$3" if known_at else None)
    rows = await connections.get("default").execute_query_dict(
        f"SELECT e.constituency_id AS id, count(*) AS n FROM ({selected}) AS e "  # noqa: S608
        "GROUP BY e.constituency_id",
        [org.id, on or clock.today(), *([known_at] if known_at else [])],
    )
    return {row["id"]: row["n"] for row in rows}


async def memberships_of(person: Person) -> list[int]:
    """The numbers of the organisations in which a person's proven addresses are a member's."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT DISTINCT e.organisation_id AS id FROM register_entry e "
        "JOIN email_address a ON lower(e.email) = a.address "
        "WHERE a.person_id = $1 AND a.proven_at IS NOT NULL AND e.superseded_at IS NULL "
        "AND e.status IN ('member', 'suspended') AND e.email <> '' "
        "AND e.valid_from <= $2 AND $2 < e.valid_to UNION "
        "SELECT e.organisation_id FROM register_entry e "
        "JOIN email_address a ON lower(e.representative_email) = a.address "
        "WHERE a.person_id = $1 AND a.proven_at IS NOT NULL AND e.superseded_at IS NULL "
        "AND e.status IN ('member', 'suspended') AND e.representative_email <> '' "
        "AND e.member_kind = 'organisation' AND e.valid_from <= $2 AND $2 < e.valid_to",
        [person.id, clock.today()],
    )
    return [row["id"] for row in rows]
