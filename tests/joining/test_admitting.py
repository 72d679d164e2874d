"""From an application to the register: admitted, refused, withdrawn, back again."""

from datetime import date

import pytest

from coopcouncil.joining.actions import applying
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current, entry_of
from tests.joining.forms import fill, link_in_mail, make_form
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_rules,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def test_from_the_form_to_the_register(site: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = site.as_(await make_officer(org))
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    form = await make_form(org, staff, words="Come and join us.")

    door = await site.get(f"/{org.slug}/join")
    assert door.location == f"/{org.slug}/join/{form.id}"
    asked = await site.get(door.location)
    assert "Come and join us." in asked.main
    sent = await fill(site, door.location, language="cy")
    assert (await sent.follow()).h1 == "Look at your e-mail"
    waiting = await secretary.get(f"/{org.slug}/applications")
    assert "Siân" not in waiting.main
    assert "1 more is not confirmed" in waiting.main

    code = await link_in_mail("sian@home.example")
    mine = await site.get(f"/{org.slug}/join/applications/{code}")
    assert "Siân O’Brien applies to join" in mine.main
    assert (await Application.get()).state is State.RECEIVED  # opening the link does nothing
    done = await mine.submit()
    assert "Your application is with us" in (await done.follow()).main

    waiting = await secretary.get(f"/{org.slug}/applications")
    one = await Application.get()
    without_minute = await waiting.submit(chosen=str(one.id), to="admitted")
    assert without_minute.errors == ["Name the minute of the board’s decision."]
    decided = await without_minute.submit(
        chosen=str(one.id), to="admitted", minute="Board, minute 7"
    )
    assert (await decided.follow()).sentences == ["1 member is admitted."]

    entry = await current(org).get()
    assert entry.name == "Siân O’Brien"
    assert entry.constituency_id == staff.id
    assert (entry.joined_on, entry.language) == (clock.today(), "cy")
    page = await secretary.get(f"/{org.slug}/members/{entry.member_id}")
    assert "Board, minute 7" in page.main
    welcome = await OutboxMessage.filter(purpose="email/joining/welcome").get()
    assert welcome.language == "cy"
    assert welcome.subject.startswith("Croeso i")
    assert welcome.text
    assert entry.member_number in welcome.text
    again = await secretary.get(f"/{org.slug}/applications/{one.id}")
    assert "Admitted" in again.main
    # Where she lives stands in the register alone.
    assert "Mill Lane" not in again.main
    assert entry.postal_address == "1 Mill Lane\nCalderbrook"
    assert (entry.shares, entry.amount_paid) == (1, 0)  # allotted with the admission, not yet paid


async def test_several_are_admitted_at_once_or_none(site: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)
    secretary = site.as_(await make_officer(org))
    for n in range(3):
        await fill(site, f"/{org.slug}/join/{form.id}", family_name=f"Number{n}")
        code = await link_in_mail("sian@home.example")
        await site.post(f"/{org.slug}/join/applications/{code}")
    ids = [one.id for one in await Application.all().order_by("id")]
    await applying.withdraw(await Application.get(id=ids[2]))

    page = await secretary.get(f"/{org.slug}/applications")
    fields = {**page.fields, "to": "admitted", "minute": "7"}
    refused = await secretary.post(f"/{org.slug}/applications", {**fields, "chosen": ids})
    assert refused.status == 422
    assert not await Member.within(org).exists()
    done = await secretary.post(f"/{org.slug}/applications", {**fields, "chosen": ids[:2]})
    assert (await done.follow()).sentences == ["2 members are admitted."]
    # One e-mail address, two people: both are members, under two numbers.
    found = await current(org).order_by("member_number")
    assert [e.member_number for e in found] == ["1", "2"]
    assert {e.email for e in found} == {"sian@home.example"}


async def test_a_mother_and_daughter_of_one_name_are_two_members(site: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    mother = await make_member(org, "Siân O’Brien", email="sian@home.example")
    form = await make_form(org)
    await fill(site, f"/{org.slug}/join/{form.id}")
    code = await link_in_mail("sian@home.example")
    await site.post(f"/{org.slug}/join/applications/{code}")
    secretary = site.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/applications")
    assert "Perhaps known" in page.main
    one = await Application.get()
    detail = await secretary.get(f"/{org.slug}/applications/{one.id}")
    assert f"Siân O’Brien ({mother.member_number})" in detail.main
    done = await detail.submit(to="admitted", minute="8")
    assert done.status == 303
    assert await current(org).count() == 2


async def test_who_comes_back_keeps_the_number(site: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    old = await make_member(org, "Siân O’Brien", number="17")
    member = await Member.one(org, id=old.member_id)
    await leave(org, member, date(2025, 1, 1), reason="", by=None, because=Cause.LAPSED)
    form = await make_form(org)
    await fill(site, f"/{org.slug}/join/{form.id}")
    code = await link_in_mail("sian@home.example")
    await site.post(f"/{org.slug}/join/applications/{code}")
    secretary = site.as_(await make_officer(org))
    one = await Application.get()
    detail = await secretary.get(f"/{org.slug}/applications/{one.id}")

    await detail.submit(to="admitted", minute="8", former=str(old.member_id))

    now = await entry_of(org, old.member_id)
    assert now is not None
    assert now.status == "member"
    assert now.left_because == ""
    assert (now.joined_on, now.email) == (clock.today(), "sian@home.example")
    assert await Member.within(org).count() == 1


async def test_a_refusal_tells_its_reason_and_enters_nobody(site: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)
    await fill(site, f"/{org.slug}/join/{form.id}")
    code = await link_in_mail("sian@home.example")
    await site.post(f"/{org.slug}/join/applications/{code}")
    secretary = site.as_(await make_officer(org))
    one = await Application.get()
    detail = await secretary.get(f"/{org.slug}/applications/{one.id}")
    assert (await detail.submit(to="refused", minute="9")).errors == [
        "Say why. The applicant is told."
    ]

    await detail.submit(to="refused", minute="9", reason="Not in our area.")

    assert not await Member.within(org).exists()
    told = await OutboxMessage.filter(purpose="email/joining/refused").get()
    assert "Not in our area." in (told.text or "")
    mine = await site.get(f"/{org.slug}/join/applications/{code}")
    assert "Not in our area." in mine.main


async def test_withdrawing_erases_what_was_written(site: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)
    await fill(site, f"/{org.slug}/join/{form.id}")
    code = await link_in_mail("sian@home.example")

    gone = await site.post(f"/{org.slug}/join/applications/{code}/withdrawal")

    assert "is withdrawn" in (await gone.follow()).main
    one = await Application.get()
    assert (one.state, one.email, one.name) == (State.WITHDRAWN, "", "")
    late = await site.post(f"/{org.slug}/join/applications/{code}")
    assert late.status == 409


async def test_paper_needs_no_address_for_mail(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/applications/paper")
    done = await page.submit(
        given_name="Ifan", postal_address="2 Mill Lane", is_of_age="y", language="cy"
    )
    assert done.status == 303
    assert "Ifan" in (await done.follow()).main
    assert (await Application.get()).on_paper
