"""What the registers hold, as pages of rows: of a day, as known at a moment.

Read in pages from where the last one ended, so that a register of any size needs little room.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tortoise import connections

from coopcouncil.kernel.money import Money
from coopcouncil.members.reads import entries_as_at_sql, settle
from coopcouncil.officers.rules.retirement import years_after
from coopcouncil.organisations.kinds import COMPANIES
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory.rules.inspection import FORMER_YEARS


@dataclass(frozen=True)
class Wanted:
    """A copy of the register: of which day, as known when, how much of it."""

    on: date
    known_at: datetime
    redacted: bool = False
    with_former: bool = False
    for_public: bool = False
    """A company's copy for whoever asks: who is under 18 is reached through the company."""


@dataclass(frozen=True)
class Row:
    """A member as the register prints one."""

    number: str
    name: str
    postal_address: str
    postcode: str
    email: str
    email_purposes: str
    member_class: str
    shares: int | None
    paid: Money | None
    other_property: str
    entered_on: date | None
    ceased_on: date | None


_PLACE = '(e.sort_key COLLATE "C", e.id)'


async def how_many(org: Organisation, wanted: Wanted, former: bool = False) -> int:
    """How many members a copy holds, or how many who have left."""
    await settle(org)
    text, values = _selected(org, wanted, former)
    rows = await connections.get("default").execute_query_dict(
        f"SELECT count(*) AS n FROM ({text}) AS e",  # noqa: S608
        values,
    )
    return int(rows[0]["n"])


async def classes_there(org: Organisation, wanted: Wanted) -> bool:
    """Whether there is more than one class of member (CA 2006 s.113(5))."""
    text, values = _selected(org, wanted, former=False)
    rows = await connections.get("default").execute_query_dict(
        f"SELECT count(DISTINCT e.member_class) AS n FROM ({text}) AS e",  # noqa: S608
        values,
    )
    return int(rows[0]["n"]) > 1


async def young_in(org: Organisation, wanted: Wanted) -> int:
    """How many of the members are known to be under 18: their addresses would be shown too."""
    text, values = _selected(org, wanted, former=False)
    rows = await connections.get("default").execute_query_dict(
        f"SELECT count(*) AS n FROM ({text}) AS e "  # noqa: S608
        f"WHERE e.date_of_birth > ${len(values) + 1}::date",
        [*values, _eighteen_since(wanted.on)],
    )
    return int(rows[0]["n"])


async def members_in(
    org: Organisation, wanted: Wanted, size: int, former: bool = False
) -> AsyncIterator[Sequence[Row]]:
    """The members by name, `size` at a time; or those who have left."""
    text, values = _selected(org, wanted, former)
    after: tuple[str, int] = ("", 0)
    while True:
        n = len(values)
        rows = await connections.get("default").execute_query_dict(
            f"SELECT e.* FROM ({text}) AS e "  # noqa: S608
            f"WHERE {_PLACE} > (${n + 1}, ${n + 2}::bigint) "
            f'ORDER BY e.sort_key COLLATE "C", e.id LIMIT {size}',
            [*values, *after],
        )
        if rows:
            yield [_row(row, wanted) for row in rows]
        if len(rows) < size:
            return
        after = (rows[-1]["sort_key"], rows[-1]["id"])


async def account_of(org: Organisation, member: int, wanted: Wanted) -> Row | None:
    """One member's own entry, whole."""
    text, values = _selected(org, wanted, former=False)
    rows = await connections.get("default").execute_query_dict(
        f"SELECT e.* FROM ({text}) AS e WHERE e.member_id = ${len(values) + 1}",  # noqa: S608
        [*values, member],
    )
    whole = Wanted(wanted.on, wanted.known_at)
    return _row(rows[0], whole) if rows else None


def former_query(org: Organisation, wanted: Wanted) -> tuple[str, list[Any]]:
    """Those who have left by the day, by member number; a company's of ten years."""
    text, values = _selected(org, wanted, former=True)
    return f'SELECT * FROM ({text}) AS e ORDER BY e.member_number COLLATE "C"', values  # noqa: S608


def members_query(org: Organisation, wanted: Wanted) -> tuple[str, list[Any]]:
    """The members of the day, by member number."""
    text, values = _selected(org, wanted, former=False)
    return f'SELECT * FROM ({text}) AS e ORDER BY e.member_number COLLATE "C"', values  # noqa: S608


def _selected(org: Organisation, wanted: Wanted, former: bool) -> tuple[str, list[Any]]:
    text, values = _entries(org, wanted, former)
    if not (wanted.for_public and org.legal_form in COMPANIES):
        return text, values
    # One call a row: the same row, with another address where somebody is known to be a child.
    n = len(values)
    reached = (
        "SELECT p.* FROM register_entry AS e CROSS JOIN LATERAL jsonb_populate_record(e, "  # noqa: S608
        f"CASE WHEN e.date_of_birth > ${n + 1}::date THEN jsonb_build_object("
        f"'postal_address', ${n + 2}::text, 'postcode', ${n + 3}::text) "
        "ELSE '{}'::jsonb END) AS p "
    )
    start = "SELECT e.* FROM register_entry AS e "
    assert text.startswith(start)
    address = f"c/o {org.name}\n{org.postal_address}".strip()
    return reached + text.removeprefix(start), [
        *values,
        _eighteen_since(wanted.on),
        address,
        org.postcode,
    ]


def _eighteen_since(on: date) -> date:
    """Who was born after this day is under 18."""
    return years_after(on, -18) if on.year > 18 else date.min


def _entries(org: Organisation, wanted: Wanted, former: bool) -> tuple[str, list[Any]]:
    if not former:
        return entries_as_at_sql(known_at="$3"), [org.id, wanted.on, wanted.known_at]
    since = date.min
    if org.legal_form in COMPANIES and wanted.on.year > FORMER_YEARS:
        since = date(wanted.on.year - FORMER_YEARS, wanted.on.month, min(wanted.on.day, 28))
    text = (
        "SELECT e.* FROM register_entry AS e WHERE e.organisation_id = $1::bigint "
        "AND e.recorded_at <= $3::timestamptz "
        "AND (e.superseded_at IS NULL OR e.superseded_at > $3::timestamptz) "
        "AND e.valid_from <= $2::date AND e.valid_to > $2::date AND e.status <> 'applicant' "
        "AND e.left_on <= $2::date AND e.left_on >= $4::date"
    )
    return text, [org.id, wanted.on, wanted.known_at, since]


def _row(row: dict[str, Any], wanted: Wanted) -> Row:
    paid = row["amount_paid"]
    return Row(
        number=row["member_number"],
        name=f"{row['given_name']} {row['family_name']}".strip(),
        postal_address=row["postal_address"],
        postcode=row["postcode"],
        email=row["email"],
        email_purposes=row["email_purposes"],
        member_class=row["member_class"],
        shares=None if wanted.redacted else row["shares"],
        paid=None if wanted.redacted or paid is None else Money(paid),
        other_property="" if wanted.redacted else row["other_property"],
        entered_on=row["joined_on"],
        ceased_on=row["left_on"] if row["left_on"] and row["left_on"] <= wanted.on else None,
    )
