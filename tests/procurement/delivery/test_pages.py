"""Promises as supplier, recipient and contract manager meet them; what the public reads."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from coopcouncil.kernel import clock
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.bids.models import SupplierPerson
from coopcouncil.procurement.delivery.models import Commitment, Decision, RecipientAnswer, Report
from coopcouncil.procurement.delivery.reads import commitments_of, followed
from coopcouncil.procurement.delivery.rules.status import Status
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.outcome.actions.contracting import sign_contract
from coopcouncil.procurement.outcome.actions.deciding import decide
from coopcouncil.procurement.outcome.actions.notices import NoticeDraft, record_notice
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.actions.summarising import send_summaries
from coopcouncil.procurement.outcome.kinds import NoticeKind
from tests.make import make_officer, make_organisation, make_person
from tests.procurement.outcome.made import Place, assessed, looked
from tests.procurement.outcome.steps import WHY, WON, contract


@pytest.fixture
async def place(db):
    """A contract with its promises, the school that one of them is for, and the people."""
    made = await assessed()
    await run_lot(made.org, made.lot, WHY, made.lead)
    await looked(made, ExclusionStep.BEFORE_AWARD)
    winner = made.by_name["Pennine Care Co-operative"]
    await decide(made.org, made.lot, winner.offer, WON, made.lead)
    await send_summaries(made.org, made.tender, made.lead)
    await record_notice(
        made.org, made.tender, NoticeDraft(NoticeKind.AWARD, clock.today()), made.lead
    )
    with clock.frozen(clock.now() + timedelta(days=40)):
        signed = await sign_contract(made.org, made.lot, contract(clock.today()), made.lead)
        yield made, signed


async def of_supplier(made: Place) -> object:
    row = (
        await SupplierPerson.within(made.org)
        .filter(supplier_id=made.by_name["Pennine Care Co-operative"].supplier.id)
        .select_related("person")
        .order_by("id")
        .first()
    )
    assert row is not None
    return row.person


async def test_each_figure_of_the_winning_bid_is_a_promise(place):
    made, signed = place
    rows = await commitments_of(made.org, signed)
    assert [(one.title, one.amount) for one in rows] == [
        ("Apprenticeships begun", Decimal(10)),
        ("Hours given to local groups", Decimal(20)),
    ]
    (first, _second) = await followed(made.org, rows)
    assert [(due.due_on.isoformat(), due.amount) for due in first.dues] == [
        ("2028-03-31", Decimal(3)),
        ("2029-03-31", Decimal(3)),
        ("2030-03-31", Decimal(4)),
    ]
    assert first.standing.status is Status.PROMISED


async def test_reported_disputed_decided(place, client):
    made, signed = place
    school = await make_organisation("Canal Side Primary")
    head = await make_officer(school, Role.SECRETARY, "Angharad Pugh")
    boss = await of_supplier(made)
    hours = (await commitments_of(made.org, signed))[1]
    base = f"/{made.org.slug}/promises/{hours.id}"

    browser = client.as_(made.lead)
    said = await browser.get(f"/{made.org.slug}/promises/work")
    assert "Hours given to local groups" in said.text
    answer = await browser.post(
        f"{base}/for-whom", {"recipient": str(school.id), "ward": "Canal Side", "owner": "Office"}
    )
    assert answer.status == 303, answer.text

    later = clock.now() + timedelta(days=500)
    with clock.frozen(later):
        day = clock.today() - timedelta(days=30)
        form = {
            "amount": "20",
            "since-day": "1",
            "since-month": "4",
            "since-year": "2027",
            "until-day": str(day.day),
            "until-month": str(day.month),
            "until-year": str(day.year),
            "words": "We painted the hall with two classes.",
        }
        browser = client.as_(boss)
        for wrong in ("-1", "0", "NaN", "1e40", "viele"):
            refused = await browser.post(f"{base}/report", {**form, "amount": wrong})
            assert refused.status == 422, wrong
            assert "painted the hall" in refused.html
        assert (await browser.post(f"{base}/report", form)).status == 303
        row = await Report.within(made.org).get(commitment_id=hours.id)
        # Who promised it does not confirm it.
        assert (await browser.get(f"{base}/reports/{row.id}/answer")).status == 404

        browser = client.as_(head)
        mine = await browser.get(f"/{made.org.slug}/promises")
        assert "Hours given to local groups" in mine.text
        assert "Apprenticeships" not in mine.text
        refused = await browser.post(
            f"{base}/reports/{row.id}/answer", {"answered": "disputed", "words": ""}
        )
        assert refused.status == 422
        dispute = {"answered": "disputed", "words": "Nobody came on two of the days."}
        assert (await browser.post(f"{base}/reports/{row.id}/answer", dispute)).status == 303
        again = await browser.post(f"{base}/reports/{row.id}/answer", dispute)
        assert again.status == 422
        assert "Nobody came" in again.html
        heard = await RecipientAnswer.within(made.org).get(report_id=row.id)
        assert (await browser.get(f"{base}/answers/{heard.id}/decision")).status in (403, 404)

        public = await browser.get(f"/{made.org.slug}/social-value.json")
        assert "Nobody came" not in public.text
        assert json.loads(public.text)["promises"][1]["status"] == "disputed"

        browser = client.as_(made.lead)
        decided = {"decided": "in-part", "part": "12", "words": "Three days of five were held."}
        assert (await browser.post(f"{base}/answers/{heard.id}/decision", decided)).status == 303
        assert (await browser.post(f"{base}/answers/{heard.id}/decision", decided)).status == 422
        assert (await Decision.within(made.org).get(answer_id=heard.id)).amount == 12
        fresh = await commitments_of(made.org, signed)
        (_first, second) = await followed(made.org, fresh)
        assert second.standing.kept == 12


async def test_a_stranger_finds_nothing(place, client):
    made, signed = place
    row = (await commitments_of(made.org, signed))[0]
    stranger = await make_person("Nobody Here")
    browser = client.as_(stranger)
    base = f"/{made.org.slug}/promises/{row.id}"
    assert (await browser.get(base)).status == 404
    assert (await browser.post(f"{base}/report", {"amount": "1"})).status == 404
    assert (await browser.get(f"/{made.org.slug}/promises/work")).status == 403


async def test_the_supplier_is_never_its_own_recipient(place, client):
    made, signed = place
    row = (await commitments_of(made.org, signed))[0]
    browser = client.as_(made.lead)
    refused = await browser.post(
        f"/{made.org.slug}/promises/{row.id}/for-whom",
        {
            "recipient": "",
            "recipient_name": "pennine care CO-OPERATIVE",
            "recipient_email": "office@pennine.example",
        },
    )
    assert refused.status == 422
    assert "cannot be the recipient" in refused.text


async def test_the_public_reads_what_it_may_and_nothing_else(place, client):
    made, _signed = place
    browser = client
    slug = made.org.slug
    for path in (
        "/tenders",
        "/tenders.json",
        "/tenders.csv",
        f"/tenders/{made.tender.reference}",
        f"/tenders/{made.tender.reference}.json",
        "/contracts",
        "/contracts.json",
        "/contracts.csv",
        "/social-value",
        "/social-value.json",
        "/social-value.csv",
    ):
        for language in ("en", "cy"):
            said = await browser.get(f"/{slug}{path}?lang={language}")
            assert said.status == 200, path
            for secret in ("Valley Carers", "Homelight", "Evaluator 1", "Moderator"):
                assert secret not in said.text, (path, secret)
    assert "Pennine Care Co-operative" in (await browser.get(f"/{slug}/contracts")).text
    first = await browser.get(f"/{slug}/tenders.json")
    (told,) = json.loads(first.text)["tenders"]
    assert told["awarded_to"] == [{"lot": 1, "supplier": "Pennine Care Co-operative"}]
    assert told["bids"] == 3
    again = await browser.get(f"/{slug}/tenders.json")
    assert first.headers["etag"] == again.headers["etag"]
    promises = (await browser.get(f"/{slug}/social-value.json")).text
    assert [one["worth"] for one in json.loads(promises)["promises"]] == ["5200.00", "21.00"]
    # A worth whose licence does not let it be shown is not.
    await Commitment.within(made.org).filter(proxy=520_000).update(proxy_is_public=False)
    promises = (await browser.get(f"/{slug}/social-value.json")).text
    assert [one["worth"] for one in json.loads(promises)["promises"]] == [None, "21.00"]
