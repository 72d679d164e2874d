"""The desk, the till and one's own page, through the browser's eyes."""

import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.checks.models import Check
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import LegalForm, Role
from coopcouncil.savings.models import SavingsAccount, SavingsMovement, TillDay
from coopcouncil.savings.reads import balance_of
from coopcouncil.savings.routes import TENANT
from tests.make import make_member, make_officer, make_organisation, make_person, make_rules
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, make_union, product, put, teller

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("route", TENANT, ids=lambda route: f"{min(route.methods)} {route.path}")
async def test_elsewhere_than_in_a_credit_union_there_is_no_such_address(client: Pages, route):
    org = await make_organisation(legal_form=LegalForm.CO_OPERATIVE_SOCIETY)
    await make_rules(org)
    pages = client.as_(await make_officer(org, Role.TREASURER))
    path = f"/{org.slug}" + route.path
    for name, convertor in route.param_convertors.items():
        value = "1" if type(convertor).__name__ in ("NumberConvertor", "PlaceConvertor") else "x"
        path = path.replace(f"{{{name}:{_kind(route.path, name)}}}", value)
    answer = await (pages.get(path) if "GET" in route.methods else pages.post(path))
    assert answer.status == 404, path


def _kind(path: str, name: str) -> str:
    return path.split(f"{{{name}:")[1].split("}")[0] if f"{{{name}:" in path else ""


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_credit_union_says_where_balances_are_kept(client: Pages, language: str):
    org = await make_union(None)
    pages = client.as_(await teller(org))
    pages.language = language
    assert (await pages.get(f"/{org.slug}/savings")).status == 200
    begun = await (await pages.post(f"/{org.slug}/savings/mode", {"mode": "whole-book"})).follow()
    assert begun.status == 200
    for place in ("saving-accounts", "savings/products", "tills", "savings/mode"):
        assert (await pages.get(f"/{org.slug}/{place}")).status == 200, place
    assert "£120,000" in begun.main


async def test_from_the_check_of_a_person_to_cash_over_the_till(client: Pages):
    org = await make_union()
    entry = await make_member(org, "Carys Hall")
    pages = client.as_(await teller(org))
    base, at = f"/{org.slug}", f"/{org.slug}/members/{entry.member_id}"
    main = await product(org)

    early = await pages.post(f"{at}/savings", {"product": str(main.id)})
    assert "Record first that the identity of Carys Hall" in early.errors[0]
    day = clock.today()
    for of in ("identity", "sanctions"):
        await pages.post(
            f"{at}/identity-checks",
            {
                "check_of": of,
                "found": "passed",
                "evidence": "Passport seen",
                "on-day": str(day.day),
                "on-month": str(day.month),
                "on-year": str(day.year),
            },
        )
    no_sheet = await pages.post(f"{at}/savings", {"product": str(main.id)})
    assert "Give Carys Hall the information sheet" in no_sheet.errors[0]
    given = {f"given_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    assert (await pages.post(f"{at}/savings/sheet", given)).status == 303
    opened = await (await pages.post(f"{at}/savings", {"product": str(main.id)})).follow()
    assert opened.h1 == "Account 10001"
    account = await SavingsAccount.one(org, number=10_001)
    path = f"{base}/saving-accounts/{account.id}"

    no_till = await pages.post(f"{path}/deposit", {"amount": "20", "way": "cash"})
    assert "Open your till for today first" in no_till.errors[0]
    await pages.post(f"{base}/tills", {"opening_float": "100"})
    await pages.post(f"{path}/deposit", {"amount": "250.00", "way": "cash"})
    out = await pages.post(f"{path}/withdrawal", {"out_amount": "300", "out_way": "cash"})
    assert "At most £249.00 can be taken out." in out.errors[0]
    await pages.post(f"{path}/withdrawal", {"out_amount": "49", "out_way": "cash"})
    assert await balance_of(account) == Money(20_100)

    till = await TillDay.within(org).get()
    short = await pages.post(f"{base}/tills/{till.id}/count", {"of_2000": "15"})
    assert short.errors == ["£1.00 is missing. Count again, or write what you know of it."]
    await pages.post(f"{base}/tills/{till.id}/count", {"of_2000": "15", "of_100": "1"})
    assert (await pages.get(f"{base}/tills/{till.id}")).status == 200
    assert (await TillDay.within(org).get()).counted_total == 30_100
    assert (await pages.get(f"{base}/saving-accounts?q=carys")).text.count("10001") == 1
    assert "No account fits" in (await pages.get(f"{base}/saving-accounts?q=nobody")).text


async def test_one_form_from_two_tabs_moves_money_once(client: Pages):
    org = await make_union(check_withdrawal_from=1_000_000)
    account = await make_account(org)
    await put(org, account, 500)
    pages = client.as_(await teller(org))
    path = f"/{org.slug}/saving-accounts/{account.id}"
    paid_in, taken_out = {"amount": "20", "way": "bank"}, {"out_amount": "30", "out_way": "bank"}
    keys = (await pages.get(path)).by_id
    paid_in["key"], taken_out["out_key"] = (
        keys("key").get("value", ""),
        keys("out_key").get("value", ""),
    )
    for deed, typed, name, stands in (
        ("deposit", paid_in, "amount", 52_000),
        ("withdrawal", taken_out, "out_amount", 49_000),
    ):
        for _tab in range(2):
            assert (await pages.post(f"{path}/{deed}", typed)).status == 303
        assert await balance_of(account) == Money(stands)
        other = await pages.post(f"{path}/{deed}", {**typed, name: "31"})
        assert (other.status, len(other.errors)) == (422, 1)
    # The next page is another deed.
    paid_in["key"] = (await pages.get(path)).by_id("key").get("value", "")
    assert (await pages.post(f"{path}/deposit", paid_in)).status == 303
    assert await balance_of(account) == Money(51_000)


async def test_nobody_is_their_own_teller(client: Pages):
    org = await make_union()
    own = await teller(org)
    address = (await EmailAddress.get(person=own)).address
    saver = await make_saver(org, "Bethan Rees", email=address)
    joint = await make_account(org, await make_saver(org), saver)
    await put(org, joint, 500)
    movement = await SavingsMovement.within(org).get()
    path = f"/{org.slug}/saving-accounts/{joint.id}"
    pages = client.as_(own)
    paid_in = {"amount": "20", "way": "bank"}
    assert (await pages.post(f"{path}/deposit", paid_in)).status == 403
    slip = await pages.post(f"{path}/movements/{movement.id}", {"reason": "A slip"})
    assert slip.status == 403
    assert await balance_of(joint) == Money(50_000)
    other = client.as_(await teller(org, "Nia Hall"))
    assert (await other.post(f"{path}/deposit", paid_in)).status == 303


@pytest.mark.parametrize("amount", ["0", "-5", "99999999.99", "1.234,50", "abc", ""])
async def test_amounts_that_are_none_are_refused_in_a_sentence(client: Pages, amount: str):
    org = await make_union()
    account = await make_account(org, code="XMAS")
    await put(org, account, 500)
    pages = client.as_(await teller(org))
    path = f"/{org.slug}/saving-accounts/{account.id}"
    for deed, data in (
        ("deposit", {"amount": amount, "way": "bank"}),
        ("withdrawal", {"out_amount": amount, "out_way": "bank"}),
        ("notice", {"notice_amount": amount}),
    ):
        refused = await pages.post(f"{path}/{deed}", data)
        assert refused.status == 422
        assert len(refused.errors) == 1
    assert await balance_of(account) == Money(50_000)


async def test_a_large_withdrawal_waits_for_a_second_person(client: Pages):
    org = await make_union(check_withdrawal_from=10_000)
    account = await make_account(org)
    await put(org, account, 900)
    pages = client.as_(await teller(org))
    path = f"/{org.slug}/saving-accounts/{account.id}"
    asked = await pages.post(f"{path}/withdrawal", {"out_amount": "500", "out_way": "bank"})
    assert "A second person must agree" in (await asked.follow()).text
    assert await balance_of(account) == Money(90_000)

    second = client.as_(await make_officer(org, Role.TREASURER, "Derek Moss"))
    check = await Check.within(org).get()
    seen = await second.get(f"/{org.slug}/checks/{check.id}")
    assert seen.status == 200
    await second.post(f"/{org.slug}/checks/{check.id}/approval")
    assert await balance_of(account) == Money(40_000)


async def test_one_sees_ones_own_savings_and_nobody_elses(client: Pages):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell", email="ada@example.org")
    mine, other = await make_account(org, ada), await make_account(org)
    await put(org, mine, 12.34)
    pages = client.as_(await make_person("Ada Lovell", "ada@example.org"))
    base = f"/{org.slug}/my-savings"

    assert "£12.34" in (await pages.get(base)).main
    page = await pages.get(f"{base}/{mine.id}")
    assert "£12.34" in page.main
    assert "£120,000" in page.main
    statement = await pages.get(f"{base}/{mine.id}/statement")
    assert statement.body.startswith(b"%PDF")
    assert (await pages.get(f"{base}/{other.id}")).status == 404
    assert (await pages.get(f"/{org.slug}/saving-accounts/{mine.id}")).status == 403
