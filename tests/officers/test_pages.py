"""Officers through the browser: taking office, the times, retirement, interests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coopcouncil.kernel import clock
from coopcouncil.members.actions import change, leave
from coopcouncil.members.models import Member
from coopcouncil.officers.actions import leave_office
from coopcouncil.officers.kinds import Ending
from coopcouncil.officers.models import Interest, OfficerChange, OfficerEntry, RetirementLot
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation, Role
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_person,
    make_rules,
)
from tests.officers.build import TODAY, make_holder
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def place(client: Pages, **rules: Any) -> tuple[Organisation, Pages]:
    org = await make_organisation()
    await make_rules(org, **rules)
    return org, client.as_(await make_officer(org))


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


async def test_a_member_takes_office_and_the_register_knows_the_rest(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        await make_member(
            org, "Siân Ŵyn", number="7", email="sian@a.example", date_of_birth="1980-02-01"
        )
        new = await secretary.get(f"/{org.slug}/officers/new")
        asked = await new.submit(
            member_number="7", offices="committee", chosen="elected", postcode=""
        )
        assert asked.h1 == "Check who takes office"
        assert "sian@a.example" in asked.main
        assert not await OfficerEntry.within(org).exists()
        done = await asked.submit(confirmed="y")
        shown = await done.follow()

        assert shown.h1 == "Siân Ŵyn"
        assert shown.sentences == ["The officer is in the register."]
        board = await secretary.get(f"/{org.slug}/officers")
        assert board.rows()[0][:2] == ["Siân Ŵyn", "Committee member"]
        assert "22 November 2026" in board.rows()[0][2]


@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        (date(2011, 1, 5), "nobody under 16"),
        (date(2009, 11, 23), "18 or older. They will be on 23 November 2027"),
        (None, "Enter the date of birth, or tick"),
    ],
)
async def test_the_too_young_are_refused_in_a_sentence(
    client: Pages, born: date | None, sentence: str
) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        born_text = born.isoformat() if born else None
        await make_member(org, "Ann Ifanc", number="7", date_of_birth=born_text)
        new = await secretary.get(f"/{org.slug}/officers/new")
        refused = await new.submit(member_number="7", offices="committee")

        assert refused.status == 422
        assert sentence in refused.errors[0]
        assert refused.fields["member_number"] == "7"


async def test_the_two_times_of_an_officer(client: Pages) -> None:
    """A late entry shows on its day, and not in what was known before it was recorded."""
    with clock.frozen(NOON):
        org, secretary = await place(client)
        ann = await make_holder(org, "Ann Bevan", on=date(2026, 6, 1))
    with clock.frozen(NOON.replace(day=24)):
        leaving = await secretary.get(f"/{org.slug}/officers/{ann.id}/leaving")
        done = await leaving.submit(**day("on", date(2026, 11, 1)), ending="resigned")
        assert "Not in office" in (await done.follow()).main

        address = f"/{org.slug}/officers?on-day=15&on-month=11&on-year=2026"
        now = await secretary.get(address)
        then = await secretary.get(address + "&known-day=23&known-month=11&known-year=2026")
        assert "Ann Bevan" not in now.main
        assert "Ann Bevan" in then.main
        assert "as known on 23 November 2026" in then.main
        own = await secretary.get(
            f"/{org.slug}/officers/{ann.id}?known-day=23&known-month=11&known-year=2026"
        )
        assert "since 1 June 2026" in own.main


async def test_a_wrong_line_is_corrected_and_both_can_be_seen(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        ann = await make_holder(org, "Ann Bevan", on=date(2026, 6, 1))
    with clock.frozen(NOON.replace(day=24)):
        line = await OfficerChange.within(org).get(officer_id=ann.id)
        page = await secretary.get(f"/{org.slug}/officers/{ann.id}/corrections/{line.id}")
        done = await page.submit(family_name="Beynon", reason="Misheard")
        assert (await done.follow()).h1 == "Ann Beynon"
        empty = await secretary.get(f"/{org.slug}/officers/{ann.id}/corrections/{line.id}")
        again = await empty.submit(family_name="Other", reason="")
        assert again.status == 422

        known = "?known-day=23&known-month=11&known-year=2026"
        then = await secretary.get(f"/{org.slug}/officers{known}")
        assert "Ann Bevan" in then.main
        assert "Beynon" not in then.main


async def test_lots_are_drawn_once_watched_and_kept(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        for name in ("Ann Bevan", "Bob Cule", "Cai Dafis"):
            await make_holder(org, name, on=date(2024, 5, 1))
        address = f"/{org.slug}/officers/retirement?on-day=1&on-month=3&on-year=2027"
        page = await secretary.get(address)
        assert "lots must be drawn" in page.main
        assert (await secretary.post(address, {"witness": ""})).status == 422
        done = await secretary.post(address, {"witness": "Mair Puw"})
        drawn = await secretary.get(done.location)

        lot = await RetirementLot.within(org).get()
        assert "watched by Mair Puw" in drawn.main
        first = await OfficerEntry.within(org).get(officer_id=lot.order[0])
        fates = {row[0]: row[2] for row in drawn.rows()}
        assert fates.pop(first.name) == "Retires"
        assert set(fates.values()) == {"Stays"}
        again = await secretary.post(address, {"witness": "Mair Puw"})
        assert again.status == 409
        assert "No lot is needed" in again.main

        await make_member(org, "Mai Aelod", email="mai@a.example")
        reader = client.as_(await make_person("Mai Aelod", "mai@a.example"))
        seen = await reader.get(address)
        assert seen.status == 200
        assert "Draw lots now" not in seen.main


async def test_a_past_meeting_names_those_who_sat_then_as_was_known(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        ann = await make_holder(org, "Ann Bevan", on=date(2024, 5, 1))
        await make_holder(org, "Bob Cule", on=date(2025, 5, 1))
    with clock.frozen(NOON + timedelta(days=5)):
        await leave_office(org, ann, Ending.RESIGNED, date(2026, 11, 1), by=None, reason="")
        await make_holder(org, "Cai Dafis", on=date(2026, 10, 1))
    with clock.frozen(NOON + timedelta(days=9)):
        path = f"/{org.slug}/officers/retirement?on-day=20&on-month=10&on-year=2026"

        async def sat(query: str = "") -> set[str]:
            return {row[0] for row in (await secretary.get(path + query)).rows()}

        assert await sat() == {"Ann Bevan", "Bob Cule", "Cai Dafis"}
        day = (NOON + timedelta(days=2)).date()
        known = f"&known-day={day.day}&known-month={day.month}&known-year={day.year}"
        assert await sat(known) == {"Ann Bevan", "Bob Cule"}
        assert "As known on" in (await secretary.get(path + known)).main


async def test_interests_are_declared_by_oneself_and_shown_to_the_committee(
    client: Pages,
) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        ann = await make_holder(org, "Ann Bevan", email="ann@a.example")
        bob = await make_holder(org, "Bob Cule", email="bob@a.example")
        own = client.as_(await make_person("Ann", "ann@a.example"))
        other = client.as_(await make_person("Bob", "bob@a.example"))
        await make_member(org, "Mai Aelod", email="mai@a.example")
        outside = client.as_(await make_person("Mai", "mai@a.example"))

        page = await own.get(f"/{org.slug}/interests")
        done = await page.submit(concerns="Bevan Builders", nature="My brother owns it.")
        assert "Bevan Builders" in (await done.follow()).main
        for reader, status in ((other, 200), (secretary, 200), (outside, 403)):
            assert (await reader.get(f"/{org.slug}/interests")).status == status
        # Nobody declares for another, or ends what is another's.
        forged = await other.post(
            f"/{org.slug}/interests",
            {"officer": str(ann.id), "concerns": "x", "nature": "y", **day("declared_on", TODAY)},
        )
        assert forged.status == 422
        interest = await Interest.within(org).get()
        assert interest.officer_id == ann.id != bob.id
        assert (await other.get(f"/{org.slug}/interests/{interest.id}/end")).status == 403
        ending = await own.get(f"/{org.slug}/interests/{interest.id}/end")
        ended = await ending.submit(reason="Sold")
        assert "Ended" in (await ended.follow()).main
        before = await secretary.get(f"/{org.slug}/interests?on-day=21&on-month=11&on-year=2026")
        assert "Bevan Builders" not in before.main


async def test_a_company_says_where_its_register_of_directors_is(client: Pages) -> None:
    with clock.frozen(NOON):
        org = await make_organisation(legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
        await make_rules(org)
        secretary = client.as_(await make_officer(org, Role.SECRETARY))
        await make_holder(org, "Ann Bevan")
        page = await secretary.get(f"/{org.slug}/officers")

        assert "since 18 November 2025" in page.main
        assert page.rows()[0][:2] == ["Ann Bevan", "Director"]


async def test_the_figures_of_constituencies_have_two_times_too(client: Pages) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        staff = await make_constituency(org, "Staff")
        await make_member(org, "Ann Bevan", constituency=staff, joined_on=date(2026, 5, 1))
    with clock.frozen(NOON.replace(day=24)):
        await make_member(org, "Bob Cule", constituency=staff, joined_on=date(2026, 5, 2))
        address = f"/{org.slug}/members/constituencies"

        async def count(query: str) -> str:
            return (await secretary.get(address + query)).rows()[0][-1]

        assert await count("") == "2"
        assert await count("?on-day=1&on-month=5&on-year=2026") == "1"
        assert await count("?known-day=23&known-month=11&known-year=2026") == "1"
        assert await count("?on-day=30&on-month=4&on-year=2026") == "0"


async def test_what_the_rules_would_not_allow_today_is_named_to_the_secretary(
    client: Pages,
) -> None:
    with clock.frozen(NOON):
        org, secretary = await place(client)
        ann = await make_holder(org, "Ann Bevan", on=date(2026, 6, 1))
        await make_holder(org, "Bob Cule", on=date(2022, 6, 1))
        await make_holder(org, "Cai Dafis", on=date(2025, 6, 1))
        entry = await OfficerEntry.within(org).get(officer_id=ann.id)
        member = await Member.within(org).get(id=entry.member_id)
        await leave(org, member, date(2026, 11, 1), reason="", by=None)

        page = await secretary.get(f"/{org.slug}/officers")
        assert "Ann Bevan is no member today" in page.main
        assert "The term for which Bob Cule was elected is over." in page.main
        assert "Cai Dafis is no" not in page.main
        await make_member(org, "Mai Aelod", email="mai@a.example")
        reader = client.as_(await make_person("Mai Aelod", "mai@a.example"))
        assert "no member today" not in (await reader.get(f"/{org.slug}/officers")).main


async def test_an_address_that_the_members_register_has_newer_is_shown(client: Pages) -> None:
    org, secretary = await place(client)
    ann = await make_holder(org, "Ann Bevan", postcode="ZZ1 1AA")
    entry = await OfficerEntry.within(org).get(officer_id=ann.id)
    member = await Member.within(org).get(id=entry.member_id)
    assert "says otherwise" not in (await secretary.get(f"/{org.slug}/officers/{ann.id}")).main
    await change(org, member, {"postcode": "ZZ9 9ZZ"}, by=None)
    page = await secretary.get(f"/{org.slug}/officers/{ann.id}")
    assert "says otherwise" in page.main
    assert "Postcode: ZZ9 9ZZ" in page.main
