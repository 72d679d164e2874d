"""Being forgotten, with a list of what was kept and why; and what goes by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise import connections

from coopcouncil.accounts.models import EmailAddress, Person, Session
from coopcouncil.kernel import audit, clock, jobs, mail
from coopcouncil.kernel.dates import months_after
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stop_contact
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.kept import KEPT
from coopcouncil.privacy.models import Erasure, Removal
from coopcouncil.privacy.retention import RULES, remove_old, tables
from coopcouncil.privacy.rules import answer_by
from tests.make import make_member, make_officer, make_organisation, make_person, make_rules
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio

GONE: dict[str, Any] = {"status": "left", "left_on": "2024-05-01"}


@pytest.fixture
async def org(db: None) -> Organisation:
    org = await make_organisation("Calderbrook Leisure")
    await make_rules(org)
    return org


async def asked(client: Pages, org: Organisation, entry: RegisterEntry, person: Person) -> Erasure:
    browser = client.as_(person)
    await (await browser.get(f"/{org.slug}/me/{entry.member_id}/correction")).submit(said="Age")
    page = await browser.get(f"/{org.slug}/me/{entry.member_id}/erasure")
    assert "Would be erased" in page.main
    assert "Kept" in page.main
    await page.submit(said="Please forget me")
    return await Erasure.within(org).get()


async def test_what_may_go_goes_and_what_is_kept_is_printed_with_its_reason(
    client: Pages, org: Organisation
) -> None:
    facts: dict[str, Any] = {
        "date_of_birth": "1970-01-02",
        "postcode": "ZZ1 1AA",
        "language": "cy",
        **GONE,
    }
    entry = await make_member(org, "Ada Lovell", email="ada@home.example", **facts)
    person = await make_person("Ada", "ada@home.example")
    context = {"subject": "x", "name": "Ada", "parts": ["hello"], "stop": ""}
    await mail.send(org.id, "ada@home.example", "email/messages/message", "en", context)
    erasure = await asked(client, org, entry, person)
    await audit.seal(org.id)
    sealed = await audit.head(org.id)
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/data-protection/erasures/{erasure.id}")
    assert "Please forget me" in page.main
    done = await (await page.submit(decision="approve")).follow()

    assert "Erased" in done.main
    assert "a legal obligation" in done.main.lower()
    now = await entry_of(org, entry.member_id)
    assert now is not None
    assert (now.email, now.date_of_birth, now.language) == ("", None, "")
    assert (now.name, now.postcode) == ("Ada Lovell", "ZZ1 1AA"), "the register must hold these"
    before = await entry_of(org, entry.member_id, date(2023, 1, 1))
    assert before is not None
    assert before.date_of_birth == date(1970, 1, 2), "a past state is shown as it was"

    await person.refresh_from_db()
    assert person.name == ""
    assert not await EmailAddress.exists(person_id=person.id)
    assert not await Session.exists(person_id=person.id)
    told = await OutboxMessage.filter(organisation_id=org.id).order_by("id")
    assert [m.recipient for m in told[:-1]] == [""] * len(told[:-1])
    own = [e for e in await AuditEntry.filter(organisation_id=org.id) if e.payload is None]
    assert own, "the entries of the person's own requests are erased"
    report = await audit.verify(org.id)
    assert report.broken is None
    assert sealed is not None
    assert report.erased == len(own)
    lines = {each["table"]: each for each in (await Erasure.within(org).get()).report}
    assert lines["register_entry"]["erased"] is False
    assert lines["audit_entry"]["rows"] > 0
    assert "Ada" not in str(lines)


async def test_a_member_is_not_forgotten_and_a_refusal_has_its_reason(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    person = await make_person("Ada", "ada@home.example")
    erasure = await asked(client, org, entry, person)
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/data-protection/erasures/{erasure.id}")

    refused = await page.submit(decision="approve")
    assert "They are still a member" in refused.errors[0]
    unsaid = await page.submit(decision="refuse")
    assert unsaid.errors == ["Write the reason: the person reads it."]
    await page.submit(decision="refuse", reason="You are a member")
    assert (
        "You are a member"
        in (await client.as_(person).get(f"/{org.slug}/me/{entry.member_id}/erasure")).main
    )
    assert await EmailAddress.exists(person_id=person.id)


async def test_an_account_that_serves_elsewhere_stays_and_says_so(
    client: Pages, org: Organisation
) -> None:
    entry = await make_member(org, "Ada Lovell", email="ada@home.example", **GONE)
    other = await make_organisation()
    await make_member(other, "Ada Lovell", email="ada@home.example")
    person = await make_person("Ada", "ada@home.example")
    erasure = await asked(client, org, entry, person)
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/data-protection/erasures/{erasure.id}")
    done = await (await page.submit(decision="approve")).follow()

    assert "The account is used for another membership" in done.main
    assert await EmailAddress.exists(person_id=person.id)


async def test_a_contact_stop_is_never_told(client: Pages, org: Organisation) -> None:

    entry = await make_member(org, "Ada Lovell", email="ada@home.example", **GONE)
    member = await Member.one(org, id=entry.member_id)
    await stop_contact(org, member, "A serious reason", date(2020, 1, 1), None, None)
    ada = client.as_(await make_person("Ada", "ada@home.example"))
    await (await ada.get(f"/{org.slug}/me/{entry.member_id}/data")).submit()
    await jobs.run_jobs()
    data = await ada.get(f"/{org.slug}/me/{entry.member_id}/data")
    said = await data.follow("Everything for other programs (JSON)")

    assert not await OutboxMessage.exists(recipient="ada@home.example"), "nothing is sent"
    for page in ("", f"/{entry.member_id}/erasure"):
        text = (await ada.get(f"/{org.slug}/me{page}")).main
        assert "serious reason" not in text
        assert "nobody may write" not in text
    assert b"serious reason" not in said.body
    assert b"contact" not in said.body.lower()


async def test_old_rows_go_and_are_counted_by_organisation(
    client: Pages, org: Organisation
) -> None:
    other = await make_organisation()
    context = {"subject": "x", "name": "Ada", "parts": ["hello"], "stop": ""}
    with clock.frozen(clock.now() - timedelta(days=100)):
        for number in (org.id, org.id, other.id):
            await mail.send(number, "a@home.example", "email/messages/message", "en", context)
    fresh = await mail.send(org.id, "a@home.example", "email/messages/message", "en", context)
    done = await remove_old()

    assert done == {"message-texts": 3}
    await fresh.refresh_from_db()
    assert fresh.text is not None
    ours = await Removal.of(org).get(rule="message-texts")
    assert ours.rows == 2
    assert await remove_old() == {}, "again is nothing"
    page = await client.as_(await make_officer(org)).get(f"/{org.slug}/data-protection/removals")
    assert ["The words of e-mails that were sent", "2"] in [row[1:3] for row in page.rows()]
    public = await client.get(f"/{org.slug}/privacy")
    assert "90 days" in (await public.follow("How long what is kept")).main


async def test_every_rule_can_be_carried_out(db: None) -> None:
    for rule in RULES:
        connection = connections.get("default")
        assert await connection.execute_query_dict(rule.statement, [clock.now()]) is not None


async def test_every_table_says_how_long_it_is_kept_and_why(db: None) -> None:
    said = {rule.table for rule in RULES} | {table for kept in KEPT for table in kept.tables}
    there = set(await tables()) - {"tortoise_migrations"}

    assert there - said == set(), "say in privacy/kept.py how long these are kept, and why"
    assert said - there == set()


@given(st.dates(date(1999, 1, 1), date(2199, 12, 1)), st.integers(1, 12))
def test_months_keep_their_day_or_end_with_the_month(start: date, months: int) -> None:
    later = months_after(start, months)

    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day == start.day or (
        (later + timedelta(days=1)).day == 1 and later.day < start.day
    )


@given(st.dates(date(1999, 1, 1), date(2199, 12, 1)))
def test_an_answer_is_due_on_a_working_day_a_month_on_at_least(asked_on: date) -> None:
    due = answer_by(asked_on)

    assert due.weekday() < 5
    assert timedelta(28) <= due - asked_on <= timedelta(33)
