"""How promises stand, worked out in the database: for lists and sums of thousands.

`rules/status.py` says what a status is; this says the same in SQL, and a test holds the two
together. A page of one promise asks the rules.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.kinds import Answered, Body, Decided
from coopcouncil.procurement.delivery.models import Commitment, body_called
from coopcouncil.procurement.delivery.rules.status import Due, Standing, Status, Told
from coopcouncil.procurement.delivery.standing_sql import (
    COUNTS,
    DUES,
    EACH,
    LISTED,
    SUMS,
    TOLD,
)

__all__ = [
    "Chosen",
    "Group",
    "Overview",
    "counted",
    "facts_of",
    "group_of",
    "listed",
    "overview",
    "standings_of",
]


@dataclass(frozen=True)
class Chosen:
    """Which promises are asked for; empty for everything."""

    ward: str = ""
    mission: str = ""
    supplier: str = ""
    status: str = ""

    @property
    def asked(self) -> tuple[str, str, int | None, str]:
        """As the statements take it. No supplier has a number below nought."""
        is_number = self.supplier.isascii() and self.supplier.isdigit() and len(self.supplier) < 19
        number = int(self.supplier) if is_number else -1
        return self.ward, self.mission, number if self.supplier else None, self.status


@dataclass(frozen=True)
class Group:
    """Promises that share something: how many, and how they stand. Settled ones are left out."""

    key: str
    cy: str
    """Of a unit its Welsh name."""
    promises: int
    kept: int
    late: int
    disputed: int
    expected: int
    """Those that are kept, or will be at the pace so far."""
    early: int
    """Those of which it is too early to say."""
    amount: Decimal
    amount_kept: Decimal
    """So much of what was promised came, and no more than that."""
    amount_expected: Decimal
    """So much will have come at the end at this pace, of those of which that can be said."""
    amount_early: Decimal
    """What was promised by the others."""


@dataclass(frozen=True)
class Overview:
    """Many promises added up, and one page of them."""

    wards: tuple[str, ...]
    missions: tuple[str, ...]
    suppliers: tuple[int, ...]
    """Of all promises that the reader follows, whatever is chosen."""
    count: int
    """Of those chosen, the settled ones too."""
    by_supplier: tuple[Group, ...]
    by_ward: tuple[Group, ...]
    by_mission: tuple[Group, ...]
    by_unit: tuple[Group, ...]
    ids: tuple[int, ...]
    """The page, the newest contract first."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to choose from."""
        return not self.suppliers


async def overview(
    org: Organisation,
    contracts: Collection[int] | None,
    chosen: Chosen,
    at: int = 1,
    page: int | None = None,
    on: date | None = None,
) -> Overview:
    """The promises of these contracts (None: of all) in one statement."""
    start = (at - 1) * (page or 0)
    rows = await _fetched(SUMS, org, contracts, on, *chosen.asked, page, start)
    total = next(row for row in rows if not _which(row))
    by = {name: [row for row in rows if _which(row) == name] for name in _SETS}
    return Overview(
        wards=tuple(sorted(row["ward"] for row in by["ward"] if row["ward"])),
        missions=tuple(sorted(row["mission"] for row in by["mission"] if row["mission"])),
        suppliers=tuple(sorted(row["supplier_id"] for row in by["supplier"])),
        count=total["rows"],
        by_supplier=_groups(by["supplier"], "supplier_id"),
        by_ward=_groups(by["ward"], "ward"),
        by_mission=_groups(by["mission"], "mission"),
        by_unit=_groups(by["unit"], "unit"),
        ids=tuple(total["ids"] or ()),
    )


_SETS = ("supplier", "ward", "mission", "unit")


def _which(row: Any) -> str:
    return next((name for name in _SETS if row[f"of_{name}"]), "")


def _groups(rows: Sequence[Any], key: str) -> tuple[Group, ...]:
    return tuple(
        Group(
            str(row[key]),
            row["unit_cy"] or "",
            row["promises"],
            row["confirmed"],
            row["late"],
            row["disputed"],
            row["expected"],
            row["early"],
            row["promised"],
            row["kept"],
            row["amount_expected"] or Decimal(0),
            row["amount_early"] or Decimal(0),
        )
        for row in rows
        if row["promises"]
    )


async def counted(
    org: Organisation, contracts: Collection[int] | None, on: date | None = None
) -> dict[Status, int]:
    """How many promises stand how."""
    rows = await _fetched(COUNTS, org, contracts, on)
    return {Status(row["status"]): row["many"] for row in rows}


async def standings_of(
    org: Organisation, commitments: Sequence[Commitment], on: date | None = None
) -> dict[int, Standing]:
    """How each of them stands, by its id."""
    contracts = {one.contract_id for one in commitments}
    wanted = {one.id for one in commitments}
    return {
        row["id"]: Standing(
            Status(row["status"]),
            row["promised"],
            row["kept"],
            row["waiting"],
            row["due"],
            row["next_on"],
            row["short"],
        )
        for row in await _fetched(EACH, org, contracts, on)
        if row["id"] in wanted
    }


async def facts_of(
    org: Organisation,
) -> tuple[Mapping[int, Sequence[Due]], Mapping[int, Sequence[Told]]]:
    """Of every promise, by its id: what is due when, and what was told of it."""
    database = connections.get("default")
    dues: dict[int, list[Due]] = defaultdict(list)
    for row in (await database.execute_query(DUES, [org.id]))[1]:
        dues[row["commitment_id"]].append(Due(row["due_on"], row["amount"]))
    told: dict[int, list[Told]] = defaultdict(list)
    for row in (await database.execute_query(TOLD, [org.id]))[1]:
        told[row["commitment_id"]].append(
            Told(
                row["until"],
                row["amount"],
                row["answered"] and Answered(row["answered"]),
                row["part"],
                row["decided"] and Decided(row["decided"]),
                row["decided_amount"],
            )
        )
    return dues, told


async def listed(
    org: Organisation,
    contracts: Collection[int] | None,
    chosen: Chosen | None = None,
    at: int = 1,
    page: int | None = None,
    on: date | None = None,
) -> Sequence[Any]:
    """The promises as rows of a list, the newest contract first; every one without a `page`."""
    start = (at - 1) * (page or 0)
    return await _fetched(LISTED, org, contracts, on, *(chosen or Chosen()).asked, page, start)


def group_of(row: Mapping[str, Any], language: str) -> str:
    """Of a row of `listed`: the group that the promise is for; empty where it is for all."""
    its = (row["its_group_cy"] if language == "cy" else "") or row["its_group"]
    body = Body(row["recipient_body"]) if row["recipient_body"] else None
    return its or body_called(body, row["recipient_class"], language)


async def _fetched(
    sql: str, org: Organisation, contracts: Collection[int] | None, on: date | None, *rest: object
) -> Sequence[Any]:
    given = [org.id, on or clock.today(), None if contracts is None else list(contracts), *rest]
    rows: Sequence[Any] = (await connections.get("default").execute_query(sql, given))[1]
    return rows
