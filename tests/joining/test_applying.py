"""A stranger applies, confirms, and is admitted by the board: through the pages."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from coopcouncil.app import make_app
from coopcouncil.joining.actions import applying
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application, JoiningForm
from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Constituency, Member
from coopcouncil.members.reads import current, entry_of
from coopcouncil.organisations.models import Organisation
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_person,
    make_rules,
)
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio

ANSWERS = {
    "given_name": "Siân",
    "family_name": "O’Brien",
    "date_of_birth__day": "1",
    "date_of_birth__month": "5",
    "date_of_birth__year": "1990",
    "email": "sian@home.example",
    "postal_address": "1 Mill Lane\nCalderbrook",
    "agrees": "y",
}


@pytest.fixture
async def site(db: None, config: Config) -> AsyncIterator[Pages]:
    """A browser before a place where messages can be read on the screen."""
    shown = settings.use(config.for_demo())
    yield Pages(make_app(shown))
    settings.use(config)


async def make_form(
    org: Organisation, constituency: Constituency | None = None, **words: str
) -> JoiningForm:
    return await applying.open_form(
        org, constituency.id if constituency else None, words.get("words", ""), "", None
    )


async def fill(pages: Pages, path: str, seconds: int = 60, **changes: Any) -> Page:
    """The form filled in at a person's pace."""
    with clock.frozen(clock.now() - timedelta(seconds=seconds)):
        questions = await pages.get(path)
    return await questions.submit(**{**ANSWERS, **changes})


async def link_in_mail(to: str) -> str:
    message = await OutboxMessage.filter(recipient=to).order_by("-id").first()
    assert message is not None
    assert message.text
    found = re.search(r"/\S+/join/applications/(\S+)", message.text)
    assert found
    return found[1]


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


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"given_name": None, "family_name": ""}, "Enter at least one name."),
        ({"date_of_birth__year": "1899"}, "Enter a day of birth from 1900 on, not in the future."),
        ({"date_of_birth__year": "2199"}, "Enter a day of birth from 1900 on, not in the future."),
        ({"date_of_birth__year": "2015"}, "Under the rules a member here is 16 or over."),
        (
            {
                "date_of_birth__day": "",
                "date_of_birth__month": "",
                "date_of_birth__year": "",
            },
            "Enter the date of birth, or tick that you are 16 or over.",
        ),
        ({"date_of_birth__day": "31", "date_of_birth__month": "2"}, "Enter a real date"),
        ({"email": "no address"}, "Enter an e-mail address like name@example.org."),
        ({"postal_address": ""}, "Fill this in."),
        ({"agrees": None}, "Tick this to go on."),
        ({"language": "fr"}, "Choose one of the answers shown."),
        ({"given_name": "x" * 101}, "Shorten this to 100 characters or fewer."),
    ],
)
async def test_what_cannot_stand_is_said_in_a_sentence(
    client: Pages, changes: dict[str, Any], sentence: str
) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)

    again = await fill(client, f"/{org.slug}/join/{form.id}", **changes)

    assert again.status == 422
    assert any(sentence in error for error in again.errors), again.errors
    assert not await Application.exists()


async def test_an_unknown_day_of_birth_and_a_name_of_one_part_will_do(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)
    done = await fill(
        client,
        f"/{org.slug}/join/{form.id}",
        given_name="Ŵyn’r",
        family_name="",
        date_of_birth__day="",
        date_of_birth__month="",
        date_of_birth__year="",
        is_of_age="y",
    )
    assert done.status == 303
    one = await Application.get()
    assert (one.name, one.date_of_birth, one.is_of_age) == ("Ŵyn’r", None, True)


async def test_machines_are_told_nothing_and_leave_nothing(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)
    path = f"/{org.slug}/join/{form.id}"

    trapped = await fill(client, path, subject_line="Cheap watches")
    assert trapped.location == f"/{org.slug}/join/sent"
    hurried = await fill(client, path, seconds=1)
    assert hurried.errors == ["Please look over your answers once more, then send them again."]
    assert hurried.fields["given_name"] == "Siân"  # nothing typed is lost
    forged = await fill(client, path, begun="1.0")
    assert forged.status == 422
    assert not await Application.exists()
    assert not await OutboxMessage.exists()


async def test_nobodys_letter_box_is_filled_through_us(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)
    answers = [await fill(client, f"/{org.slug}/join/{form.id}") for _n in range(8)]
    assert [a.status for a in answers[:6]] == [303] * 6
    assert {a.status for a in answers[6:]} == {429}
    assert await Application.all().count() == 6


async def test_only_what_the_rules_need_is_asked(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org, member_age=0, vote_age=0, organisation_members=False)
    form = await make_form(org)
    page = await client.get(f"/{org.slug}/join/{form.id}")
    for absent in ("date_of_birth-day", "member_kind", "evidence", "has_bond", "fits_in", "part"):
        assert absent not in page.html
    other = await make_organisation()
    await make_rules(
        other,
        common_bond="You live in Calderbrook",
        common_bond_cy="Rydych yn byw yng Nghalderbrook",
        constituency_needs="staff: employment",
    )
    staff = await make_constituency(other, "Staff", name_cy="Gweithwyr")
    form = await make_form(other, staff)
    page = await client.in_("cy").get(f"/{other.slug}/join/{form.id}")
    assert "Rydych yn byw yng Nghalderbrook" in page.main
    refused = await fill(client, f"/{other.slug}/join/{form.id}")
    assert len(refused.errors) == 2
    done = await fill(
        client, f"/{other.slug}/join/{form.id}", has_bond="y", evidence="The baths, since May"
    )
    assert done.status == 303


@pytest.mark.parametrize("how", ["asked", "order"])
async def test_who_fits_several_votes_in_one(client: Pages, how: str) -> None:
    org = await make_organisation()
    await make_rules(org, voting_constituency=how, constituency_order="staff")
    parents = await make_constituency(org, "Parents", name_cy="Rhieni")
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    form = await make_form(org, parents)
    chosen: dict[str, Any] = {"votes_in": str(parents.id)} if how == "asked" else {}

    await fill(client, f"/{org.slug}/join/{form.id}", fits_in=str(staff.id), **chosen)

    one = await Application.get()
    votes, fits = (parents, staff) if how == "asked" else (staff, parents)
    assert (one.constituency_id, one.fits) == (votes.id, f"{fits.id}:")


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


async def test_a_wrong_code_is_nobodys(client: Pages) -> None:
    org, other = await make_organisation(), await make_organisation("Other")
    await make_rules(org)
    form = await make_form(org)
    assert (await client.get(f"/{org.slug}/join/applications/nonsense")).status == 404
    assert (await client.get(f"/{other.slug}/join/{form.id}")).status == 404
    await applying.close_form(form, await make_person())
    assert (await client.get(f"/{org.slug}/join/{form.id}")).status == 404
    assert (await fill_closed(client, org, form)).status == 404


async def fill_closed(client: Pages, org: Organisation, form: JoiningForm) -> Page:
    return await client.post(f"/{org.slug}/join/{form.id}", {"given_name": "Late"})


async def test_what_nobody_confirms_is_forgotten(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    form = await make_form(org)
    await fill(client, f"/{org.slug}/join/{form.id}")
    await applying.forget_old()
    assert await Application.all().count() == 1
    with clock.frozen(clock.now() + timedelta(days=15)):
        await applying.forget_old()
    assert not await Application.exists()


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


async def test_the_pages_open_in_both_languages(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    await make_form(org, staff)
    await make_form(org)
    secretary = client.as_(await make_officer(org))
    for language in ("en", "cy"):
        for path in ("join", "join/sent", ""):
            assert (await client.in_(language).get(f"/{org.slug}/{path}")).status == 200
        for path in ("applications", "applications/paper", "joining-forms", "review", ""):
            page = await secretary.in_(language).get(f"/{org.slug}/{path}")
            assert page.status == 200


async def test_a_form_is_opened_once_per_constituency_and_closed(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    forms = await secretary.get(f"/{org.slug}/joining-forms")
    opened = await forms.submit(constituency="", words="Welcome")
    assert "/join/" in (await opened.follow()).main
    assert (await forms.submit(constituency="")).status == 422
    one = await JoiningForm.get()
    await secretary.post(f"/{org.slug}/joining-forms/{one.id}/closing")
    assert (await client.get(f"/{org.slug}/join")).h1 == "Become a member"


async def test_a_school_sends_applicants_to_its_trust(client: Pages) -> None:
    trust = await make_organisation("Calderbrook Trust")
    school = await make_organisation("Beech Primary", legal_form="school", parent=trust)  # type: ignore[arg-type]
    page = await client.get(f"/{school.slug}/join")
    assert page.links["Apply to join Calderbrook Trust"] == f"/{trust.slug}/join"
