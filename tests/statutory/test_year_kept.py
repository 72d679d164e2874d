"""The regulator's year: the figures of a return, reminders, the secretary's pages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.members.actions import admit, correct, leave, readmit
from coopcouncil.members.models import Member, RegisterChange
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import LegalForm, Role
from coopcouncil.statutory.year.actions import keep_return, mark_done, say_facts
from coopcouncil.statutory.year.figures import figures_of
from coopcouncil.statutory.year.kinds import Audit, Kind
from coopcouncil.statutory.year.labels import FIGURES
from coopcouncil.statutory.year.models import ReturnKept
from coopcouncil.statutory.year.reads import duties_now
from coopcouncil.statutory.year.reminding import remind
from coopcouncil.statutory.year.rules import (
    Duty,
    Standing,
)
from tests.make import make_meeting, make_member, make_officer, make_organisation, make_rules

pytestmark = pytest.mark.anyio
SOCIETY, COMPANY = LegalForm.CO_OPERATIVE_SOCIETY, LegalForm.COMPANY_LIMITED_BY_GUARANTEE
RETURN = Duty(Kind.ANNUAL_RETURN, date(2025, 4, 1), date(2026, 3, 31), date(2026, 10, 31))


async def test_figures_are_as_at_the_end_and_add_up(db: None) -> None:
    org = await make_organisation()
    ann = await make_member(org, "Ann Jones", joined_on=date(2020, 1, 1), shares=1, amount_paid=100)
    await make_member(org, "Bo Lee", joined_on=date(2025, 4, 1), shares=5, amount_paid=500)
    came_and_went = await make_member(org, "Cy Roe", joined_on=date(2025, 5, 1))
    later = await make_member(org, "Di Poe", joined_on=date(2026, 4, 1), shares=9)
    assert later.member_id
    for entry, day in ((ann, date(2025, 12, 1)), (came_and_went, date(2025, 6, 1))):
        member = await Member.one(org, id=entry.member_id)
        await leave(org, member, day, reason="resigned", by=None)

    found = await figures_of(org, date(2025, 4, 1), date(2026, 3, 31))

    assert (found.members_at_start, found.joined, found.left, found.members_at_end) == (1, 2, 2, 1)
    assert (found.shares, found.amount_paid, found.shares_unknown) == (5, 500, 0)


async def test_figures_agree_with_the_register_as_at_each_end(db: None) -> None:
    org = await make_organisation()
    start, end = date(2025, 4, 1), date(2026, 3, 31)
    days = [start - timedelta(days=1), start, date(2025, 9, 9), end, end + timedelta(days=1)]
    for joined in days:
        for left in [None, *days]:
            if left is not None and left < joined:
                continue
            entry = await make_member(org, "Ann Jones", joined_on=joined)
            if left is not None:
                member = await Member.one(org, id=entry.member_id)
                await leave(org, member, left, reason="", by=None)
    await make_member(org, "Only Asking", joined_on=start, status="applicant")

    found = await figures_of(org, start, end)

    assert found.members_at_start == await as_at(org, start - timedelta(days=1)).count()
    assert found.members_at_end == await as_at(org, end).count()
    assert found.members_at_start + found.joined - found.left == found.members_at_end


async def test_who_leaves_and_comes_back_within_the_year_is_there_at_both_ends(db: None) -> None:
    org = await make_organisation()
    entry = await make_member(org, "Ann Jones", joined_on=date(2020, 1, 1))
    member = await Member.one(org, id=entry.member_id)
    await leave(org, member, date(2025, 6, 1), reason="", by=None)
    await readmit(org, member, date(2025, 8, 1), reason="", by=None)

    found = await figures_of(org, date(2025, 4, 1), date(2026, 3, 31))

    assert (found.members_at_start, found.joined, found.left, found.members_at_end) == (1, 0, 0, 1)


async def test_a_late_entry_never_rewrites_what_was_reported(db: None) -> None:
    org = await make_organisation()
    await make_rules(org, date(2020, 1, 1))
    by = await make_officer(org)
    signs = {"committee-1": "Ann Jones", "committee-2": "Bo Lee", "secretary": "Cy Roe"}
    with clock.frozen(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        await make_member(org, "Ann Jones", joined_on=date(2020, 1, 1), shares=1)
        await keep_return(org, RETURN, signs, by)
        said = await ReturnKept.within(org).get(kind=Kind.ANNUAL_RETURN)
    with clock.frozen(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        late = await admit(
            org,
            {"given_name": "Late", "family_name": "Comer", "joined_on": "2025-07-01", "shares": 4},
            by=None,
        )
        line = await RegisterChange.within(org).get(member_id=late.id)
        await correct(
            org,
            line,
            {**line.facts, "shares": 6},
            effective_on=date(2025, 7, 1),
            reason="miscounted",
            by=None,
        )
        now = await figures_of(org, RETURN.period_start, RETURN.period_end)
        then = await figures_of(org, RETURN.period_start, RETURN.period_end, said.known_at)

    kept = await ReturnKept.within(org).get(id=said.id)
    assert (kept.figures["members_at_end"], kept.figures["shares"]) == (1, 1)
    assert (now.members_at_end, now.joined, now.shares) == (2, 1, 7)
    assert then.written() == kept.figures


async def test_figures_are_shown_as_known_on_a_day(client) -> None:
    with clock.frozen(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        org = await make_organisation()
        await make_rules(org, date(2020, 1, 1))
        await make_member(org, "Ann Jones", joined_on=date(2020, 1, 1), shares=1)
        secretary = client.as_(await make_officer(org))
    with clock.frozen(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        await make_member(org, "Late Comer", joined_on=date(2025, 7, 1), shares=4)
        path = (await secretary.get(f"/{org.slug}/year")).links["Annual return (AR30)"]
        now = (await secretary.get(path)).main
        then = (await secretary.get(f"{path}?known-day=2&known-month=5&known-year=2026")).main
    shares = FIGURES["shares"]
    assert "Keep these figures" in now
    assert f"{shares} 5" in now
    assert "As the register had it on 2 May 2026" in then
    assert f"{shares} 1" in then
    assert "Keep these figures" not in then


async def test_a_kept_return_cannot_be_changed_in_the_database(db: None) -> None:
    org = await make_organisation()
    signs = {"committee-1": "Ann Jones", "committee-2": "Bo Lee", "secretary": "Cy Roe"}
    kept = await keep_return(org, RETURN, signs, None)

    with pytest.raises(Exception, match="What was said or reported is kept"):
        async with in_transaction():
            await ReturnKept.within(org).filter(id=kept.id).update(figures={})


async def test_secretaries_are_reminded_once_each_in_their_language(db: None) -> None:
    with clock.frozen(datetime(2026, 3, 1, 9, tzinfo=UTC)):
        org = await make_organisation("Tai Ni")
        await make_rules(org, date(2020, 1, 1))
        await say_facts(org, None, Audit.AUDITED, None)
        secretary = await make_officer(org)
        secretary.language = "cy"
        await secretary.save()
        await make_officer(org, Role.TREASURER, "Ned Parry")
    with clock.frozen(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        agm = next(d for d in await duties_now(org) if d.duty.kind is Kind.ANNUAL_MEETING)
        await mark_done(org, agm.duty, date(2026, 6, 1), "", secretary)
        assert [await remind(org), await remind(org)] == [1, 0]
    with clock.frozen(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        assert [await remind(org), await remind(org)] == [1, 0]
        late = [d for d in await duties_now(org) if d.standing is Standing.LATE]

    messages = await OutboxMessage.filter(organisation_id=org.id).order_by("id")
    assert [m.language for m in messages] == ["cy", "cy"]
    assert "31 Hydref 2026" in messages[0].subject
    assert [d.duty.kind for d in late] == [Kind.ANNUAL_RETURN]


async def test_a_meeting_that_is_called_keeps_the_reminder_away_and_one_held_is_done(db):
    with clock.frozen(datetime(2026, 4, 2, 9, tzinfo=UTC)):
        org = await make_organisation()
        await make_rules(org, date(2020, 1, 1))
        by = await make_officer(org)
        meeting = await make_meeting(org, by, on=date(2026, 9, 20))
    with clock.frozen(datetime(2026, 9, 1, 9, tzinfo=UTC)):
        meeting.called_on = date(2026, 8, 30)
        await meeting.save()
        agm = next(d for d in await duties_now(org) if d.duty.kind is Kind.ANNUAL_MEETING)
        assert agm.called_for == date(2026, 9, 20)
        assert agm.standing is Standing.SOON
    with clock.frozen(datetime(2026, 9, 21, 9, tzinfo=UTC)):
        agm = next(d for d in await duties_now(org) if d.duty.kind is Kind.ANNUAL_MEETING)
        assert agm.standing is Standing.DONE


async def test_the_secretary_keeps_the_return_and_marks_it_done(client):
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        org = await make_organisation(legal_form=LegalForm.COMMUNITY_BENEFIT_SOCIETY)
        await make_rules(org, date(2020, 1, 1))
        secretary = client.as_(await make_officer(org))
        await make_member(org, "Ann Jones", joined_on=date(2020, 1, 1), shares=1, amount_paid=100)

        calendar = await secretary.get(f"/{org.slug}/year")
        page = await secretary.get(calendar.links["Annual return (AR30)"])
        refused = await page.submit(first="Ann Jones", second="Ann Jones", secretary="Cy Roe")
        kept = await (
            await page.submit(first="Ann Jones", second="Bo Lee", secretary="Cy Roe")
        ).follow()
        early = await kept.submit(done_on__day="31", done_on__month="3", done_on__year="2026")
        done = await (await kept.submit(note="Receipt 12")).follow()

        assert page.h1 == "Annual return (AR30)"
        assert "31 October 2026" in page.main
        assert refused.status == 422
        assert "two different committee members" in refused.errors[0]
        assert "Kept on 1 June 2026" in kept.main
        assert "£1.00" in kept.main
        assert early.status == 422
        assert "Done on 1 June 2026" in done.main
        ics = await secretary.get(f"/{org.slug}/year.ics")
        assert "DTSTART;VALUE=DATE:20270331" not in ics.text
        assert "DTSTART;VALUE=DATE:20260930" in ics.text
        assert "BEGIN:VALARM" in ics.text


async def test_a_late_duty_awaits_the_secretary_at_home(client):
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        org = await make_organisation()
        await make_rules(org, date(2020, 1, 1))
        secretary, treasurer = await make_officer(org), await make_officer(org, Role.TREASURER)
    with clock.frozen(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        home = await client.as_(secretary).get(f"/{org.slug}/")
        theirs = await client.as_(treasurer).get(f"/{org.slug}/year")
        deed = await client.as_(treasurer).post(
            f"/{org.slug}/year/annual-return/2026-03-31/done", {}
        )

        assert "Late: Annual general meeting, by 30 September 2026." in home.main
        assert "3 duties are late." in theirs.main
        assert deed.status == 403


@pytest.mark.parametrize(
    "address", ["annual-return/2026-03-30", "annual-return/x", "tea/2026-03-31"]
)
async def test_what_is_not_owed_is_not_there(client, address):
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        org = await make_organisation()
        await make_rules(org, date(2020, 1, 1))
        secretary = client.as_(await make_officer(org))
        assert (await secretary.get(f"/{org.slug}/year/{address}")).status == 404
        council = await make_organisation("Council", legal_form=LegalForm.COUNCIL)
        clerk = client.as_(await make_officer(council))
        assert (await clerk.get(f"/{council.slug}/year")).status == 404
