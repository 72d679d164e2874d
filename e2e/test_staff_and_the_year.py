"""A mutual's officer: employees from the HR system become members; then the year's duties."""

from playwright.sync_api import FilePayload, Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

SECRETARY = "secretary of Calderbrook Leisure"


def export() -> FilePayload:
    """As a payroll bureau writes it."""
    lines = (
        "Payroll No.,Full name,Home address,Postcode,Job title,Start date,Leave date",
        '90001,"O\'Dowd, Éilís",1 Bank Top,ZZ1 7LS,Lifeguard,02/11/2026,',
        "90002,Tomos Vaughan,2 Bank Top,ZZ1 7LS,Swimming teacher,02/11/2026,",
    )
    data = ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
    return {"name": "payroll.csv", "mimeType": "text/csv", "buffer": data}


def test_new_employees_become_members_and_a_return_is_kept(page: Page, sign_in: SignIn) -> None:
    sign_in(page, SECRETARY)
    page.goto("/leisure/")
    follow(page.get_by_role("link", name="Staff", exact=True))
    check_page(page)
    page.get_by_label("File of employees").set_input_files(files=[export()])
    follow(page.get_by_role("button", name="Upload"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("What does the export hold?")
    expect(page.get_by_label("Payroll No.")).to_have_value("employee_number")
    check_page(page)
    page.get_by_label("No: whoever is missing is left as they are").check()
    follow(page.get_by_role("button", name="Show what it would do"))

    expect(heading).to_have_text("What the export would do")
    expect(page.get_by_role("row").filter(has_text="Éilís O'Dowd")).to_contain_text("Joins")
    check_page(page)
    follow(page.get_by_role("button", name="Apply 2 changes"))
    expect(page.get_by_text("Applied on")).to_be_visible()
    page.goto("/leisure/members?q=odowd")
    follow(page.get_by_role("link", name="Éilís O'Dowd"))
    expect(page.get_by_text("Staff").first).to_be_visible()

    page.goto("/leisure/year")
    check_page(page)
    page.goto(in_welsh("/leisure/year"))
    expect(heading).to_have_text("Dyletswyddau’r flwyddyn")
    check_page(page)
    follow(page.get_by_role("link", name="Ffurflen flynyddol (AR30)").first)
    expect(heading).to_have_text("Ffurflen flynyddol (AR30)")
    check_page(page)
    page.goto(in_welsh("/leisure/reserved-contracts"))
    follow(page.get_by_role("link", name="Pools and sports halls"))
    expect(page.get_by_role("heading", name="Pum mlynedd ar y mwyaf")).to_be_visible()
    check_page(page)


def test_the_courses_of_the_council_on_a_phone(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, "procurement lead at Calderbrook Council")
    phone.goto("/calderbrook/courses")
    check_page(phone)
    follow(phone.get_by_role("link", name="Library service"))
    check_page(phone)
    follow(phone.get_by_role("link", name="Vote of the staff"))
    phone.get_by_label("It is passed").check()
    phone.get_by_label("Who decided?").fill("Staff, by secret vote")
    follow(phone.get_by_role("button", name="Enter"))
    expect(phone.get_by_text("Settle these gates first: Pensions.").first).to_be_visible()
    check_page(phone)
