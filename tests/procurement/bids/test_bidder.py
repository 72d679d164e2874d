"""The first-time bidder, in both languages, from the tender's page to the receipt."""

from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Bid, Submission, Supplier, SupplierPerson
from coopcouncil.procurement.bids.sealed import draft_of
from coopcouncil.procurement.kinds import BidState, Part
from coopcouncil.procurement.tenders.models import Criterion, Tender
from tests.make import make_person
from tests.pageclient import Pages
from tests.procurement.make import council, lead_of, published, with_part
from tests.procurement.make_bids import bid, person_of, supplier

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


class Place(NamedTuple):
    """A council with a tender that takes bids."""

    org: Organisation
    lead: Person
    tender: Tender

    @property
    def at(self) -> str:
        return f"/{self.org.slug}"


@pytest.fixture
async def place(db: None) -> Place:
    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead)
    await Criterion.within(org).filter(tender_id=tender.id, code="1.1").update(files_allowed=True)
    return Place(org, lead, tender)


NEW = {
    "name": "Glanwern Carers Co-operative Ltd",
    "scheme": "GB-MPR",
    "number": "rs 007123",
    "address": "1 Mill Lane",
    "postcode": "ll1 1aa",
    "kinds": ["is_small", "is_social"],
}


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_first_bid_from_nothing_to_the_receipt(client: Pages, place: Place, language: str):
    owen = await make_person("Owen Rees")
    owen.language = language
    await owen.save()
    pages = client.as_(owen).in_(language)
    begin = f"{place.at}/bids/for/{place.tender.reference}"

    visitor = await client.in_(language).get(begin)
    assert visitor.status in (303, 401)
    assert (await pages.get(f"{place.at}/bids")).status == 200
    named = await pages.get(begin)
    assert named.status == 200
    wrong = await pages.post(f"{begin}/organisation", {**NEW, "scheme": ""})
    assert (wrong.status, len(wrong.errors)) == (422, 1)
    assert "Glanwern" in wrong.html
    made = await pages.post(f"{begin}/organisation", NEW)
    found = await Supplier.within(place.org).get()
    assert (found.number, found.postcode, found.is_small) == ("RS007123", "LL1 1AA", True)
    page = await made.follow()
    address = made.location
    assert page.status == 200

    answers = {
        "C1": {"yes": "yes"},
        "1.1": {"text": "Gofal da, bob dydd."},
        "1.2": {"text": "Pobl leol."},
        "SV1": {"text": "Gyda’r ysgolion."},
        "SV2": {"figure": "twelve", "text": "With the college."},
        "SV3": {"figure": "40"},
        "3": {"figure": "£98,765.43"},
    }
    for code, said in answers.items():
        question = await pages.get(f"{address}/lots/1/{code}")
        assert question.status == 200, code
        saved = await pages.post(f"{address}/lots/1/{code}", {**question.fields, **said})
        if code == "SV2":
            assert (saved.status, len(saved.errors)) == (422, 1)
            assert "twelve" in saved.html
            assert "With the college." in saved.html
            checked = await pages.get(f"{address}/check")
            assert "SV2" in checked.main
            saved = await pages.post(
                f"{address}/lots/1/{code}", {**question.fields, **said, "figure": "12"}
            )
        assert saved.status == 303, (code, saved.main)
    stored = await Bid.within(place.org).get()
    assert b"98765" not in bytes(stored.draft or b"")

    check = await pages.get(f"{address}/check")
    assert "Gofal da, bob dydd." in check.main
    assert "98,765.43" in check.main
    untouched = await pages.post(f"{address}/check", check.fields)
    assert untouched.status == 422
    handed = await pages.post(
        f"{address}/check", {**check.fields, "true_and_complete": "y", "grounds": "no"}
    )
    receipt = await handed.follow()
    submission = await Submission.within(place.org).get()
    assert submission.receipt in receipt.main
    assert submission.hash in receipt.main
    on_paper = await pages.get(f"{handed.location}/pdf")
    assert on_paper.body.startswith(b"%PDF")
    text = await pages.get(f"{handed.location}/text")
    assert sha256(text.body).hexdigest() == submission.hash
    message = await OutboxMessage.filter(purpose__endswith="received").order_by("id").first()
    assert message is not None
    assert submission.receipt in (message.text or "")
    assert message.language == language

    sure = await pages.get(f"{address}/withdrawal")
    await pages.post(f"{address}/withdrawal", sure.fields)
    assert (await Bid.one(place.org, id=stored.id)).state is BidState.WITHDRAWN
    again = await pages.post(
        f"{address}/check", {**check.fields, "true_and_complete": "y", "grounds": "no"}
    )
    assert again.status == 303
    assert (await Bid.one(place.org, id=stored.id)).state is BidState.SUBMITTED
    home = await pages.get(f"{place.at}/bids")
    assert f"{place.at}/tenders" in home.links.values()
    assert place.tender.title in home.main


async def test_without_answers_nothing_is_handed_in_and_the_page_says_what_is_missing(
    client: Pages, place: Place
):
    owen = await make_person("Owen Rees")
    pages = client.as_(owen)
    made = await pages.post(f"{place.at}/bids/for/{place.tender.reference}/organisation", NEW)
    check = await pages.get(f"{made.location}/check")
    assert "You have answered nothing yet." in check.main
    sent = await pages.post(
        f"{made.location}/check", {**check.fields, "true_and_complete": "y", "grounds": "no"}
    )
    assert sent.status == 422
    assert not await Submission.within(place.org).exists()


async def test_two_tabs_lose_nothing(client: Pages, place: Place):
    made = await bid(place.org, place.tender)
    pages = client.as_(await person_of(place.org, made.supplier))
    at = f"{place.at}/bids/{made.id}/lots/1"
    one, two = await pages.get(f"{at}/1.1"), await pages.get(f"{at}/1.1")
    other = await pages.get(f"{at}/1.2")

    assert (await pages.post(f"{at}/1.1", {**one.fields, "text": "From the first."})).status == 303
    # Another question's answer is nobody's conflict.
    assert (await pages.post(f"{at}/1.2", {**other.fields, "text": "Elsewhere."})).status == 303
    clash = await pages.post(f"{at}/1.1", {**two.fields, "text": "From the second."})
    assert clash.status == 422
    assert "From the first." in clash.main
    assert "From the second." in clash.html
    quiet = await pages.post(
        f"{at}/1.1/autosave", {**two.fields, "text": "From the second."}, htmx=True
    )
    assert "changed in another window" in quiet.text
    assert draft_of(await Bid.one(place.org, id=made.id)).answer(1, "1.1").text == "From the first."
    decided = await pages.post(f"{at}/1.1", {**clash.fields, "text": "From the second."})
    assert decided.status == 303
    kept = draft_of(await Bid.one(place.org, id=made.id))
    assert kept.answer(1, "1.1").text == "From the second."
    assert kept.answer(1, "1.2").text == "Elsewhere."


async def test_autosave_counts_words_and_moves_the_version(client: Pages, place: Place):
    made = await bid(place.org, place.tender)
    pages = client.as_(await person_of(place.org, made.supplier))
    at = f"{place.at}/bids/{made.id}/lots/1/1.2"
    page = await pages.get(at)
    part = await pages.post(
        f"{at}/autosave", {**page.fields, "text": "Four words are here"}, htmx=True
    )
    assert not part.is_whole
    assert "4 words of at most 500." in part.text
    assert 'name="version" value="1"' in part.html
    figure = await pages.post(
        f"{place.at}/bids/{made.id}/lots/1/3/autosave",
        {"version": "1", "figure": "dear"},
        htmx=True,
    )
    assert "Not saved yet" in figure.text


@pytest.mark.parametrize("who", ["other", "evaluator", "opening officer", "lead", "secretary"])
async def test_anothers_bid_is_not_here(client: Pages, place: Place, who: str):
    made = await bid(place.org, place.tender)
    submission = await Submission.within(place.org).get(bid_id=made.id)
    other = await supplier(place.org, "Valley Carers Ltd")
    person = {
        "other": await person_of(place.org, other),
        "evaluator": (await with_part(place.org, place.tender, Part.EVALUATOR)).person,
        "opening officer": (await with_part(place.org, place.tender, Part.OPENING_OFFICER)).person,
        "lead": place.lead,
        "secretary": await make_person("Siân Morris"),
    }[who]
    pages = client.as_(person)
    base = f"{place.at}/bids/{made.id}"
    expected = 404 if who == "other" else 403
    for path in (
        "",
        "/lots",
        "/lots/1/3",
        "/check",
        "/workbook",
        "/workbook.xlsx",
        "/questions",
        "/withdrawal",
        f"/receipts/{submission.receipt}",
        f"/receipts/{submission.receipt}/pdf",
        f"/receipts/{submission.receipt}/text",
    ):
        assert (await pages.get(base + path)).status == expected, path
    for path in ("/lots/1/3", "/check", "/withdrawal", "/questions", "/lots/1/3/autosave"):
        assert (await pages.post(base + path, {"text": "x"})).status == expected, path
    assert (await Bid.one(place.org, id=made.id)).state is BidState.SUBMITTED


async def test_colleagues_come_and_go_and_the_last_stays(client: Pages, place: Place):
    made = await supplier(place.org)
    person = await person_of(place.org, made)
    pages = client.as_(person)
    at = f"{place.at}/bids/organisations/{made.id}"
    assert (await pages.post(f"{at}/colleagues/{person.id}/end")).status == 409
    await pages.post(f"{at}/colleagues", {"email": "Nia@Example.org"})
    nia = await SupplierPerson.within(place.org).exclude(person_id=person.id).get()
    message = await OutboxMessage.get(purpose__endswith="colleague")
    assert message.recipient == "nia@example.org"
    assert (await pages.post(f"{at}/colleagues", {"email": "nia@example.org"})).status == 422
    assert (await pages.post(f"{at}/colleagues/{nia.person_id}/end")).status == 303
    changed = await pages.post(f"{at}/change", {**NEW, "name": "Another name"})
    assert changed.status == 303
    assert "Another name" in (await pages.get(at)).main
    stranger = client.as_(await person_of(place.org, await supplier(place.org, "Valley")))
    assert (await stranger.get(at)).status == 404


async def test_a_number_that_is_known_is_not_taken_twice(client: Pages, place: Place):
    await client.as_(await make_person("A")).post(
        f"{place.at}/bids/for/{place.tender.reference}/organisation", NEW
    )
    second = await client.as_(await make_person("B")).post(
        f"{place.at}/bids/for/{place.tender.reference}/organisation", NEW
    )
    assert second.status == 422
    assert "known here already" in second.text


async def test_one_person_acts_for_several_organisations(client: Pages, place: Place):
    nia = await make_person("Nia Bowen")
    first = await supplier(place.org, "First", nia)
    await supplier(place.org, "Second", nia)
    pages = client.as_(nia)
    begin = f"{place.at}/bids/for/{place.tender.reference}"
    assert "Second" in (await pages.get(begin)).main
    made = await pages.post(begin, {"supplier": str(first.id)})
    assert made.status == 303
    again = await pages.post(begin, {"supplier": str(first.id)})
    assert again.location == made.location
    assert "/organisation" in (await pages.post(begin, {"supplier": "new"})).location


async def test_after_the_deadline_the_bid_is_kept_apart_and_says_so(client: Pages, place: Place):
    made = await bid(place.org, place.tender)
    pages = client.as_(await person_of(place.org, made.supplier))
    at = f"{place.at}/bids/{made.id}"
    draft = {"true_and_complete": "y", "grounds": "no"}
    for code, said in {"C1": "yes", "SV2": "1", "SV3": "2", "3": "5"}.items():
        field = "yes" if code == "C1" else "figure"
        await pages.post(f"{at}/lots/1/{code}", {"version": "99", field: said})
    assert place.tender.closes_at is not None
    with clock.frozen(place.tender.closes_at + timedelta(seconds=1)):
        # A sign-in does not last a month.
        pages = client.as_(pages.person)
        page = await pages.get(f"{at}/check")
        assert "kept apart as late" in page.main
        handed = await pages.post(f"{at}/check", {**page.fields, **draft})
        receipt = await handed.follow()
        assert receipt.h1 == "Your bid came late"
        assert (await pages.post(f"{at}/withdrawal")).status == 409
    assert (await Bid.one(place.org, id=made.id)).state is BidState.SUBMITTED
