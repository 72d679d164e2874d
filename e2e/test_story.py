"""The whole story: a spreadsheet of members becomes a result that anyone can recount.

A housing co-operative in Wales. Its secretary brings in a list, calls the annual general meeting
and puts a resolution and a board election to the members; they vote as they like, on a phone or
an old computer, in either language, signed in or by a letter's code; the returning officer
closes, counts, declares and publishes; and a stranger recounts it without the site.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date, time, timedelta
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, expect
from pypdf import PdfReader

from coopcouncil.kernel.clock import LONDON, london
from e2e.conftest import Place, SignIn, check_page, in_welsh

ORG = "/tai-glanwern"
SECRETARY, OFFICER = "Angharad Prydderch", "Heledd Vaughan"
STANDING = ("Nerys Gwilym", "Tudur Roberts", "Ceri Ŵyn Hopcyn")
CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{5}")
WORK = 60_000  # What a worker may take, in milliseconds, on a busy machine.
HEAD = re.compile(r"\b[0-9a-f]{64}\b")


def test_from_a_list_of_members_to_a_result_that_anyone_can_recount(
    browser: Browser, own_place: Place, sign_in: SignIn, tmp_path: Path
) -> None:
    def visitor(name: str = "", **how: object) -> Page:
        options: dict[str, object] = {"locale": "en-GB", "base_url": own_place.address, **how}
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        if name:
            sign_in(page, name)
        return page

    today = own_place.now().astimezone(LONDON).date()
    meeting_on, closes_on = today + timedelta(days=40), today + timedelta(days=38)

    secretary = visitor(SECRETARY)
    bring_in_members(secretary, today)
    let_few_papers_be_published(secretary)
    meeting = call_the_meeting(secretary, meeting_on)
    resolution = set_up(secretary, "Resolution", RESOLUTION, today, closes_on)
    election = set_up(secretary, "Election: rank the candidates", ELECTION, today, closes_on)
    put_up(secretary, election)

    officer = visitor(OFFICER)
    for ballot in (resolution, election):
        seal(officer, ballot)
    send_notice(secretary, meeting, (resolution, election))

    # Iolo, with all that his computer can do.
    iolo = visitor("Iolo Bebb")
    decide(iolo, resolution, "For")
    tap_in_order(iolo, election, (STANDING[0], STANDING[1]))

    # Gwenda, on an old one, in Welsh.
    gwenda = visitor(java_script_enabled=False)
    gwenda.goto("/?lang=cy")
    gwenda.get_by_role("button", name="Gwenda Parry").click()
    decide(gwenda, resolution, "O blaid")
    number_the_boxes(gwenda, election, (STANDING[0], STANDING[2]), "cy")

    # Siân, who came with the list, and signs in with a code in a message.
    sian = visitor(viewport={"width": 320, "height": 640}, has_touch=True)
    sign_in_by_message(sian, "sian.llwyd@post.example")
    decide(sian, resolution, "Yn erbyn")
    number_the_boxes(sian, election, (STANDING[0], STANDING[1]), "cy")

    # Mair, who came with the list too, has no e-mail address and gets a letter.
    vote_by_letter(visitor(viewport={"width": 320, "height": 640}), officer, election, tmp_path)

    own_place.wait_until(london(closes_on, time(17, 1)))
    sign_in(officer, OFFICER)
    for ballot in (resolution, election):
        record_the_close(officer, ballot)
    heads = {
        "resolution": head_in_message(officer, "Solar panels on the roofs"),
        "election": head_in_message(officer, "Election of two members of the board"),
    }

    count(officer, resolution)
    expect(officer.get_by_text("Carried").first).to_be_visible()
    draw_lots(officer, election)
    count(officer, election)
    the_count_sheet(officer)
    check_both(officer)
    for name, ballot in (("resolution", resolution), ("election", election)):
        publish(officer, ballot)
        stranger = visitor()
        bundle = download(stranger, ballot, tmp_path / f"{name}.zip")
        recount(bundle, heads[name])
    result = recounted(tmp_path / "election.zip")
    assert result["elected"] == [1, 3], "Nerys and Ceri"

    iolo = visitor("Iolo Bebb")
    iolo.goto(f"{election}/result")
    expect(iolo.get_by_text(STANDING[0]).first).to_be_visible()
    check_both(iolo)


# The list.

HEADINGS = (
    "Rhif aelod;Enw cyntaf;Cyfenw;E-bost;Cyfeiriad;Cod post;Iaith;Etholaeth;"
    "Dyddiad ymuno;Cyfranddaliadau;Swm a dalwyd"
)


def members(joined: str, wrong: bool = False) -> FilePayload:
    """As Excel saves it: semicolons, Windows letters, British dates; one date that never was."""
    second = "31/02/2026" if wrong else joined
    lines = (
        HEADINGS,
        f"0901;Siân;Llwyd;sian.llwyd@post.example;3 Maes Newydd;LL99 3GW;Cymraeg;tenants;"
        f"{joined};1;£1.00",
        f"0902;Mair;O'Dowd;;5 Maes Newydd;LL99 3GW;Saesneg;tenants;{second};1;£1.00",
        f"0903;Émile;Parry;emile@post.example;7 Maes Newydd;LL99 3GW;Saesneg;tenants;"
        f"{joined};1;£1.00",
    )
    data = ("\r\n".join(lines) + "\r\n").encode("cp1252")
    return {"name": "aelodau.csv", "mimeType": "text/csv", "buffer": data}


def bring_in_members(page: Page, today: date) -> None:
    """A list with a wrong cell, then the list mended; and the members are there."""
    joined = f"{today - timedelta(days=14):%d/%m/%Y}"
    page.goto(f"{ORG}/members/lists")
    page.get_by_label("File of members").set_input_files(files=[members(joined, wrong=True)])
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Show what it would do").click()
    # A place that has only just begun sends its first letters before it reads the list.
    refused = page.get_by_text("Nothing can be applied while 1 row is wrong.")
    expect(refused).to_be_visible(timeout=WORK)
    wrong = page.locator(".app-cell--wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("31/02/2026")
    check_both(page)
    page.get_by_role("button", name="Drop this list").click()

    page.get_by_label("File of members").set_input_files(files=[members(joined)])
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Show what it would do").click()
    page.get_by_role("button", name="Apply 3 rows").click(timeout=WORK)
    applied = page.get_by_role("heading", level=1)
    expect(applied).to_have_text("The list is in the register", timeout=WORK)
    page.get_by_role("button", name="See the members").click()
    page.get_by_role("searchbox").or_(page.locator("[name=q]")).first.fill("Llwyd")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Siân Llwyd")).to_be_visible()
    check_both(page)


def let_few_papers_be_published(page: Page) -> None:
    """The usual rules keep so few papers from the public, and nobody could recount them."""
    page.goto(f"{ORG}/rules/new")
    page.get_by_label("Votes below which only scrutineers see the papers").fill("1")
    page.get_by_role("button", name="Go on and check").click()
    check_page(page)
    page.get_by_role("button", name="Record these rules").click()
    expect(page.get_by_text("The new rules are recorded.")).to_be_visible()


# The meeting.


def call_the_meeting(page: Page, on: date) -> str:
    """An AGM in forty days, with the reasons why notice must go when it must; its address."""
    page.goto(f"{ORG}/meetings")
    page.get_by_role("button", name="Call an AGM").click()
    fill_date(page, "on", on)
    page.get_by_label("Time it begins").fill("7 pm")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Place, in English").fill("The old school, Glanwern")
    page.get_by_label("Place, in Welsh").fill("Yr Hen Ysgol, Glanwern")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Post letters by")).to_be_visible()
    page.get_by_text("Why letters must go by this day").click()
    steps = page.locator("#last-post li")
    expect(steps.filter(has_text="The letters are posted.")).to_be_visible()
    expect(steps.filter(has_text="They count as served, 48 hours later.")).to_be_visible()
    expect(steps.filter(has_text=re.compile(r"The last of \d+ clear days\."))).to_be_visible()
    check_both(page)
    meeting = page.url.split("?")[0].rsplit("/", 1)[0]
    page.goto(f"{meeting}/agenda")
    page.get_by_role("button", name="Begin with the usual items of an AGM").click()
    return meeting


def send_notice(page: Page, meeting: str, ballots: tuple[str, ...]) -> None:
    """Both ballots go on the agenda; the notice goes to everybody, with the rolls' seals."""
    for kind, texts, ballot in (
        ("Decides on a resolution", RESOLUTION, ballots[0]),
        ("Elects people", ELECTION, ballots[1]),
    ):
        page.goto(f"{meeting}/agenda/new")
        page.get_by_label(kind).check()
        page.get_by_label("Title, in English").fill(texts["Title, in English"])
        page.get_by_label("Title, in Welsh").fill(texts["Title, in Welsh"])
        page.get_by_label("Ballot", exact=True).select_option(ballot.rsplit("/", 1)[1])
        page.get_by_role("button", name="Save").click()
    page.goto(f"{meeting}/preview")
    check_both(page)
    page.goto(f"{meeting}/notice")
    check_both(page)
    page.get_by_role("button", name="Send notice to").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The notice")


# The ballots.

RESOLUTION = {
    "Title, in English": "Solar panels on the roofs",
    "Title, in Welsh": "Paneli solar ar y toeau",
    "Question, in English": "That Tai Glanwern put solar panels on the roofs of all its homes.",
    "Question, in Welsh": "Bod Tai Glanwern yn rhoi paneli solar ar doeau ei holl gartrefi.",
}
ELECTION = {
    "Title, in English": "Election of two members of the board",
    "Title, in Welsh": "Ethol dau aelod o’r bwrdd",
    "Question, in English": "Who should sit on the board of Tai Glanwern?",
    "Question, in Welsh": "Pwy ddylai eistedd ar fwrdd Tai Glanwern?",
    "Office that is being elected, in English": "Member of the board",
    "Office that is being elected, in Welsh": "Aelod o’r bwrdd",
}


def set_up(page: Page, kind: str, texts: dict[str, str], today: date, closes_on: date) -> str:
    """One form; the ballot's address."""
    page.goto(f"{ORG}/ballots/new")
    page.get_by_label(kind).check()
    page.get_by_role("button", name="Go on").click()
    for label, text in texts.items():
        page.get_by_label(label).fill(text)
    if texts is ELECTION:
        page.get_by_label("A decision by ballot").check()
        page.get_by_label("Places to fill").fill("2")
    else:
        page.locator("[name=footing][value=meeting]").check()
    fill_date(page, "qualifying_on", today - timedelta(days=1))
    fill_date(page, "opens_on", today)
    page.locator("[name=opens_time]").fill("00:00")
    fill_date(page, "closes_on", closes_on)
    page.get_by_role("button", name="Begin the ballot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(texts["Title, in English"])
    return page.url.removesuffix("/manage")


def put_up(page: Page, ballot: str) -> None:
    """The candidates, in both languages where it matters."""
    for name in STANDING:
        page.goto(f"{ballot}/options")
        page.get_by_label("Name, in English").fill(name)
        page.get_by_label("This is a person’s name").check()
        page.get_by_label("Statement, in English").fill(f"{name} would mend the roofs first.")
        page.get_by_label("Statement, in Welsh").fill(f"Byddai {name} yn trwsio’r toeau gyntaf.")
        page.get_by_role("button", name="Put it on the paper").click()
    check_both(page)


def seal(page: Page, ballot: str) -> None:
    """The returning officer makes and rehearses the key, cuts the roll and seals it."""
    page.goto(f"{ballot}/key")
    page.get_by_role("button", name="Make the key").click()
    page.goto(f"{ballot}/key")
    page.get_by_role("button", name="Rehearse the key").click()
    page.goto(f"{ballot}/roll")
    page.get_by_role("button", name="Cut the roll").click()
    page.goto(f"{ballot}/seal")
    check_both(page)
    page.get_by_role("button", name="Seal the roll and tell").click()
    page.goto(f"{ballot}/manage")
    check_both(page)


def decide(page: Page, ballot: str, choice: str) -> None:
    """For or against."""
    to_the_paper(page, ballot)
    page.get_by_label(choice, exact=True).check()
    cast(page, [choice])


def tap_in_order(page: Page, ballot: str, names: tuple[str, ...]) -> None:
    """The ranked paper as scripts make it."""
    to_the_paper(page, ballot)
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()
    cast(page, list(names))


def number_the_boxes(page: Page, ballot: str, names: tuple[str, ...], lang: str) -> None:
    """The ranked paper as it comes."""
    to_the_paper(page, ballot)
    assert page.locator("html").get_attribute("lang") == lang
    for number, name in enumerate(names, 1):
        page.get_by_label(name, exact=True).last.fill(str(number))
    cast(page, list(names))


def to_the_paper(page: Page, ballot: str) -> None:
    """From the ballot's own page, by its one big button."""
    page.goto(ballot)
    page.get_by_role("main").locator(".app-panel--awaits a").click()
    expect(page.locator("main form[action$='/check']")).to_be_visible()
    look_at(page)


def cast(page: Page, chosen: list[str]) -> None:
    """Check, cast; and what was chosen is told to nobody."""
    page.locator("main form[action$='/check'] button[type=submit]").last.click()
    expect(page.locator("main form[action$='/cast']")).to_be_visible()
    assert page.locator("main li").all_inner_texts() == chosen
    look_at(page)
    page.locator("main form[action$='/cast'] button").click()
    expect(page.locator("h1")).to_have_text(re.compile("Your vote is in the box|yn y blwch"))
    look_at(page)


def sign_in_by_message(page: Page, address: str) -> None:
    """No password: six figures in a message, here on the outbox of the demonstration."""
    page.goto("/sign-in?lang=cy")
    page.locator("[name=address]").fill(address)
    check_page(page)
    page.get_by_role("main").get_by_role("button").first.click()
    other = page.context.new_page()
    other.goto(f"/outbox?q={address}")
    other.locator("tbody a").first.click()
    found = re.search(r"\b\d{6}\b", other.locator("main h2").first.inner_text())
    assert found
    other.close()
    page.locator("[name=code]").fill(found[0])
    page.get_by_role("main").get_by_role("button").first.click()


def vote_by_letter(voter: Page, officer: Page, ballot: str, folder: Path) -> None:
    """The letters come once, as PDFs for the printer; one of them is Mair's."""
    officer.goto(f"{ballot}/letters")
    officer.get_by_role("button", name="Check before making them").click()
    with officer.expect_download() as downloading:
        officer.get_by_role("main").get_by_role("button", name="Make").click()
    file = folder / "letters"
    downloading.value.save_as(file)
    code = next(found for text in letters(file) if "Mair O" in text for found in CODE.findall(text))
    voter.goto(f"{ORG}/vote?lang=en")
    check_page(voter)
    voter.get_by_label("Your code").fill(code.replace("-", " ").lower())
    voter.get_by_role("button", name="Show my ballot paper").click()
    check_page(voter)
    for number, name in enumerate((STANDING[2], STANDING[1]), 1):
        voter.get_by_label(name, exact=True).last.fill(str(number))
    cast(voter, [STANDING[2], STANDING[1]])
    assert code not in voter.url


def letters(file: Path) -> list[str]:
    """The text of each page of the letters, whether they come as one PDF or as an archive."""
    data = file.read_bytes()
    found = [data]
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            found = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    return [sheet.extract_text() for each in found for sheet in PdfReader(io.BytesIO(each)).pages]


# The count.


def record_the_close(page: Page, ballot: str) -> None:
    page.goto(f"{ballot}/manage")
    page.get_by_role("button", name="Record the close").click()
    check_both(page)
    page.get_by_role("button", name="Record the close and tell the voters").click()


def head_in_message(page: Page, title: str) -> str:
    """The state of the record, as every voter was told of it before the count."""
    for _try in range(120):
        page.goto(f"/outbox?q={title.split()[0]}")
        told = page.get_by_role("link", name=re.compile(f"{title}.* has closed"))
        if told.count():
            break
        page.wait_for_timeout(250)
    told.first.click()
    found = HEAD.search(page.locator(".app-message").inner_text())
    assert found
    return found[0]


def draw_lots(page: Page, ballot: str) -> None:
    page.goto(f"{ballot}/lots")
    check_both(page)
    page.get_by_role("button", name="Draw lots and publish them").click()
    expect(page.get_by_role("main").locator("ol li")).to_have_count(len(STANDING))
    check_both(page)


def count(page: Page, ballot: str) -> None:
    """Open the box, then count."""
    page.goto(f"{ballot}/box")
    check_both(page)
    page.get_by_role("main").get_by_role("button", name="Open the box").click()
    page.goto(f"{ballot}/result")
    page.get_by_role("button", name="Count the papers").click()
    check_both(page)


def the_count_sheet(page: Page) -> None:
    """Worked by hand. Four papers for two places: the quota is 4 // 3 + 1 = 2. Nerys has three,
    one over, and her papers go on at a third each: two to Tudur, one to Ceri, who had one.
    Tudur, the lowest, goes out, and Ceri has the other place."""
    expect(page.get_by_text("How votes moved between stages").first).to_be_visible()
    expect(page.locator("main svg[role=img]").first).to_be_visible()
    sheet = page.locator("table.app-sheet tbody tr").all_inner_texts()
    nerys, tudur, ceri = (next(row for row in sheet if name in row) for name in STANDING)
    assert "3.00000" in nerys
    assert "2.00000" in nerys
    assert "0.66666" in tudur
    assert "1.33333" in ceri


def publish(page: Page, ballot: str) -> None:
    """Declare, and put the bundle where anybody may take it."""
    page.goto(f"{ballot}/result")
    page.get_by_role("button", name="Declare this result").click()
    check_both(page)
    page.get_by_role("button", name="Declare this result").click()
    page.get_by_role("button", name="Publish the bundle").click()
    expect(page.get_by_role("button", name="Download the bundle")).to_be_visible()
    check_both(page)


def download(page: Page, ballot: str, file: Path) -> Path:
    """Without signing in."""
    answer = page.request.get(f"{ballot}/bundle.zip")
    assert answer.ok
    file.write_bytes(answer.body())
    return file


def recount(bundle: Path, head: str) -> None:
    """Offline, held against the message that a voter kept; and against another, in vain."""
    checked = command("verify", str(bundle), "--head", head, "--json")
    assert checked.returncode == 0, checked.stdout
    assert json.loads(checked.stdout)["recounted"] is True
    assert command("verify", str(bundle), "--head", "0" * 64).returncode != 0


def recounted(bundle: Path) -> dict[str, object]:
    """The papers alone, counted anew."""
    with zipfile.ZipFile(bundle) as inside:
        papers = bundle.with_suffix(".blt")
        papers.write_bytes(inside.read("papers.blt"))
        published = json.loads(inside.read("result.json"))
    again = command("count", "stv", "--rules", "scottish-2011", "--ballots", str(papers), "--json")
    assert json.loads(again.stdout) == published
    found: dict[str, object] = published
    return found


def command(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "coopcouncil", *words], capture_output=True, text=True
    )


# Small things.


def look_at(page: Page) -> None:
    """Axe is itself a script, and never ends where none may run."""
    if page.locator("body.js-enabled").count():
        check_page(page)


def check_both(page: Page) -> None:
    """In both languages; the page stays in English."""
    check_page(page)
    back = page.url
    page.goto(in_welsh(back))
    assert page.locator("html").get_attribute("lang") == "cy"
    check_page(page)
    page.goto(back + ("&" if "?" in back else "?") + "lang=en")


def fill_date(page: Page, name: str, day: date) -> None:
    """The three boxes of a date."""
    for part in ("day", "month", "year"):
        page.locator(f"[name='{name}-{part}']").fill(str(getattr(day, part)))
