"""A bidder's files and the workbook, on their pages."""

import io
import sys
from dataclasses import replace

import openpyxl
import pytest

from coopcouncil.kernel import config as settings
from coopcouncil.kernel import files
from coopcouncil.kernel.config import Config
from coopcouncil.procurement.bids.models import AnswerFile, Bid
from coopcouncil.procurement.bids.reads import opened_file
from coopcouncil.procurement.bids.sealed import draft_of
from coopcouncil.procurement.tenders.models import Criterion, Tender
from tests.pageclient import Pages
from tests.procurement.make import council, published
from tests.procurement.make_bids import bid, opened, person_of, supplier
from tests.procurement.workbooks import bomb, long_workbook, saved, with_part, workbook

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

PDF = b"%PDF-1.7 our plan in full"
# The industry's test string, in two halves so that this file is none.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
async def made(db: None) -> Bid:
    org = await council()
    tender = await published(org)
    await Criterion.within(org).filter(tender_id=tender.id, code="1.1").update(files_allowed=True)
    found = await bid(org, tender)
    await found.fetch_related("organisation")
    return found


async def test_a_file_is_sealed_named_at_the_opening_and_kept_with_what_was_handed_in(
    client: Pages, made: Bid, config: Config
):
    org = made.organisation
    person = await person_of(org, made.supplier)
    pages = client.as_(person)
    at = f"/{org.slug}/bids/{made.id}"
    assert (await pages.get(f"{at}/lots/1/1.1")).status == 200
    added = await pages.post(f"{at}/lots/1/1.1/files", files={"file": ("Our plan.pdf", PDF)})
    assert added.status == 303
    row = await AnswerFile.within(org).get().select_related("stored")
    assert (row.name, row.hash, row.stored.name) == ("", "", "sealed")
    assert PDF not in await files.read(row.stored)
    own = await pages.get(f"{at}/files/{row.id}")
    assert own.body == PDF
    assert own.headers["content-disposition"].startswith("attachment")
    stranger = client.as_(await person_of(org, await supplier(org, "Valley")))
    assert (await stranger.get(f"{at}/files/{row.id}")).status == 404
    for code, said in {"C1": {"yes": "yes"}, "SV2": {"figure": "1"}}.items():
        await pages.post(f"{at}/lots/1/{code}", {"version": "9", **said})
    for code in ("SV3", "3"):
        await pages.post(f"{at}/lots/1/{code}", {"version": "9", "figure": "5"})
    check = await pages.get(f"{at}/check")
    assert "Our plan.pdf" in check.main
    sent = {**check.fields, "true_and_complete": "y", "grounds": "no"}
    assert (await pages.post(f"{at}/check", sent)).status == 303
    # Taken out of the draft afterwards: what was handed in still has it.
    assert (await pages.post(f"{at}/files/{row.id}/removal")).status == 303
    (offer,) = await opened(org, await Tender.one(org, id=made.tender_id))
    (file,) = offer.files
    assert file.name == "Our plan.pdf"
    assert file.criterion is not None
    assert file.criterion.code == "1.1"
    assert await opened_file(org, file) == PDF


@pytest.mark.parametrize(
    ("name", "data", "code", "sentence"),
    [
        ("plan.exe", b"MZ", "1.1", ""),
        ("plan.pdf", b"MZ no pdf", "1.1", ""),
        ("plan.pdf", PDF, "1.2", "No files are taken"),
        ("plan.pdf", PDF + bytes(10_000_000), "1.1", "larger than 10 MB"),
    ],
)
async def test_what_is_no_evidence_is_refused(
    client: Pages, made: Bid, name: str, data: bytes, code: str, sentence: str
):
    org = made.organisation
    pages = client.as_(await person_of(org, made.supplier))
    sent = await pages.post(
        f"/{org.slug}/bids/{made.id}/lots/1/{code}/files", files={"file": (name, data)}
    )
    assert sent.status == 422
    assert sentence in sent.main
    assert not await AnswerFile.within(org).exists()


async def test_with_a_scanner_the_test_string_is_refused(client: Pages, made: Bid, config: Config):
    org = made.organisation
    looks = f"{sys.executable} -c \"import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())\""
    settings.use(replace(config, scanner=looks))
    pages = client.as_(await person_of(org, made.supplier))
    at = f"/{org.slug}/bids/{made.id}/lots/1/1.1/files"
    infected = await pages.post(at, files={"file": ("plan.txt", EICAR)})
    assert infected.status == 422
    assert "virus scanner" in infected.main
    assert not await AnswerFile.within(org).exists()
    assert (await pages.post(at, files={"file": ("plan.txt", b"words")})).status == 303


async def test_the_workbook_out_filled_in_and_taken_over(client: Pages, made: Bid):
    org = made.organisation
    pages = client.as_(await person_of(org, made.supplier))
    at = f"/{org.slug}/bids/{made.id}"
    await pages.post(f"{at}/lots/1/1.2", {"version": "9", "text": "Typed online."})
    out = await pages.get(f"{at}/workbook.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(out.body))
    sheet = book["Answers"]
    rows = {str(row[0].value): row for row in sheet.iter_rows(min_row=5)}
    assert rows["1.2"][5].value == "Typed online."
    rows["1.1"][5].value = "Written offline."
    rows["3"][5].value = 98765.43
    rows["1.2"][5].value = None
    sent = await pages.post(f"{at}/workbook", files={"file": ("b.xlsx", saved(book))})
    preview = await sent.follow()
    assert "Written offline." in preview.main
    assert "98,765.43" in preview.main
    assert "2 answers would change" in preview.main
    stored = await Bid.one(org, id=made.id)
    assert b"offline" not in bytes(stored.proposed or b"")
    assert draft_of(stored).answer(1, "1.1").is_empty
    assert (await pages.post(sent.location)).status == 303
    draft = draft_of(await Bid.one(org, id=made.id))
    assert draft.answer(1, "1.1").text == "Written offline."
    assert draft.answer(1, "1.2").text == "Typed online."
    assert (await pages.post(sent.location)).status == 409

    rows["3"][5].value = "cheap"
    rows["SV2"][5].value = "=1+1"
    wrong = await pages.post(f"{at}/workbook", files={"file": ("b.xlsx", saved(book))})
    assert wrong.status == 422
    assert "Answers, cell F" in wrong.main
    assert "2 things to mend" in wrong.main
    assert (await Bid.one(org, id=made.id)).proposed is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"code,answer\n3,5\n", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (with_part(workbook(("a",)), "xl/vbaProject.bin", b"x"), "macro"),
        (long_workbook(300_000), "5,000 rows"),
        (bomb(), "far more than answers need"),
        (workbook(("a",)), "not the workbook of this tender"),
        (bytes(10_000_001), "larger than 10 MB"),
    ],
    ids=["csv", "password", "macro", "rows", "bomb", "other", "large"],
)
async def test_a_spoilt_workbook_is_one_clear_sentence(
    client: Pages, made: Bid, data: bytes, sentence: str
):
    org = made.organisation
    pages = client.as_(await person_of(org, made.supplier))
    before = bytes((await Bid.one(org, id=made.id)).draft or b"")
    sent = await pages.post(
        f"/{org.slug}/bids/{made.id}/workbook", files={"file": ("b.xlsx", data)}
    )
    assert sent.status == 422
    assert len(sent.errors) == 1
    assert sentence in sent.errors[0]
    after = await Bid.one(org, id=made.id)
    assert bytes(after.draft or b"") == before
    assert after.proposed is None
