"""What people send who mean ill, or two at once."""

import asyncio
from datetime import UTC, datetime

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind, Part, Stage
from coopcouncil.procurement.tenders.actions import (
    CriterionDraft,
    begin_change,
    change_criterion,
    publish,
)
from coopcouncil.procurement.tenders.actions.criteria import shown_criterion
from coopcouncil.procurement.tenders.models import Criterion, Edition, Scenario, Tender
from coopcouncil.procurement.tenders.reads import lots_of, rows_of, scales_of
from coopcouncil.procurement.tenders.rules.refusals import (
    AlreadyPublished,
    ChangedMeanwhile,
    OneChangeAtATime,
)
from coopcouncil.procurement.tenders.rules.seen import seen
from tests.make import make_officer
from tests.pageclient import Pages
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reference", "work"),
        ("reference", "../etc"),
        ("reference", "A B"),
        ("value", "-5e9"),
        ("value", "1" * 40),
        ("decimals", "7"),
        ("cpv", "１２３４５６７８"),
        ("title", ""),
        ("title", "x" * 201),
        ("procedure", "any"),
        ("tie", "score"),
        ("description", "x" * 10_001),
    ],
)
async def test_what_cannot_be_a_tender_is_not_begun(
    client: Pages, org: Organisation, lead: Person, name: str, value: str
):
    pages = client.as_(lead)
    form = await pages.get(f"/{org.slug}/tenders/work/new")
    sent = await form.submit(**{"title": "Care", "value": "5,000", name: value})
    assert sent.status == 422
    assert len(sent.errors) == 1
    assert not await Tender.within(org).exists()


async def test_a_reference_is_one_over_the_whole_installation(
    client: Pages, org: Organisation, lead: Person
):
    other = await council("Another Council")
    await tender(other, None, reference="ABC-1")
    pages = client.as_(lead)
    form = await pages.get(f"/{org.slug}/tenders/work/new")
    sent = await form.submit(title="Care", value="5,000", reference="abc-1")
    assert sent.status == 422
    assert (await form.submit(title="Care", value="5,000")).status == 303
    assert (await form.submit(title="Meals", value="5,000")).status == 303
    references = {one.reference for one in await Tender.within(org)}
    assert {one[-9:] for one in references} == {"-2026-001", "-2026-002"}


@pytest.mark.parametrize("weight", ["101", "-1", "NaN", "1e2", "33.33333", ""])
async def test_a_weight_that_is_none_is_refused(
    client: Pages, org: Organisation, lead: Person, weight: str
):
    made = await tender(org, lead)
    rows = await with_method(org, made, lead)
    pages = client.as_(lead)
    form = await pages.get(f"/{org.slug}/tenders/work/{made.id}/criteria/weights")
    sent = await form.submit(**{f"w{rows['1'].id}": weight})
    assert sent.status == 422
    assert (await Criterion.within(org).get(id=rows["1"].id)).weight == 40


async def test_rows_of_another_tender_are_none_of_this_one(
    client: Pages, org: Organisation, lead: Person
):
    made, other = await tender(org, lead), await tender(org, lead, "Meals")
    rows = await with_method(org, made, lead)
    await with_method(org, other, lead)
    (theirs,) = await scales_of(other)
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work"
    form = await pages.get(f"{at}/{made.id}/criteria/{rows['1.1'].id}")
    assert (await form.submit(scale=str(theirs.scale.id))).status == 422
    for address in (
        f"criteria/{rows['1.1'].id}",
        f"lots/{(await lots_of(made))[0].id}",
        f"scales/{(await scales_of(made))[0].scale.id}",
    ):
        assert (await pages.get(f"{at}/{other.id}/{address}")).status == 404
    for deed in ("removal", "up", "down"):
        sent = await pages.post(f"{at}/{other.id}/criteria/{rows['1.1'].id}/{deed}")
        assert sent.status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"bands__2__points": ""},
        {"bands__2__points": "many"},
        {"bands__2__points": "1.234"},
        {"bands__2__points": "-1"},
        {"bands__2__title": ""},
        {"bands__2__points": "0"},
        {"name": ""},
    ],
)
async def test_a_scale_that_is_none_is_refused(
    client: Pages, org: Organisation, lead: Person, wrong: dict[str, str]
):
    made = await tender(org, lead)
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{made.id}/scales"
    form = await pages.get(f"{at}/new?start=0%E2%80%934")
    sent = await form.submit(**wrong)
    assert (sent.status, len(sent.errors)) == (422, 1)
    assert await scales_of(made) == []
    assert (await form.submit()).status == 303
    (graded,) = await scales_of(made)
    assert len(graded.bands) == 5
    again = await form.submit()
    assert (again.status, len(again.errors)) == (422, 1)
    changed = await pages.get(f"{at}/{graded.scale.id}")
    emptied = {
        f"bands__1__{name}": "" for name in "points title title_cy wording wording_cy".split()
    }
    assert (await changed.submit(**emptied)).status == 303
    (graded,) = await scales_of(made)
    assert len(graded.bands) == 4
    assert (await pages.post(f"{at}/{graded.scale.id}/removal")).status == 303
    assert await scales_of(made) == []


async def test_words_are_shown_and_not_run(client: Pages, org: Organisation, lead: Person):
    bad = "<script>alert(1)</script>{{ 7 * 7 }}"
    made = await published(org, lead, title=bad, description=bad)
    for who, address in (
        (None, f"tenders/{made.reference}/method"),
        (lead, f"tenders/work/{made.id}"),
        (lead, "tenders/work"),
        (lead, f"tenders/work/{made.id}/what-if"),
    ):
        page = await client.as_(who).get(f"/{org.slug}/{address}")
        assert page.status == 200
        assert "<script>alert" not in page.html
        assert "{{ 7 * 7 }}" in page.html or "49" not in page.main


async def test_what_is_tried_takes_any_nonsense(client: Pages, org: Organisation, lead: Person):
    made = await ready(org, lead)
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{made.id}/what-if"
    for sent in (
        {},
        {"A.1.1": "NaN"},
        {"A.1.1": "5" * 500, "A.3": "-1"},
        {"A.name": "x" * 5_000, "B.name": "only a name"},
        {"lot": "1", **{f"{key}.{n}": "1" for key in "ABCDEFGHIJ" for n in range(60)}},
        {"A.1.1": "\0", "A.3": "1,00"},
    ):
        assert (await pages.post(at, sent)).status in (200, 422)
    assert (await pages.post(at, {"lot": "x"})).status == 404
    assert not await Scenario.within(org).exists()


async def test_a_search_takes_any_address(client: Pages, org: Organisation, lead: Person):
    await published(org, lead, title="Care at home")
    await tender(org, lead, "Meals")
    pages = client.as_(lead)
    work = f"/{org.slug}/tenders/work"
    assert len((await pages.get(work)).rows()) == 2
    found = await pages.get(f"{work}?q=care&stage=published")
    assert [row[0].split(" ")[0] for row in found.rows()] == ["Care"]
    for query in ("q=%25", "stage=nonsense", "page=99999999999", "page=-1", "q=%EF%BF%BD&page=x"):
        assert (await pages.get(f"{work}?{query}")).status in (200, 422), query
    assert (await pages.get(f"{work}?q=nothing+like+it")).rows() == []


async def test_an_evaluator_sees_the_tender_and_not_its_making(
    client: Pages, org: Organisation, lead: Person
):
    made, other = await published(org, lead), await published(org, lead)
    row = await with_part(org, made, Part.EVALUATOR, "Edith Hinchliffe")
    pages = client.as_(row.person)
    work = f"/{org.slug}/tenders/work"
    listed = await pages.get(work)
    assert len(listed.rows()) == 1
    assert (await pages.get(f"{work}/{made.id}")).status == 200
    assert (await pages.get(f"{work}/{other.id}")).status == 404
    for address in ("criteria", "people", "publication", "what-if", "dates"):
        assert (await pages.get(f"{work}/{made.id}/{address}")).status == 403
    assert (await pages.get(f"/{org.slug}/")).status == 200
    secretary = client.as_(await make_officer(org, Role.SECRETARY))
    assert (await secretary.get(f"{work}/{made.id}")).status == 403
    assert (await client.as_(None).get(work)).status in (303, 401)


async def test_a_change_is_not_seen_before_it_is_published(
    client: Pages, org: Organisation, lead: Person
):
    made = await published(org, lead)
    change = await begin_change(org, made, lead)
    row = await with_part(org, made, Part.EVALUATOR, "Edith Hinchliffe")
    work = f"/{org.slug}/tenders/work"
    assert (await client.as_(row.person).get(f"{work}/{change.id}")).status == 404
    assert len((await client.as_(lead).get(work)).rows()) == 1
    public = client.as_(None)
    assert (await public.get(f"/{org.slug}/tenders/~{made.id}/method")).status == 404


async def test_two_who_save_at_once_are_one_after_the_other(fresh_db: str):
    org = await council()
    lead = await lead_of(org)
    made = await tender(org, lead)
    await with_method(org, made, lead)
    row = next(one for one in await rows_of(made) if one.code == "C1")
    letters = seen(shown_criterion(row))

    async def save(title: str) -> bool:
        draft = CriterionDraft("C1", CriterionKind.CONDITION, title)
        try:
            await change_criterion(org, row, draft, lead, letters)
        except ChangedMeanwhile:
            return False
        return True

    saved = await asyncio.gather(*(save(title) for title in ("One", "Two", "Three")))
    assert sorted(saved) == [False, False, True]


async def test_two_who_publish_or_change_at_once_do_it_once(fresh_db: str):
    org = await council()
    lead = await lead_of(org)
    made = await ready(org, lead)

    async def out() -> bool:
        try:
            await publish(org, made, lead)
        except AlreadyPublished:
            return False
        return True

    assert sorted(await asyncio.gather(out(), out(), out())) == [False, False, True]
    assert await Edition.within(org).filter(tender_id=made.id).count() == 1
    assert (await Tender.one(org, id=made.id)).stage is Stage.PUBLISHED

    async def begin() -> bool:
        try:
            await begin_change(org, made, lead)
        except OneChangeAtATime:
            return False
        return True

    assert sorted(await asyncio.gather(begin(), begin())) == [False, True]
