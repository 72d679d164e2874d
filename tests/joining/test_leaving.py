"""Leaving: by one's own word, by a procedure with its steps, and what follows from it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from coopcouncil.joining.kinds import Verdict
from coopcouncil.joining.models import Expulsion
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import current, entry_of
from coopcouncil.members.recording import Recording
from coopcouncil.members.within import AFTER_LEAVING
from coopcouncil.organisations.models import Organisation
from tests.make import make_member, make_officer, make_organisation, make_person, make_rules
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
Followed = list[tuple[int, date, Cause | None]]


@pytest.fixture
def followed() -> Iterator[Followed]:
    """What a higher slice, such as shares, was told of leavings."""
    heard: Followed = []

    async def follow(book: Recording, member: int, on: date, because: Cause | None) -> None:
        heard.append((member, on, because))

    AFTER_LEAVING.append(follow)
    yield heard
    AFTER_LEAVING.remove(follow)


def day(on: date, name: str = "on") -> dict[str, str]:
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


async def test_a_member_resigns_after_a_check(client: Pages, followed: Followed) -> None:
    org = await make_organisation()
    await make_rules(org)
    ada = await make_person("Ada", "ada@home.example")
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    form = await client.as_(ada).get(f"/{org.slug}/me/{entry.member_id}/leaving")
    check = await form.submit(reason="Moving to Cardiff")
    assert check.h1 == "Do you want to leave?"
    assert await current(org).exists()

    done = await check.submit(confirmed="y")

    assert done.status == 303
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert (now.status, now.left_because, now.left_on) == ("left", "resigned", clock.today())
    assert followed == [(entry.member_id, clock.today(), Cause.RESIGNED)]
    told = await OutboxMessage.filter(purpose="email/joining/resigned").get()
    assert told.recipient == "ada@home.example"
    path = f"/{org.slug}/me/{entry.member_id}/leaving"
    assert (await client.as_(ada).get(path)).status == 404


async def test_notice_of_a_resignation_is_kept(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, resignation_notice_days=28)
    ada = await make_person("Ada", "ada@home.example")
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    form = await client.as_(ada).get(f"/{org.slug}/me/{entry.member_id}/leaving")
    assert "28 days’ notice" in form.main
    check = await form.submit()
    refused = await check.submit(confirmed="y")
    assert refused.status == 422
    assert "at the earliest" in refused.errors[0]
    assert await current(org).exists()


async def test_of_two_with_one_address_only_who_says_so_leaves(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    ada = client.as_(await make_person("Ada", "home@home.example"))
    mother = await make_member(
        org, "Ada Lovell", email="home@home.example", date_of_birth="1970-05-01"
    )
    daughter = await make_member(
        org, "Ada Lovell", email="home@home.example", date_of_birth="2001-05-01"
    )
    stranger = await make_member(org, "Bob Stranger", email="bob@home.example")
    for entry in (mother, daughter, stranger):
        assert (await ada.get(f"/{org.slug}/me/{entry.member_id}/leaving")).status == 404
    who = {"number": daughter.member_number, **day(date(2001, 5, 1), "born")}
    assert (await ada.post(f"/{org.slug}/me/who", who)).status == 303
    assert (await ada.get(f"/{org.slug}/me/{mother.member_id}/leaving")).status == 404
    form = await ada.get(f"/{org.slug}/me/{daughter.member_id}/leaving")
    check = await form.submit()
    await check.submit(confirmed="y")
    left = [entry.member_id for entry in await current(org).order_by("member_id")]
    assert left == [mother.member_id, stranger.member_id]


BY_HAND = [cause for cause in Cause if cause is not Cause.EXPELLED]


@pytest.mark.parametrize("cause", BY_HAND)
async def test_the_secretary_records_how_a_membership_ended(client: Pages, cause: Cause) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    entry = await make_member(org)
    form = await secretary.get(f"/{org.slug}/members/{entry.member_id}/leaving")
    check = await form.submit(left_because=cause.value)
    await check.submit(confirmed="y")
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert now.left_because == cause.value
    page = await secretary.get(f"/{org.slug}/members/{entry.member_id}")
    assert "How membership ended" in page.main
    back = await secretary.get(f"/{org.slug}/members/{entry.member_id}/return")
    await back.submit()
    again = await entry_of(org, entry.member_id)
    assert again is not None
    assert (again.status, again.left_because, again.left_on) == ("member", "", None)


async def test_nobody_is_expelled_by_recording_a_leaving(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    entry = await make_member(org)
    form = await secretary.get(f"/{org.slug}/members/{entry.member_id}/leaving")
    assert "notice and a hearing" in form.main
    refused = await form.submit(left_because="expelled")
    assert refused.status == 422
    assert await current(org).exists()
    grounds = await form.follow("Begin an expulsion")
    assert "grounds" in grounds.main


async def expel(
    client: Pages, org: Organisation, entry: RegisterEntry, votes: tuple[int, int]
) -> tuple[Pages, Expulsion]:
    """Grounds, notice, hearing and vote, through the pages; the hearing is over today."""
    secretary = client.as_(await make_officer(org))
    today = clock.today()
    with clock.frozen(clock.now() - timedelta(days=30)):
        grounds = await secretary.get(f"/{org.slug}/members/{entry.member_id}/expulsion")
        begun = await grounds.submit(grounds="Took the till on 1 May (rule 12).")
        page = await begun.follow()
        assert "Took the till" in page.main
        path = begun.location
        early = clock.today() + timedelta(days=16)
        sent = {"way": "post", "hearing_at": "7 pm, the hall", **day(clock.today(), "sent_on")}
        refused = await secretary.post(f"{path}/hearing", {**sent, **day(early, "hearing_on")})
        assert refused.status == 422
        assert "or later" in refused.errors[0]
        hearing = early + timedelta(days=1)
        set_ = await secretary.post(f"{path}/hearing", {**sent, **day(hearing, "hearing_on")})
        assert set_.status == 303
        waiting = await secretary.get(path)
        assert "What it decides is recorded here from that day on." in waiting.main
        assert f"{path}/decision" not in waiting.html
        letter = await secretary.get(f"{path}/letter")
        assert letter.body.startswith(b"%PDF")
        said = {
            "heard": "in-person",
            "answer": "It was a mistake.",
            "votes_for": str(votes[0]),
            "votes_against": str(votes[1]),
            "minute": "EGM 3",
        }
        too_soon = await secretary.post(f"{path}/decision", {**said, **day(clock.today())})
        assert too_soon.status == 422
    secretary = client.as_(secretary.person)  # Nobody stays signed in for a month.
    decided = await secretary.post(f"{path}/decision", {**said, **day(today)})
    assert decided.status == 303
    return secretary, await Expulsion.get()


async def test_an_expulsion_from_the_grounds_to_the_end(client: Pages, followed: Followed) -> None:
    org = await make_organisation()
    await make_rules(org)
    entry = await make_member(org, "Ada Lovell")
    secretary, expulsion = await expel(client, org, entry, (3, 1))
    assert expulsion.verdict is Verdict.EXPELLED
    # The vote alone ends nothing: somebody does.
    assert await current(org).exists()
    assert not followed
    page = await secretary.get(f"/{org.slug}/expulsions/{expulsion.id}")

    done = await page.submit()

    assert done.status == 303
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert (now.left_because, now.reason) == ("expelled", "EGM 3")
    assert followed == [(entry.member_id, clock.today(), Cause.EXPELLED)]
    # What it was about stands in no record that others read.
    for each in await AuditEntry.filter(organisation_id=org.id):
        assert "till" not in str(each.payload)


async def test_too_few_votes_keep_the_member(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    entry = await make_member(org, "Ada Lovell")
    secretary, expulsion = await expel(client, org, entry, (2, 1))
    assert expulsion.verdict is Verdict.KEPT
    assert expulsion.closed_at is not None
    ended = await secretary.post(
        f"/{org.slug}/expulsions/{expulsion.id}/ending", day(clock.today())
    )
    assert ended.status == 422
    assert await current(org).exists()


async def test_an_appeal_holds_the_expulsion_up(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, expulsion_appeal_days=14)
    entry = await make_member(org, "Ada Lovell")
    secretary, expulsion = await expel(client, org, entry, (9, 0))
    path = f"/{org.slug}/expulsions/{expulsion.id}"
    assert (await secretary.post(f"{path}/ending", day(clock.today()))).status == 422
    assert (await secretary.post(f"{path}/appeal", day(clock.today()))).status == 303
    upheld = {"upheld": "yes", "minute": "Board 9", **day(clock.today())}
    assert (await secretary.post(f"{path}/appeal/decision", upheld)).status == 303
    after = await Expulsion.get()
    assert after.verdict is Verdict.KEPT
    assert await current(org).exists()


async def test_a_procedure_can_be_dropped_and_begun_anew(client: Pages) -> None:
    org, other = await make_organisation(), await make_organisation("Other")
    await make_rules(org)
    entry = await make_member(org, "Ada Lovell")
    secretary = client.as_(await make_officer(org))
    grounds = f"/{org.slug}/members/{entry.member_id}/expulsion"
    begun = await secretary.post(grounds, {"grounds": "Rule 12"})
    twice = await secretary.post(grounds, {"grounds": "Rule 13"})
    assert twice.errors == ["There is a procedure against this member already."]
    stranger = client.as_(await make_officer(other))
    elsewhere = begun.location.replace(org.slug, other.slug)
    assert (await stranger.get(elsewhere)).status == 404
    assert (await stranger.get(begun.location)).status == 403
    await secretary.post(f"{begun.location}/dropping", {"because": "Settled between them"})
    assert (await secretary.post(grounds, {"grounds": "Rule 13"})).status == 303
    assert (await secretary.get(f"/{org.slug}/expulsions")).status == 200


async def test_the_pages_speak_welsh(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, expulsion_appeal_days=14)
    entry = await make_member(org, "Ada Lovell", email="ada@home.example", language="cy")
    _secretary, expulsion = await expel(client, org, entry, (9, 0))
    welsh = client.as_(await make_officer(org)).in_("cy")
    for path in (f"expulsions/{expulsion.id}", "expulsions", f"members/{entry.member_id}/leaving"):
        assert (await welsh.get(f"/{org.slug}/{path}")).status == 200
    ada = client.as_(await make_person("Ada", "ada@home.example")).in_("cy")
    assert (await ada.get(f"/{org.slug}/me/{entry.member_id}/leaving")).status == 200
