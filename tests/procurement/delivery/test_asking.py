"""Reminders of promises, and recipients who answer by the link in a message."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from asyncpg.exceptions import RaiseError
from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.kinds import Nation, Role
from coopcouncil.procurement.delivery.actions import reminding
from coopcouncil.procurement.delivery.actions.asking import opened_by
from coopcouncil.procurement.delivery.actions.following import ForWhom, say_for_whom
from coopcouncil.procurement.delivery.actions.reporting import ReportDraft, report
from coopcouncil.procurement.delivery.models import (
    Instalment,
    RecipientAnswer,
    RecipientAsked,
    Report,
)
from coopcouncil.procurement.delivery.rules.refusals import LinkUsed
from tests.make import make_officer, make_organisation
from tests.procurement.delivery.made import Ground, ground

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=LONDON)


def found(pattern: str, text: str) -> str:
    """The words that the pattern finds, which must be there."""
    match = re.search(pattern, text)
    assert match, text
    return match.group()


async def messages(name: str) -> list[OutboxMessage]:
    return await OutboxMessage.filter(purpose=f"email/procurement/{name}").order_by("id")


async def reported(made: Ground, commitment, amount: int = 20) -> Report:
    draft = ReportDraft(date(2026, 4, 1), clock.today(), Decimal(amount), "We painted the hall.")
    return await report(made.org, commitment, draft, [], made.boss)


@pytest.fixture
def demo(config):
    """Messages with a code may be read."""
    settings.use(replace(config, demo=True))


async def test_what_is_due_within_thirty_days_is_told_once_and_in_the_readers_language():
    made = await ground()
    made.boss.language = "cy"
    await made.boss.save(update_fields=["language"])
    await made.promised(due_on=date(2027, 4, 1))

    with clock.frozen(on(date(2027, 3, 1))):
        assert await reminding.remind(made.org) == 0
    with clock.frozen(on(date(2027, 3, 2))):
        assert await reminding.remind(made.org) == 1
        assert await reminding.remind(made.org) == 0
    (message,) = await messages("promise_due")
    assert message.language == "cy"
    assert "1 Ebrill 2027" in message.subject
    assert "Due by" not in message.subject
    assert f"/{made.org.slug}/promises/" in message.text


async def test_what_is_late_is_told_once_to_the_supplier_and_the_lead():
    made = await ground()
    commitment = await made.promised(due_on=date(2027, 4, 1))
    with clock.frozen(on(date(2027, 4, 1))):
        await reminding.remind(made.org)
        assert await messages("promise_late") == []
    with clock.frozen(on(date(2027, 4, 2))):
        assert await reminding.remind_everywhere() == 1
        assert await reminding.remind_everywhere() == 0
    assert len(await messages("promise_late")) == 2
    assert "20" in (await messages("promise_late"))[0].text
    (due,) = await Instalment.within(made.org).filter(commitment_id=commitment.id)
    assert due.told_late_at is not None


async def test_what_is_reported_or_settled_is_not_late():
    made = await ground()
    commitment = await made.promised(due_on=date(2027, 4, 1))
    with clock.frozen(on(date(2027, 3, 1))):
        await reported(made, commitment)
    with clock.frozen(on(date(2027, 4, 2))):
        assert await reminding.remind(made.org) == 1  # The recipient is asked again.
    assert await messages("promise_late") == await messages("promise_due") == []


# The outbox takes no second message: what a lost connection does in the middle of a round.
CLOSES = """
CREATE FUNCTION one_message_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM outbox_message WHERE purpose = NEW.purpose) THEN
        RAISE EXCEPTION 'the outbox is closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER one_message_alone BEFORE INSERT ON outbox_message
    FOR EACH ROW EXECUTE FUNCTION one_message_alone();
"""


async def test_a_round_that_dies_has_said_nothing_twice_and_says_the_rest_the_next_time():
    made = await ground()
    await made.promised("First", due_on=date(2027, 4, 1))
    await made.promised("Second", due_on=date(2027, 4, 1))
    database = connections.get("default")

    with clock.frozen(on(date(2027, 3, 10))):
        await database.execute_script(CLOSES)
        with pytest.raises(RaiseError, match="the outbox is closed"):
            await reminding.remind(made.org)
        assert [one.subject for one in await messages("promise_due")] == [
            "Due by 1 April 2027: First"
        ]
        noted = await Instalment.within(made.org).exclude(reminded_at=None).count()
        assert noted == 1, "what was not said is not noted"
        await database.execute_script("DROP TRIGGER one_message_alone ON outbox_message")
        assert await reminding.remind(made.org) == 1
        assert await reminding.remind(made.org) == 0
    assert sorted(one.subject for one in await messages("promise_due")) == [
        "Due by 1 April 2027: First",
        "Due by 1 April 2027: Second",
    ]


async def test_those_of_the_recipient_are_asked_and_once_more_after_three_weeks():
    made = await ground()
    school = await make_organisation("Canal Side Primary")
    await make_officer(school, Role.SECRETARY, "Angharad Pugh")
    commitment = await made.promised(recipient=school)
    began = on(date(2026, 12, 1))
    with clock.frozen(began):
        await reported(made, commitment, 5)
        assert await reminding.remind(made.org) == 0
    for days, told in ((20, 0), (21, 1), (22, 0), (60, 0)):
        with clock.frozen(began + timedelta(days=days)):
            assert await reminding.remind(made.org) == told, days
    assert len(await messages("promise_answer")) == 2


async def test_somebody_outside_answers_by_the_link_once(client, demo):
    made = await ground(nation=Nation.WALES)
    commitment = await made.promised()
    row = await reported(made, commitment)
    (message,) = await messages("promise_answer")
    assert (message.recipient, message.is_sensitive) == ("hall@hebden.example", True)
    path = found(rf"/{made.org.slug}/promises/answer/\S+", message.text)
    assert message.text.count(path) == 2, "once in each language"
    token = path.rpartition("/")[2]
    asked = await RecipientAsked.within(made.org).get(report_id=row.id)
    assert token not in (asked.token_hash, "")

    browser = client.as_(None)
    for language in ("cy", "en"):
        seen = await browser.get(f"{path}?lang={language}")
        assert seen.status == 200
        assert "We painted the hall." in seen.text
    assert not await RecipientAnswer.within(made.org).exists(), "looking changes nothing"
    refused = await browser.post(path, {"answered": "disputed", "name": "Mrs Hall", "words": ""})
    assert refused.status == 422
    said = {"answered": "in-part", "part": "12", "words": "Three days.", "name": "Mrs Hall"}
    assert (await browser.post(path, said)).status == 200
    heard = await RecipientAnswer.within(made.org).get(report_id=row.id)
    assert (heard.amount, heard.answered_name) == (Decimal(12), "Mrs Hall")
    for again in (await browser.get(path), await browser.post(path, said)):
        assert again.status == 410
        assert "used already, or is too old" in again.text
    assert await RecipientAnswer.within(made.org).count() == 1


async def test_an_old_link_and_a_strangers_link_open_nothing(client, demo):
    made = await ground()
    other = await ground()
    row = await reported(made, await made.promised())
    path = found(r"/promises/answer/\S+", (await messages("promise_answer"))[0].text)
    token = path.rpartition("/")[2]
    assert (await opened_by(made.org, token)).report.id == row.id
    with pytest.raises(LinkUsed):
        await opened_by(other.org, token)
    with clock.frozen(clock.now() + timedelta(days=61)), pytest.raises(LinkUsed):
        await opened_by(made.org, token)
    browser = client.as_(None)
    for _ in range(20):
        assert (await browser.get(f"/{made.org.slug}/promises/answer/wrong")).status == 410
    assert (await browser.get(f"/{made.org.slug}/promises/answer/wrong")).status == 429


async def test_asked_again_the_old_link_works_no_longer(client, demo):
    made = await ground()
    commitment = await made.promised()
    row = await reported(made, commitment)
    base = f"/{made.org.slug}/promises/{commitment.id}/reports/{row.id}/ask"
    assert (await client.as_(made.boss).post(base, {})).status in (403, 404)
    assert (await client.as_(made.lead).post(base, {})).status == 303
    first, second = [
        found(r"/promises/answer/\S+", one.text).rpartition("/")[2]
        for one in await messages("promise_answer")
    ]
    with pytest.raises(LinkUsed):
        await opened_by(made.org, first)
    assert (await opened_by(made.org, second)).commitment.id == commitment.id


async def test_a_recipient_named_after_the_report_is_asked_by_the_round():
    made = await ground()
    commitment = await made.promised()
    commitment.recipient_name = commitment.recipient_email = ""
    await commitment.save(update_fields=["recipient_name", "recipient_email"])
    await reported(made, commitment)
    assert await messages("promise_answer") == []
    whom = ForWhom(None, "Hebden Hall", "hall@hebden.example")
    await say_for_whom(made.org, commitment, whom, made.lead)
    assert await reminding.remind(made.org) == 1
    assert await reminding.remind(made.org) == 0
