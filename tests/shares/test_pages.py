"""Shares as the secretary, the treasurer and the member use them."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Role
from coopcouncil.shares.models import ShareHolding, ShareKind
from coopcouncil.shares.reads import notices
from tests.make import make_member, make_officer, make_organisation, make_person
from tests.pageclient import Pages
from tests.shares.building import days_ago, figures, make_holding, make_society, state

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])


@BOTH
async def test_every_page_of_shares_opens(client: Pages, language: str) -> None:
    org = await make_society()
    ada = await make_member(org, "Ada Lovell", email="ada@home.example")
    secretary = client.in_(language).as_(await make_officer(org))
    assert (await secretary.get(f"/{org.slug}/shares")).status == 200
    holding = await make_holding(org, ada, on=days_ago(200))
    event = await holding.events.all().order_by("id").first()  # type: ignore[attr-defined]
    for path in (
        "shares?q=ada&on-day=1&on-month=5&on-year=2026&known-day=1&known-month=5&known-year=2026",
        "shares?q=1&empty_too=y",
        "shares/taking-over",
        "share-applications",
        f"members/{ada.member_id}/shares",
        f"members/{ada.member_id}/shares/new",
        f"members/{ada.member_id}/nomination",
        f"holdings/{holding.id}",
        f"holdings/{holding.id}/payment",
        f"holdings/{holding.id}/transfer",
        f"holdings/{holding.id}/cancellation",
        f"holdings/{holding.id}/notice",
        f"holdings/{holding.id}/events/{event.id}",
        "withdrawals",
    ):
        assert (await secretary.get(f"/{org.slug}/{path}")).status == 200, path
    member = client.in_(language).as_(await make_person("Ada Lovell", "ada@home.example"))
    for path in ("mine", f"mine/{ada.member_id}/application", f"mine/{ada.member_id}/notice"):
        assert (await member.get(f"/{org.slug}/shares/{path}")).status == 200, path


async def test_from_the_members_application_to_the_certificate(client: Pages) -> None:
    org = await make_society()
    ada = await make_member(org, "Ada Lovell", email="ada@home.example")
    member = client.as_(await make_person("Ada Lovell", "ada@home.example"))
    treasurer = client.as_(await make_officer(org, Role.TREASURER, "Tom Pike"))

    form = await member.get(f"/{org.slug}/shares/mine/{ada.member_id}/application")
    few = await form.submit(kind="withdrawable", shares="20")
    assert few.status == 422
    assert "at least 50" in few.errors[0]
    sent = await form.submit(kind="withdrawable", shares="250")
    assert (await sent.follow()).sentences == ["Your application goes to the board."]

    waiting = await treasurer.get(f"/{org.slug}/share-applications")
    assert waiting.rows()[0][0] == "Ada Lovell"
    deciding = await waiting.follow("Ada Lovell")
    done = await deciding.submit(minute="3 May, item 4")
    page = await done.follow()
    assert "£250.00" in page.main
    assert await figures(org, ada) == (250, 0)

    again = await deciding.submit(minute="twice")
    assert again.errors == ["This was decided already."]

    paid = await page.follow("Record a payment")
    much = await paid.submit(amount="300")
    assert much.errors == ["Only £250.00 is due on these shares."]
    assert (await paid.submit(amount="250")).status == 303
    assert await figures(org, ada) == (250, 25_000)

    holding = await ShareHolding.within(org).get()
    issued = await treasurer.post(f"/{org.slug}/holdings/{holding.id}/certificates", {})
    page = await issued.follow()
    link = next(address for words, address in page.links.items() if words.startswith("Certificate"))
    pdf = await member.get(link)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body.startswith(b"%PDF")
    stranger = client.as_(await make_person("Sid Stranger"))
    assert (await stranger.get(link)).status == 404


async def test_withdrawals_are_paid_in_turn_after_their_notice(client: Pages) -> None:
    org = await make_society()
    ada = await make_member(org, "Ada Lovell", email="ada@home.example")
    bob = await make_member(org, "Bob Nye")
    first, second = await make_holding(org, ada), await make_holding(org, bob)
    secretary = client.as_(await make_officer(org))
    member = client.as_(await make_person("Ada Lovell", "ada@home.example"))

    form = await secretary.get(f"/{org.slug}/holdings/{first.id}/notice")
    day = days_ago(120)
    parts = {"notice_on-day": day.day, "notice_on-month": day.month, "notice_on-year": day.year}
    left = await form.submit(shares="60", **parts)
    assert left.errors == ["That would leave 40 shares; the rules ask for at least 50, or none."]
    assert (await form.submit(shares="100", **parts)).status == 303
    late = days_ago(100)
    parts = {"notice_on-day": late.day, "notice_on-month": late.month, "notice_on-year": late.year}
    form = await secretary.get(f"/{org.slug}/holdings/{second.id}/notice")
    other = await (await form.submit(shares="50", **parts)).follow()

    out_of_turn = await other.submit(answer="whole")
    assert "comes first" in out_of_turn.errors[0]
    queue = await secretary.get(f"/{org.slug}/withdrawals")
    assert [row[1] for row in queue.rows()] == ["Ada Lovell", "Bob Nye"]
    page = await queue.follow("Ada Lovell")
    assert (await page.submit(answer="part", shares="")).errors
    assert (await page.submit(answer="part", shares="40", minute="7")).status == 303
    assert await figures(org, ada) == (60, 6_000)
    page = await secretary.get(f"/{org.slug}/withdrawals")
    suspended = await (await page.follow("Ada Lovell")).submit(
        answer="suspend", reason="The roof first"
    )
    assert suspended.status == 303
    assert (await other.submit(answer="whole")).status == 303
    assert await figures(org, bob) == (50, 5_000)
    assert [notice.left for _row, notice in await notices(org)] == [60, 0]
    assert "Suspended" in (await member.get(f"/{org.slug}/shares/mine")).main

    fresh = await member.get(f"/{org.slug}/shares/mine/{ada.member_id}/notice")
    assert (await fresh.submit(shares="10")).status == 422  # All of it is under notice.


async def test_a_part_passes_on_and_remembers_where_it_comes_from(client: Pages) -> None:
    org = await make_society()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Nye")
    holding = await make_holding(org, ada, ShareKind.TRANSFERABLE, 10)
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/holdings/{holding.id}/transfer")
    assert (await form.submit(to="999", shares="4")).errors == [
        "Member number of who receives them: The register has no member with this number."
    ]
    page = await (await form.submit(to=bob.member_number, shares="4")).follow()
    assert page.h1 == "Holding 2"
    assert "Holding 1" in page.main
    assert await figures(org, ada) == (6, 3_000)
    assert await figures(org, bob) == (4, 2_000)
    part = await ShareHolding.within(org).get(number=2)
    whole = await secretary.get(f"/{org.slug}/holdings/{part.id}/transfer")
    await whole.submit(to=ada.member_number, shares="4")
    assert (await state(part)).holder_id == ada.member_id
    assert await ShareHolding.within(org).count() == 2


async def test_shares_are_for_their_keepers(client: Pages) -> None:
    org, other = await make_society(), await make_organisation()
    ada = await make_member(org, "Ada Lovell")
    holding = await make_holding(org, ada)
    chair = client.as_(await make_officer(org, Role.CHAIR, "Cy Chair"))
    stranger = client.as_(await make_officer(other))
    assert (await chair.get(f"/{org.slug}/shares")).status == 403
    assert (await stranger.get(f"/{other.slug}/holdings/{holding.id}")).status == 404
    assert (await chair.get(f"/{org.slug}/shares/mine/{ada.member_id}/notice")).status == 404


async def test_a_credit_union_has_no_certificates(client: Pages) -> None:
    org = await make_society(LegalForm.CREDIT_UNION)
    ada = await make_member(org, "Ada Lovell")
    holding = await make_holding(org, ada, shares=10)
    assert await figures(org, ada) == (10, 1_000)
    secretary = client.as_(await make_officer(org))
    answer = await secretary.post(f"/{org.slug}/holdings/{holding.id}/certificates", {})
    assert answer.status == 409
    assert "No certificates" in answer.main


async def test_a_nomination_is_held_to_the_law(client: Pages) -> None:
    org = await make_society()
    ada = await make_member(org, "Ada Lovell")
    secretary = client.as_(await make_officer(org))
    form = await secretary.get(f"/{org.slug}/members/{ada.member_id}/nomination")
    assert "£5,000" in (await form.submit(nominee_name="Eve", amount="5000.01")).errors[0]
    assert "close family" in (await form.submit(nominee_name="Eve", is_officer="y")).errors[0]
    page = await (await form.submit(nominee_name="Eve Lovell", kinship="daughter")).follow()
    assert "Eve Lovell (daughter)" in page.main
    revoked = await (await page.follow("It no longer holds (Eve Lovell)")).submit(reason="Married")
    assert "Revoked" in (await revoked.follow()).main


async def test_figures_become_holdings(client: Pages) -> None:
    org = await make_society(par_maximum=5)
    ada = await make_member(org, "Ada Lovell", shares=1, amount_paid=100)
    bob = await make_member(org, "Bob Nye", shares=2, amount_paid=None)
    secretary = client.as_(await make_officer(org))
    page = await secretary.get(f"/{org.slug}/shares/taking-over")
    assert "Bob Nye" in page.main
    assert (await page.submit(kind="par")).status == 303
    held = await ShareHolding.within(org).get()
    assert (await state(held, date(2020, 1, 1))).holder_id == ada.member_id
    assert await figures(org, ada) == (1, 100)
    assert await figures(org, bob) == (2, None)
    again = await page.submit(kind="par")
    assert "nothing to take over" in again.errors[0]
    # Whose figure has no number is not added to.
    form = await secretary.get(f"/{org.slug}/members/{bob.member_id}/shares/new")
    asked = await (await form.submit(kind="par", shares="1")).follow()
    refused = await (await asked.follow("Bob Nye")).submit()
    assert "Take over what the register says first" in refused.errors[0]
    assert clock.today() > date(2020, 1, 1)


async def test_two_who_share_a_mailbox_do_not_see_each_others_shares(client: Pages) -> None:
    org = await make_society()
    ada = await make_member(org, "Ada Lovell", email="us@home.example", date_of_birth="1970-05-01")
    bob = await make_member(org, "Bob Lovell", email="us@home.example", date_of_birth="1971-06-02")
    await make_holding(org, ada, on=days_ago(200), shares=77)
    await make_holding(org, bob, on=days_ago(200), shares=88)
    reader = client.as_(await make_person("Lovell", "us@home.example"))

    before = (await reader.get(f"/{org.slug}/shares/mine")).main
    assert "Several members share your e-mail address" in before
    assert "77" not in before
    assert "88" not in before
    assert (await reader.get(f"/{org.slug}/shares/mine/{ada.member_id}/notice")).status == 404

    asked = await reader.get(f"/{org.slug}/me")
    said = await asked.submit(
        number=bob.member_number, **{"born-day": "2", "born-month": "6", "born-year": "1971"}
    )
    assert said.status == 303
    after = (await reader.get(f"/{org.slug}/shares/mine")).main
    assert "88" in after
    assert "77" not in after
    assert (await reader.get(f"/{org.slug}/shares/mine/{ada.member_id}/notice")).status == 404
