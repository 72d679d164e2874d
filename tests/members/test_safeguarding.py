"""A contact stop holds back every message, and tells nobody but a safeguarding lead."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.ballots.actions.codes import issue_codes
from coopcouncil.ballots.letters import letters_of
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.clock import frozen
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.meetings.actions.sending import post_instead, send_notice
from coopcouncil.meetings.models import CopyWay, NoticeCopy
from coopcouncil.members.models import ContactStop, Member
from coopcouncil.members.safeguarding import holds_on, stop_contact, stopped
from coopcouncil.organisations.models import LegalForm, Organisation, Role
from tests.ballots.building import DURING, make_ballot
from tests.make import (
    make_meeting,
    make_member,
    make_officer,
    make_organisation,
    make_rules,
)
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 400), DAYS)
def test_a_stop_holds_on_each_of_its_days_and_on_no_other(start: date, days: int, on: date) -> None:
    last = start + timedelta(days=days)
    assert holds_on(start, last, False, on) == (start <= on <= last)
    assert holds_on(start, None, False, on) == (start <= on)
    assert not holds_on(start, None, True, on)


async def stopped_member(org: Organisation, name: str = "Rhian Stopped", **facts: Any) -> Member:
    entry = await make_member(
        org, name, email="rhian@home.example", postal_address="9 Safe Street", **facts
    )
    return await Member.one(org, id=entry.member_id)


async def test_the_table_and_the_rule_agree_on_the_days(db: None) -> None:
    org = await make_organisation()
    member = await stopped_member(org)
    start, last = date(2026, 3, 2), date(2026, 3, 9)
    stop = await stop_contact(org, member, "Asked for it", start, last, None)
    for offset in range(-2, 11):
        on = start + timedelta(days=offset)
        assert (member.id in await stopped([member.id, None], on)) == holds_on(
            start, last, stop.lifted_at is not None, on
        )


async def test_a_notice_passes_a_stopped_member_by_without_saying_why(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = await make_officer(org)
    with frozen(datetime(2026, 2, 1, 10, tzinfo=clock.LONDON)):
        await make_member(org, "Ada Told", email="ada@home.example", postal_address="1 Any Street")
        member = await stopped_member(org)
        await stop_contact(org, member, "Court order", date(2026, 1, 1), None, None)
        meeting = await make_meeting(org, secretary, on=date(2026, 4, 1))
        notice = await send_notice(org, meeting, after=0, by=secretary)
        await jobs.run_jobs()
        await post_instead_if_any(org, meeting, notice, secretary)
        copies = await NoticeCopy.of(notice).filter(member_id=member.id)
        assert [copy.way for copy in copies] == [CopyWay.NONE]
        told: Any = await OutboxMessage.all().values_list("recipient", flat=True)
        assert "rhian@home.example" not in told
        assert "ada@home.example" in told
        page = await client.as_(secretary).get(
            f"/{org.slug}/meetings/{meeting.id}/notices/{notice.number}"
        )
    assert "No usable address." in page.main
    for word in ("Court order", "safeguarding list", "9 Safe Street"):
        assert word not in page.main


async def post_instead_if_any(org, meeting, notice, by) -> None:
    from coopcouncil.meetings.rules.sending import NothingToPost

    with pytest.raises(NothingToPost):
        await post_instead(org, meeting, notice, by=by)


async def test_a_stop_set_after_the_notice_was_written_still_holds_the_message(
    client: Pages,
) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary = await make_officer(org)
    with frozen(datetime(2026, 2, 1, 10, tzinfo=clock.LONDON)):
        await make_member(org, "Ada Told", email="ada@home.example")
        member = await stopped_member(org)
        meeting = await make_meeting(org, secretary, on=date(2026, 4, 1))
        notice = await send_notice(org, meeting, after=0, by=secretary)
        await stop_contact(org, member, "Court order", date(2026, 1, 1), None, None)
        await jobs.run_jobs()
    told: Any = await OutboxMessage.all().values_list("recipient", flat=True)
    assert "rhian@home.example" not in told
    assert await NoticeCopy.of(notice).filter(member_id=member.id, way=CopyWay.NONE).exists()


async def test_a_lead_alone_sees_and_sets_stops_and_each_look_is_recorded(client: Pages) -> None:
    org = await make_organisation()
    member = await stopped_member(org)
    lead = client.as_(await make_officer(org, Role.SAFEGUARDING_LEAD, "Lena Lead"))
    others = [role for role in Role if role is not Role.SAFEGUARDING_LEAD]
    for role in others:
        officer = client.as_(await make_officer(org, role))
        assert (await officer.get(f"/{org.slug}/safeguarding")).status == 403, role

    form = await lead.get(f"/{org.slug}/safeguarding")
    nobody = await form.submit(number="999", why="x")
    assert nobody.errors == ["Member number: Nobody here has this member number."]
    done = await form.submit(number=member.number, why="She asked the school nurse")
    page = await done.follow()
    assert "Rhian Stopped" in page.main
    assert "She asked the school nurse" in page.main
    looks = await AuditEntry.filter(organisation_id=org.id)
    assert sum("read the contact stops" in str(entry.payload) for entry in looks) >= 3
    assert not any("school nurse" in str(entry.payload) for entry in looks)
    assert not any(f"member:{member.id}" in str(entry.payload) for entry in looks)

    stop = await ContactStop.one(org, member_id=member.id)
    lifting = await lead.get(f"/{org.slug}/safeguarding/{stop.id}/lifting")
    await lifting.submit(why="The order ended")
    assert await stopped([member.id]) == frozenset()
    # It is lifted once.
    assert (await lead.get(f"/{org.slug}/safeguarding/{stop.id}/lifting")).status == 404


async def test_the_lead_of_a_school_knows_of_its_own_alone(client: Pages) -> None:
    trust = await make_organisation(legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
    brook = await make_organisation("Brook", legal_form=LegalForm.SCHOOL, parent=trust)
    hill = await make_organisation("Hill", legal_form=LegalForm.SCHOOL, parent=trust)
    entry = await make_member(trust, "Rhian Stopped", part=hill)
    member = await Member.one(trust, id=entry.member_id)
    stop = await stop_contact(trust, member, "Why ever", date(2026, 1, 1), None, None)
    of_brook = client.as_(await make_officer(brook, Role.SAFEGUARDING_LEAD))
    of_hill = client.as_(await make_officer(hill, Role.SAFEGUARDING_LEAD))

    assert "Rhian" in (await of_hill.get(f"/{hill.slug}/safeguarding")).main
    theirs = await of_brook.get(f"/{brook.slug}/safeguarding")
    assert "Rhian" not in theirs.main
    assert (await theirs.submit(number=member.number, why="x")).status == 422
    path = f"/{brook.slug}/safeguarding/{stop.id}/lifting"
    assert (await of_brook.get(path)).status == 404
    assert (await of_brook.get(f"/{hill.slug}/safeguarding")).status == 403


async def test_a_vote_is_told_to_all_but_a_stopped_voter_whose_letter_has_no_address(
    client: Pages,
) -> None:
    org = await make_organisation()
    entry = await make_member(
        org, "Rhian Stopped", email="rhian@home.example", postal_address="9 Safe Street"
    )
    member = await Member.one(org, id=entry.member_id)
    # Set after the roll was sealed, and asked all the same.
    ballot = await make_ballot(org, voters=2)
    await stop_contact(org, member, "Court order", date(2026, 1, 1), None, None)
    with frozen(DURING):
        await jobs.run_jobs()
        told: Any = await OutboxMessage.filter(organisation_id=org.id).values_list(
            "recipient", flat=True
        )
        assert "rhian@home.example" not in told
        assert {"voter-1@example.org", "voter-2@example.org"} <= set(told)
        issued = await issue_codes(ballot, None, None)
        letters = await letters_of(ballot, issued.codes, issued.replaced)
    by_name = {letter.name: letter.address for letter in letters}
    assert by_name["Rhian Stopped"] == ("Rhian Stopped",), "to be handed over, not posted"


async def test_a_lead_sees_what_was_held_back_while_a_stop_held(client: Pages) -> None:
    org = await make_organisation()
    await make_rules(org)
    secretary, lead = await make_officer(org), await make_officer(org, Role.SAFEGUARDING_LEAD)
    with frozen(datetime(2026, 2, 1, 10, tzinfo=clock.LONDON)):
        member = await stopped_member(org)
        await make_member(org, "Nowhere Known")
        await stop_contact(org, member, "Order", date(2026, 2, 1), date(2026, 2, 9), None)
        meeting = await make_meeting(org, secretary, on=date(2026, 4, 1))
        await send_notice(org, meeting, after=0, by=secretary)
    with frozen(datetime(2026, 2, 11, 10, tzinfo=clock.LONDON)):
        await send_notice(org, meeting, after=1, by=secretary)
    page = await client.as_(lead).get(f"/{org.slug}/safeguarding")
    held = page.main.partition("What was held back")[2].partition("Stop contact")[0]
    assert held.count("Rhian Stopped") == 1, "the second notice went, as the stop had ended"
    assert "Notice: Annual general meeting" in held
    assert "1 February 2026" in held
    assert "Nowhere Known" not in page.main
