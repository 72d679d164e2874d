"""The secretary's first hour: a spreadsheet of members, looked at, applied, and taken back."""

from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

SECRETARY = "secretary of Calderbrook Leisure"


def spreadsheet(name: str, first: int, rows: int = 3) -> FilePayload:
    """As Excel saves it on a British machine."""
    lines = ["Membership no;First name;Surname;Email;Date joined;Constituency"]
    for n in range(first, first + rows):
        lines.append(f"{n};Éilís;O'Brien{n};e{n}@lists.example;01/05/2026;Staff")
    data = ("\r\n".join(lines) + "\r\n").encode("cp1252")
    return {"name": name, "mimeType": "text/csv", "buffer": data}


def upload(page: Page, file: FilePayload) -> None:
    page.goto("/leisure/members/lists")
    page.get_by_label("File of members").set_input_files(files=[file])
    follow(page.get_by_role("button", name="Upload"))


def test_a_list_is_looked_at_applied_and_undone(page: Page, sign_in: SignIn) -> None:
    sign_in(page, SECRETARY)
    upload(page, spreadsheet("staff.csv", 910_001))
    check_page(page)
    assert page.get_by_label("Date joined").input_value() == "joined_on"
    follow(page.get_by_role("button", name="Show what it would do"))

    # A place that is just seeded has other jobs to do first.
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("What the list would do", timeout=60_000)
    expect(page.get_by_role("row").filter(has_text="O'Brien910001")).to_contain_text("New")
    check_page(page)
    follow(page.get_by_role("button", name="Apply 3 rows"))
    expect(heading).to_have_text("The list is in the register", timeout=60_000)
    check_page(page)

    page.goto("/leisure/members?q=obrien910002")
    follow(page.get_by_role("link", name="Éilís O'Brien910002"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Éilís O'Brien910002")
    expect(page.get_by_text("1 May 2026").first).to_be_visible()
    check_page(page)

    page.goto("/leisure/members/lists")
    follow(page.get_by_role("link", name="staff.csv"))
    follow(page.get_by_role("button", name="Undo this list"))
    page.get_by_label("Why is it undone?").fill("Wrong file")
    follow(page.get_by_role("button", name="Undo the whole list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The list was undone")
    page.goto("/leisure/members?q=obrien910002")
    expect(page.get_by_text("Nobody in the register fits.")).to_be_visible()


def test_a_wrong_cell_is_named_in_either_language_on_a_phone(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, SECRETARY)
    file = spreadsheet("wrong.csv", 920_001)
    file["buffer"] = file["buffer"].replace(b"e920002@", b"e920002 at ")
    upload(phone, file)
    follow(phone.get_by_role("button", name="Show what it would do"))
    expect(
        phone.get_by_text("“e920002 at lists.example” is not an e-mail address.")
    ).to_be_visible()
    check_page(phone)
    phone.goto(in_welsh(phone.url))
    expect(phone.get_by_text("Nid yw “e920002 at lists.example” yn gyfeiriad")).to_be_visible()
    check_page(phone)
    phone.goto(phone.url.replace("lang=cy", "lang=en"))
    follow(phone.get_by_role("button", name="Drop this list"))
    expect(phone.get_by_text("The list is dropped.")).to_be_visible()


def test_a_list_goes_in_without_scripts(
    without_javascript: BrowserContext, sign_in: SignIn
) -> None:
    page = without_javascript.new_page()
    sign_in(page, SECRETARY)
    upload(page, spreadsheet("plain.csv", 930_001, rows=1))
    follow(page.get_by_role("button", name="Show what it would do"))
    # The page asks again by itself every few seconds.
    follow(page.get_by_role("button", name="Apply 1 row"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The list is in the register", timeout=30_000)
