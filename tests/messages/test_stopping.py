"""News for who asked, stopped with one press; contact that is stopped, mail that comes back."""

import io
from datetime import date

import pypdf
import pytest

from coopcouncil.kernel import files, jobs, mail
from coopcouncil.kernel.models import OutboxMessage, StoredFile
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stop_contact
from coopcouncil.messages.models import LetterFile, MessageCopy, Way
from coopcouncil.messages.stopping import token
from coopcouncil.organisations.models import Organisation
from tests.make import make_member, make_organisation
from tests.messages.writing import ADDRESS, sent, written
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def test_news_goes_to_those_who_asked_and_stops_with_one_press(
    client: Pages, secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org, kind="news")
    await sent(secretary, org, message)
    (only,) = await OutboxMessage.filter(organisation_id=org.id)
    assert only.recipient == "huw@example.org"
    assert only.unsubscribe in (only.text or "")

    made = await mail._envelope(only)
    assert made["List-Unsubscribe"] == f"<{only.unsubscribe}>"
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = only.unsubscribe.split("localhost:8000")[-1]
    looked = await client.get(path)
    assert looked.status == 200
    now = await entry_of(org, register["news"].member_id)
    assert now is not None
    assert "news" in now.email_purposes, "looking at it changes nothing"

    # As a mail program does it: no cookie, no origin, no token of a form.
    raw = await client._browser.post(path, data={"List-Unsubscribe": "One-Click"})
    assert raw.status_code == 200
    now = await entry_of(org, register["news"].member_id)
    assert now is not None
    assert now.email_purposes == "notices"
    assert (await looked.submit()).status == 200, "again is no error"
    another = await written(secretary, org, kind="news")
    refused = await secretary.post(f"/{org.slug}/messages/{another.id}/send", {})
    assert refused.status == 409


async def test_a_stop_address_is_for_one_member_of_one_organisation(
    client: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    other = await make_organisation()
    good = token(org, register["news"].member_id)
    number, _, mark = good.partition("-")
    wrong = [
        f"/{other.slug}/news/stop/{good}",
        f"/{org.slug}/news/stop/{int(number) + 1}-{mark}",
        f"/{org.slug}/news/stop/{number}-{'0' * 40}",
        f"/{org.slug}/news/stop/x",
    ]
    for path in wrong:
        assert (await client.get(path)).status == 404
        assert (await client.post(path, {})).status == 404
    now = await entry_of(org, register["news"].member_id)
    assert now is not None
    assert "news" in now.email_purposes


async def test_nobody_is_written_to_whose_contact_is_stopped(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org)
    before = await Member.one(org, id=register["en"].member_id)
    await stop_contact(org, before, "As the police ask", date(2020, 1, 1), None, None)
    await secretary.post(f"/{org.slug}/messages/{message.id}/send", {})
    # And one that comes after the sending, before the job.
    between = await Member.one(org, id=register["cy"].member_id)
    await stop_contact(org, between, "As the police ask", date(2020, 1, 1), None, None)
    await jobs.run_jobs()

    told = {m.recipient for m in await OutboxMessage.filter(organisation_id=org.id)}
    assert told == {"cai@example.org", "huw@example.org"}
    silent = {c.name for c in await MessageCopy.of(message).filter(way=Way.NONE)}
    assert silent == {"Ada Lovell", "Bethan Wyn", "Gwen Jones"}, "like those without an address"


async def test_what_comes_back_is_followed_by_a_letter_and_complaints_are_noted(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    await make_member(
        org, "Ifor Bach", email="ifor@example.org", postal_address=ADDRESS, language="cy"
    )
    message = await written(secretary, org)
    await sent(secretary, org, message)
    copy = await MessageCopy.of(message).get(name="Ifor Bach")
    address = f"/{org.slug}/messages/{message.id}"
    await secretary.post(f"{address}/copies/{copy.id}/returned", {})
    page = await secretary.get(address)
    assert "The e-mail to ifor@example.org came back." in page.main
    await secretary.post(f"{address}/letters", {})
    await jobs.run_jobs()

    second = await MessageCopy.of(message).get(name="Ifor Bach", way=Way.POST)
    file = await LetterFile.of(message).get(id=second.letters_id)
    stored = await StoredFile.get(id=file.file_id)
    assert (
        "Ifor Bach" in pypdf.PdfReader(io.BytesIO(await files.read(stored))).pages[0].extract_text()
    )
    again = await (await secretary.post(f"{address}/letters", {})).follow()
    assert again.sentences[-1:] == ["Nobody whom e-mail did not reach has a postal address."]
    braille = await MessageCopy.of(message).get(name="Fay Hill")
    await secretary.post(f"{address}/copies/{braille.id}/done", {"done": "yes"})
    assert "1 of 1 are told." in (await secretary.get(address)).main

    news = await written(secretary, org, kind="news")
    await sent(secretary, org, news)
    huw = await MessageCopy.of(news).get(name="Huw Rees")
    await secretary.post(f"/{org.slug}/messages/{news.id}/copies/{huw.id}/complaint", {})
    now = await entry_of(org, register["news"].member_id)
    assert now is not None
    assert "news" not in now.email_purposes
