"""Changes of what is published, methods copied, and tables that refuse by themselves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tortoise.exceptions import OperationalError
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Basis, CriterionKind, Part, Procedure, Stage
from coopcouncil.procurement.tenders.actions import (
    BandDraft,
    CriterionDraft,
    LotDraft,
    ScaleDraft,
    Times,
    add_criterion,
    add_lot,
    begin_change,
    change_criterion,
    change_scale,
    drop_change,
    remove_criterion,
    remove_lot,
    republish,
    set_times,
    weigh,
)
from coopcouncil.procurement.tenders.actions.publishing import ask_for_final_tenders
from coopcouncil.procurement.tenders.models import Assigned, Criterion, Edition, Scale, Tender
from coopcouncil.procurement.tenders.reads import (
    edition_in_force,
    lots_of,
    measures_of,
    rows_of,
    scales_of,
)
from coopcouncil.procurement.tenders.rules.refusals import (
    AlreadyPublished,
    DeadlineMustMove,
    LotStays,
    MoreThanRefined,
    NotForetold,
    NothingChanged,
    NotReady,
    PublishedStays,
    ReasonNeeded,
)
from coopcouncil.procurement.tenders.writing import document_of
from tests.procurement.make import (
    council,
    lead_of,
    published,
    with_part,
)
from tests.procurement.make_before import confirm

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.fixture
async def org(db: None):
    with clock.frozen(NOW):
        yield await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


async def begun(org: Organisation, tender: Tender, lead: Person) -> Tender:
    """A change that is begun, with the conflicts assessment confirmed for its notice."""
    change = await begin_change(org, tender, lead)
    await confirm(org, change, lead)
    return change


async def by_code(of: Tender) -> dict[str, Criterion]:
    return {row.code: row for row in await rows_of(of)}


async def test_a_change_says_the_same_until_something_differs(org: Organisation, lead: Person):
    made = await published(org, lead, lots=2)
    change = await begun(org, made, lead)
    assert await document_of(org, change) == (await edition_in_force(made)).method
    with pytest.raises(NothingChanged):
        await republish(org, made, "No reason", lead)
    await drop_change(org, change, lead)
    assert not await Tender.within(org).filter(id=change.id).exists()
    with pytest.raises(NothingChanged):
        await republish(org, made, "No change", lead)


async def test_rows_that_stay_keep_their_numbers_and_their_evaluators(
    org: Organisation, lead: Person
):
    made = await published(org, lead)
    await with_part(org, made, Part.EVALUATOR, "Edith", "1.1", "SV1")
    before = {code: row.id for code, row in (await by_code(made)).items()}
    (scale,) = await scales_of(made)
    change = await begun(org, made, lead)
    rows = await by_code(change)
    await change_criterion(
        org,
        rows["1.2"],
        CriterionDraft(
            "1.2",
            CriterionKind.SCALE,
            "Carers",
            rows["1.2"].weight,
            parent_id=rows["1"].id,
            scale_id=rows["1.2"].scale_id,
            question="Describe your carers.",
        ),
        lead,
    )
    (copied,) = await scales_of(change)
    bands = tuple(BandDraft(b.points, b.title, f"{b.wording} Truly.") for b in copied.bands)
    await change_scale(org, copied.scale, ScaleDraft(copied.scale.name, bands), lead)
    await add_criterion(org, change, CriterionDraft("C2", CriterionKind.CONDITION, "Insured"), lead)
    edition = await republish(org, made, "A word was missing.", lead)

    after = await by_code(made)
    assert {code: after[code].id for code in before} == before
    assert after["1.2"].title == "Carers"
    assert "C2" in after
    (kept,) = await scales_of(made)
    assert kept.scale.id == scale.scale.id
    assert all(band.wording.endswith("Truly.") for band in kept.bands)
    assert await Assigned.within(org).filter(criterion_id=before["1.1"]).count() == 1
    assert edition.method == await document_of(org, await Tender.one(org, id=made.id))
    assert len(await measures_of(made)) == 2


async def test_what_is_published_is_not_taken_away(org: Organisation, lead: Person):
    made = await published(org, lead, lots=2)
    change = await begun(org, made, lead)
    rows = await by_code(change)
    with pytest.raises(PublishedStays):
        await remove_criterion(org, rows["1.2"], lead)
    with pytest.raises(PublishedStays):
        await change_criterion(
            org, rows["C1"], CriterionDraft("C9", CriterionKind.CONDITION, "Other"), lead
        )
    with pytest.raises(LotStays):
        await remove_lot(org, (await lots_of(change))[1], lead)
    lot = await add_lot(org, change, LotDraft("A third", Money(100)), lead)
    await remove_lot(org, lot, lead)
    with pytest.raises(AlreadyPublished):
        await add_lot(org, made, LotDraft("Behind the back", Money(100)), lead)


async def test_a_substantial_change_moves_the_deadline(org: Organisation, lead: Person):
    made = await published(org, lead)
    assert made.closes_at is not None
    change = await begun(org, made, lead)
    rows = await by_code(change)
    await weigh(
        org, change, {rows["1"].id: rows["1"].weight - 5, rows["3"].id: rows["3"].weight + 5}, lead
    )
    with pytest.raises(ReasonNeeded):
        await republish(org, made, "", lead, is_substantial=True)
    with pytest.raises(DeadlineMustMove):
        await republish(org, made, "Price counts more.", lead, is_substantial=True)
    later = made.closes_at + timedelta(days=14)
    await set_times(org, change, Times(made.questions_until, later), lead)
    edition = await republish(org, made, "Price counts more.", lead, is_substantial=True)
    assert edition.is_substantial
    assert (await Tender.one(org, id=made.id)).closes_at == later


async def test_a_change_that_does_not_add_up_stays_with_the_lead(org: Organisation, lead: Person):
    made = await published(org, lead)
    change = await begun(org, made, lead)
    rows = await by_code(change)
    await weigh(org, change, {rows["1"].id: rows["1"].weight - 5}, lead)
    with pytest.raises(NotReady):
        await republish(org, made, "Price counts more.", lead)
    assert (await edition_in_force(made)).number == 1


async def test_only_what_was_foretold_is_refined_and_not_after_final_tenders(
    org: Organisation, lead: Person
):
    made = await published(
        org, lead, procedure=Procedure.FLEXIBLE, refinement="Weights within quality."
    )
    change = await begun(org, made, lead)
    rows = await by_code(change)
    weights = {rows["1.1"].id: rows["1.2"].weight, rows["1.2"].id: rows["1.1"].weight}
    await weigh(org, change, weights, lead)
    lot = await add_lot(org, change, LotDraft("A second", Money(100)), lead)
    with pytest.raises(MoreThanRefined):
        await republish(org, made, "As foretold.", lead, Basis.REFINED)
    await remove_lot(org, lot, lead)
    edition = await republish(org, made, "As foretold.", lead, Basis.REFINED)
    assert edition.basis is Basis.REFINED

    await ask_for_final_tenders(org, made, lead)
    change = await begun(org, made, lead)
    rows = await by_code(change)
    await weigh(org, change, {rows["1.1"].id: Decimal(50), rows["1.2"].id: Decimal(50)}, lead)
    with pytest.raises(NotForetold):
        await republish(org, made, "As foretold.", lead, Basis.REFINED)
    other = await published(org, lead)
    change = await begun(org, other, lead)
    rows = await by_code(change)
    await weigh(org, change, {rows["1.1"].id: Decimal(50), rows["1.2"].id: Decimal(50)}, lead)
    with pytest.raises(NotForetold):
        await republish(org, other, "As foretold.", lead, Basis.REFINED)


async def test_editions_and_an_opened_method_stand_in_the_database_itself(
    org: Organisation, lead: Person
):
    made = await published(org, lead)
    with pytest.raises(OperationalError, match="stay as they were written"):
        async with in_transaction():
            await Edition.within(org).filter(tender_id=made.id).update(hash="0" * 64)
    made.stage, made.opened_at = Stage.OPENED, clock.now()
    await made.save()
    with pytest.raises(OperationalError, match="the method stands"):
        async with in_transaction():
            await Criterion.within(org).filter(tender_id=made.id).update(weight=1)
    with pytest.raises(OperationalError, match="the method stands"):
        async with in_transaction():
            await Scale.within(org).filter(tender_id=made.id).update(name="x")
