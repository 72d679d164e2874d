"""A payment run is approved by the second person, taken to the bank; the overview in Welsh."""

from playwright.sync_api import Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

TREASURER = "treasurer of Tai Glanwern"
SECRETARY = "secretary of Tai Glanwern"


def test_a_run_is_approved_by_another_and_goes_to_the_bank(page: Page, sign_in: SignIn) -> None:
    sign_in(page, TREASURER)
    page.goto("/tai-glanwern/payouts")
    check_page(page)
    follow(page.get_by_role("link", name="Payment run 2"))
    check_page(page)
    expect(page.get_by_role("button", name="Take the file")).to_have_count(0)
    follow(page.get_by_role("link", name="The request for a second person"))
    # Who asked cannot check.
    expect(page.get_by_text("somebody else must check it")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, SECRETARY)
    page.goto("/tai-glanwern/checks")
    check_page(page)
    follow(page.get_by_role("link", name="Elan Evans").first)
    check_page(page)
    follow(page.get_by_role("button", name="Approve: it is done at once"))
    expect(page.get_by_text("You approved it, and it is done.")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, TREASURER)
    page.goto("/tai-glanwern/payouts")
    follow(page.get_by_role("link", name="Payment run 2"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the file").click()
    assert taken.value.suggested_filename == "tai-glanwern-run-2.txt"
    lines = taken.value.path().read_text("ascii").splitlines()
    assert [line[:4] for line in lines if len(line) == 80] == [
        "VOL1",
        "HDR1",
        "HDR2",
        "UHL1",
        "EOF1",
        "EOF2",
        "UTL1",
    ]
    follow(page.get_by_role("button", name="The bank has it"))
    expect(page.get_by_text("The run is with the bank.").first).to_be_visible()
    check_page(page)


def test_money_out_reads_in_welsh_on_a_phone(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, TREASURER)
    phone.goto(in_welsh("/tai-glanwern/payouts"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Arian allan")
    check_page(phone)


def test_mandates_go_to_bacs_under_the_societys_own_number(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, TREASURER)
    phone.goto(in_welsh("/tai-glanwern/bacs"))
    check_page(phone)
    follow(phone.get_by_role("button", name="Gwneud ffeil sy’n rhoi gwybod i Bacs am fandadau"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("ar gyfer Bacs")
    expect(phone.locator("tbody tr")).to_have_count(1)
    check_page(phone)
    with phone.expect_download() as taken:
        phone.get_by_role("button", name="Cymryd y ffeil").click()
    words = taken.value.path().read_text(encoding="ascii")
    assert words.startswith("VOL1")
    assert "DD00000002" in words
    follow(phone.get_by_role("button", name="Mae gan Bacs y ffeil"))
    expect(phone.get_by_text("Gyda Bacs").first).to_be_visible()

    # What is no report of Bacs is refused in words, and does nothing.
    phone.goto("/tai-glanwern/bacs")
    wrong = {"name": "adroddiad.xml", "mimeType": "text/xml", "buffer": b"<nothing/>"}
    phone.get_by_label("Adroddiad (XML)").set_input_files(wrong)  # type: ignore[arg-type]
    follow(phone.get_by_role("button", name="Ei ddarllen"))
    expect(phone.locator(".govuk-error-summary")).to_be_visible()
    check_page(phone)
