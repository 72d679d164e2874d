"""Messages to members: each in their language and way, once."""

import io
import re

import pypdf
import pytest
from babel.support import LazyProxy

from coopcouncil.kernel import jobs
from coopcouncil.kernel.i18n import lazy
from coopcouncil.kernel.models import OutboxMessage, StoredFile
from coopcouncil.members.models import RegisterEntry
from coopcouncil.messages.models import LetterFile, MessageCopy, Speech, Way
from coopcouncil.messages.reach import GROUPS, Group
from coopcouncil.messages.stopping import token
from coopcouncil.organisations.models import Organisation, Role
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_person,
    make_rules,
)
from tests.messages.writing import sent, written
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def test_everybody_is_told_in_their_language_and_way_at_the_same_time(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org)
    check = await secretary.get(f"/{org.slug}/messages/{message.id}")
    assert "Send to 8 members" in check.main
    assert check.main.index("Y golchdy") < check.main.index("The laundry"), "Welsh first in Wales"
    await sent(secretary, org, message)

    ways = {c.name: (c.way, c.language) for c in await MessageCopy.of(message)}
    assert ways == {
        "Ada Lovell": (Way.EMAIL, Speech.ENGLISH),
        "Bethan Wyn": (Way.EMAIL, Speech.WELSH),
        "Cai Doe": (Way.EMAIL, Speech.BOTH),
        "Dai Parry": (Way.POST, Speech.WELSH),
        "Eve Stone": (Way.POST, Speech.ENGLISH),
        "Fay Hill": (Way.SPOKEN, Speech.BOTH),
        "Gwen Jones": (Way.NONE, Speech.BOTH),
        "Huw Rees": (Way.EMAIL, Speech.WELSH),
    }
    mails = {m.recipient: m for m in await OutboxMessage.filter(organisation_id=org.id)}
    assert sorted(mails) == [
        "ada@example.org",
        "bethan@example.org",
        "cai@example.org",
        "huw@example.org",
    ]
    assert "golchdy" not in (mails["ada@example.org"].text or "")
    assert mails["bethan@example.org"].subject == "Y golchdy"
    both = mails["cai@example.org"].text or ""
    assert both.index("golchdy") < both.index("laundry")
    assert all(m.unsubscribe == "" for m in mails.values()), "a service message has no way out"
    page = await secretary.get(f"/{org.slug}/messages/{message.id}")
    assert "Fay Hill" in page.main

    pdf = await page.follow("Letters 1 (PDF)")
    leaves = [leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(pdf.body)).pages]
    assert len(leaves) == 3, "each on a sheet of its own"
    assert "Dai Parry" in leaves[0]
    assert "ZZ5 1TG" in leaves[0]
    assert "golchdy" in leaves[0]
    assert "Eve Stone" in leaves[2], "large print comes last"
    assert "laundry" in leaves[2]


async def test_both_languages_are_needed_before_anything_goes(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org, subject_cy="", body_cy="")
    page = await secretary.get(f"/{org.slug}/messages/{message.id}")
    assert "Write the subject and the text in Welsh too" in page.main
    refused = await secretary.post(f"/{org.slug}/messages/{message.id}/send", {})
    assert refused.status == 409
    assert not await MessageCopy.of(message).exists()
    half = await written(secretary, org, body_cy="")
    page = await secretary.get(f"/{org.slug}/messages/{half.id}")
    assert "Where there is a subject there must be a text" in page.main


async def test_a_second_press_and_a_second_worker_tell_nobody_twice(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org)
    await sent(secretary, org, message)
    await sent(secretary, org, message)
    await secretary.post(f"/{org.slug}/messages/{message.id}/again", {})
    await jobs.enqueue("messages-mail", {"message": message.id})
    for file in await LetterFile.of(message):
        await jobs.enqueue("messages-letters", {"letters": file.id})
    await jobs.run_jobs()

    assert await OutboxMessage.filter(organisation_id=org.id).count() == 4
    assert await MessageCopy.of(message).count() == 8
    assert await StoredFile.filter(organisation_id=org.id).count() == 1


async def test_to_some_alone(
    client: Pages, secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    tenants = await make_constituency(org, "Tenants")
    await make_member(org, "Ifor Bach", email="ifor@example.org", constituency=tenants)
    await make_member(org, "Jac Hen", email="jac@example.org", status="applicant")
    message = await written(secretary, org)
    address = f"/{org.slug}/messages/{message.id}"

    async def told(**choice: str) -> int:
        await (await secretary.get(f"{address}/audience")).submit(**choice)
        page = await secretary.get(address)
        found = re.findall(r"Send to ([\d,]+) member", page.main)
        return int(found[0]) if found else 0

    assert await told(constituency=str(tenants.id)) == 1
    assert await told(constituency="", language="cy") == 3
    assert await told(language="", status="applicants") == 1
    numbers = f"{register['en'].member_number}, {register['cy'].member_number}\n999"
    assert await told(status="members", numbers=numbers) == 2
    assert await told(numbers="999") == 0
    assert "Nobody fits this choice" in (await secretary.get(address)).main
    long = await (await secretary.get(f"{address}/audience")).submit(
        numbers=" ".join(str(n) for n in range(2001))
    )
    assert long.status == 422


async def test_those_in_arrears_come_from_whoever_knows_them(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    async def members(asked: Organisation) -> list[int] | None:
        return [register["en"].member_id] if asked.id == org.id else None

    called: LazyProxy = lazy("Members")
    GROUPS["test"] = Group(called, members)
    try:
        message = await written(secretary, org)
        page = await secretary.get(f"/{org.slug}/messages/{message.id}/audience")
        await page.submit(group="test")
        await sent(secretary, org, message)
    finally:
        del GROUPS["test"]

    assert [c.name for c in await MessageCopy.of(message)] == ["Ada Lovell"]


async def test_a_test_goes_to_oneself_alone(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org)
    answer = await secretary.post(f"/{org.slug}/messages/{message.id}/test", {})
    assert answer.status == 303
    mails = await OutboxMessage.filter(organisation_id=org.id)
    assert {m.subject for m in mails} == {"The laundry", "Y golchdy"}
    assert len({m.recipient for m in mails}) == 1
    assert not await MessageCopy.of(message).exists()


async def test_an_english_organisation_may_write_one_language(client: Pages, db: None) -> None:
    org = await make_organisation()
    await make_rules(org)
    await make_member(org, "Ada Lovell", email="ada@example.org", language="cy")
    secretary = client.as_(await make_officer(org))
    message = await written(secretary, org, subject_cy="", body_cy="")
    await sent(secretary, org, message)

    (copy,) = await MessageCopy.of(message)
    assert copy.language is Speech.ENGLISH


async def test_messages_are_for_keepers_of_their_own_organisation(
    client: Pages, secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org)
    other = await make_organisation()
    elsewhere = client.as_(await make_officer(other))
    member = client.as_(await make_person("Ada", "ada@example.org"))
    chair = client.as_(await make_officer(org, Role.CHAIR))

    for browser in (member, chair, elsewhere):
        assert (await browser.get(f"/{org.slug}/messages/{message.id}")).status == 403
    for path in ("", "/words", "/audience", "/copies"):
        at = f"/{other.slug}/messages/{message.id}{path}"
        assert (await elsewhere.get(at)).status == 404
    assert (await elsewhere.post(f"/{other.slug}/messages/{message.id}/send", {})).status == 404


async def test_every_page_speaks_welsh(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org)
    browser = secretary.in_("cy")
    address = f"/{org.slug}/messages"
    drafts = ("", "/words", "/audience")
    for path in ("", "/new", "/reminders", *(f"/{message.id}{each}" for each in drafts)):
        assert (await browser.get(address + path)).status == 200
    await sent(secretary, org, message)
    for path in ("", "/copies", "/letters/1/posting"):
        assert (await browser.get(f"{address}/{message.id}{path}")).status == 200
    stop = f"/{org.slug}/news/stop/{token(org, register['news'].member_id)}"
    assert "Stopio newyddion" in (await browser.as_(None).get(stop)).main
