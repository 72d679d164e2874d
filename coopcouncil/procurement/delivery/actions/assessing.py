"""How a supplier did against the indicators of its contract: once a year, and published (s.71)."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.rules.refusals import (
    AssessedAlready,
    NotYetOver,
    NoWords,
    OutsideContract,
)
from coopcouncil.procurement.outcome.kinds import KpiRating
from coopcouncil.procurement.outcome.models import Contract, Kpi, KpiAssessed


@dataclass(frozen=True)
class Assessment:
    """A rating of a time, and why."""

    since: date
    until: date
    rating: KpiRating
    words: str


async def assess(org: Organisation, kpi: Kpi, draft: Assessment, by: Person) -> KpiAssessed:
    """Write an assessment down. One that was not published is followed by a better one."""
    if not draft.words.strip():
        raise NoWords
    if draft.until < draft.since or draft.until > clock.today():
        raise NotYetOver
    async with in_transaction():
        await lock("kpi", kpi.id)
        contract = await Contract.one(org, id=kpi.contract_id)
        if draft.since < contract.starts_on:
            raise OutsideContract
        await _is_free(org, kpi.id, draft.since, draft.until)
        made = await KpiAssessed.create(
            organisation=org,
            kpi=kpi,
            since=draft.since,
            until=draft.until,
            rating=draft.rating,
            words=draft.words.strip(),
            assessed_at=clock.now(),
            assessed_by=by,
        )
        await _record(org, by, "assessed an indicator", kpi.id, rating=draft.rating.value)
        return made


async def publish(org: Organisation, row: KpiAssessed, by: Person) -> None:
    """Everybody may read it; it changes no more."""
    async with in_transaction():
        await lock("kpi", row.kpi_id)
        found = await KpiAssessed.one(org, id=row.id)
        if found.published_at is not None:
            raise AssessedAlready
        await _is_free(org, found.kpi_id, found.since, found.until)
        found.published_at = clock.now()
        await found.save(update_fields=["published_at"])
        await _record(org, by, "published an assessment", found.kpi_id, assessment=found.id)


async def _is_free(org: Organisation, kpi: int, since: date, until: date) -> None:
    """Of each day one assessment is published, not two."""
    published = KpiAssessed.within(org).filter(kpi_id=kpi, published_at__isnull=False)
    if await published.filter(since__lte=until, until__gte=since).exists():
        raise AssessedAlready


async def _record(org: Organisation, by: Person, verb: str, kpi: int, **facts: object) -> None:
    await audit.record(org.id, by.id, verb, f"indicator:{kpi}", **facts)
