"""Voting with a letter's code, and the letters themselves, as people meet them."""

import io
import re
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from coopcouncil.ballots import letters as press
from coopcouncil.ballots.actions.codes import issue_codes
from coopcouncil.ballots.models import (
    Ballot,
    BallotEvent,
    Envelope,
    EventKind,
    Kind,
    LetterRun,
    OpenedBox,
    RollEntry,
    VotingCode,
    WelshSignOff,
)
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.ballots.rules.codes import code_of
from coopcouncil.kernel import clock
from coopcouncil.members.kinds import Format
from coopcouncil.organisations.models import Organisation, Role
from tests.ballots.building import (
    AFTER,
    BEFORE,
    DURING,
    close_and_open,
    entry_number,
    make_ballot,
    make_officer,
)
from tests.make import make_organisation
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])


async def make_bilingual(voters: int) -> Ballot:
    """A ballot of an organisation whose Welsh somebody has signed off."""
    org = await make_organisation()
    await WelshSignOff.create(
        organisation=org, name="Siân Ŵyn", standing="Translator", at=clock.now()
    )
    return await make_ballot(org, voters=voters, rules={"bilingual": True})


async def ready(kind: Kind = Kind.STV, **kw: Any) -> tuple[Organisation, Ballot, dict[int, str]]:
    ballot = await make_ballot(kind=kind, **kw)
    with clock.frozen(BEFORE):
        codes = (await issue_codes(ballot, None, None)).codes
    return await organisation_of(ballot), ballot, codes


@BOTH
async def test_a_voter_ranks_checks_casts_and_changes_without_an_account(
    client: Pages, language: str
) -> None:
    org, ballot, codes = await ready(voters=2)
    entry = await entry_number(ballot)
    voter = client.in_(language)
    with clock.frozen(DURING):
        enter = await voter.get(f"/{org.slug}/vote")
        paper = await enter.submit(code=codes[entry.id].lower().replace("-", " "))
        assert paper.status == 200, paper.errors
        assert paper.headers["cache-control"] == "no-store"
        check = await paper.submit(**{"rank-1": "2", "rank-3": "1"})
        assert check.status == 200, check.errors
        done = await check.submit()
        assert done.status == 200
        assert "Omar Khan" not in done.main
        assert codes[entry.id] not in str(voter.cookies)
        again = await (await voter.get(f"/{org.slug}/vote")).submit(code=codes[entry.id])
        check = await again.submit(**{"rank-4": "1"})
        assert (await check.submit()).status == 200
    assert await Envelope.filter(ballot_id=ballot.id).count() == 1
    await close_and_open(ballot)
    assert (await OpenedBox.of(ballot).get()).papers == "1 4\n"


async def test_the_link_of_a_letter_fills_the_box_in_and_does_nothing_else(client: Pages) -> None:
    org, ballot, codes = await ready()
    entry = await entry_number(ballot)
    with clock.frozen(DURING):
        page = await client.get(f"/{org.slug}/vote/{codes[entry.id]}")
        assert page.fields["code"] == codes[entry.id]
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert (await page.submit()).status == 200
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


async def test_a_code_and_its_link_stand_in_no_log(client: Pages, caplog) -> None:
    org, ballot, codes = await ready()
    code = codes[(await entry_number(ballot)).id]
    with clock.frozen(DURING), caplog.at_level("DEBUG", logger="coopcouncil"):
        page = await client.get(f"/{org.slug}/vote/{code}")
        await page.submit()
    lines = " ".join(str(vars(record)) for record in caplog.records)
    assert "ballots:enter_linked_code" in lines
    assert code not in lines
    assert code.replace("-", "") not in lines


async def test_changing_the_mind_brings_the_choice_back(client: Pages) -> None:
    org, ballot, codes = await ready(kind=Kind.RESOLUTION)
    code = codes[(await entry_number(ballot)).id]
    with clock.frozen(DURING):
        paper = await client.post(f"/{org.slug}/vote", {"code": code})
        check = await paper.submit(choice="2")
        again = await client.post(f"/{org.slug}/vote/paper", check.fields)
        assert again.fields["choice"] == "2"
        assert again.fields["code"] == code
        blank = await client.post(f"/{org.slug}/vote/check", {"code": code})
        assert "blank" in blank.h1
        assert (await blank.submit()).status == 200
    await close_and_open(ballot)
    assert (await OpenedBox.of(ballot).get()).papers == "1\n"


@BOTH
async def test_one_answer_to_every_code_that_opens_nothing(client: Pages, language: str) -> None:
    org, ballot, codes = await ready(voters=2)
    first, second = await entry_number(ballot, 1), await entry_number(ballot, 2)
    voter = client.in_(language)
    with clock.frozen(DURING):
        await issue_codes(ballot, [first.id], None)
        page = await voter.get(f"/{org.slug}/vote")
        answers = [await page.submit(code=code) for code in (codes[first.id], code_of(99))]
        assert {answer.status for answer in answers} == {422}
        assert answers[0].errors == answers[1].errors
        slip = await page.submit(code=codes[second.id][:-1] + "?")
        assert slip.status == 422
        assert slip.errors != answers[0].errors
        assert slip.fields["code"].startswith(codes[second.id][:5])
    with clock.frozen(AFTER):
        late = await page.submit(code=codes[second.id])
        assert late.status == 422
        assert late.errors


async def test_guessing_is_stopped_and_slips_are_not_counted(client: Pages) -> None:
    org, ballot, codes = await ready()
    code = codes[(await entry_number(ballot)).id]
    with clock.frozen(DURING):
        for n in range(30):
            assert (await client.post(f"/{org.slug}/vote", {"code": f"slip {n}"})).status == 422
        for n in range(20):
            assert (await client.post(f"/{org.slug}/vote", {"code": code_of(n)})).status == 422
        assert (await client.post(f"/{org.slug}/vote", {"code": code_of(21)})).status == 429
        assert (await client.post(f"/{org.slug}/vote", {"code": code})).status == 429
        assert (await client.post(f"/{org.slug}/vote/cast", {"code": code_of(5)})).status == 429


async def test_a_forged_cast_puts_nothing_in_the_box(client: Pages) -> None:
    org, ballot, _codes = await ready()
    with clock.frozen(DURING):
        for body in ({}, {"code": "x"}, {"code": code_of(1), "rank-1": "1"}):
            answer = await client.post(f"/{org.slug}/vote/cast", body)
            assert answer.status == 422
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


@BOTH
async def test_the_returning_officer_checks_and_gets_the_letters_once(
    client: Pages, language: str
) -> None:
    ballot = await make_ballot(kind=Kind.STV, voters=3)
    org = await organisation_of(ballot)
    officer = client.in_(language).as_(await make_officer(org, Role.RETURNING_OFFICER))
    with clock.frozen(BEFORE):
        page = await officer.get(f"/{org.slug}/ballots/{ballot.id}/letters")
        nobody = await page.submit()
        assert nobody.status == 422
        check = await page.submit(who="everyone")
        assert check.status == 200, check.errors
        assert not await VotingCode.of(ballot).exists()
        letters = await check.submit()
        assert letters.headers["content-type"] == "application/pdf"
        assert letters.body.startswith(b"%PDF-")
        assert letters.headers["cache-control"] == "no-store"
    assert await VotingCode.of(ballot).filter(struck_at=None).count() == 3
    with clock.frozen(DURING):
        page = await officer.get(f"/{org.slug}/ballots/{ballot.id}/letters")
        again = await page.submit(who="everyone")
        assert again.by_class("govuk-warning-text")
        assert (await page.submit(who="no-code")).status == 422


async def test_the_code_on_the_paper_casts_the_vote_of_whom_it_is_written_to(
    client: Pages,
) -> None:
    ballot = await make_ballot(voters=3)
    org = await organisation_of(ballot)
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
    with clock.frozen(DURING):
        page = await officer.get(f"/{org.slug}/ballots/{ballot.id}/letters")
        letters = await (await page.submit(who="everyone")).submit()
        sheets = [
            " ".join(sheet.extract_text().split())
            for sheet in PdfReader(io.BytesIO(letters.body)).pages
        ]
        for n in (1, 2, 3):
            entry = await entry_number(ballot, n)
            sheet = next(text for text in sheets if f"Dear {entry.name}," in text)
            assert "Shall the hall be painted?" in sheet
            assert "20 November 2026 at 5 pm" in sheet
            found = re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{5}", sheet)
            assert len(found) == 1
            paper = await client.post(f"/{org.slug}/vote", {"code": found[0]})
            assert entry.name in paper.main
            await (await paper.submit(choice="1")).submit()
    assert await Envelope.filter(ballot_id=ballot.id).count() == 3


@pytest.mark.parametrize("layout", list(press.Layout))
async def test_each_letter_begins_on_a_sheet_of_its_own(db: None, layout: press.Layout) -> None:
    ballot = await make_bilingual(voters=3)
    about = await press.about_run(ballot, layout)
    letters = [
        press.Letter(n, f"M{n}", f"Voter {n}", (f"Voter {n}", "1 Street"), "cy", form, code_of(n))
        for n, form in ((1, Format.STANDARD), (2, Format.STANDARD), (3, Format.LARGE_PRINT))
    ]
    for file in press.bundles(letters, about):
        reader = PdfReader(io.BytesIO(await press.set_bundle(file, about)))
        texts = [sheet.extract_text() for sheet in reader.pages]
        for letter in file.letters:
            first = next(n for n, text in enumerate(texts) if f"{letter.name}\n1 Street" in text)
            assert first % 2 == 0
        welsh = [text for text in texts if "Annwyl" in text]
        english = [text for text in texts if "Dear" in text]
        assert len(welsh) == len(file.letters)
        assert len(english) == (0 if layout is press.Layout.OWN else len(file.letters))


async def test_one_voters_letter_is_replaced(client: Pages) -> None:
    ballot = await make_ballot(voters=2)
    org = await organisation_of(ballot)
    entry = await entry_number(ballot, 2)
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
    address = f"/{org.slug}/ballots/{ballot.id}/letters"
    with clock.frozen(DURING):
        await issue_codes(ballot, None, None)
        found = await officer.get(f"{address}/find?q={entry.member_number}")
        page = await found.follow(f"Make a new letter – {entry.name}")
        assert (await page.submit(reason="")).status == 422
        letter = await page.submit(reason="Never arrived")
        assert letter.body.startswith(b"%PDF-")
    assert await VotingCode.of(ballot).filter(struck_because="replaced").count() == 1
    assert (await LetterRun.of(ballot).get(n=2)).reason == "Never arrived"
    events = await BallotEvent.of(ballot).filter(kind=EventKind.LETTERS).order_by("n")
    assert events[1].facts == {"run": 2, "letters": 1, "replaced": 1}


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.SCRUTINEER, Role.CHAIR])
async def test_nobody_else_gets_letters(client: Pages, role: Role) -> None:
    ballot = await make_ballot()
    org = await organisation_of(ballot)
    other = client.as_(await make_officer(org, role))
    with clock.frozen(DURING):
        answer = await other.post(
            f"/{org.slug}/ballots/{ballot.id}/letters", {"who": "everyone", "layout": "own"}
        )
    assert answer.status == 403
    assert not await VotingCode.of(ballot).exists()


async def test_many_letters_come_as_a_zip_by_language_and_size(
    client: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballot = await make_bilingual(voters=4)
    org = await organisation_of(ballot)
    officer = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
    with clock.frozen(DURING):
        about = await press.about_run(ballot, press.Layout.OWN)
        issued = await issue_codes(ballot, None, None)
        letters = await press.letters_of(ballot, issued.codes, issued.replaced)
        files = press.bundles(letters, about)
        assert [file.languages for file in files] == [("en", "cy")]
        page = await officer.get(f"/{org.slug}/ballots/{ballot.id}/letters")
        monkeypatch.setattr(press, "LETTERS_PER_FILE", 3)
        archive = await (await page.submit(who="everyone", layout="side")).submit()
    with zipfile.ZipFile(io.BytesIO(archive.body)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        assert len(names) == 3
        for name in names[1:]:
            assert opened.read(name).startswith(b"%PDF-")
        assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-", opened.read("README.txt").decode())


async def test_letters_are_sorted_by_what_the_printer_needs(db: None) -> None:
    ballot = await make_bilingual(voters=5)
    entries = await RollEntry.of(ballot).order_by("number")
    wanted = [("en", "standard"), ("cy", "standard"), ("cy", "large-print"), ("", "standard")]
    about = await press.about_run(ballot, press.Layout.OWN)
    letters = [
        press.Letter(e.number, e.member_number, e.name, (e.name,), lang, Format(form), "X")
        for e, (lang, form) in zip(entries, [*wanted, ("en", "braille")], strict=True)
    ]
    files = press.bundles(letters, about)
    assert [(f.languages, f.is_large, "other-format" in f.name) for f in files] == [
        (("cy",), False, False),
        (("en",), False, False),
        (("en", "cy"), False, False),
        (("cy",), True, False),
        (("en",), False, True),
    ]
