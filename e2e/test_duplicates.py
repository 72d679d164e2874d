"""A list with headings of its own, remembered; who is in the register twice; merged and undone."""

from playwright.sync_api import FilePayload, Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

SECRETARY = "secretary of Calderbrook Leisure"


def box_office(name: str, *rows: str) -> FilePayload:
    """As the box office's till writes it."""
    text = "Till code,Called,Birthday\r\n" + "".join(f"{row}\r\n" for row in rows)
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def upload(page: Page, file: FilePayload) -> None:
    page.goto("/leisure/members/lists")
    page.get_by_label("File of members").set_input_files(files=[file])
    follow(page.get_by_role("button", name="Upload"))


def test_a_list_is_understood_and_two_who_are_one_are_merged(page: Page, sign_in: SignIn) -> None:
    sign_in(page, SECRETARY)
    heading = page.get_by_role("heading", level=1)
    upload(page, box_office("first.csv", "950001,Gwenhwyfar ap Rhys,02/03/1985"))
    page.get_by_label("Till code").select_option("member_number")
    page.get_by_label("Called").select_option("name")
    page.get_by_label("Remember these columns as").fill("Box office")
    follow(page.get_by_role("button", name="Show what it would do"))
    follow(page.get_by_role("button", name="Apply 1 row"), timeout=60_000)
    expect(heading).to_have_text("The list is in the register", timeout=60_000)

    again = box_office("second.csv", "950002,Gwenhwyfar Price,2 March 1985", "950003,Una Xu,")
    upload(page, again)
    expect(page.get_by_text("as in the lists from “Box office”")).to_be_visible()
    assert page.get_by_label("Till code").input_value() == "member_number"
    check_page(page)
    follow(page.get_by_role("button", name="Show what it would do"))
    follow(page.get_by_role("link", name="Look and decide"), timeout=60_000)
    expect(page.get_by_text("The same name in another form or language")).to_be_visible()
    check_page(page)
    page.goto(in_welsh(page.url))
    check_page(page)
    page.goto(page.url.replace("lang=cy", "lang=en"))
    follow(page.get_by_role("link", name="What the list would do"))
    follow(page.get_by_role("button", name="Apply 2 rows"))
    expect(heading).to_have_text("The list is in the register", timeout=60_000)

    page.goto("/leisure/members/duplicates")
    button = page.get_by_role("button", name="Look through the register")
    if button.is_visible():  # Unless the job was quicker.
        follow(button)
    pair = page.get_by_role("region", name="Gwenhwyfar ap Rhys (950001)")
    expect(pair).to_contain_text("Very likely one person")
    check_page(page)
    follow(pair.get_by_role("button", name="The same person"))
    page.get_by_label("How do you know that they are one person?").fill("Asked her")
    check_page(page)
    follow(page.get_by_role("button", name="Merge the two"))
    expect(page.get_by_text("Member number 950002 now points to 950001.")).to_be_visible()

    page.goto("/leisure/members/duplicates?show=merged")
    follow(page.get_by_role("link", name="950002").first)
    expect(page.get_by_text("It points to member 950001.")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("link", name="Undo the merge"))
    page.get_by_label("Why are they two people?").fill("Cousins, it turns out")
    follow(page.get_by_role("button", name="Undo the merge"))
    expect(heading).to_have_text("Gwenhwyfar Price")
    expect(page.get_by_text("the two are two members again")).to_be_visible()
