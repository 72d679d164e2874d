"""The treasurer's and the member's pages of money out."""

from datetime import date

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.checks.models import Check
from coopcouncil.kernel.models import AuditEntry
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.actions.items import paid
from coopcouncil.payouts.kinds import ItemState, RunState
from coopcouncil.payouts.models import Payee, PayeeDetails, PaymentRun, PayoutItem
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.payouts.building import (
    NOW,
    OTHER,
    Place,
    agree,
    make_place,
    member_payee,
    owed_to,
    pay_day,
    sent_run,
)

pytestmark = pytest.mark.anyio
CAME_BACK = "Taliad a ddaeth yn ôl"


def day(on: date, name: str = "pay_on") -> dict[str, str]:
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


def as_(client: Pages, person: Person, language: str = "en") -> Pages:
    pages = client.as_(person)
    pages.language = language
    return pages


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_from_what_is_owed_to_the_file_at_the_bank(
    client: Pages, place: Place, language: str
):
    payee = await member_payee(place)
    item = await owed_to(place, payee)
    bare = await member_payee(place, "Siôn Parry", bank=None)
    await owed_to(place, bare, 700, source="by-hand:7")
    pages = as_(client, place.maker, language)
    base = f"/{place.org.slug}"

    overview = await pages.get(f"{base}/payouts")
    assert "£123.45" in overview.main
    assert "20212616" not in overview.html
    asked = await pages.get(f"{base}/payment-runs/new")
    assert "£7.00" in asked.main  # said why it cannot be paid
    saturday = date(2026, 11, 21)
    wrong = await pages.post(
        f"{base}/payment-runs/new",
        {"items": str(item.id), "format": "pain-001", **day(saturday)},
    )
    assert (wrong.status, len(wrong.errors)) == (422, 1)
    made = await pages.post(
        f"{base}/payment-runs/new",
        {"items": str(item.id), "format": "pain-001", **day(pay_day())},
    )
    run = await made.follow()
    assert run.status == 200
    address = made.location
    assert (await pages.post(f"{address}/file")).status == 409
    assert (await (await pages.post(f"{address}/approval")).follow()).status == 200
    number = (await PaymentRun.one(place.org)).id
    checker = as_(client, place.checker, language)
    seen = await checker.get(f"{base}/checks")
    assert "Ada Lovell" in seen.main
    await agree(place, f"payment-run:{number}")
    file = await pages.post(f"{address}/file")
    assert file.headers["content-disposition"].endswith('run-1.xml"')
    assert b"20212616" in file.body
    assert "no-store" in file.headers["cache-control"]
    assert (await (await pages.post(f"{address}/sending")).follow()).status == 200
    assert (await PayoutItem.one(place.org, id=item.id)).state is ItemState.SENT
    one = await pages.get(f"{base}/payouts/{item.id}")
    assert item.reference in one.main
    back = await pages.post(
        f"{base}/payouts/{item.id}/return", {"reason": "Account closed", **day(NOW.date(), "on")}
    )
    assert "Account closed" in (await back.follow()).main


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_what_the_bank_paid_comes_back_by_two(client: Pages, place: Place, language: str):
    item = await owed_to(place, await member_payee(place))
    await sent_run(place, item)
    await paid(place.org, item, NOW.date(), "line:1")
    base = f"/{place.org.slug}"
    pages = client.in_(language).as_(place.maker)
    form = await pages.get(f"{base}/payouts/{item.id}")
    said = {"reason": "Account closed", **day(NOW.date(), "on")}
    asked = await (await pages.post(f"{base}/payouts/{item.id}/return", said)).follow()
    assert "/return" in form.html
    assert "/return" not in asked.html
    assert (await pages.post(f"{base}/payouts/{item.id}/return", said)).status == 409
    check = await Check.one(place.org, subject=f"payout-return:{item.id}")
    assert f"/checks/{check.id}" in asked.html
    checker = client.in_(language).as_(place.checker)
    seen = await checker.get(f"{base}/checks/{check.id}")
    called = {"en": "Payment that came back", "cy": CAME_BACK}[language]
    assert seen.h1.startswith(called)
    assert "Account closed" in seen.main
    assert called in (await checker.get(f"{base}/checks")).main
    assert (await checker.post(f"{base}/checks/{check.id}/approval")).status == 303
    assert (await PayoutItem.one(place.org, id=item.id)).state is ItemState.OWED
    assert "Account closed" in (await pages.get(f"{base}/payouts/{item.id}")).main


async def test_the_file_is_for_those_who_prepare(client: Pages, place: Place):
    payee = await member_payee(place)
    run = await sent_run(place, await owed_to(place, payee))
    base = f"/{place.org.slug}"
    auditor = await make_officer(place.org, Role.AUDITOR)
    for person in (place.checker, auditor):
        pages = client.as_(person)
        assert (await pages.get(f"{base}/payment-runs/{run.id}")).status == 200
        assert (await pages.post(f"{base}/payment-runs/{run.id}/file")).status == 403
        seen = await pages.get(f"{base}/payees/{payee.id}")
        assert "••••2616" in seen.main
        assert "20212616" not in seen.html
        details = await PayeeDetails.one(place.org)
        assert (await pages.post(f"{base}/payee-details/{details.id}/shown")).status == 403
    assert (await client.as_(auditor).post(f"{base}/payee-details/1/confirmation")).status == 403


async def test_looking_at_an_account_is_recorded(client: Pages, place: Place):
    await member_payee(place)
    details = await PayeeDetails.one(place.org)
    shown = await client.as_(place.maker).post(
        f"/{place.org.slug}/payee-details/{details.id}/shown"
    )
    assert "08-60-01" in shown.main
    assert "20212616" in shown.main
    entries = await AuditEntry.filter(organisation_id=place.org.id)
    verbs = [one.payload["verb"] for one in entries if one.payload]
    assert "saw bank details" in verbs


async def test_a_change_is_confirmed_by_another_way(client: Pages, place: Place):
    payee = await member_payee(place)
    pages = client.as_(place.maker)
    base = f"/{place.org.slug}"
    form = {
        "account_name": "Ada Lovell",
        "sort_code": "11-22-3",
        "account_number": OTHER.account_number,
        "told_by": "E-mail of today",
    }
    wrong = await pages.post(f"{base}/payees/{payee.id}/details", form)
    assert wrong.errors == ["A sort code has six digits, like 20-45-77."]
    right = await pages.post(f"{base}/payees/{payee.id}/details", form | {"sort_code": "112233"})
    assert "48 hours" in (await right.follow()).sentences[0]
    changed = (await PayeeDetails.within(place.org).order_by("-id"))[0]
    page = await pages.get(f"{base}/payee-details/{changed.id}")
    assert "••••2616" in page.main
    assert "another officer asks the payee" in page.main
    said = {"channel": "telephone", "note": "Spoke to Ada on 01422 000000"}
    own = await pages.post(f"{base}/payee-details/{changed.id}/confirmation", said)
    assert own.status == 403
    another = client.as_(place.checker)
    assert (
        "another officer asks" not in (await another.get(f"{base}/payee-details/{changed.id}")).main
    )
    done = await another.post(f"{base}/payee-details/{changed.id}/confirmation", said)
    assert "Spoke to Ada" in (await done.follow()).main


async def test_a_member_names_an_account_on_the_own_page(client: Pages, place: Place):
    await make_member(place.org, "Ada Lovell", email="ada@example.org")
    ada = await make_person("Ada Lovell", "ada@example.org")
    pages = client.as_(ada)
    base = f"/{place.org.slug}/payouts/mine"
    form = {"account_name": "A Lovell", "sort_code": "086001", "account_number": "20212616"}
    assert (await pages.get(base)).status == 200
    assert (await pages.post(base, form | {"account_number": "1"})).status == 422
    named = await (await pages.post(base, form)).follow()
    assert "••••2616" in named.main
    details = await PayeeDetails.one(place.org)
    assert details.state.value == "asked"
    await agree(place, f"payee-details:{details.id}")
    payee = await Payee.one(place.org)
    await owed_to(place, payee)
    assert "£123.45" in (await pages.get(base)).main
    home = await pages.get(f"/{place.org.slug}/")
    assert base in home.links.values()
    nobody = client.as_(await make_person("Somebody Else"))
    assert (await nobody.get(base)).status == 404


async def test_who_shares_a_mailbox_sees_and_changes_nobody_elses_account(
    client: Pages, place: Place
):
    payee = await member_payee(place, "Ada Lovell", "home@example.org")
    await owed_to(place, payee)
    await make_member(place.org, "Ben Lovell", email="home@example.org")
    pages = client.as_(await make_person("Ben Lovell", "home@example.org"))
    base = f"/{place.org.slug}/payouts/mine"
    number = (await Member.one(place.org, id=payee.member_id)).number
    form = {"account_name": "B Lovell", "sort_code": "112233", "account_number": "87654321"}
    for address in (base, f"{base}?member={number}"):
        seen = await pages.get(address)
        assert seen.status == 200
        assert "share your e-mail address" in seen.main
        assert "••••2616" not in seen.html
        assert "£123.45" not in seen.html
        assert (await pages.post(address, form)).status == 404
    assert await PayeeDetails.within(place.org).count() == 1
    assert base not in (await pages.get(f"/{place.org.slug}/")).links.values()


async def test_a_strangers_numbers_are_not_here(client: Pages, place: Place):
    payee = await member_payee(place)
    item = await owed_to(place, payee)
    run = await sent_run(place, item)
    other = await make_place()
    pages = client.as_(other.maker)
    details = await PayeeDetails.one(place.org)
    for address in (
        f"payouts/{item.id}",
        f"payees/{payee.id}",
        f"payees/{payee.id}/details",
        f"payee-details/{details.id}",
        f"payment-runs/{run.id}",
    ):
        assert (await pages.get(f"/{other.org.slug}/{address}")).status == 404, address
    form = {"items": str(item.id), "format": "csv", **day(pay_day())}
    assert (await pages.post(f"/{other.org.slug}/payment-runs/new", form)).status == 303
    await owed_to(other, await member_payee(other))
    assert (await pages.post(f"/{other.org.slug}/payment-runs/new", form)).status == 422
    assert (await PayoutItem.one(place.org, id=item.id)).state is ItemState.SENT


async def test_an_account_to_pay_from_comes_first(client: Pages, place: Place):
    pages = client.as_(place.maker)
    base = f"/{place.org.slug}/payouts/account"
    assert "••••4567" in (await pages.get(base)).main
    form = {
        "account_name": "Calderbrook Leisure",
        "sort_code": "204577",
        "account_number": "76543210",
        "service_user_number": "12",
        "reason": "The board changed the bank, minute 7",
    }
    assert (await pages.post(base, form)).status == 422
    saved = await pages.post(base, form | {"service_user_number": "654321"})
    asked = await saved.follow()
    assert asked.h1 == "Account to pay from: ••••3210"
    assert "another officer confirms it with the bank" in asked.main
    # Until all of it is done, payments are made as before.
    assert "••••4567" in (await pages.get(f"/{place.org.slug}/payouts")).main
    assert (
        "has been asked for already"
        in (await pages.post(base, form | {"service_user_number": ""})).main
    )
    second = client.as_(place.checker)
    [check] = await Check.within(place.org).filter(state="waiting")
    seen = await second.get(f"/{place.org.slug}/checks/{check.id}")
    about = await seen.follow("See what it is about")
    await about.submit(note="Statement of 17 November")
    await second.post(f"/{place.org.slug}/checks/{check.id}/approval")
    assert "Agreed, and not in use yet" in (await pages.get(base)).main
    await pages.post(f"{asked.response.url.path}/giving-up")
    assert "Refused" in (await pages.get(base)).main
    others = await pages.get(f"/{place.org.slug}/payees")
    assert others.status == 200
    added = await pages.post(f"/{place.org.slug}/payees/new", {"name": "Hall Keeper Ltd"})
    assert (await added.follow()).h1 == "Hall Keeper Ltd"


async def test_giving_a_run_up(client: Pages, place: Place):
    item = await owed_to(place, await member_payee(place))
    pages = client.as_(place.maker)
    base = f"/{place.org.slug}/payment-runs"
    await pages.post(f"{base}/new", {"items": str(item.id), "format": "csv", **day(pay_day())})
    run = await PaymentRun.one(place.org)
    left = await pages.post(f"{base}/{run.id}/payments/{item.id}")
    assert (await left.follow()).status == 200
    await pages.post(f"{base}/{run.id}/payments", {"items": str(item.id)})
    assert (await PayoutItem.one(place.org, id=item.id)).state is ItemState.PREPARED
    assert (await (await pages.post(f"{base}/{run.id}/dropping")).follow()).status == 200
    assert (await PaymentRun.one(place.org, id=run.id)).state is RunState.DROPPED
