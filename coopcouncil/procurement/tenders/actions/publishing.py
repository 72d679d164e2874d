"""The notice and method go out, as an edition that never changes."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Basis, Stage
from coopcouncil.procurement.tenders.actions.revising import merge
from coopcouncil.procurement.tenders.actions.shared import locked, preparing, record
from coopcouncil.procurement.tenders.checking import faults_of
from coopcouncil.procurement.tenders.hooks import AFTER_EDITION, BEFORE_PUBLISHING
from coopcouncil.procurement.tenders.models import Edition, Tender
from coopcouncil.procurement.tenders.reads import change_of, edition_in_force
from coopcouncil.procurement.tenders.rules.document import fingerprint
from coopcouncil.procurement.tenders.rules.editions import may_republish
from coopcouncil.procurement.tenders.rules.refusals import (
    NothingChanged,
    NotPublished,
    NotReady,
    ReasonNeeded,
)
from coopcouncil.procurement.tenders.writing import document_of


async def publish(org: Organisation, tender: Tender, by: Person | None) -> Edition:
    """The first edition: from now on bidders may bid, and the method is locked by its hash."""
    async with in_transaction():
        found = await preparing(org, tender)
        if found.revises_id is not None:
            raise NotPublished
        if missing := await faults_of(org, found):
            raise NotReady(missing[0].refusal)
        found.stage, found.published_at = Stage.PUBLISHED, clock.now().replace(microsecond=0)
        await found.save(update_fields=["stage", "published_at"])
        edition = await _edition(org, found, 1, Basis.FIRST, "", False, by)
        await record(org, by, "published a tender", found, edition=1, hash=edition.hash)
        for tell in AFTER_EDITION:
            await tell(org, found, edition)
    return edition


async def republish(
    org: Organisation,
    tender: Tender,
    because: str,
    by: Person | None,
    basis: Basis = Basis.CORRECTED,
    is_substantial: bool = False,
) -> Edition:
    """Another edition from the change that was prepared; bidders are told, and why."""
    if not because:
        raise ReasonNeeded
    async with in_transaction():
        found = await locked(org, tender)
        before = await edition_in_force(found)
        change = await change_of(found)
        if change is None:
            raise NothingChanged
        if missing := await faults_of(org, change):
            raise NotReady(missing[0].refusal)
        after = await document_of(org, change)
        if after == before.method:
            raise NothingChanged
        may_republish(
            found.stage,
            before.method,
            after,
            basis,
            is_substantial,
            clock.now(),
            found.closes_at,
            found.final_asked_at,
        )
        await merge(org, found, change)
        found = await Tender.one(org, id=found.id)
        for ask in BEFORE_PUBLISHING:
            if missing := list(await ask(org, found)):
                raise NotReady(missing[0].refusal)
        edition = await _edition(org, found, before.number + 1, basis, because, is_substantial, by)
        await record(
            org,
            by,
            "published a tender again",
            found,
            edition=edition.number,
            hash=edition.hash,
            basis=basis,
            because=because,
        )
        for tell in AFTER_EDITION:
            await tell(org, found, edition)
    return edition


async def ask_for_final_tenders(org: Organisation, tender: Tender, by: Person | None) -> Tender:
    """In a flexible procedure: from now on nothing of the method is refined (s.24)."""
    async with in_transaction():
        found = await locked(org, tender)
        if found.stage is not Stage.PUBLISHED:
            raise NotPublished
        if found.final_asked_at is None:
            found.final_asked_at = clock.now()
            await found.save(update_fields=["final_asked_at"])
            await record(org, by, "asked for final tenders", found)
    return found


async def _edition(
    org: Organisation,
    tender: Tender,
    number: int,
    basis: Basis,
    because: str,
    is_substantial: bool,
    by: Person | None,
) -> Edition:
    document = await document_of(org, tender)
    return await Edition.create(
        organisation=org,
        tender=tender,
        number=number,
        method=document,
        hash=fingerprint(document),
        basis=basis,
        because=because,
        is_substantial=is_substantial,
        published_at=clock.now().replace(microsecond=0),
        published_by=by,
    )
