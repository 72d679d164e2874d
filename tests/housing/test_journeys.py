"""Homes as secretary, treasurer, panel and members use them; who must not see what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.ballots.actions.roll import cut_roll
from coopcouncil.ballots.models import RollBar, RollEntry
from coopcouncil.housing.actions.allocation import begin_allocation, name_panelist
from coopcouncil.housing.actions.homes import empty_home
from coopcouncil.housing.actions.membership import end_membership
from coopcouncil.housing.actions.money import add_plan, begin_service, note_arrears, take_plan
from coopcouncil.housing.actions.tenancies import end_tenancy
from coopcouncil.housing.actions.waiting import apply_for_home
from coopcouncil.housing.kinds import (
    Afterwards,
    EndWhy,
    Outcome,
    PlanKept,
    PriceEvery,
)
from coopcouncil.housing.models import (
    HomeApplication,
    HomeLine,
    HomeOffer,
    PanelScore,
    TenancyHolder,
    TenancyTerms,
)
from coopcouncil.housing.reads import homes_on, prospects_on, rule_breaches, tenancies_of
from coopcouncil.housing.rules.mutual import (
    NeitherTenantNorProspective,
    SayWhatBecomesOfTheTenancy,
)
from coopcouncil.joining.review import look, open_items
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.models import Nation, Role
from tests.ballots.building import make_draft
from tests.housing.building import make_co_op, make_home, make_tenancy
from tests.make import make_member, make_officer, make_organisation, make_person, make_rules

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def _stopped(db):
    with clock.frozen(NOW):
        yield


async def at_home(client, org, address):
    """A member before a browser, who signs in with this address."""
    return client.as_(await make_person("Own Self", address))


async def member_of(org, entry):
    return await Member.one(org, id=entry.member_id)


async def test_a_home_is_taken_in_changed_and_put_right_as_at_every_day(client):
    org = await make_co_op()
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/homes/new")
    done = await form.submit(
        reference="12",
        postal_address="12 Heol y Bont\nGlanwern",
        bedrooms="3",
        rent="95.50",
        effective_on__day="1",
        effective_on__month="4",
        effective_on__year="2024",
    )
    page = await done.follow()
    assert page.h1 == "Home 12"
    assert "£95.50 a week" in page.main
    change = await secretary.get(f"{page.response.request.url.path}/change")
    done = await change.submit(
        rent="98.00",
        effective_on__day="1",
        effective_on__month="4",
        effective_on__year="2025",
        reason="Yearly review",
    )
    assert "£98.00 a week" in (await done.follow()).main
    path = done.location
    then = await secretary.get(f"{path}?on-day=31&on-month=3&on-year=2025")
    assert "£95.50 a week" in then.main.split("History")[0]

    with clock.frozen(NOW + timedelta(days=2)):
        line = await HomeLine.known(org).filter(reason="Yearly review").get()
        fix = await secretary.get(f"{path}/corrections/{line.id}")
        assert "bedrooms" not in fix.fields  # the line spoke of the rent alone
        again = await fix.submit(rent="97.00")
        assert again.status == 422
        assert again.errors
        done = await fix.submit(rent="97.00", reason="A slip of the pen")
        page = await done.follow()
        assert "£97.00 a week" in page.main
        assert "A slip of the pen" in page.main
        known = "on-day=1&on-month=5&on-year=2025&known-day=16&known-month=3&known-year=2026"
        before = await secretary.get(f"{path}?{known}")
        assert "£98.00 a week" in before.main.split("History")[0]
        file = await secretary.get(f"/{org.slug}/homes/export?{known}")
        assert "98.00" in file.text
        assert "97.00" not in file.text


async def test_nothing_of_homes_is_rewritten(db):
    org = await make_co_op()
    home = await make_home(org)
    line = await HomeLine.known(org).get(home_id=home.id)
    line.bedrooms = 9
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await line.save(update_fields=["bedrooms"])
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await line.delete()


async def test_a_contract_in_wales_has_its_words_and_its_statements_day(client):
    org = await make_co_op()
    home, gwen = await make_home(org, "7"), await make_member(org, "Gwen Parry", number="7")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/homes/{home.id}/let")
    assert form.fields["agreement"] == "standard-contract"
    nobody = await form.submit(members="999")
    assert nobody.errors == ["Nobody has the member number 999."]
    page = await (
        await form.submit(
            members=gwen.member_number,
            began_on__day="1",
            occupied_on__day="2",
            began_on__month="3",
            occupied_on__month="3",
        )
    ).follow()
    assert "Standard occupation contract" in page.main
    assert "Contract-holders" in page.main
    assert "Written statement due by 15 March 2026 Overdue" in page.main
    assert "1 written statement is overdue" in (await secretary.get(f"/{org.slug}/")).main
    holder = await TenancyHolder.known(org).get()
    path = f"{page.response.request.url.path}/tenants/{holder.id}/statement"
    given = await (await secretary.get(path)).submit(on__day="10")
    page = await given.follow()
    assert "Written statement given on 10 March 2026 In time" in page.main
    assert not await TenancyHolder.known(org).filter(statement_on=None).exists()
    assert await TenancyHolder.within(org).count() == 2

    welsh = await secretary.in_("cy").get(page.response.request.url.path)
    assert "Deiliaid contract" in welsh.main
    assert "Contract meddiannaeth safonol" in welsh.main


async def test_in_england_it_is_a_contractual_tenancy_without_that_statement(client):
    org = await make_co_op(nation=Nation.ENGLAND)
    terms = await make_tenancy(org, await make_home(org), await make_member(org))
    page = await client.as_(await make_officer(org)).get(
        f"/{org.slug}/tenancies/{terms.tenancy_id}"
    )
    assert "Contractual tenancy" in page.main
    assert "statement" not in page.main


async def test_a_home_is_let_to_members_alone_and_once(client):
    org = await make_co_op()
    home = await make_home(org)
    gone = await make_member(org, "Gone Before")
    await leave(org, await member_of(org, gone), date(2025, 1, 1), reason="", by=None)
    ada = await make_member(org, "Ada Lovell")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/homes/{home.id}/let")
    refused = await form.submit(members=f"{ada.member_number}, {gone.member_number}")
    assert "Gone Before is not a member on that day." in refused.errors[0]
    assert not await TenancyTerms.within(org).exists()
    assert (await form.submit(members=ada.member_number)).status == 303
    assert (await form.submit(members=ada.member_number)).errors == [
        "The home has a tenancy in those days already."
    ]


async def test_a_tenant_does_not_leave_the_register_without_the_tenancy(client):
    org = await make_co_op()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    terms = await make_tenancy(org, await make_home(org, "B-03"), ada, bob)
    member = await member_of(org, ada)
    with pytest.raises(SayWhatBecomesOfTheTenancy):
        async with in_transaction():
            await leave(org, member, date(2026, 3, 16), reason="", by=None)

    secretary = client.as_(await make_officer(org))
    holder = await TenancyHolder.known(org).get(member_id=ada.member_id)
    path = f"/{org.slug}/tenancies/{terms.tenancy_id}/tenants/{holder.id}/membership"
    form = await secretary.get(path)
    done = await form.submit(because="resigned", outcome="others-stay")
    assert done.status == 303
    assert not await as_at(org, date(2026, 3, 16)).filter(member_id=ada.member_id).exists()
    assert not await tenancies_of(org, ada.member_id, date(2026, 3, 16))
    assert await tenancies_of(org, ada.member_id, date(2026, 3, 15))
    assert await tenancies_of(org, bob.member_id, date(2026, 3, 16))
    assert await rule_breaches(org, date(2026, 3, 16)) == ()


@pytest.mark.parametrize("cause", [Cause.DIED, Cause.EXPELLED])
async def test_a_surrender_ends_both_and_a_death_waits_for_a_person(client, cause):
    org = await make_co_op()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    first = await make_tenancy(org, await make_home(org, "1"), ada)
    await make_tenancy(org, await make_home(org, "2"), bob)
    today = date(2026, 3, 16)
    await end_membership(
        org, first, await member_of(org, ada), today, Outcome.SURRENDER, Cause.RESIGNED, by=None
    )
    assert (await TenancyTerms.known(org).get(tenancy_id=first.tenancy_id)).ended_on == today

    await leave(org, await member_of(org, bob), today, reason="", by=None, because=cause)
    page = await client.as_(await make_officer(org)).get(f"/{org.slug}/homes/rule")
    assert "Bob Rees, home 2: membership ended on 16 March 2026" in page.main
    assert "Tenants who are no members" in page.main


async def test_a_tenancy_that_ends_proposes_leaving_or_waiting(client):
    org = await make_co_op()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    home = await make_home(org)
    terms = await make_tenancy(org, home, ada, bob)
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/tenancies/{terms.tenancy_id}/end")
    assert form.fields[f"member-{ada.member_id}"] == "leaves"
    done = await form.submit(
        **{f"member-{bob.member_id}": "prospective"}, why="surrender", void_why="New kitchen"
    )
    assert done.status == 303, done.main
    today = date(2026, 3, 16)
    members = await as_at(org, today).values_list("member_id", flat=True)
    assert members == [bob.member_id]
    assert [p.member_id for p in await prospects_on(org, today)] == [bob.member_id]
    assert await rule_breaches(org, today) == ()
    (row,) = await homes_on(org, today)
    assert row.void is not None
    assert row.void.why == "New kitchen"
    assert row.terms is None

    with clock.frozen(NOW + timedelta(days=21)):
        later = client.as_(secretary.person)  # the session of three weeks ago has ended
        page = await later.get(f"/{org.slug}/homes/{home.id}")
    assert "Rent lost: £286.50 in 21 days" in page.main
    again = await secretary.get(f"/{org.slug}/tenancies/{terms.tenancy_id}/end")
    assert (await again.submit(why="surrender")).status == 422


async def test_members_who_are_neither_are_listed_for_a_person(client):
    org = await make_co_op()
    ada = await make_member(org, "Ada Lovell")
    terms = await make_tenancy(org, await make_home(org), ada)
    await end_tenancy(
        org,
        terms,
        date(2026, 3, 1),
        EndWhy.SURRENDER,
        {ada.member_id: Afterwards.UNDECIDED},
        by=None,
    )
    assert await rule_breaches(org, date(2026, 3, 16)) == (
        NeitherTenantNorProspective(ada.member_id),
    )
    officer = await make_officer(org)
    await look(org, date(2026, 3, 16), officer)
    ((item, _entry),) = await open_items(org)
    assert (item.finder, item.member_id, item.due_on) == (
        "no-home",
        ada.member_id,
        date(2026, 3, 1),
    )
    secretary = client.as_(officer)
    page = await secretary.get(f"/{org.slug}/homes/rule")
    assert "Members who are neither tenants nor prospective tenants" in page.main
    form = await secretary.get(f"/{org.slug}/homes/rule/prospective?member={ada.member_number}")
    page = await (await form.submit()).follow()
    assert "The rule holds today" in page.main


async def make_waiting(org, **names):
    found = {}
    for given, applied in names.items():
        facts = {"given_name": given, "family_name": "Wynne", "bedrooms": 2, "applied_on": applied}
        facts["email"] = f"{given.lower()}@example.org"
        found[given] = await apply_for_home(org, facts, by=None)
    return found


async def make_empty(org, reference="5"):
    home = await make_home(org, reference)
    await empty_home(org, home, date(2026, 3, 1), why="Repairs", by=None)
    return home


async def test_a_panel_declares_scores_and_the_home_is_offered_and_let(client):
    org = await make_co_op(panel_number=2, refusals_allowed=0)
    home = await make_empty(org)
    apps = await make_waiting(org, Nia=date(2025, 1, 1), Owain=date(2025, 2, 1))
    officer = await make_officer(org)
    secretary = client.as_(officer)
    begun = await secretary.post(f"/{org.slug}/homes/{home.id}/allocation")
    path = begun.location
    panel = []
    for letter in "abc":
        person = await make_person(f"Panel {letter}", f"{letter}@example.org")
        await make_member(org, f"Panel {letter}", email=f"{letter}@example.org")
        page = await (await secretary.get(f"{path}/panelists")).submit(
            email=f"{letter}@example.org"
        )
        assert page.status == 303
        panel.append(client.as_(person))
    nia, owain = apps["Nia"].id, apps["Owain"].id

    # Nobody sees an application before declaring; whoever has an interest never does.
    first = await panel[0].get(f"{path}/panel")
    assert "Nia Wynne" in first.main
    assert "Applied on" not in first.main
    early = {f"score-{nia}": "9", f"why-{nia}": "x", f"score-{owain}": "1", f"why-{owain}": "y"}
    assert (await panel[0].post(f"{path}/panel/scores", early)).status == 409
    without = await panel[0].post(f"{path}/panel/interests", {f"interest-{nia}": "yes"})
    assert without.status == 422
    await panel[0].post(
        f"{path}/panel/interests", {f"interest-{nia}": "yes", f"what-{nia}": "My cousin"}
    )
    aside = await panel[0].get(f"{path}/panel")
    assert "you stand aside" in aside.main
    assert "Applied on" not in aside.main
    assert (await panel[0].post(f"{path}/panel/scores", early)).status == 403

    for browser in panel[1:]:
        await browser.post(f"{path}/panel/interests", {})
        assert "Applied on 1 January 2025" in (await browser.get(f"{path}/panel")).main
    too_high = {**early, f"score-{nia}": "11"}
    assert (await panel[1].post(f"{path}/panel/scores", too_high)).status == 422
    assert (await panel[1].post(f"{path}/panel/scores", {**early, f"why-{nia}": " "})).status == 422
    assert (await panel[1].post(f"{path}/panel/scores", early)).status == 303
    assert (await panel[1].post(f"{path}/panel/scores", early)).status == 409

    # One has scored: neither the other nor the secretary sees a score, and nothing is offered.
    assert "by Panel b" not in (await secretary.get(path)).main
    offer = await secretary.get(f"{path}/offer")
    assert (await offer.submit(application=str(nia), why="Most points")).status == 422
    await panel[2].post(f"{path}/panel/scores", {**early, f"score-{owain}": "5"})
    page = await secretary.get(path)
    assert [row[:2] for row in page.rows()] == [["Nia Wynne", "18"], ["Owain Wynne", "6"]]
    assert "Interest in Nia Wynne: My cousin" in page.main
    assert "by Panel b" in page.main

    # Offered, refused with its day, offered to the next, let.
    assert (await offer.submit(application=str(nia), why="Most points")).status == 303
    assert (
        "An offer of this home stands."
        in (await offer.submit(application=str(owain), why="Next")).errors[0]
    )
    made = await HomeOffer.within(org).get()
    answer = await secretary.get(f"{path}/offers/{made.id}/answer")
    await answer.submit(answer="refused", note="Too far from school")
    card = await secretary.get(f"/{org.slug}/home-applications/{nia}")
    assert "1 offer refused; the rules allow 0." in card.main
    assert "Decide whether it stays on the list" in card.main
    assert (await offer.submit(application=str(owain), why="Next in order")).status == 303
    made = await HomeOffer.within(org).get(application_id=owain)
    await (await secretary.get(f"{path}/offers/{made.id}/answer")).submit(answer="accepted")
    done = await (await secretary.get(f"{path}/offers/{made.id}/agreement")).submit()
    assert done.status == 303
    (row,) = await homes_on(org, date(2026, 3, 16))
    assert [tenant.name for tenant in row.tenants] == ["Owain Wynne"]
    assert row.void is None
    application = await HomeApplication.within(org).get(id=owain)
    assert application.closed_why == "housed"
    assert application.member_id
    assert await PanelScore.within(org).count() == 4

    # The others of the co-operative see nothing of it.
    other = await at_home(client, org, "b-neighbour@example.org")
    assert (await other.get(path)).status == 403
    await make_member(org, "Neighbour", email="b-neighbour@example.org")
    for address in (path, f"{path}/panel", f"/{org.slug}/homes", f"/{org.slug}/homes/{home.id}"):
        assert (await other.get(address)).status == 403, address


async def test_points_decide_by_the_scheme_of_their_day(client):
    org = await make_co_op(allocating=Allocating.POINTS)
    home = await make_empty(org)
    apps = await make_waiting(org, Nia=date(2025, 1, 1), Owain=date(2025, 2, 1))
    secretary = client.as_(await make_officer(org))
    refused = await secretary.post(f"/{org.slug}/homes/{home.id}/allocation")
    assert refused.status == 409
    assert "no scheme of points" in refused.main
    scheme = await secretary.get(f"/{org.slug}/homes/points")
    wrong = await scheme.submit(lines="10; 1; Overcrowded; Gorlawn\nten points for waiting")
    assert "Line 2 is not like" in wrong.errors[0]
    await scheme.submit(lines="10; 1; Overcrowded; Gorlawn\n2; 5; A year of waiting; Blwyddyn")
    card = await secretary.get(f"/{org.slug}/home-applications/{apps['Owain'].id}/points")
    names = [name for name in card.fields if name.startswith("criterion-")]
    done = await card.submit(**{names[0]: "1", names[1]: "3"})
    assert "16 points" in (await done.follow()).main
    begun = await secretary.post(f"/{org.slug}/homes/{home.id}/allocation")
    page = await begun.follow()
    assert [row[:2] for row in page.rows()] == [["Owain Wynne", "16"], ["Nia Wynne", "0"]]


async def make_arrears(org, entry, pence=24_000):
    since, today = date(2026, 1, 5), date(2026, 3, 16)
    member = await member_of(org, entry)
    await note_arrears(org, member, today, Money(pence), since, PlanKept.NONE, by=None)


@pytest.mark.parametrize("barred", [True, False])
async def test_arrears_keep_from_voting_only_where_the_rules_say_so(client, barred):
    org = await make_co_op(arrears_bar_vote=barred)
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Rees")
    await make_arrears(org, bob)
    officer = await make_officer(org)
    ballot = await make_draft(org, voters=0)
    ballot.qualifying_on = date(2026, 3, 16)
    await ballot.save()
    await cut_roll(ballot, officer)
    on_roll = [entry.member_id for entry in await RollEntry.of(ballot).order_by("number")]
    assert on_roll == ([ada.member_id] if barred else [ada.member_id, bob.member_id])
    kept_off = await RollBar.of(ballot)
    assert [bar.member_id for bar in kept_off] == ([bob.member_id] if barred else [])

    path = f"/{org.slug}/ballots/{ballot.id}/roll"
    returning = client.as_(await make_officer(org, Role.RETURNING_OFFICER, "Rhys Officer"))
    roll = (await returning.get(path)).main
    assert ("1 member is not on this roll" in roll) is barred
    assert ("Bob Rees" in roll) is not barred
    assert "arrears" not in roll
    assert "owe" not in roll
    assert "Bob Rees" in (await client.as_(officer).get(path)).main


async def test_what_a_member_owes_is_seen_by_three_alone(client):
    org = await make_co_op(arrears_bar_vote=True)
    bob = await make_member(org, "Bob Rees", email="bob@example.org")
    await make_member(org, "Ada Lovell", email="ada@example.org")
    await make_tenancy(org, await make_home(org), bob)
    treasurer = client.as_(await make_officer(org, Role.TREASURER, "Till Keeper"))
    form = await treasurer.get(f"/{org.slug}/homes/arrears/new")
    without = await form.submit(members=bob.member_number, owed="240.00")
    assert without.status == 422
    assert "the day since which it is owed" in without.errors[0]
    done = await form.submit(
        members=bob.member_number,
        owed="240.00",
        owed_since__day="5",
        owed_since__month="1",
        owed_since__year="2026",
    )
    assert "£240.00" in (await done.follow()).main
    secretary = client.as_(await make_officer(org))
    assert "£240.00" in (await secretary.get(f"/{org.slug}/homes/arrears")).main

    own = await (await at_home(client, org, "bob@example.org")).get(f"/{org.slug}/my-home")
    assert "£240.00 owed as at 16 March 2026" in own.main
    assert "You have no vote" in own.main
    neighbour = await at_home(client, org, "ada@example.org")
    assert "£240.00" not in (await neighbour.get(f"/{org.slug}/my-home")).main
    for role in (Role.CHAIR, Role.DIRECTOR, Role.RETURNING_OFFICER, Role.AUDITOR):
        officer = client.as_(await make_officer(org, role, f"The {role.value}"))
        assert (await officer.get(f"/{org.slug}/homes/arrears")).status == 403
        assert "owe" not in (await officer.get(f"/{org.slug}/")).main
    assert (await neighbour.get(f"/{org.slug}/homes/arrears")).status == 403
    # The treasurer keeps no homes, and sees no list of who lives where.
    assert (await treasurer.get(f"/{org.slug}/homes")).status == 403


async def test_a_member_asks_for_another_home_unless_the_rules_on_arrears_forbid_it(client):
    org = await make_co_op(arrears_bar_transfer=True)
    bob = await make_member(org, "Bob Rees", email="bob@example.org")
    await make_tenancy(org, await make_home(org), bob)
    browser = await at_home(client, org, "bob@example.org")
    path = f"/{org.slug}/my-home/{bob.member_number}/application"
    form = await browser.get(path)
    await make_arrears(org, bob)
    assert (await form.submit(bedrooms="2")).errors == [
        "The rules on money that is owed do not allow this. Ask the treasurer."
    ]
    member = await member_of(org, bob)
    await note_arrears(org, member, date(2026, 3, 16), Money(0), None, PlanKept.NONE, by=None)
    page = await (await form.submit(bedrooms="2")).follow()
    assert "Your application is on the list" in page.main
    assert (await HomeApplication.within(org).get()).asking == "transfer"
    stranger = await at_home(client, org, "nobody@example.org")
    assert (await stranger.get(path)).status == 404


async def test_services_and_who_has_them(client):
    org = await make_co_op()
    ada = await make_member(org, "Ada Lovell", email="ada@example.org")
    bob = await make_member(org, "Bob Rees", email="bob@example.org")
    treasurer = client.as_(await make_officer(org, Role.TREASURER, "Till Keeper"))
    form = await treasurer.get(f"/{org.slug}/services/new")
    plan = await (await form.submit(name="Laundry", name_cy="Golchdy")).follow()
    page = await (await plan.submit(name="Weekly wash", price="4.50", every="week")).follow()
    assert "Weekly wash: £4.50 a week" in page.main
    path = page.response.request.url.path
    take = await treasurer.get(f"{path}/members")
    assert (await take.submit(members=ada.member_number)).status == 303
    assert (await take.submit(members=ada.member_number)).status == 422
    own = await (await at_home(client, org, "ada@example.org")).get(f"/{org.slug}/my-home")
    assert "Laundry, Weekly wash: £4.50 a week, since 16 March 2026" in own.main
    neighbour = await at_home(client, org, "bob@example.org")
    assert bob
    assert "Weekly wash" not in (await neighbour.get(f"/{org.slug}/my-home")).main
    assert "Weekly wash" in (await neighbour.get(f"/{org.slug}/services")).main
    assert (await neighbour.get(path)).status == 403
    end = (await treasurer.get(path)).links["Record the end Ada Lovell"]
    done = await (await treasurer.get(end)).submit(until__day="20")
    page = await done.follow()
    assert ["Ada Lovell", "Weekly wash", "16 March 2026", "20 March 2026"] in page.rows()


async def test_another_co_operatives_things_are_not_found(client):
    ours, theirs = await make_co_op(), await make_co_op()
    home = await make_empty(theirs)
    terms = await make_tenancy(theirs, await make_home(theirs, "8"), await make_member(theirs))
    (application,) = (await make_waiting(theirs, Nia=date(2025, 1, 1))).values()
    allocation = await begin_allocation(theirs, home, by=None)
    service = await begin_service(theirs, "Laundry", "", "", "", date(2024, 1, 1), by=None)
    plan = await add_plan(
        theirs, service, "Wash", "", PriceEvery.WEEK, Money(1), date(2024, 1, 1), by=None
    )
    await take_plan(theirs, plan, await Member.within(theirs).first(), date(2024, 1, 1), by=None)
    secretary = client.as_(await make_officer(ours))
    for path in (
        f"homes/{home.id}",
        f"homes/{home.id}/change",
        f"tenancies/{terms.tenancy_id}",
        f"tenancies/{terms.tenancy_id}/end",
        f"home-applications/{application.id}",
        f"home-allocations/{allocation.id}",
        f"services/{service.id}",
    ):
        assert (await secretary.get(f"/{ours.slug}/{path}")).status == 404, path


async def test_where_no_homes_are_let_there_are_no_such_pages(client):
    org = await make_organisation()
    await make_rules(org)
    secretary = client.as_(await make_officer(org))
    for path in ("homes", "homes/new", "homes/arrears", "services", "my-home"):
        assert (await secretary.get(f"/{org.slug}/{path}")).status == 404, path
    assert "homes" not in (await secretary.get(f"/{org.slug}/")).main.lower()


async def test_only_members_and_officers_are_of_a_panel(client):
    org = await make_co_op()
    home = await make_empty(org)
    await make_waiting(org, Nia=date(2025, 1, 1))
    allocation = await begin_allocation(org, home, by=None)
    await make_person("Omar Outsider", "omar@example.org")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/home-allocations/{allocation.id}/panelists")
    page = await form.submit(email="omar@example.org")
    assert page.status == 422
    assert page.errors[0].startswith("Nobody who is a member or an officer")
    chair = await make_officer(org, Role.CHAIR, "Emlyn Pugh")
    address = await EmailAddress.get(person_id=chair.id)
    await name_panelist(org, allocation, address.address, by=None)
    home_page = await client.as_(chair).get(f"/{org.slug}/")
    assert "Home 5: declare your interests, then score" in home_page.main
