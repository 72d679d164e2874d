"""The council's side: invitations, questions, late bids, the opening, bids from its own portal."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import NamedTuple

import openpyxl
import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions import begin_bid
from coopcouncil.procurement.bids.models import Bid, Invited, PortalImport, Question, Submission
from coopcouncil.procurement.bids.reads import offers_of, opened_file
from coopcouncil.procurement.bids.rules.refusals import OnlyTheInvited, TakesPartHere
from coopcouncil.procurement.kinds import BidState, Part, Stage, Way
from coopcouncil.procurement.tenders.actions import begin_change, republish
from coopcouncil.procurement.tenders.models import Criterion, Tender
from coopcouncil.procurement.tenders.reads import lots_of
from tests.make import make_person
from tests.pageclient import Pages
from tests.procurement.make import council, lead_of, published, with_part
from tests.procurement.make_before import confirm
from tests.procurement.make_bids import bid, opened, person_of, supplier
from tests.procurement.workbooks import saved

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


class Place(NamedTuple):
    """A council with a tender that takes bids."""

    org: Organisation
    lead: Person
    tender: Tender

    @property
    def work(self) -> str:
        return f"/{self.org.slug}/tenders/work/{self.tender.id}"


@pytest.fixture
async def place(db: None) -> Place:
    org = await council()
    lead = await lead_of(org)
    return Place(org, lead, await published(org, lead))


def past(tender: Tender, seconds: int = 120):
    assert tender.closes_at is not None
    return clock.frozen(tender.closes_at + timedelta(seconds=seconds))


async def test_an_invited_supplier_comes_by_the_link(client: Pages, place: Place):
    lead = client.as_(place.lead)
    invited = {
        "name": "Pennine Care Co-operative",
        "scheme": "GB-COH",
        "number": "01234567",
        "email": "tenders@pennine.example",
        "language": "cy",
    }
    assert (await lead.get(f"{place.work}/bids")).status == 200
    assert (await lead.post(f"{place.work}/bids/invitations", invited)).status == 303
    assert (await lead.post(f"{place.work}/bids/invitations", invited)).status == 422
    row = await Invited.within(place.org).get().select_related("supplier")
    message = await OutboxMessage.get(purpose__endswith="invited")
    assert (message.recipient, message.language) == ("tenders@pennine.example", "cy")
    assert f"/bids/for/{place.tender.reference}" in (message.text or "")
    person = await person_of(place.org, row.supplier)
    made = await client.as_(person).post(
        f"/{place.org.slug}/bids/for/{place.tender.reference}", {"supplier": str(row.supplier_id)}
    )
    assert made.status == 303


async def test_by_invitation_alone_means_it(place: Place):
    await Tender.within(place.org).filter(id=place.tender.id).update(by_invitation=True)
    made = await supplier(place.org)
    with pytest.raises(OnlyTheInvited):
        await begin_bid(place.org, place.tender, made, await person_of(place.org, made))


async def test_who_judges_does_not_bid(place: Place):
    judge = (await with_part(place.org, place.tender, Part.EVALUATOR)).person
    made = await supplier(place.org, "Mine", judge)
    with pytest.raises(TakesPartHere):
        await begin_bid(place.org, place.tender, made, judge)


async def test_a_question_is_answered_to_all_and_names_nobody(client: Pages, place: Place):
    one = await bid(place.org, place.tender, await supplier(place.org, "Asking Ltd"))
    two = await bid(place.org, place.tender, await supplier(place.org, "Listening Ltd"))
    asker = client.as_(await person_of(place.org, one.supplier))
    at = f"/{place.org.slug}/bids/{one.id}/questions"
    assert (await asker.post(at, {"text": ""})).status == 422
    assert (await asker.post(at, {"text": "May we share a van with Zed?"})).status == 303
    assert "share a van" in (await asker.get(at)).main
    other = client.as_(await person_of(place.org, two.supplier))
    theirs = f"/{place.org.slug}/bids/{two.id}/questions"
    assert "share a van" not in (await other.get(theirs)).main

    lead = client.as_(place.lead)
    listed = await lead.get(f"{place.work}/questions")
    assert "share a van" in listed.main
    assert "Asking Ltd" not in listed.main
    question = await Question.within(place.org).get()
    page = await lead.get(f"{place.work}/questions/{question.id}")
    assert "Asking Ltd" not in page.main
    said = {**page.fields, "question": "May bidders share a van?", "answer": "Yes."}
    assert (await lead.post(f"{place.work}/questions/{question.id}", said)).status == 303
    for pages, address in ((asker, at), (other, theirs)):
        read = (await pages.get(address)).main
        assert "May bidders share a van?" in read
        assert "with Zed" not in read
    told = await OutboxMessage.filter(purpose__endswith="answered")
    assert len(told) == 2
    assert all("Asking" not in (one.text or "") for one in told)
    evaluator = client.as_((await with_part(place.org, place.tender, Part.EVALUATOR)).person)
    assert (await evaluator.get(f"{place.work}/questions")).status in (403, 404)


async def test_no_question_after_the_day_set(client: Pages, place: Place):
    made = await bid(place.org, place.tender)
    person = await person_of(place.org, made.supplier)
    assert place.tender.questions_until is not None
    with clock.frozen(place.tender.questions_until + timedelta(seconds=1)):
        asked = await client.as_(person).post(
            f"/{place.org.slug}/bids/{made.id}/questions", {"text": "Too late?"}
        )
    assert asked.status == 422
    assert not await Question.within(place.org).exists()


async def test_before_the_deadline_the_lead_sees_nobody(client: Pages, place: Place):
    await bid(place.org, place.tender, await supplier(place.org, "Secret Bidders Ltd"))
    lead = client.as_(place.lead)
    assert "Secret Bidders" not in (await lead.get(f"{place.work}/bids")).main
    assert "Secret Bidders" not in (await lead.get(f"{place.work}/opening")).main
    with past(place.tender):
        page = await client.as_(place.lead).get(f"{place.work}/bids")
        assert "Secret Bidders" in page.main


async def test_two_officers_open_on_the_page_and_the_record_is_kept(client: Pages, place: Place):
    made = await bid(place.org, place.tender, await supplier(place.org, "Early Ltd"))
    assert place.tender.closes_at is not None
    late = await bid(
        place.org,
        place.tender,
        await supplier(place.org, "Late Ltd"),
        at=place.tender.closes_at + timedelta(seconds=1),
    )
    first = (await with_part(place.org, place.tender, Part.OPENING_OFFICER)).person
    second = (await with_part(place.org, place.tender, Part.OPENING_OFFICER)).person
    evaluator = (await with_part(place.org, place.tender, Part.EVALUATOR)).person
    at = f"{place.work}/opening"
    assert (await client.as_(first).post(at)).status == 409
    with past(place.tender):
        for stranger in (evaluator, await person_of(place.org, made.supplier)):
            assert (await client.as_(stranger).get(at)).status in (403, 404)
            assert (await client.as_(stranger).post(at)).status in (403, 404)
        lead = client.as_(place.lead)
        letting = await lead.get(f"{place.work}/bids/{late.id}/late")
        assert letting.status == 200
        assert (await lead.post(f"{place.work}/bids/{late.id}/late", {"because": ""})).status == 422
        assert (
            await lead.post(f"{place.work}/bids/{made.id}/late", {"because": "x"})
        ).status == 409
        assert "ready to open" in (await client.as_(first).get(at)).main
        assert (await client.as_(first).post(at)).status == 303
        assert (await client.as_(first).post(at)).status == 409
        assert (await Tender.one(place.org, id=place.tender.id)).stage is Stage.PUBLISHED
        done = client.as_(second)
        assert (await done.post(at)).status == 303
        record = await done.get(at)
        submission = await Submission.within(place.org).get(bid_id=made.id)
        assert submission.hash in record.main
        assert "Late Ltd" in record.main
        assert (await done.get(f"{at}/pdf")).body.startswith(b"%PDF")
        home = await client.as_(await person_of(place.org, late.supplier)).get(
            f"/{place.org.slug}/bids/{late.id}"
        )
        assert "Nobody has opened it" in home.main
    assert len(await offers_of(place.org, (await lots_of(place.tender))[0])) == 1


def zipped(manifest: str, answers: str, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.csv", manifest)
        archive.writestr("answers.csv", answers)
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


MANIFEST = (
    "receipt,received,supplier,register,number,email\n"
    "P-1,2026-11-20 11:59:58,Pennine Care,GB-COH,01234567,a@pennine.example\n"
    "P-2,2026-11-20 12:00:01,Valley Carers,,,\n"
)
ANSWERS = (
    "receipt,lot,question,answer,how\n"
    'P-1,1,C1,yes,\nP-1,1,1.1,We care.,\nP-1,1,SV2,12,With the college.\nP-1,1,3,"98,765.43",\n'
    "P-2,1,3,1,\n"
)


async def test_bids_from_the_portal_come_in_whole_with_their_times(client: Pages):
    org = await council()
    lead = await lead_of(org)
    noon = clock.london(clock.today()).replace(year=2026, month=11, day=20, hour=12)
    with clock.frozen(noon - timedelta(days=40)):
        tender = await published(org, lead, closes_at=noon)
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{tender.id}/bids/portal"
    with clock.frozen(noon + timedelta(hours=1)):
        pages = client.as_(lead)
        for name, data, sentence in (
            ("bids.zip", zipped(MANIFEST, ANSWERS + "P-3,1,3,1,\n"), "line 7, receipt"),
            ("bids.zip", zipped(MANIFEST, ANSWERS + "P-1,1,9,1,\n"), "no such question"),
            ("bids.zip", zipped(MANIFEST, ANSWERS + "P-2,1,SV2,many,\n"), "Enter a number"),
            ("bids.zip", zipped(MANIFEST.replace(":58", ""), ANSWERS), "to the second"),
            ("bids.zip", zipped(MANIFEST.replace("received", "when"), ANSWERS), "“received”"),
            ("bids.zip", b"PK no zip", "not a list of bids"),
            ("bids.xlsx", b"code,answer", "not an Excel workbook"),
        ):
            wrong = await pages.post(at, files={"file": (name, data)})
            assert wrong.status == 422, sentence
            assert sentence in wrong.main
        assert not await PortalImport.within(org).exists()
        data = zipped(MANIFEST, ANSWERS, **{"files__P-1__1.1__plan.pdf": b"%PDF-1.7 ours"})
        sent = await pages.post(at, files={"file": ("bids.zip", data)})
        preview = await sent.follow()
        assert "Pennine Care" in preview.main
        assert "We care" not in preview.main
        assert "98,765" not in preview.main
        waiting = await PortalImport.within(org).get()
        assert b"We care" not in bytes(waiting.sealed or b"")
        assert (await pages.post(sent.location)).status == 303
        assert (await pages.post(sent.location)).status == 409
    rows = await Submission.within(org).all().order_by("id")
    assert [(row.portal_receipt, row.way, row.is_late) for row in rows] == [
        ("P-1", Way.PORTAL, False),
        ("P-2", Way.PORTAL, True),
    ]
    (offer,) = await opened(org, await Tender.one(org, id=tender.id))
    assert offer.answers["SV2"].figure == 12
    assert offer.answers["1.1"].text == "We care."
    assert [one.name for one in offer.files] == ["plan.pdf"]
    assert await opened_file(org, offer.files[0]) == b"%PDF-1.7 ours"


async def test_a_portals_workbook_and_one_csv_say_the_same(client: Pages, place: Place):
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in (("manifest", MANIFEST), ("answers", ANSWERS)):
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(text)):
            sheet.append(row)
    lines = ["receipt,received,supplier,lot,question,answer,how"]
    lines += ["P-9,2026-11-20 11:59:58,Pennine Care,1,1.1,We care.,"]
    lines += ["P-9,2026-11-20 11:59:58,Pennine Care,1,3,5,"]
    at = f"{place.work}/bids/portal"
    lead = client.as_(place.lead)
    for name, data in (("bids.xlsx", saved(book)), ("bids.csv", "\n".join(lines).encode())):
        sent = await lead.post(at, files={"file": (name, data)})
        assert sent.status == 303, sent.main
        assert (await lead.post(sent.location)).status == 303
    assert await Submission.within(place.org).count() == 3


async def test_a_changed_tender_asks_bidders_to_look_again(client: Pages, place: Place):
    made = await bid(place.org, place.tender)
    change = await begin_change(place.org, place.tender, place.lead)
    await confirm(place.org, change, place.lead)
    await (
        Criterion.within(place.org)
        .filter(tender_id=change.id, code="1.1")
        .update(question="Describe: care, by night as well.")
    )
    await republish(place.org, place.tender, "The nights were forgotten.", place.lead)
    message = await OutboxMessage.get(purpose__endswith="changed", organisation_id=place.org.id)
    assert "The nights were forgotten." in (message.text or "")
    pages = client.as_(await person_of(place.org, made.supplier))
    page = await pages.get(f"/{place.org.slug}/bids/{made.id}")
    assert "hand in again" in page.main
    assert (await Bid.one(place.org, id=made.id)).state is BidState.SUBMITTED
    assert len(await opened(place.org, await Tender.one(place.org, id=place.tender.id))) == 1


async def test_a_strangers_ids_are_not_here(client: Pages, place: Place):
    made = await bid(place.org, place.tender)
    elsewhere = await council("Elsewhere Council")
    stranger = client.as_(await lead_of(elsewhere, "Tom Reid"))
    base = f"/{elsewhere.slug}/tenders/work/{place.tender.id}"
    for path in ("/bids", "/questions", "/opening", "/bids/portal", f"/bids/{made.id}/late"):
        assert (await stranger.get(base + path)).status == 404, path
    nobody = client.as_(await make_person("Nobody"))
    assert (await nobody.get(f"{place.work}/bids")).status == 403
