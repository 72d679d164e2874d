"""On the night: attendance with its quorum; afterwards: the minutes."""

import io
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest

from coopcouncil.ballots.models import (
    Ballot,
    CountRun,
    Declaration,
    Footing,
    Kind,
    Option,
)
from coopcouncil.kernel.clock import frozen
from coopcouncil.meetings.actions.sending import send_notice
from coopcouncil.meetings.models import (
    AgendaItem,
    Apology,
    Attendance,
    Minutes,
    MinutesPublication,
    MinutesVersion,
)
from coopcouncil.organisations.models import Role, rulebook_on
from coopcouncil.organisations.rulebook import KeyKeeper, Papers, PaperVote
from tests.make import (
    make_constituency,
    make_meeting,
    make_member,
    make_officer,
    make_organisation,
    make_rules,
)

pytestmark = pytest.mark.anyio

BEFORE = datetime(2026, 3, 1, 10, tzinfo=UTC)
EVENING = datetime(2026, 3, 20, 18, 55, tzinfo=UTC)


@pytest.fixture
async def org(db):
    with frozen(BEFORE):
        org = await make_organisation("Tai Glanwern")
        org.name_cy = "Tai Glanwern"
        await org.save()
        await make_rules(org, bilingual=True, quorum_number=2, quorum_percent=30)
        for name in ("Ada Lovell", "Bethan Wyn", "Cai Doe", "Dai Parry"):
            await make_member(org, name, email=f"{name[0].lower()}@example.org")
    return org


@pytest.fixture
async def secretary(org):
    return await make_officer(org)


@pytest.fixture
async def meeting(org, secretary):
    with frozen(BEFORE):
        meeting = await make_meeting(org, secretary, on=date(2026, 3, 20), items=2)
        await send_notice(org, meeting, after=0, by=secretary)
    return meeting


@pytest.fixture
async def door(client, org, secretary, meeting):
    """The secretary at the door, as the evening begins."""
    with frozen(EVENING):
        yield client.as_(secretary), f"/{org.slug}/meetings/{meeting.id}/attendance"


async def come(browser, path, name, way="in-person"):
    page = await browser.get(f"{path}?q={name}")
    page = await browser.post(path, {"member": member_on(page), "way": way, "q": name})
    assert page.status == 303
    return await page.follow()


def member_on(page):
    return next(e.get("value") for e in page.tree.iter("input") if e.get("name") == "member")


@pytest.mark.parametrize("lang", ["en", "cy"])
async def test_the_quorum_is_reached_one_by_one(door, lang):
    browser, path = door
    browser = browser.in_(lang)
    page = await browser.get(path)
    # 30 % of 4 is 1.2: rounded up 2, and the number is 2.
    said = {"en": "0 present of 2 needed", "cy": "0 yn bresennol o’r 2 sydd eu hangen"}[lang]
    assert said in page.main
    assert ("Rounded up, that is 2." if lang == "en" else "i fyny, dyna 2.") in page.main

    await come(browser, path, "ada")
    page = await come(browser, path, "wyn")
    assert {"en": "Quorate", "cy": "Mae cworwm"}[lang] in page.main
    assert {"en": "Undo", "cy": "Dadwneud"}[lang] in page.main


async def test_arrival_leaving_and_their_undoing(door, meeting):
    browser, path = door
    await come(browser, path, "ada")
    stay = await Attendance.of(meeting).get()
    again = await browser.post(path, {"member": str(stay.member_id), "way": "in-person"})
    assert again.status == 409
    assert "already noted as here" in again.main

    await browser.post(f"{path}/{stay.id}/leaving")
    assert "0 present" in (await browser.get(path)).main
    await browser.post(f"{path}/{stay.id}/undo")
    assert "1 present" in (await browser.get(path)).main
    await browser.post(f"{path}/{stay.id}/undo")
    assert not await Attendance.of(meeting).exists()


async def test_someone_without_a_vote_is_here_and_not_counted(door, org, meeting):
    browser, path = door
    with frozen(BEFORE):
        learners = await make_constituency(org, "Learners", votes=False)
        await make_member(org, "Young Person", constituency=learners)
        await make_member(org, "Too Young", date_of_birth="2012-05-01")
    await come(browser, path, "young person")
    page = await come(browser, path, "too")
    assert "0 present of 2 needed" in page.main
    assert "2 people here may not vote and are not counted." in page.main


async def test_not_before_the_day_and_nobody_from_outside(client, org, secretary, meeting, door):
    browser, path = door
    other = await make_organisation("Another")
    with frozen(BEFORE):
        stranger = await make_member(other, "Stranger")
    assert (
        await browser.post(path, {"member": str(stranger.member_id), "way": "in-person"})
    ).status == 409
    assert (await browser.post(path, {"member": "1", "way": "proxy"})).status == 409, "no proxies"
    for wrong in ({"member": "x"}, {"member": str(10**20)}, {"member": "1", "way": "flying"}):
        assert (await browser.post(path, {"way": "in-person", **wrong})).status == 400
    with frozen(EVENING - timedelta(days=1)):
        page = await browser.get(f"{path}?q=ada")
        assert "Attendance can be taken from 20 March 2026" in page.main
        refused = await browser.post(path, {"member": member_on(page), "way": "in-person"})
        assert refused.status == 409


async def test_after_half_an_hour_without_a_quorum_the_page_says_adjourn(door):
    browser, path = door
    assert "The meeting waits until 7:30 pm" in (await browser.get(path)).main
    with frozen(EVENING + timedelta(minutes=36)):
        page = await browser.get(path)
    assert "adjourn to Friday 27 March 2026" in page.main
    assert "Adjourned to 3 April 2026 or later, it needs 7 clear days’ notice again." in page.main


async def test_apologies(door, org, meeting):
    browser, path = door
    page = await browser.get(f"{path}?q=cai")
    where = path.replace("attendance", "apologies")
    data = {"member": member_on(page), "way": "in-person", "q": "cai"}
    await browser.post(where, data)
    page = await (await browser.post(where, data)).follow()
    assert await Apology.of(meeting).count() == 1
    assert "1 apology" in page.main
    await browser.post(f"{where}?back=yes", data)
    assert not await Apology.of(meeting).exists()


async def test_minutes_from_the_agenda_to_the_members(door, client, org, secretary, meeting):
    browser, path = door
    await come(browser, path, "ada")
    await come(browser, path, "wyn")
    where = path.replace("attendance", "minutes")
    page = await (await browser.get(where)).submit()
    page = await page.follow()
    assert "Report 1" in page.main
    items = [item["id"] for item in (await MinutesVersion.of(meeting).get()).content["items"]]

    page = await page.submit(**{f"{items[0]}__en": "Received."})
    page = await page.follow()
    assert "Ada Lovell" in page.main
    assert "2 who may vote, of 2 needed: there was a quorum." in page.main

    member = client.as_(await make_officer(org, Role.DIRECTOR))
    assert (await member.get(where)).status == 404, "nothing is published"
    page = await (await browser.get(f"{where}/publication")).submit(state="draft")
    assert page.errors == ["Write “Report 1” in both languages before members see the minutes."]

    page = await browser.get(f"{where}/text")
    page = await page.submit(**{f"{items[0]}__cy": "Derbyniwyd."})
    await (await browser.get(f"{where}/publication")).submit(state="draft")
    page = await member.in_("cy").get(where)
    assert "Derbyniwyd." in page.main
    assert "Ada Lovell" not in page.main, "members see how many, not who"
    assert "2 aelod" in page.main

    await (await browser.get(f"{where}/publication")).submit(state="approved")
    assert [p.is_approved for p in await MinutesPublication.of(meeting).order_by("id")] == [
        False,
        True,
    ]
    pdf = pypdf.PdfReader(io.BytesIO((await member.get(f"{where}.pdf")).body))
    assert "Received." in pdf.pages[0].extract_text()


@pytest.mark.parametrize(
    ("kind", "result", "said"),
    [
        (
            Kind.RESOLUTION,
            {"yes": 12, "no": 3, "abstain": 1, "carried": True},
            "For: 12. Against: 3. Abstained: 1. The resolution is carried.",
        ),
        (Kind.STV, {"elected": [2], "candidates": ["Ann", "Ben"]}, "Elected: Ben"),
    ],
)
async def test_a_declared_result_is_in_the_minutes(door, org, meeting, kind, result, said):
    browser, path = door
    ballot = await make_ballot_row(org, kind)
    for place, name in enumerate(("Ann", "Ben"), 1):
        await Option.create(ballot=ballot, place=place, name=name)
    await AgendaItem.of(meeting).filter(place=1).update(ballot_id=ballot.id, kind="resolution")
    where = path.replace("attendance", "minutes")
    page = await (await browser.get(where)).submit()
    page = await page.follow()
    assert "stands here once it is declared" in page.main

    run = await CountRun.create(
        ballot=ballot,
        n=1,
        rule="",
        papers_hash="0" * 64,
        result=result,
        result_hash="cd" * 32,
        at=EVENING,
    )
    await Declaration.create(ballot=ballot, n=1, run=run, at=EVENING)
    page = await (await page.submit()).follow()
    assert said in page.main
    assert "cd" * 32 in page.main


async def make_ballot_row(org, kind):
    return await Ballot.create(
        organisation=org,
        kind=kind,
        footing=Footing.MEETING,
        title="A rule",
        title_cy="Rheol",
        qualifying_on=date(2026, 3, 1),
        opens_at=BEFORE,
        closes_at=EVENING,
        rulebook=await rulebook_on(org, date(2026, 3, 1)),
        vote_changeable=True,
        paper_vote=PaperVote.REPLACES,
        papers=Papers.PUBLIC,
        key_keeper=KeyKeeper.PLATFORM,
        created_at=BEFORE,
    )


async def test_two_writers_lose_nothing(door, meeting):
    browser, path = door
    where = path.replace("attendance", "minutes")
    await (await browser.get(where)).submit()
    mine, theirs = await browser.get(f"{where}/text"), await browser.get(f"{where}/text")
    assert (await theirs.submit(**{"opening__en": "Theirs"})).status == 303
    page = await mine.submit(**{"opening__en": "Mine"})
    assert page.status == 409
    assert page.fields["opening-en"] == "Mine"
    assert "Somebody else saved" in page.main
    assert (await page.submit()).status == 303
    texts = [
        v.content["opening"]["en"] for v in await MinutesVersion.of(meeting).order_by("number")
    ]
    assert texts == ["", "Theirs", "Mine"]
    old = await browser.get(f"{where}/versions/2")
    assert "Theirs" in old.main


async def test_minutes_are_begun_once(door, meeting):
    browser, path = door
    where = path.replace("attendance", "minutes")
    page = await browser.get(where)
    await page.submit()
    await page.submit()
    assert await Minutes.of(meeting).count() == 1


async def test_the_chairs_page_follows_the_doors(door):
    browser, path = door
    await come(browser, path, "ada")
    part = await browser.get(path, htmx=True)
    assert not part.is_whole
    assert "1 present of 2 needed" in part.text
