"""A promise to a group of the recipient's members: who reads of it, who may say that it came."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.members.actions import leave
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entries_of_person
from coopcouncil.officers.actions import take_office
from coopcouncil.organisations.kinds import LegalForm, Role
from coopcouncil.procurement.delivery.actions.reporting import ReportDraft, report
from coopcouncil.procurement.delivery.models import Commitment, RecipientAnswer
from coopcouncil.procurement.delivery.rules.refusals import NotItsGroup, may_be_group
from coopcouncil.schools.actions.seats import add_seats, stand_down, take_seat
from coopcouncil.schools.models import SeatHolder
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_person,
    make_rules,
)
from tests.procurement.delivery.made import ground


@pytest.mark.parametrize(
    ("recipient", "trust", "of", "owner", "fits"),
    [
        (7, None, 7, 7, True),
        (7, 5, 7, 5, True),  # A trust's constituency, at one of its schools.
        (7, 5, 8, 5, False),  # The same at the other school.
        (7, None, 8, 8, False),
        (7, None, 7, 5, False),
        (None, None, 7, 7, False),
    ],
)
def test_a_group_is_one_of_the_recipients_own(recipient, trust, of, owner, fits):
    if fits:
        may_be_group(recipient, trust, of, owner)
    else:
        with pytest.raises(NotItsGroup):
            may_be_group(recipient, trust, of, owner)


@pytest.mark.anyio
@pytest.mark.usefixtures("db")
async def test_the_officers_and_the_groups_representatives_alone_answer_for_a_group(client):
    made = await ground()
    trust = await make_organisation(
        "Calder Trust", legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE
    )
    await make_rules(trust)
    school = await make_organisation(
        "Canal Side Primary", legal_form=LegalForm.SCHOOL, parent=trust
    )
    other = await make_organisation("Moor Top Primary", legal_form=LegalForm.SCHOOL, parent=trust)
    families = await make_constituency(trust, "Families", name_cy="Teuluoedd")
    staff = await make_constituency(trust, "Staff")
    head = await make_officer(school, Role.SECRETARY, "Angharad Pugh")
    seats = {}
    for name, group, part in (
        ("Bethan Rees", families, school),
        ("Colin Rush", families, other),
        ("Della Marsh", staff, school),
    ):
        email = f"{name.split()[0].lower()}@example.org"
        entry = await make_member(trust, name, constituency=group, part=part, email=email)
        line = await add_seats(trust, part, group, 1, 3, None)
        member = await Member.one(trust, id=entry.member_id)
        seats[name] = await take_seat(trust, line, member, clock.today(), None)
    sits, elsewhere, colleague = [
        await make_person(name, f"{name.split()[0].lower()}@example.org") for name in seats
    ]
    await make_member(
        trust, "Elin Voss", constituency=families, part=school, email="elin@example.org"
    )
    mere_member = await make_person("Elin Voss", "elin@example.org")

    hours = await made.promised()
    base = f"/{made.org.slug}/promises/{hours.id}"
    pages = client.as_(made.lead)
    key = f"{school.id}-{families.id}"
    assert "Canal Side Primary: Families" in (await pages.get(f"{base}/for-whom")).text
    wrong = await pages.post(f"{base}/for-whom", {"recipient": str(other.id), "group": key})
    assert wrong.status == 422
    assert "This group is of another organisation" in wrong.text
    # A group alone names its organisation too.
    assert (await pages.post(f"{base}/for-whom", {"group": key})).status == 303
    row = await Commitment.within(made.org).get(id=hours.id)
    assert (row.recipient_id, row.recipient_group_id, row.recipient_name) == (
        school.id,
        families.id,
        "",
    )
    kept = (await pages.get(f"{base}/for-whom")).html
    assert f'selected value="{key}"' in kept or f'value="{key}" selected' in kept
    assert "Canal Side Primary: Families" in (await pages.get(base)).text
    listed = (await pages.get(f"/{made.org.slug}/promises/work/list.csv")).text
    assert "Canal Side Primary,Families" in listed
    said = json.loads((await pages.get(f"/{made.org.slug}/social-value.json")).text)
    assert said["promises"][0]["recipient_group_cy"] == "Teuluoedd"
    public = f"/{made.org.slug}/social-value"
    assert "Canal Side Primary: Families" in (await pages.get(public)).text
    assert "Canal Side Primary: Teuluoedd" in (await pages.in_("cy").get(public)).text
    pages.in_("en")

    draft = ReportDraft(date(2026, 4, 1), clock.today(), Decimal(20), "We painted the hall.")
    told = await report(made.org, hours, draft, [], made.boss)
    (message,) = await OutboxMessage.filter(purpose="email/procurement/promise_answer")
    assert "a group of your members: Families" in message.text
    # Once something was reported, it is for nobody else.
    whole = await pages.post(f"{base}/for-whom", {"recipient": str(school.id)})
    assert whole.status == 422

    answer = f"{base}/reports/{told.id}/answer"
    for person in (elsewhere, colleague, mere_member):
        assert (await client.as_(person).get(base)).status == 404, person.name
        assert (await client.as_(person).get(answer)).status == 404, person.name
        assert (await client.as_(person).post(answer, {"answered": "confirmed"})).status == 404
    assert (await client.as_(head).get(answer)).status == 200
    holder = await SeatHolder.one(trust, id=seats["Bethan Rees"].id)
    browser = client.as_(sits)
    assert "Hours for groups" in (await browser.get(f"/{made.org.slug}/promises")).text
    home = await browser.get(f"/{school.slug}/")
    assert "Promised to us by suppliers of" in home.text
    assert (await browser.post(answer, {"answered": "confirmed"})).status == 303
    assert (
        await RecipientAnswer.within(made.org).filter(report_id=told.id, answered_by=sits).exists()
    )
    # Who has stood down represents nobody.
    await stand_down(trust, holder, clock.today(), "Moved away.", None)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert (await client.as_(sits).get(base)).status == 404


@pytest.mark.anyio
@pytest.mark.usefixtures("db")
async def test_who_sits_on_the_committee_for_a_constituency_answers_for_it(client):
    made = await ground()
    growers = await make_organisation("Valley Growers")
    await make_rules(growers)
    youth = await make_constituency(growers, "Younger members")
    member = await make_member(growers, "Iwan Preece", constituency=youth, email="iwan@example.org")
    facts: dict[str, str | int | None] = {
        "member_id": member.member_id,
        "date_of_birth": "2000-05-01",
        "given_name": "Iwan",
        "family_name": "Preece",
        "email": "iwan@example.org",
        "constituency_id": youth.id,
        "offices": "committee",
        "chosen": "elected",
        "chosen_on": "2026-01-01",
    }
    await take_office(growers, facts, date(2026, 1, 1), by=None)
    iwan = await make_person("Iwan Preece", "iwan@example.org")
    hours = await made.promised()
    base = f"/{made.org.slug}/promises/{hours.id}"
    assert (await client.as_(iwan).get(base)).status == 404
    chosen = {"recipient": str(growers.id), "group": f"{growers.id}-{youth.id}"}
    assert (await client.as_(made.lead).post(f"{base}/for-whom", chosen)).status == 303
    assert (await client.as_(iwan).get(base)).status == 200
    # Two members with one address: nobody knows which of them reads.
    await make_member(growers, "Nia Preece", email="iwan@example.org")
    assert (await client.as_(iwan).get(base)).status == 404


async def _sits_on_committee(org, name: str):
    first, last = name.split()
    member = await make_member(org, name, email=f"{first.lower()}@example.org")
    facts: dict[str, str | int | None] = {
        "member_id": member.member_id,
        "date_of_birth": "1980-05-01",
        "given_name": first,
        "family_name": last,
        "email": f"{first.lower()}@example.org",
        "offices": "committee",
        "chosen": "elected",
        "chosen_on": "2026-01-01",
    }
    await take_office(org, facts, date(2026, 1, 1), by=None)
    return await make_person(name, f"{first.lower()}@example.org")


@pytest.mark.anyio
@pytest.mark.usefixtures("db")
async def test_a_promise_to_the_committee_is_answered_by_whoever_sits_on_it(client):
    made = await ground()
    growers = await make_organisation("Valley Growers")
    await make_rules(growers)
    hours = await made.promised()
    base = f"/{made.org.slug}/promises/{hours.id}"
    pages = client.as_(made.lead)
    assert "Valley Growers: Committee" not in (await pages.get(f"{base}/for-whom")).text
    iwan = await _sits_on_committee(growers, "Iwan Preece")
    await make_member(growers, "Nia Bowen", email="nia@example.org")
    nia = await make_person("Nia Bowen", "nia@example.org")
    assert "Valley Growers: Committee or board" in (await pages.get(f"{base}/for-whom")).text
    key = f"{growers.id}-committee:"
    assert (await pages.post(f"{base}/for-whom", {"group": key})).status == 303
    kept = (await pages.get(f"{base}/for-whom")).html
    assert f'selected value="{key}"' in kept or f'value="{key}" selected' in kept
    assert "Valley Growers: Pwyllgor" in (await pages.in_("cy").get(base)).text
    said = json.loads((await pages.in_("en").get(f"/{made.org.slug}/social-value.json")).text)
    assert said["promises"][0]["recipient_group"] == "Committee or board"
    assert said["promises"][0]["recipient_group_cy"] == "Pwyllgor neu fwrdd"
    assert (await client.as_(nia).get(base)).status == 404
    assert (await client.as_(iwan).get(base)).status == 200
    draft = ReportDraft(date(2026, 4, 1), clock.today(), Decimal(20), "We painted the hall.")
    told = await report(made.org, hours, draft, [], made.boss)
    answer = f"{base}/reports/{told.id}/answer"
    assert (await client.as_(iwan).post(answer, {"answered": "confirmed"})).status == 303


@pytest.mark.anyio
@pytest.mark.usefixtures("db")
async def test_a_class_of_five_can_be_named_and_nobody_speaks_for_it_but_the_officers(client):
    made = await ground()
    growers = await make_organisation("Valley Growers")
    await make_rules(growers)
    head = await make_officer(growers, Role.SECRETARY, "Angharad Pugh")
    for number in range(5):
        email = f"worker{number}@example.org"
        await make_member(growers, f"Worker {number}", member_class="Worker members", email=email)
    await make_member(growers, "Lone Sharer", member_class="Held over", email="lone@example.org")
    one_of_them = await make_person("Worker 0", "worker0@example.org")
    hours = await made.promised()
    base = f"/{made.org.slug}/promises/{hours.id}"
    pages = client.as_(made.lead)
    offered = (await pages.get(f"{base}/for-whom")).text
    assert "Valley Growers: Worker members" in offered
    # What one member alone is called in the register is no business of a council.
    assert "Held over" not in offered
    refused = {"recipient": str(growers.id), "group": f"{growers.id}-class:Held over"}
    assert (await pages.post(f"{base}/for-whom", refused)).status == 422
    assert not await Commitment.within(made.org).filter(recipient_class="Held over").exists()
    chosen = {"group": f"{growers.id}-class:Worker members"}
    assert (await pages.post(f"{base}/for-whom", chosen)).status == 303
    assert "Valley Growers: Worker members" in (await pages.get(base)).text
    assert (await client.as_(one_of_them).get(base)).status == 404
    assert (await client.as_(head).get(base)).status == 200
    # A year later four are left, and the group of the promise stays what it is.
    (entry,) = await entries_of_person(one_of_them, growers)
    gone = await Member.one(growers, id=entry.member_id)
    await leave(growers, gone, clock.today() - timedelta(days=1), reason="Moved away.", by=None)
    assert chosen["group"] in (await client.as_(made.lead).get(f"{base}/for-whom")).html
