"""The outcome's pages as the lead goes through them, and what a bidder reads of it."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.kernel import clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.clock import LONDON
from coopcouncil.procurement.bids.models import Answer, SupplierPerson
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.models import Score
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.outcome.models import Contract, Kpi, Summary, SummaryWords
from coopcouncil.procurement.tenders.models import Tender
from tests.procurement.make import with_part
from tests.procurement.outcome.made import Place, assessed, looked


async def acting(place: Place, name: str):
    row = (
        await SupplierPerson.within(place.org)
        .filter(supplier_id=place.by_name[name].supplier.id)
        .select_related("person")
        .order_by("id")
        .first()
    )
    assert row is not None
    return row.person


def boxes(name: str, day) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_from_the_sum_to_the_contract(client, db, language):
    place = await assessed()
    lead = client.as_(place.lead).in_(language)
    at = f"/{place.org.slug}/tenders/work/{place.tender.id}"
    assert (await lead.get(f"{at}/result")).status == 200
    empty = await lead.post(f"{at}/result/1/sum", {"because": ""})
    assert (empty.status, len(empty.errors)) == (422, 1)
    early = await lead.get(f"{at}/result/1/decision")
    assert early.status == 404
    assert (await lead.post(f"{at}/result/1/sum", {"because": "All agreed."})).status == 303
    assert (await lead.get(f"{at}/result/1/sums/1")).status == 200
    assert (await lead.get(f"{at}/result/1/sums/2")).status == 404
    drawn = await lead.get(f"{at}/result")
    assert "88.00" in drawn.text
    # Nobody decides before the second look.
    choice = {"award": "first", "because": "The most points by the published method."}
    assert (await lead.post(f"{at}/result/1/decision", choice)).status == 422
    assert (await lead.get(f"{at}/summaries")).status == 200
    await looked(place, ExclusionStep.BEFORE_AWARD)
    assert (await lead.get(f"{at}/result/1/decision")).status == 200
    assert (await lead.post(f"{at}/result/1/decision", choice)).status == 303

    winner = place.by_name["Pennine Care Co-operative"].offer
    draft = f"{at}/summaries/drafts/{winner.id}"
    leaf = await Answer.within(place.org).get(offer_id=winner.id, criterion__code="1.1")
    assert (await lead.get(draft)).status == 200
    words = {"own": "", "for_others": "A plan that others cannot see in full."}
    assert (await lead.post(f"{draft}/{leaf.criterion_id}", words)).status == 303
    assert (await lead.get(f"{draft}/{leaf.criterion_id}")).status == 200
    assert await SummaryWords.within(place.org).count() == 1
    assert (await lead.get(f"{at}/summaries/send")).status == 200
    assert (await lead.post(f"{at}/summaries/send", {})).status == 422
    assert (await lead.post(f"{at}/summaries/send", {"looked": "y"})).status == 303
    assert (await lead.get(f"{at}/summaries")).status == 200
    first = await Summary.within(place.org).order_by("id").first()
    assert first is not None
    assert (await lead.get(f"{at}/summaries/{first.id}")).status == 200
    letter = await lead.get(f"{at}/summaries/{first.id}.pdf")
    assert letter.body.startswith(b"%PDF-")

    lost = client.as_(await acting(place, "Homelight Services")).in_(language)
    bid = place.by_name["Homelight Services"].bid
    own = await lost.get(f"/{place.org.slug}/bids/{bid.id}/summary")
    assert own.status == 200
    assert "A plan that others cannot see in full." in own.text
    assert "Valley Carers" not in own.text
    # To whom it goes, which scores were to be had, and where the whole method is.
    assert "0, 1, 2, 3, 4, 5" in own.text
    assert f"/tenders/{place.tender.reference}/method" in own.html
    who = await acting(place, "Homelight Services")
    assert (await EmailAddress.get(person_id=who.id)).address in own.text
    hashes = [one.hash for one in await Summary.within(place.org) if one.hash in own.html]
    assert len(hashes) == 1, "one lot, and nobody else's"
    paper = await lost.get(f"/{place.org.slug}/bids/{bid.id}/summary.pdf")
    assert paper.body.startswith(b"%PDF-")
    other = place.by_name["Valley Carers Ltd"].bid
    for ending in ("", ".pdf"):
        address = f"/{place.org.slug}/bids/{other.id}/summary{ending}"
        assert (await lost.get(address)).status == 404
    assert (await lost.get(f"{at}/result")).status in (403, 404)

    # A bidder was right: called back, read as such by each, decided and sent anew.
    assert (await lead.get(f"{at}/summaries/back")).status == 200
    assert (await lead.post(f"{at}/summaries/back", {"because": ""})).status == 422
    why = {"because": "A reason was given to the wrong bid."}
    assert (await lead.post(f"{at}/summaries/back", why)).status == 303
    assert why["because"] in (await lead.get(f"{at}/summaries")).text
    assert why["because"] in (await lost.get(f"/{place.org.slug}/bids/{bid.id}/summary")).text
    assert (await lead.get(f"{at}/summaries/{first.id}")).status == 200
    assert (await lead.post(f"{at}/summaries/back", why)).status == 422
    assert (await lead.post(f"{at}/result/1/decision", choice)).status == 303
    assert (await lead.post(f"{at}/summaries/send", {"looked": "y"})).status == 303

    today = clock.now().astimezone(LONDON).date()
    assert (await lead.get(f"{at}/notices")).status == 200
    form = {"kind": "uk6", **boxes("published_on", today), "number": "2026/S 000-1"}
    wrong = await lead.post(f"{at}/notices/new", {**form, "ocid": "ocds-abc123-1"})
    assert (wrong.status, len(wrong.errors)) == (422, 1)
    assert (await lead.get(f"{at}/notices/new")).status == 200
    assert (await lead.post(f"{at}/notices/new", form)).status == 303
    assert (await lead.get(f"{at}/notices")).status == 200
    with clock.frozen(clock.now() + timedelta(days=40)):
        now = clock.today()
        lead = client.as_(place.lead).in_(language)
        await Tender.within(place.org).update(social_model="ppn-026")
        assert (await lead.get(f"{at}/contract/1")).status == 200
        contract = {
            "number": "CBK-C-9",
            "title": "Care at home",
            "value": "5,000,000.00",
            **boxes("signed_on", now),
            **boxes("starts_on", now),
            **boxes("ends_on", now + timedelta(days=900)),
            "indicators": "Visits in time | Nine of ten\n* Apprentices | Four a year",
        }
        bad = await lead.post(f"{at}/contract/1", {**contract, "indicators": "no target"})
        assert (bad.status, len(bad.errors)) == (422, 1)
        assert (await lead.post(f"{at}/contract/1", contract)).status == 303
        # One of social value, where the edition that is followed wants three: said, not refused.
        assert "PPN 026" in (await lead.get(f"{at}/notices")).main
    assert (await Contract.within(place.org).get()).value == 500_000_000
    found = await Kpi.within(place.org).order_by("number")
    assert [(one.title, one.is_social) for one in found] == [
        ("Visits in time", False),
        ("Apprentices", True),
    ]
    lead = client.as_(place.lead).in_(language)
    for what in ("matrix", "reasons", "moderation", "declarations", "sums"):
        said = await lead.get(f"{at}/result/{what}.csv")
        rows = said.body.decode().splitlines()
        assert len(rows) > 5, what
    assert (await lead.get(f"{at}/result/secrets.csv")).status == 404


async def test_each_score_stands_in_the_list_as_it_was_given(client, db):
    place = await assessed(lots=2)
    # One more, who never finished, with what a spreadsheet would run and what was set aside.
    third = await with_part(place.org, place.tender, Part.EVALUATOR, "Zoë Third")
    dice = Random(3)  # scores to compare, nothing to guard
    for number, one in enumerate(await Score.within(place.org).order_by("id").limit(9)):
        await Score.create(
            organisation=place.org,
            offer_id=one.offer_id,
            criterion_id=one.criterion_id,
            takes_part=third,
            points=dice.choice([None, Decimal("0.00"), Decimal("2.50"), Decimal("10.00")]),
            reason=dice.choice(["=1+1 is what it says", "One, two\nthree", "Mae’n dda"]),
            saved_at=clock.now() - timedelta(days=30 * number),
            set_aside_at=clock.now() if number % 3 == 0 else None,
            set_aside_because="An interest." if number % 3 == 0 else "",
        )
    at = f"/{place.org.slug}/tenders/work/{place.tender.id}/result/reasons.csv"
    said = await client.as_(place.lead).get(at)
    head, *rows = csv.reader(io.StringIO(said.body.decode()))
    assert head == [
        *("lot", "bid", "supplier", "criterion", "evaluator", "points", "reason", "saved_at"),
        "set_aside_because",
    ]
    scores = await Score.within(place.org).select_related(
        "offer__bid__supplier", "offer__lot", "criterion", "takes_part__person"
    )
    # Row by row, as the list was made before.
    wanted = [
        [
            str(one.offer.lot.number),
            one.offer.bid.label,
            one.offer.bid.supplier.name,
            one.criterion.code,
            one.takes_part.person.name,
            "" if one.points is None else format(one.points.normalize(), "f"),
            harmless(one.reason),
            one.saved_at.astimezone(LONDON).isoformat(timespec="seconds"),
            one.set_aside_because,
        ]
        for one in scores
    ]
    assert sorted(rows) == sorted(wanted)
    # By lot, then in the order of the criteria.
    order = [(row[0], row[3], row[1], row[4]) for row in rows]
    assert [each[:3] for each in order] == sorted(each[:3] for each in order)
    assert {"1", "2"} == {row[0] for row in rows}


async def test_who_scores_never_sees_the_sum(client, db):
    place = await assessed()
    at = f"/{place.org.slug}/tenders/work/{place.tender.id}"
    manager = await with_part(place.org, place.tender, Part.CONTRACT_MANAGER)
    for path in ("result", "summaries", "result/matrix.csv", "result/reasons.csv"):
        assert (await client.as_(manager.person).get(f"{at}/{path}")).status == 404
    assert (await client.as_(manager.person).get(f"{at}/notices")).status == 200
    moderator = await with_part(place.org, place.tender, Part.MODERATOR, "Another Moderator")
    seen = await client.as_(moderator.person).get(f"{at}/result")
    assert f"{at}/summaries" in seen.html
    # No way is shown to where the moderator may not go.
    assert f"{at}/notices" not in seen.html
    client.as_(None)
    assert (await client.get(f"{at}/result")).status in (303, 401)


async def test_the_publishers_own_prefix(client, db):
    place = await assessed()
    lead = client.as_(place.lead)
    address = f"/{place.org.slug}/tenders/work/publisher"
    for wrong in ("ocds-h6vhtk", "abc"):
        assert (await lead.post(address, {"prefix": wrong})).status == 422
    assert (await lead.post(address, {"prefix": "ocds-abc123", "scheme": "GB-LAE"})).status == 303
    assert "ocds-abc123" in (await lead.get(address)).html
