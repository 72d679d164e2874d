"""What is prepared: a tree of criteria, a method copied, parts given and ended, refusals."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind, Part
from coopcouncil.procurement.tenders.actions import (
    CriterionDraft,
    add_criterion,
    assign,
    change_criterion,
    end_part,
    move_criterion,
    publish,
    remove_criterion,
    remove_lot,
    remove_scale,
    weigh,
)
from coopcouncil.procurement.tenders.actions.copying import copy_from
from coopcouncil.procurement.tenders.checking import faults_of
from coopcouncil.procurement.tenders.models import Edition
from coopcouncil.procurement.tenders.reads import (
    lots_of,
    people_of,
    rows_of,
    scales_of,
)
from coopcouncil.procurement.tenders.rules.faults import Step
from coopcouncil.procurement.tenders.rules.refusals import (
    AlreadyPublished,
    CodeTaken,
    GroupHasCriteria,
    HasCriteria,
    LastLot,
    LotHasCriteria,
    NotAGroup,
    NotReady,
    ReasonNeeded,
    ScaleInUse,
    UnderItself,
)
from coopcouncil.procurement.tenders.writing import document_of
from tests.make import make_rules
from tests.procurement.make import (
    council,
    lead_of,
    published,
    ready,
    tender,
    with_method,
    with_part,
)

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.fixture
async def org(db: None):
    with clock.frozen(NOW):
        yield await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


async def test_a_method_is_copied_whole(org: Organisation, lead: Person):
    earlier = await published(org, lead)
    made = await tender(org, lead, "Meals")
    await copy_from(org, made, earlier, lead)
    there, here = await document_of(org, earlier), await document_of(org, made)
    assert here["scales"] == there["scales"]
    for one, other in zip(here["criteria"], there["criteria"], strict=True):
        assert one | {"measure": None} == other | {"measure": None}
    with pytest.raises(HasCriteria):
        await copy_from(org, made, earlier, lead)


async def test_the_tree_stays_a_tree(org: Organisation, lead: Person):
    made = await tender(org, lead)
    rows = await with_method(org, made, lead, lots=2)
    with pytest.raises(CodeTaken):
        await add_criterion(org, made, CriterionDraft("C1", CriterionKind.CONDITION, "x"), lead)
    with pytest.raises(NotAGroup):
        await add_criterion(
            org,
            made,
            CriterionDraft("9", CriterionKind.CONDITION, "x", parent_id=rows["3"].id),
            lead,
        )
    group = CriterionDraft("2", CriterionKind.GROUP, "Social value", parent_id=rows["1"].id)
    await change_criterion(org, rows["2"], group, lead)
    with pytest.raises(UnderItself):
        await change_criterion(
            org,
            rows["1"],
            CriterionDraft("1", CriterionKind.GROUP, "Quality", parent_id=rows["2"].id),
            lead,
        )
    with pytest.raises(GroupHasCriteria):
        await remove_criterion(org, rows["2"], lead)
    (graded,) = await scales_of(made)
    with pytest.raises(ScaleInUse):
        await remove_scale(org, graded.scale, lead)
    first, second = await lots_of(made)
    await change_criterion(
        org, rows["C1"], CriterionDraft("C1", CriterionKind.CONDITION, "x", lot_id=second.id), lead
    )
    with pytest.raises(LotHasCriteria):
        await remove_lot(org, second, lead)
    await remove_criterion(org, rows["C1"], lead)
    await remove_lot(org, second, lead)
    with pytest.raises(LastLot):
        await remove_lot(org, first, lead)


async def test_a_criterion_moves_among_its_siblings_and_no_further(org: Organisation, lead: Person):
    made = await tender(org, lead)
    rows = await with_method(org, made, lead)
    for _time in range(3):
        await move_criterion(org, rows["SV3"], up=True, by=lead)
    codes = [row.code for row in await rows_of(made) if row.parent_id == rows["2"].id]
    assert codes == ["SV3", "SV1", "SV2"]
    await move_criterion(org, rows["SV3"], up=False, by=lead)
    codes = [row.code for row in await rows_of(made) if row.parent_id == rows["2"].id]
    assert codes == ["SV1", "SV3", "SV2"]


async def test_a_part_ends_with_its_reason_and_can_be_given_again(org: Organisation, lead: Person):
    made = await tender(org, lead)
    await with_method(org, made, lead)
    row = await with_part(org, made, Part.EVALUATOR, "Edith", "1.1")
    with pytest.raises(ReasonNeeded):
        await end_part(org, row, "", lead)
    await end_part(org, row, "On leave", lead)
    assert await people_of(made) == []
    again = await with_part(org, made, Part.EVALUATOR, person=row.person)
    await assign(org, again, [], lead)
    (taking,) = await people_of(made, Part.EVALUATOR)
    assert taking.criteria == ()
    assert len(await people_of(made, ended=True)) == 2


async def test_it_is_published_once(org: Organisation, lead: Person):
    made = await ready(org, lead)
    first = await publish(org, made, lead)
    with pytest.raises(AlreadyPublished):
        await publish(org, made, lead)
    assert await Edition.within(org).filter(tender_id=made.id).count() == first.number == 1


async def test_in_two_languages_nothing_goes_out_in_one(org: Organisation, lead: Person):
    org.name_cy = "Cyngor Calderbrook"
    await org.save(update_fields=["name_cy"])
    await make_rules(org, bilingual=True)
    made = await ready(org, lead)
    found = [one.refusal.sentence(str) for one in await faults_of(org, made)]
    assert "The title or the description is not in Welsh yet." in found
    with pytest.raises(NotReady):
        await publish(org, made, lead)
    both = await ready(org, lead, title_cy="Gofal gartref", description_cy="Cymorth i fyw gartref.")
    assert await faults_of(org, both) == []


async def test_what_is_missing_is_named_by_the_step_where_it_is_mended(
    org: Organisation, lead: Person
):
    made = await tender(org, lead, starts_on=None)
    rows = await with_method(org, made, lead)
    await weigh(org, made, {rows["1.1"].id: Decimal(55)}, lead)
    found = {(one.step, one.refusal.sentence(str)) for one in await faults_of(org, made)}
    assert {
        (Step.ABOUT, "Say when the contract starts and ends."),
        (Step.DATES, "There is no deadline for bids."),
        (Step.CRITERIA, "The weights under criterion 1 make 95, and must make 100."),
    } <= found
