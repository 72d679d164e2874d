"""Calling a meeting in the browser: one question a page, the dates with their reasons."""

from datetime import UTC, date, datetime

import pytest

from coopcouncil.kernel.clock import frozen
from coopcouncil.meetings.models import AgendaItem, Meeting
from coopcouncil.organisations.models import Role
from tests.make import make_meeting, make_member, make_officer, make_organisation, make_rules

pytestmark = pytest.mark.anyio

TODAY = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
async def org(db):
    with frozen(TODAY):
        org = await make_organisation("Tai Glanwern")
        org.name_cy = "Tai Glanwern"
        await org.save()
        await make_rules(org, bilingual=True, email_deemed_hours=0)
        await make_member(org, "Ada Lovell", email="ada@example.org")
        yield org


@pytest.fixture
async def secretary(org):
    return await make_officer(org)


@pytest.mark.parametrize("lang", ["en", "cy"])
async def test_the_secretary_calls_an_agm(client, org, secretary, lang):
    browser = client.as_(secretary).in_(lang)
    page = await browser.get(f"/{org.slug}/meetings")
    page = await browser.get(f"/{org.slug}/meetings/new?kind=agm")
    # Posted today 1 March, served 3 March, 14 clear days: 18 March.
    assert ("18 March 2026" if lang == "en" else "18 Mawrth 2026") in page.main

    page = await page.submit(on__day="18", on__month="3", on__year="2026", at="7 pm")
    assert page.status == 303
    page = await page.follow()
    assert page.h1 == {"en": "Where is the meeting?", "cy": "Ble mae’r cyfarfod?"}[lang]
    page = await page.submit(place="The Hall\nMill Lane", place_cy="Y Neuadd")
    page = await (await page.follow()).submit()
    page = await page.follow()

    meeting = await Meeting.within(org).get()
    assert meeting.starts_at == datetime(2026, 3, 18, 19, tzinfo=UTC)
    assert meeting.title == "Annual general meeting 2026"
    assert meeting.title_cy == "Cyfarfod cyffredinol blynyddol 2026"
    assert meeting.place == "The Hall\nMill Lane"
    # The last days, and every step behind them.
    days = {
        "en": ["1 March 2026", "3 March 2026", "4 March", "17 March"],
        "cy": ["1 Mawrth 2026", "3 Mawrth 2026", "4 Mawrth", "17 Mawrth"],
    }[lang]
    for day in days:
        assert day in page.main


async def test_a_day_too_soon_is_refused_and_nothing_typed_is_lost(client, org, secretary):
    page = await client.as_(secretary).get(f"/{org.slug}/meetings/new")
    page = await page.submit(on__day="15", on__month="March", on__year="2026", at="18:45")

    assert page.status == 422
    assert "16 March 2026" in page.errors[0]
    assert page.fields["on-month"] == "3" or page.fields["on-month"] == "March"
    assert page.fields["at"] == "18:45"
    assert not await Meeting.within(org).exists()

    page = await page.submit(short="y")
    assert page.status == 303, "members are agreeing to short notice"


async def test_a_day_that_email_can_reach_and_post_cannot_is_warned_of(client, org, secretary):
    await make_member(org, "Bob Pugh", postal_address="1 High Street")
    meeting = await make_meeting(org, secretary, on=date(2026, 3, 17))
    page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/prepare")

    assert "The last day to post the notice was 28 February 2026." in page.main
    assert "Check and send the notice" not in page.links


async def test_the_agenda_is_filled_changed_moved_and_emptied(client, org, secretary):
    meeting = await make_meeting(org, secretary, on=date(2026, 3, 20), items=0)
    browser = client.as_(secretary)
    home = f"/{org.slug}/meetings/{meeting.id}/agenda"
    page = await (await browser.get(home)).submit()
    page = await page.follow()
    assert page.main.count("Move down") == 6
    first, second = (await AgendaItem.of(meeting).order_by("place"))[:2]

    await browser.post(f"{home}/{second.id}/place", {"to": "up"})
    assert [i.id for i in (await AgendaItem.of(meeting).order_by("place"))[:2]] == [
        second.id,
        first.id,
    ]
    part = await browser.post(f"{home}/{second.id}/place", {"to": "down"}, htmx=True)
    assert part.status == 200
    assert not part.is_whole

    page = await browser.get(f"{home}/{first.id}")
    page = await page.submit(title="", text="Kept?")
    assert page.status == 422
    assert page.fields["text"] == "Kept?"
    page = await page.submit(title="Croeso a welcome", title_cy="Croeso")
    assert (await AgendaItem.one_of(meeting, id=first.id)).title == "Croeso a welcome"

    page = await browser.get(f"{home}/{first.id}/removal")
    await page.submit()
    assert [i.place for i in await AgendaItem.of(meeting).order_by("place")] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("accounts.pdf", b"%PDF-1.7 accounts", 303),
        ("rules.odt", b"PK\x03\x04 rules", 303),
        ("trick.pdf", b"<script>alert(1)</script>", 422),
        ("trick.html", b"<html>", 422),
        ("../../etc/passwd", b"root", 422),
        ("empty.txt", b"", 422),
        ("bad.txt", b"\xff\xfe", 422),
    ],
)
async def test_papers_are_known_by_what_is_in_them(client, org, secretary, name, data, status):
    meeting = await make_meeting(org, secretary, on=date(2026, 3, 20))
    item = await AgendaItem.of(meeting).get()
    browser = client.as_(secretary)
    where = f"/{org.slug}/meetings/{meeting.id}/agenda/{item.id}/papers/new"
    page = await browser.post(
        where, {"title": "The accounts", "language": "en"}, files={"file": (name, data)}
    )
    assert page.status == status
    if status == 422:
        assert page.errors
        assert page.fields["title"] == "The accounts"
    else:
        page = await page.follow()
        paper = await browser.get(page.links["The accounts"])
        assert paper.body == data
        assert paper.headers["content-disposition"].startswith("attachment")
        assert paper.headers["x-content-type-options"] == "nosniff"


async def test_short_notice_is_recorded_and_too_little_agreement_refused(client, org, secretary):
    for number in range(9):
        await make_member(org, f"Member {number}")
    meeting = await make_meeting(org, secretary, on=date(2026, 3, 17))
    page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/short-notice")
    assert "10 members may vote today." in page.main
    page = await page.submit(agreed="8")
    assert page.status == 422
    assert "9 members" in page.errors[0]
    page = await page.submit(agreed="9")
    assert page.status == 303


async def test_a_meeting_that_nobody_heard_of_can_be_taken_away(client, org, secretary):
    meeting = await make_meeting(org, secretary, on=date(2026, 3, 20))
    page = await client.as_(secretary).get(f"/{org.slug}/meetings/{meeting.id}/discard")
    await page.submit()
    assert not await Meeting.within(org).exists()


async def test_who_may_and_who_may_not(client, org, secretary):
    meeting = await make_meeting(org, secretary, on=date(2026, 3, 20))
    other = await make_organisation("Another")
    await make_rules(other)
    stranger = await make_officer(other, name="Stranger")
    director = await make_officer(org, Role.DIRECTOR, name="Director")
    path = f"/{org.slug}/meetings/{meeting.id}"

    assert (await client.get(path)).status == 303  # to sign in
    assert (await client.as_(stranger).get(path)).status == 403
    assert (
        await client.as_(stranger).get(f"/{other.slug}/meetings/{meeting.id}/prepare")
    ).status == 404
    assert (await client.as_(director).get(path)).status == 404, "nobody has been told of it yet"
    assert (await client.as_(director).get(f"{path}/prepare")).status == 403
    assert (await client.as_(director).post(f"{path}/notice", {"after": "0"})).status == 403
    assert (await client.as_(secretary).get(path)).status == 303
