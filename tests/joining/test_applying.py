"""Joining through the public form: asked, confirmed, told apart; what machines get."""

from datetime import timedelta
from typing import Any

import pytest

from coopcouncil.joining.actions import applying
from coopcouncil.joining.models import Application, JoiningForm
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.models import Organisation
from tests.joining.forms import fill, make_form
from tests.make import (
    make_constituency,
    make_organisation,
    make_person,
    make_rules,
)
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio


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
