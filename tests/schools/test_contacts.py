"""Parents and carers in a school's own list: read, matched, previewed, tied, undone."""

from datetime import date

import pytest

from coopcouncil.members.importing.undoing import undo
from coopcouncil.members.models import ImportBatch
from coopcouncil.organisations.models import Role
from coopcouncil.schools import columns
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.actions.learners import TiedAlready, tie_guardian
from coopcouncil.schools.models import Guardianship, Relation, RollOverRow
from coopcouncil.schools.reads import childless, kin_of
from coopcouncil.schools.rules.contacts import (
    Contact,
    Person,
    Untied,
    matched,
    read_contacts,
    relation_of,
)
from tests.make import make_member, make_officer
from tests.schools.building import make_cluster, make_learner, make_parent

pytestmark = pytest.mark.anyio
FIRST_DAY, TODAY = date(2026, 9, 1), date(2026, 11, 22)
HEADS = {
    "sims": "UPN,Legal Forename,Legal Surname,DOB,Year,Reg,Adno,"
    "Contact 1 Forename,Contact 1 Surname,Contact 1 Relationship,Contact 1 Email",
    "arbor": "UPN,Legal First Name,Legal Last Name,Date of birth,Year group,Registration form,"
    "Arbor ID,Guardian 1 First Name,Guardian 1 Last Name,Guardian 1 Relationship,"
    "Guardian 1 Email",
    "bromcom": "UPN,LegalFirstName,LegalLastName,DateOfBirth,YearGroup,TutorGroup,"
    "AdmissionNumber,Contact1FirstName,Contact1LastName,Contact1Relationship,Contact1Email",
}
IMAN = "A820432114001,Iman,Ashworth,14/02/2014,7,7B,881,"


@pytest.fixture
async def place(client):
    return await make_cluster()


async def begun(place, *rows, system="sims"):
    text = "\n".join((HEADS[system], *rows))
    return await acts.begin_roll_over(
        place.trust, place.brook, "l.csv", text.encode(), FIRST_DAY, False, place.administrator
    )


async def said(roll_over):
    rows = RollOverRow.everywhere().filter(roll_over_id=roll_over.id, kind__contains="tied")
    return [(row.kind, row.name, row.details.get("untied")) for row in await rows.order_by("id")]


def named(name, email="", here=True, member=1):
    return Person(member, name, email, here)


@pytest.mark.parametrize(
    ("contact", "people", "found"),
    [
        (Contact("Zara Ashworth", "z@example.org"), [named("Zara Ashworth", "z@example.org")], 1),
        (Contact("Zara Ashworth"), [named("ZARA Ashworth")], 1),
        (Contact("Zara Ashworth"), [named("Zara Ashworth", here=False)], Untied.NOBODY),
        (
            Contact("Zara Ashworth", "z@example.org"),
            [named("Zara Ashworth", "other@example.org")],
            Untied.NOBODY,
        ),
        # A mailbox that two people share does not make them one.
        (Contact("Zara Ashworth", "z@example.org"), [named("Bob Rees", "z@example.org")], "nobody"),
        (
            Contact("Mair Rees"),
            [named("Mair Rees"), named("Mair Rees", member=2)],
            Untied.SEVERAL,
        ),
        (
            Contact("Zara Ashworth", relation="Childminder", says_relation=True),
            [named("Zara Ashworth")],
            Untied.NO_CARER,
        ),
        (Contact("Iman Ashworth"), [named("Iman Ashworth", member=9)], Untied.THE_LEARNER),
    ],
)
def test_who_is_meant_by_a_contact(contact, people, found):
    tie = matched(2, "Iman Ashworth", 9, contact, people)
    assert (tie.member or tie.untied) == found


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Mother", "parent"),
        ("Step-father", "parent"),
        ("Foster carer", "carer"),
        ("Mam-gu", None),
        ("Nain", "other"),
        ("Social worker", None),
        ("", None),
    ],
)
def test_only_whoever_has_the_learner_in_care_is_a_guardian(text, relation):
    assert relation_of(Contact("Ann Lee", relation=text, says_relation=True)) == relation


def test_titles_and_whole_names_are_read():
    assert read_contacts({"contact1_name": "Mrs. Zara Ashworth"}, ["contact1_name"]) == (
        Contact("Zara Ashworth"),
    )


@pytest.mark.parametrize("system", list(HEADS))
async def test_three_systems_contacts_are_tied_as_previewed_and_go_with_the_list(place, system):
    zara = await make_parent(place, "Zara Ashworth", email="zara@example.org")
    rows = (
        IMAN + "Zara,Ashworth,Mother,ZARA@example.org",
        "B820432114002,Tomos,Barraclough,03/09/2013,7,7B,882,Nobody,Known,Father,",
    )
    roll_over = await begun(place, *rows, system=system)
    assert roll_over.source == system
    assert columns.guessed(HEADS[system].split(","))[-1] == "contact1_email"
    assert await said(roll_over) == [
        ("tied", "Zara Ashworth", None),
        ("untied", "Nobody Known", "nobody"),
    ]
    assert not await Guardianship.within(place.trust).exists()
    await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    (kin,) = await kin_of(place.trust, "en", TODAY, guardians=[zara.id])
    assert (kin.learner_name, kin.tie.relation, kin.tie.since) == (
        "Iman Ashworth",
        Relation.PARENT,
        FIRST_DAY,
    )
    # Whoever is no member is forgotten with the list.
    assert await said(roll_over) == [("tied", "Zara Ashworth", None)]

    again = await begun(place, *rows, system=system)
    assert [kind for kind, _name, _why in await said(again)] == ["untied"]
    batch = await ImportBatch.one(place.trust, id=roll_over.batch_id)
    await undo(place.trust, batch, reason="Wrong list", by=place.administrator)
    assert await kin_of(place.trust, "en", TODAY, guardians=[zara.id]) == []
    assert await childless(place.trust, TODAY) == []


async def test_a_list_that_only_names_guardians_of_known_learners_is_applied(place):
    learner = await make_learner(
        place, "Iman Ashworth", upn="A820432114001", admission_number="881", year="7",
        class_name="7B", born=date(2014, 2, 14),
    )  # fmt: skip
    zara = await make_parent(place, "Zara Ashworth", email="zara@example.org")
    roll_over = await begun(place, IMAN + "Zara,Ashworth,Mother,zara@example.org")
    assert roll_over.counts["same"] == 1
    await acts.apply_roll_over(place.trust, roll_over, place.administrator)
    tie = await Guardianship.within(place.trust).get()
    assert (tie.learner_id, tie.guardian_id) == (learner.id, zara.id)
    with pytest.raises(TiedAlready):
        await tie_guardian(place.trust, learner, zara, Relation.PARENT, TODAY, None)


async def test_no_address_of_an_adult_is_shown_or_kept(client, place):
    await make_parent(
        place, "Zara Ashworth", email="zara@example.org", postal_address="1 Secret Lane"
    )
    await make_member(place.trust, "Carl Known", email="carl@example.org")
    roll_over = await begun(
        place,
        IMAN + "Zara,Ashworth,Mother,zara@example.org",
        "B820432114002,Tomos,Barraclough,03/09/2013,7,7B,882,Carl,Unknown,Father,carl@example.org",
    )
    officer = await make_officer(place.brook, Role.SECRETARY, "Sam Secretary")
    for browser, school in (
        (client.as_(place.administrator), place.trust),
        (client.as_(officer), place.brook),
    ):
        page = await browser.get(f"/{school.slug}/roll-overs/{roll_over.id}")
        assert page.status == 200
        assert "Becomes a guardian of Iman Ashworth, as Parent." in page.main
        for secret in ("example.org", "Secret Lane"):
            assert secret not in page.html
    rows = await RollOverRow.everywhere().filter(roll_over_id=roll_over.id).values()
    assert "example.org" not in str(rows)
