"""The yearly report: its draft from what is known now, and what was published, with its hash."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.models import Commitment, YearlyReport
from coopcouncil.procurement.delivery.reads import all_commitments
from coopcouncil.procurement.delivery.rules.refusals import NoWords, YearNotOver
from coopcouncil.procurement.delivery.rules.yearly import OfYear, Stood, began, ended, in_year
from coopcouncil.procurement.delivery.standings import facts_of

Row = dict[str, Any]


async def drafted(org: Organisation, year: int) -> Row:
    """What the report of a year would tell if it were published now: public facts alone."""
    found: list[Row] = []
    left_out = 0
    dues, told = await facts_of(org)
    for one in await all_commitments(org):
        of_year = in_year(dues.get(one.id, ()), told.get(one.id, ()), year)
        if of_year is None:
            continue
        if one.settled is not None:
            left_out += 1
            continue
        found.append(_row(one, of_year))
    return {
        "year": year,
        "from": began(year).isoformat(),
        "to": ended(year).isoformat(),
        "made_on": clock.today().isoformat(),
        "all": _sum("", found),
        "by_supplier": _by(found, lambda row: row["supplier"]),
        "by_ward": _by(found, lambda row: row["ward"]),
        "by_mission": _by(found, lambda row: row["mission"]),
        "promises": found,
        "settled_and_left_out": left_out,
    }


def _row(commitment: Commitment, of_year: OfYear) -> Row:
    return {
        "contract": commitment.contract.number,
        "supplier": commitment.contract.supplier.name,
        "number": commitment.number,
        "title": commitment.title,
        "title_cy": commitment.title_cy,
        "unit": commitment.unit,
        "unit_cy": commitment.unit_cy,
        "due": _plain(of_year.due),
        "kept": _plain(of_year.kept),
        "state": of_year.stood.value,
        "ward": commitment.ward,
        "mission": commitment.mission,
        "recipient": commitment.recipient.name if commitment.recipient else None,
        "recipient_group": commitment.group_called("en") or None,
    }


def _plain(amount: Any) -> str:
    return format(amount.normalize(), "f")


def _sum(name: str, rows: Sequence[Row]) -> Row:
    states = [row["state"] for row in rows]
    return {
        "name": name,
        "promises": len(rows),
        **{one.value: states.count(one.value) for one in Stood},
    }


def _by(rows: Sequence[Row], key: Callable[[Row], str]) -> list[Row]:
    names = sorted({key(row) for row in rows}, key=str.casefold)
    return [_sum(name, [row for row in rows if key(row) == name]) for name in names]


def signed(row: YearlyReport) -> Row:
    """What the hash of a published report covers."""
    return {
        "year": row.year,
        "edition": row.number,
        "words": row.words,
        "words_cy": row.words_cy,
        "report": row.body,
    }


def hash_of(covered: Row) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no spaces, UTF-8."""
    return sha256(audit.canonical(covered)).hexdigest()


async def publish_year(
    org: Organisation, year: int, words: str, words_cy: str, by: Person
) -> YearlyReport:
    """Publish the report of a year that is over; a later edition stands before the earlier."""
    if not words.strip():
        raise NoWords
    if clock.today() <= ended(year):
        raise YearNotOver
    async with in_transaction():
        await lock("yearly-report", org.id)
        made = YearlyReport(
            organisation=org,
            year=year,
            number=await YearlyReport.within(org).filter(year=year).count() + 1,
            body=await drafted(org, year),
            words=words.strip(),
            words_cy=words_cy.strip(),
            published_at=clock.now(),
            published_by=by,
        )
        made.hash = hash_of(signed(made))
        await made.save()
        subject = f"yearly-report:{year}"
        await audit.record(org.id, by.id, "published a yearly report", subject, hash=made.hash)
        return made


async def editions(org: Organisation, year: int | None = None) -> list[YearlyReport]:
    """What was published, of one year or of all, the newest first."""
    rows = YearlyReport.within(org)
    if year is not None:
        rows = rows.filter(year=year)
    return await rows.order_by("-year", "-number")
