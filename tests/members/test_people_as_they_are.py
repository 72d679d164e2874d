"""People as they are: shared addresses, one name twice, names of one part, days nobody knows.

By the form and by a list alike.
"""

import io
from datetime import date

import pytest

from coopcouncil.members.importing.against import understood
from coopcouncil.members.importing.applying import Counted, RowsWrong
from coopcouncil.members.importing.batches import apply_at_once
from coopcouncil.members.importing.reading import layout_of
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import current, entries_of_person, entry_of
from coopcouncil.organisations.models import Organisation
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_person,
)
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio
HEADINGS = "Member number,Given name,Family name,Date of birth,Email"


async def take_in(org: Organisation, *lines: str, headings: str = HEADINGS) -> Counted:
    file = io.BytesIO("\n".join([headings, *lines, ""]).encode())
    members = await understood(org, file, layout_of(file))
    _batch, counted = await apply_at_once(org, "a.csv", members)
    return counted


async def add(secretary: Pages, org: Organisation, **answers: str) -> Page:
    """Add a member by the form, confirming the check where there is one."""
    form = await secretary.get(f"/{org.slug}/members/new")
    answer = await form.submit(
        joined_on__day="1", joined_on__month="5", joined_on__year="2024", **answers
    )
    return answer if answer.errors else await answer.submit(confirmed="y")


def born(year: str) -> dict[str, str]:
    return {
        "date_of_birth__day": "30",
        "date_of_birth__month": "12",
        "date_of_birth__year": year,
    }


async def test_two_people_share_an_address_and_one_has_three(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    await add(secretary, org, given_name="Ann", email="home@home.example")
    await take_in(org, "77,Bob,Hughes,,HOME@home.example", "78,Cai,Rees,,cai@work.example")
    mother = await make_person("Ann", "home@home.example")
    assert {e.name for e in await entries_of_person(mother, org)} == {"Ann", "Bob Hughes"}
    cai = await make_person("Cai", "cai@home.example", "cai@work.example", "cai@club.example")
    assert [e.name for e in await entries_of_person(cai, org)] == ["Cai Rees"]


async def test_a_mother_and_daughter_of_one_name_are_two(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    for year in ("1960", "1990"):
        done = await add(secretary, org, given_name="Mair", family_name="Ellis", **born(year))
        assert done.status == 303
    counted = await take_in(org, "90,Mair,Ellis,30/12/1960,", "91,Mair,Ellis,30/12/1990,")
    assert counted.new == 2
    assert await current(org).filter(family_name="Ellis").count() == 4
    assert await Member.within(org).count() == 4


@pytest.mark.parametrize(
    ("given", "family", "sought"),
    [
        ("Suharto", "", "suharto"),
        ("", "Ŵyn", "wyn"),
        ("Siân", "O’Brien", "obrien"),
        ("Seán", "O'Neill", "oneill"),
        ("Llŷr", "Ŵyn-Ŷnyr", "ynyr"),
        ("Zoë", "d’Arcy-Jones", "darcy"),
    ],
)
async def test_names_of_any_kind_are_kept_and_found(
    client: Pages, given: str, family: str, sought: str
) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    assert (await add(secretary, org, given_name=given, family_name=family)).status == 303
    await take_in(org, f'50,"{given}","{family}",,')
    entries = await current(org)
    assert {(e.given_name, e.family_name) for e in entries} == {(given, family)}
    assert len(entries) == 2
    found = await secretary.get(f"/{org.slug}/members?q={sought}")
    assert found.main.count(f"{given} {family}".strip()) >= 2


async def test_a_row_without_any_name_is_refused_in_both(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/new")
    check = await form.submit(joined_on__day="1", joined_on__month="5", joined_on__year="2024")
    refused = await check.submit(confirmed="y")
    assert refused.status == 422
    assert refused.errors == ["Enter at least one name."]
    with pytest.raises(RowsWrong):
        await take_in(org, "50,,,,")
    assert not await RegisterEntry.within(org).exists()


@pytest.mark.parametrize("year", ["1899", "2199"])
async def test_days_of_birth_that_cannot_be_are_refused(client: Pages, year: str) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    refused = await add(secretary, org, given_name="Ann", **born(year))
    assert refused.status == 422
    assert refused.errors == [
        "Date of birth: Enter a day of birth from 1900 on, not in the future."
    ]
    with pytest.raises(RowsWrong):
        await take_in(org, f"50,Ann,Rees,30/12/{year},")
    assert not await RegisterEntry.within(org).exists()


async def test_a_day_of_joining_may_be_long_ago_but_not_far_ahead(client: Pages) -> None:
    """Some societies are older than any member: 1899 is a true date of joining in a history."""
    org = await make_organisation()
    headings = "Member number,Given name,Date joined"
    await take_in(org, "1,Ann,5/5/1899", headings=headings)
    entry = await current(org).get()
    assert entry.joined_on == date(1899, 5, 5)
    with pytest.raises(RowsWrong):
        await take_in(org, "2,Bob,5/5/2199", headings=headings)
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/new")
    check = await form.submit(
        given_name="Bob", joined_on__day="5", joined_on__month="5", joined_on__year="2199"
    )
    refused = await check.submit(confirmed="y")
    assert refused.status == 422
    assert refused.errors[0].startswith("Choose a date no later than")


async def test_an_unknown_day_of_birth_is_no_day(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    assert (await add(secretary, org, given_name="Ann")).status == 303
    await take_in(org, "50,Bob,Rees,,")
    assert [e.date_of_birth for e in await current(org)] == [None, None]


async def test_who_a_member_is_comes_by_form_and_by_list(client: Pages) -> None:
    org = await make_organisation()
    staff = await make_constituency(org, "Staff", name_cy="Gweithwyr")
    parents = await make_constituency(org, "Parents", name_cy="Rhieni")
    secretary = client.as_(await make_officer(org))
    await add(
        secretary,
        org,
        family_name="Calder Union",
        member_kind="organisation",
        representative="Dai Rees",
        representative_email="dai@union.example",
        constituency=str(staff.id),
        # What is ticked as the place of the vote is no further place.
        fits_in=str(parents.id),
    )
    one = await current(org).get()
    assert one.is_organisation
    assert (one.representative, one.fits) == ("Dai Rees", f"{parents.id}:")
    page = await secretary.get(f"/{org.slug}/members/{one.member_id}")
    assert "Dai Rees" in page.main
    assert "Qualifies besides in" in page.main
    await take_in(
        org,
        "50,Swim Club,organisation,Ela Lloyd,ela@club.example,parents; Gweithwyr",
        headings="Member number,Name,Member kind,Representative,Representative email,"
        "Also qualifies in",
    )
    two = await current(org).get(member_number="50")
    assert (two.member_kind, two.representative_email) == ("organisation", "ela@club.example")
    assert two.fits == f"{staff.id}: {parents.id}:"
    with pytest.raises(RowsWrong):
        await take_in(org, "51,Ann,governors", headings="Member number,Name,Also qualifies in")


async def test_a_school_of_the_second_constituency_is_written_out(client: Pages) -> None:
    trust = await make_organisation("Calderbrook Trust")
    await make_organisation("Beech Primary", slug="beech-b3", legal_form="school", parent=trust)  # type: ignore[arg-type]
    parents = await make_constituency(trust, "Parents", name_cy="Rhieni")
    secretary = client.as_(await make_officer(trust))
    entry = await make_member(trust, "Ann Rees")
    path = f"/{trust.slug}/members/{entry.member_id}/details"
    form = await secretary.get(path)
    wrong = await form.submit(fits="Parents: Oak")
    assert wrong.status == 422
    assert "“Parents: Oak” is not a constituency here" in wrong.errors[0]
    check = await wrong.submit(fits="parents: beech PRIMARY")
    await check.submit(confirmed="y")
    now = await entry_of(trust, entry.member_id)
    assert now is not None
    assert now.fits.startswith(f"{parents.id}:")
    again = await secretary.get(path)
    assert again.fields["fits"] == "Parents: Beech Primary"
