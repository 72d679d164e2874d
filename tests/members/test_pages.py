"""The register's pages, as the secretary uses them, in both languages."""

from datetime import UTC, date, datetime

import pytest

from coopcouncil.kernel import clock
from coopcouncil.members.actions import correct
from coopcouncil.members.models import Member, RegisterChange, RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Role
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_person,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])


@BOTH
async def test_every_page_of_the_register_opens(client: Pages, language: str) -> None:
    org = await make_organisation()
    secretary = client.in_(language).as_(await make_officer(org))
    assert (await secretary.get(f"/{org.slug}/members")).status == 200
    staff = await make_constituency(org, "Staff", name_cy="Staff")
    ada = await make_member(org, "Ada Lovell", constituency=staff, email="ada@home.example")

    for path in (
        "",
        "?q=ada&status=all&email=yes&sort=-number&on-day=1&on-month=5&on-year=2024",
        "/export",
        "/new",
        f"/{ada.member_id}",
        f"/{ada.member_id}?on-day=1&on-month=5&on-year=2024&known-day=1&known-month=5&known-year=2025",
        f"/{ada.member_id}/details",
        f"/{ada.member_id}/leaving",
        f"/{ada.member_id}/return",
        "/lists",
        "/constituencies",
        f"/constituencies/{staff.id}",
    ):
        assert (await secretary.get(f"/{org.slug}/members{path}")).status == 200, path


async def test_a_member_is_admitted_after_a_check(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/new")
    check = await form.submit(
        given_name="Siân",
        family_name="Ŵyn",
        email="sian@home.example",
        amount_paid="1.00",
        shares="1",
        joined_on__day="1",
        joined_on__month="5",
        joined_on__year="2024",
    )
    assert check.h1 == "Check the new member’s details"
    assert "Siân" in check.main
    assert not await RegisterEntry.within(org).exists()

    done = await check.submit(confirmed="y")

    assert done.status == 303
    entry = await current(org).get()
    assert (entry.name, entry.joined_on, entry.amount_paid) == ("Siân Ŵyn", date(2024, 5, 1), 100)
    page = await done.follow()
    assert page.sentences == ["The member is in the register."]
    assert "1 May 2024" in page.main


async def test_what_cannot_be_read_is_said_at_the_field_and_nothing_is_lost(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/new")
    again = await form.submit(
        given_name="Ada",
        email="no address",
        joined_on__day="31",
        joined_on__month="2",
        amount_paid="lots",
    )

    assert again.status == 422
    assert len(again.errors) == 3
    assert again.fields["given_name"] == "Ada"

    nameless = await (await form.submit(given_name="")).submit(confirmed="y")
    assert nameless.errors == ["Enter at least one name."]


async def test_a_change_takes_effect_from_its_day(client: Pages) -> None:
    org = await make_organisation()
    ada = await make_member(org, "Ada Lovell", postcode="CB1 1AA")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/{ada.member_id}/details")
    assert form.fields["postcode"] == "CB1 1AA"
    check = await form.submit(
        postcode="CB2 2BB",
        effective_on__day="1",
        effective_on__month="6",
        effective_on__year="2025",
        reason="Moved",
    )
    assert "CB2 2BB" in check.main
    assert "Ada" not in check.main  # Only what changes.
    page = await (await check.submit(confirmed="y")).follow()

    assert "CB2 2BB" in page.main
    assert "Reason: Moved" in page.main
    then = await secretary.get(
        f"/{org.slug}/members/{ada.member_id}?on-day=31&on-month=5&on-year=2025"
    )
    summary = then.main.partition("History")[0]
    assert "CB1 1AA" in summary
    assert "CB2 2BB" not in summary


async def test_a_leaving_and_a_return(client: Pages) -> None:
    org = await make_organisation()
    ada = await make_member(org, "Ada Lovell")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/{ada.member_id}/leaving")
    page = await (await (await form.submit(reason="Resigned")).submit(confirmed="y")).follow()
    assert "Left" in page.main
    assert not await current(org).exists()

    back = await secretary.get(f"/{org.slug}/members/{ada.member_id}/return")
    await back.submit()
    assert await current(org).exists()


async def test_a_line_is_corrected_with_its_reason(client: Pages) -> None:
    org = await make_organisation()
    ada = await make_member(org, "Ada Lovel", email="ada@home.example")
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/members/{ada.member_id}")
    link = next(words for words in page.links if words.startswith("Correct this line"))
    form = await page.follow(link)
    nothing = await form.submit(family_name="Lovell")
    assert nothing.status == 422
    check = await form.submit(family_name="Lovell", reason="Misspelt")
    page = await (await check.submit(confirmed="y")).follow()

    assert page.h1 == "Ada Lovell"
    assert "No longer holds" in page.main
    assert "Misspelt" in page.main
    assert (await current(org).get()).email == "ada@home.example"


async def test_the_list_is_searched_sorted_and_filtered(client: Pages) -> None:
    org = await make_organisation()
    staff = await make_constituency(org, "Staff")
    await make_member(org, "Siân Chwilog", constituency=staff, number="10")
    await make_member(org, "Dai O’Brien", number="9", email="dai@home.example")
    await make_member(org, "Eve Cybi", number="8", language="cy", format="large-print")
    secretary = client.as_(await make_officer(org))

    async def names(query: str) -> list[str]:
        page = await secretary.get(f"/{org.slug}/members?{query}")
        return [row[0] for row in page.rows()]

    assert await names("") == ["Eve Cybi", "Siân Chwilog", "Dai O’Brien"]  # c, then ch.
    assert await names("sort=-number") == ["Siân Chwilog", "Dai O’Brien", "Eve Cybi"]
    assert await names("q=sian") == ["Siân Chwilog"]
    assert await names("q=obrien") == ["Dai O’Brien"]
    assert await names("q=dai%40home.ex") == ["Dai O’Brien"]
    assert await names("q=%25") == ["Eve Cybi", "Siân Chwilog", "Dai O’Brien"]
    assert await names(f"constituency={staff.id}") == ["Siân Chwilog"]
    assert await names("constituency=none&sort=number") == ["Eve Cybi", "Dai O’Brien"]
    assert await names("email=yes") == ["Dai O’Brien"]
    assert await names("language=cy&format=large-print") == ["Eve Cybi"]
    assert await names("q=nobody") == []
    assert await names("on-day=1&on-month=1&on-year=2019") == []


async def test_pages_of_a_long_list_lead_on_and_back(client: Pages) -> None:
    org = await make_organisation()
    for n in range(120):
        await make_member(org, f"Name{n:03}")
    secretary = client.as_(await make_officer(org))
    first = await secretary.get(f"/{org.slug}/members")
    second = await first.follow("Next page")
    third = await second.follow("Next page")
    seen = [row[0] for page in (first, second, third) for row in page.rows()]

    assert seen == [f"Name{n:03}" for n in range(120)]
    assert "Next page" not in third.links
    back = await (await third.follow("Previous page")).follow("Previous page")
    assert back.rows() == first.rows()
    assert "Previous page" not in back.links or back.rows() == first.rows()
    assert "120 members" in first.main


async def test_a_list_is_taken_out_and_that_is_recorded(client: Pages) -> None:
    org = await make_organisation()
    await make_member(org, "=cmd|' /C calc'!A0", email="+x@home.example", number="7")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/export?q=cmd")
    refused = await form.submit()
    assert refused.status == 422
    csv = await form.submit(purpose="Christmas cards", form="csv")

    assert csv.headers["content-type"].startswith("text/csv")
    assert "'=cmd|' /C" in csv.text
    assert "'+x@home.example" in csv.text
    ods = await form.submit(purpose="Christmas cards", form="ods")
    assert ods.body[:4] == b"PK\x03\x04"
    assert b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in ods.body[:100]


async def test_a_member_sees_own_entry_and_no_other(client: Pages) -> None:
    org, other = await make_organisation(), await make_organisation()
    await make_member(org, "Ada Lovell", email="Ada@home.example", postcode="CB1 1AA")
    await make_member(org, "Bob Rees", email="bob@home.example")
    await make_member(other, "Ada Elsewhere", email="ada@home.example")
    ada = client.as_(await make_person("Ada", "ada@home.example"))
    page = await ada.get(f"/{org.slug}/me")

    assert "Ada Lovell" in page.main
    assert "CB1 1AA" in page.main
    assert "Bob" not in page.main
    assert "Elsewhere" not in page.main
    stranger = client.as_(await make_person())
    assert "no member" in (await stranger.get(f"/{org.slug}/me")).main


async def test_only_keepers_reach_the_register(client: Pages) -> None:
    org, other = await make_organisation(), await make_organisation()
    ada = await make_member(org, "Ada Lovell", email="ada@home.example")
    keeper_elsewhere = client.as_(await make_officer(other))
    chair = client.as_(await make_officer(org, Role.CHAIR))
    member = client.as_(await make_person("Ada", "ada@home.example"))

    for browser in (chair, member, keeper_elsewhere):
        assert (await browser.get(f"/{org.slug}/members")).status == 403
        assert (await browser.get(f"/{org.slug}/members/{ada.member_id}")).status == 403
        assert (await browser.post(f"/{org.slug}/members/new", {})).status == 403
    assert (await client.get(f"/{org.slug}/members")).status == 303
    theirs = f"/{other.slug}/members/{ada.member_id}"
    assert (await keeper_elsewhere.get(theirs)).status == 404
    assert (await keeper_elsewhere.post(f"{theirs}/leaving", {})).status == 404


async def test_constituencies_are_added_in_both_languages(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/members/constituencies")
    await page.submit(name="Local people", name_cy="Pobl leol")
    again = await page.submit(name="local people")

    assert again.errors == ["Name in English: There is a constituency “local people” already."]
    welsh = await secretary.in_("cy").get(f"/{org.slug}/members/constituencies")
    assert "Pobl leol" in welsh.main
    assert "local-people" in welsh.main


@BOTH
async def test_the_home_page_leads_to_the_register_and_to_ones_own_entry(
    client: Pages, language: str
) -> None:
    org = await make_organisation()
    secretary = client.in_(language).as_(await make_officer(org))
    links = (await secretary.get(f"/{org.slug}/")).links.values()
    assert f"/{org.slug}/members/lists" in links

    await make_member(org, "Ada Lovell", email="ada@home.example")
    ada = client.in_(language).as_(await make_person("Ada", "ada@home.example"))
    assert f"/{org.slug}/me" in (await ada.get(f"/{org.slug}/")).links.values()
    again = (await secretary.get(f"/{org.slug}/")).links.values()
    assert f"/{org.slug}/members/lists" not in again


async def test_a_members_history_is_told_as_it_was_known(client: Pages) -> None:
    def noon(day: int) -> datetime:
        return datetime(2026, 5, day, 12, tzinfo=UTC)

    with clock.frozen(noon(2)):
        org = await make_organisation()
        entry = await make_member(org, "Ada Lovel")
        secretary = client.as_(await make_officer(org))
    with clock.frozen(noon(6)):
        member = await Member.one(org, id=entry.member_id)
        right = {"family_name": "Lovell"}
        line = await RegisterChange.within(org).filter(member_id=member.id).get()
        facts = {**line.facts, **right}
        day = line.effective_on
        await correct(org, line, facts, effective_on=day, reason="Misspelt", by=None)
    with clock.frozen(noon(9)):
        path = f"/{org.slug}/members/{member.id}"
        now = await secretary.get(path)
        assert "Misspelt" in now.main
        assert "No longer holds" in now.main
        assert "Correct this line" in now.main
        then = await secretary.get(f"{path}?known-day=4&known-month=5&known-year=2026")
        assert "Ada Lovel" in then.main
        for later in ("Lovell", "Misspelt", "No longer holds", "Correct this line"):
            assert later not in then.main, later
