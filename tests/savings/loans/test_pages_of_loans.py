"""Loans as the member, the officer and the second person use them."""

from datetime import date

import pytest

from coopcouncil.checks.models import Check
from coopcouncil.kernel import clock
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Role
from coopcouncil.savings.loans.actions.applying import take_application_back
from coopcouncil.savings.loans.kinds import Outcome, State
from coopcouncil.savings.loans.models import Loan, LoanApplication, LoanProduct, PayrollEmployer
from coopcouncil.savings.loans.reads import standing
from tests.make import make_member, make_officer, make_organisation, make_person
from tests.pageclient import Pages
from tests.savings.building import make_saver
from tests.savings.loans.building import (
    TODAY,
    make_application,
    make_lender,
    make_loan,
    make_offered,
    make_product,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]
BOTH = pytest.mark.parametrize("language", ["en", "cy"])
LENT = date(2026, 3, 15)


@BOTH
async def test_every_page_of_loans_opens(client: Pages, language: str) -> None:
    org = await make_lender()
    ada = await make_saver(org, "Ada Lovell", email="ada@home.example")
    late = await make_loan(org, ada, lend_on=LENT)
    offered = await make_offered(org, ada)
    asked = await make_application(org, await make_saver(org, "Bob Rees"))
    officer = client.in_(language).as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    event = await late.events.all().order_by("-id").first()  # type: ignore[attr-defined]
    assert event is not None
    product = await LoanProduct.within(org).get()
    for path in (
        "",
        "/list.csv?state=running",
        "/list.ods",
        "?q=ada&band=to-90&sort=-owed&page=2",
        "/late",
        "/provisions",
        "/payroll",
        "/products",
        "/products/new",
        f"/products/{product.id}",
        "/applications",
        "/applications/new",
        f"/applications/new?instead={late.id}",
        f"/applications/{asked.id}",
        f"/applications/{asked.id}/sheet",
        f"/applications/{asked.id}/decline",
        f"/{late.id}",
        f"/{late.id}/agreement",
        f"/{late.id}/payment",
        f"/{late.id}/extra",
        f"/{late.id}/holiday",
        f"/{late.id}/rescheduling",
        f"/{late.id}/hold",
        f"/{late.id}/write-off",
        f"/{late.id}/recovery",
        f"/{offered.id}/signing",
        f"/{offered.id}/paying-out",
    ):
        assert (await officer.get(f"/{org.slug}/loans{path}")).status == 200, path
    member = client.in_(language).as_(await make_person("Ada Lovell", "ada@home.example"))
    for path in ("", "/new", f"/{late.id}", f"/{late.id}/agreement", f"/{offered.id}/agreement"):
        assert (await member.get(f"/{org.slug}/loans/mine{path}")).status == 200, path
    assert (await member.get(f"/{org.slug}/")).status == 200


async def test_from_the_members_question_to_the_money(client: Pages) -> None:
    org = await make_lender(check_loan_from=0)
    await make_product(org)
    await make_saver(org, "Ada Lovell", email="ada@home.example")
    member = client.as_(await make_person("Ada Lovell", "ada@home.example"))
    officer = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER, "Bethan Rees"))
    treasurer = client.as_(await make_officer(org, Role.TREASURER, "Tom Pike"))

    form = await member.get(f"/{org.slug}/loans/mine/new")
    wrong = await form.submit(amount="1.234,50", payments="3")
    assert wrong.status == 422
    assert any("amount of money" in each for each in wrong.errors)
    little = await wrong.submit(amount="5", payments="3", purpose="A washing machine")
    assert "£100.00 to £15,000.00" in little.errors[0]
    assert little.fields["purpose"] == "A washing machine"
    check = await little.submit(
        amount="1,200", payments="3", wages="1,800", housing="700", food="400"
    )
    assert check.h1 == "Check your answers"
    assert "£1,800.00" in check.main
    back = await check.submit(again="y")
    assert back.fields["wages"] == "1,800"
    check = await back.submit()
    await (await check.submit(confirmed="y")).follow()
    asked = await LoanApplication.within(org).get()
    assert (asked.amount, asked.by_member) == (120_000, True)

    page = await officer.get(f"/{org.slug}/loans/applications/{asked.id}")
    assert "Left in a month before this loan: £700.00" in page.main
    worked = await officer.post(f"/{org.slug}/loans/applications/{asked.id}", _offer(TODAY))
    assert "3 of £408.02" in worked.main
    assert "12.7%" in worked.main
    await officer.post(f"/{org.slug}/loans/applications/{asked.id}", _offer(TODAY) | {"agree": "y"})
    assert not await Loan.within(org).exists()
    waiting = await treasurer.get(f"/{org.slug}/checks")
    assert "£1,200.00" in waiting.main
    one = await Check.within(org).get()
    await treasurer.post(f"/{org.slug}/checks/{one.id}/approval")
    loan = await Loan.within(org).get()

    agreement = await member.get(f"/{org.slug}/loans/mine/{loan.id}/agreement")
    assert "3 payments of £408.02, every month" in agreement.main
    assert "no charge" in agreement.main
    unsigned = await agreement.submit()
    assert unsigned.status == 422
    signed = await agreement.submit(agree="y")
    assert signed.status == 303
    out = await officer.get(f"/{org.slug}/loans/{loan.id}/paying-out")
    assert (await out.submit(way="cash")).status == 303
    assert (await Loan.one(org, id=loan.id)).state is State.RUNNING
    mine = await member.get(f"/{org.slug}/loans/mine/{loan.id}")
    assert "£1,200.00" in mine.main
    assert "15 July 2026" in mine.main
    for language in ("en", "cy"):
        paper = await member.in_(language).get(f"/{org.slug}/loans/mine/{loan.id}/statement.pdf")
        assert paper.status == 200
        assert paper.body.startswith(b"%PDF")


def _offer(day: date) -> dict[str, str]:
    return {
        "amount": "1200",
        "every": "month",
        "payments": "3",
        "lend_on-day": str(day.day),
        "lend_on-month": str(day.month),
        "lend_on-year": str(day.year),
        "first_on-day": str(day.day),
        "first_on-month": str(day.month + 1),
        "first_on-year": str(day.year),
        "attach": "",
    }


async def test_a_declined_member_reads_why(client: Pages) -> None:
    org = await make_lender()
    ada = await make_saver(org, "Ada Lovell", email="ada@home.example")
    asked = await make_application(org, ada)
    officer = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    form = await officer.get(f"/{org.slug}/loans/applications/{asked.id}/decline")
    empty = await form.submit()
    assert empty.status == 422
    await officer.post(
        f"/{org.slug}/loans/applications/{asked.id}/decline",
        {"reasons": "evidence", "words": "Bring three wage slips"},
    )
    member = client.as_(await make_person("Ada Lovell", "ada@home.example"))
    mine = await member.get(f"/{org.slug}/loans/mine")
    assert "We have not seen enough" in mine.main
    assert "Bring three wage slips" in mine.main


async def test_the_law_refuses_a_rate_over_the_cap(client: Pages) -> None:
    org = await make_lender()
    officer = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    form = await officer.get(f"/{org.slug}/loans/products/new")
    facts = {"name": "Quick loan", "least": "50", "most": "500", "longest_months": "12"}
    for rate, said in (("3.0001", "3% a month"), ("three", "per cent"), ("NaN", "per cent")):
        refused = await form.submit(rate_parts=rate, **facts)
        assert refused.status == 422, rate
        assert said in refused.errors[0]
    assert (await form.submit(rate_parts="3", **facts)).status == 303
    again = await form.submit(rate_parts="2", **facts)
    assert "name already" in again.errors[0]


async def test_payments_at_the_desk(client: Pages) -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    officer = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    page = await officer.get(f"/{org.slug}/loans/{loan.id}")
    assert "is late, for 61 days" in page.main
    form = await officer.get(f"/{org.slug}/loans/{loan.id}/payment")
    for amount, said in (
        ("0", "above £0"),
        ("-5", "above £0"),
        ("99,999,999.99", "above £0"),
        ("1.234,50", "amount of money"),
        ("5000", "would settle it"),
    ):
        refused = await form.submit(amount=amount)
        assert refused.status == 422, amount
        assert said in refused.errors[0]
    before = (await standing(loan)).position.owed
    for _tab in range(2):
        assert (await form.submit(amount="816.04")).status == 303
    assert (await standing(loan)).position.owed == before - 81_604
    assert (await standing(loan)).late.overdue == 0
    page = await officer.get(f"/{org.slug}/loans/{loan.id}")
    back = await page.follow("Take back £816.04, 15 June 2026")
    assert (await back.submit(reason="A slip")).status == 303
    assert (await standing(loan)).late.days == 61


async def test_letters_and_provisions_at_the_desk(client: Pages) -> None:
    org = await make_lender()
    ada = await make_saver(org, "Ada Lovell", email="ada@home.example")
    await make_loan(org, ada, lend_on=LENT)
    officer = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    late = await officer.get(f"/{org.slug}/loans/late")
    assert "Send 1 letter" in late.main
    await officer.post(f"/{org.slug}/loans/late/letters")
    assert "No letter is due today." in (await officer.get(f"/{org.slug}/loans/late")).main
    shown = await officer.get(f"/{org.slug}/loans/provisions")
    assert "£24.72" in shown.main
    posted = await shown.submit(post="y")
    assert posted.status == 303


async def test_an_employers_list_by_hand(client: Pages) -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=date(2026, 5, 15))
    officer = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    await officer.post(f"/{org.slug}/loans/payroll", {"name": "The works"})
    works = await PayrollEmployer.within(org).get()
    path = f"/{org.slug}/loans/payroll/{works.id}"
    assert (await officer.post(path, {"number": "99", "reference": "A1"})).status == 422
    assert (await officer.post(path, {"number": str(loan.number), "reference": "A1"})).status == 303
    assert "£408.02" in (await officer.get(path)).main
    file = await officer.get(f"{path}/list.csv")
    assert file.text == "reference,amount\nA1,408.02\nTOTAL,408.02\n"
    form = await officer.get(f"{path}/return")
    for text, said in (
        ("A1;408,02", "Nothing was recorded"),
        ("A1", "Line 1"),
        ("A1,408.01", "Nothing was recorded"),
        ("A1,200.02\nA1,208.00", "stands twice"),
        ("", "Nothing was recorded"),
    ):
        refused = await form.submit(total="408.02", text=text)
        assert refused.status == 422, text
        assert said in refused.errors[0], text
    assert (await form.submit(total="408.02", text="A1,408.02")).status == 303
    assert (await standing(loan)).late.overdue == 0


async def test_strangers_see_no_loan(client: Pages) -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    await make_saver(org, "Bob Rees", email="bob@home.example")
    bob = client.as_(await make_person("Bob Rees", "bob@home.example"))
    assert (await bob.get(f"/{org.slug}/loans/mine/{loan.id}")).status == 404
    assert (await bob.get(f"/{org.slug}/loans/mine/{loan.id}/agreement-en.pdf")).status == 404
    assert (await bob.get(f"/{org.slug}/loans/mine/{loan.id}/statement.pdf")).status == 404
    assert (await bob.get(f"/{org.slug}/loans/{loan.id}")).status == 403
    other = await make_organisation("Other Credit Union", legal_form=LegalForm.CREDIT_UNION)
    officer = client.as_(await make_officer(other, Role.CREDIT_UNION_OFFICER, "Olwen Price"))
    assert (await officer.get(f"/{other.slug}/loans/{loan.id}")).status == 404
    society = await make_organisation("A society")
    await make_member(society, "Cai Wood", email="cai@home.example")
    secretary = client.as_(await make_officer(society, Role.TREASURER, "Sid Wood"))
    assert (await secretary.get(f"/{society.slug}/loans")).status == 404


async def test_an_officer_does_nothing_with_an_own_loan(client: Pages) -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    own = await make_person("Ada Lovell", "ada@home.example")
    await grant(org, own, Role.CREDIT_UNION_OFFICER, by=None)
    officer = client.as_(own)
    form = await officer.get(f"/{org.slug}/loans/{loan.id}/payment")
    owed = (await standing(loan)).position.owed
    for way in ("cash", "bank", "payroll"):
        assert "another officer" in (await form.submit(amount="10", way=way)).errors[0]
    hold = await officer.get(f"/{org.slug}/loans/{loan.id}/hold")
    assert "another officer" in (await hold.submit(kind="death")).errors[0]
    other = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    await (await other.get(f"/{org.slug}/loans/{loan.id}/payment")).submit(amount="10")
    page = await officer.get(f"/{org.slug}/loans/{loan.id}")
    back = await officer.get(next(to for text, to in page.links.items() if "Take back" in text))
    assert "another officer" in (await back.submit(reason="A slip")).errors[0]
    assert (await standing(loan)).position.owed == owed - 1_000


async def test_an_agreement_on_paper_in_both_languages(client: Pages) -> None:
    org = await make_lender()
    loan = await make_offered(org)
    officer = client.as_(await make_officer(org, Role.CREDIT_UNION_OFFICER))
    for lang in ("en", "cy"):
        paper = await officer.get(f"/{org.slug}/loans/{loan.id}/agreement-{lang}.pdf")
        assert paper.status == 200
    assert (await officer.get(f"/{org.slug}/loans/{loan.id}/agreement-fr.pdf")).status == 404


async def test_an_application_is_taken_back_once() -> None:
    org = await make_lender()
    asked = await make_application(org, await make_saver(org))
    await take_application_back(org, asked, by=None)
    assert (await LoanApplication.one(org, id=asked.id)).outcome is Outcome.WITHDRAWN
    assert clock.today() == TODAY
