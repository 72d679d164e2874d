"""Who is admitted pays what joining costs, and is a member once it has settled."""

from datetime import date, timedelta

import pytest

from coopcouncil.joining.actions.applying import digest
from coopcouncil.joining.actions.deciding import Decision, decide
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.payments.actions.planning import PlanDraft, add_plan
from coopcouncil.payments.kinds import ChargeKind, Interval, PaymentState
from coopcouncil.payments.models import Payment
from coopcouncil.payments.stripe.actions.collecting import plan_collections
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment
from tests.make import make_person, make_rules
from tests.pageclient import Page, Pages
from tests.payments.stripe.place import MONDAY, Place, fill_in

pytestmark = pytest.mark.anyio
CODE = "sians-own-code-of-more-than-eighteen-letters"
GO_ON = "Go on to Stripe’s page"
HOST = "http://localhost:8000"
DEBIT = "email/payments/debit"


async def make_admitted(place: Place, code: str = CODE, name: str = "Siân") -> Application:
    """Somebody is admitted, and is to pay £8 first."""
    if code == CODE:
        await make_rules(place.org, joining_paid_first=True, admission_by_board=False)
        draft = PlanDraft(
            ChargeKind.SUBSCRIPTION,
            "Membership",
            "Aelodaeth",
            Interval.MONTH,
            Money(300),
            date(2026, 1, 1),
            joining_fee=Money(500),
            for_joining=True,
        )
        await add_plan(place.org, draft, by=None)
    one = await Application.create(
        organisation=place.org,
        state=State.CONFIRMED,
        code_hash=digest(code),
        given_name=name,
        family_name="O’Brien",
        email=f"{name}-{place.org.id}@home.example".lower(),
        received_at=clock.now(),
    )
    decision = Decision(to=State.ADMITTED, on=clock.today(), minute="Board 4")
    await decide(place.org, [one.id], decision, None, HOST)
    return await Application.one(place.org, id=one.id)


def mine(place: Place, rest: str = "", code: str | int = CODE) -> str:
    return place.path(f"join/applications/{code}{rest}")


async def is_member(place: Place, one: Application) -> bool:
    return await current(place.org).filter(member_id=one.member_id).exists()


async def to_stripe(page: Page) -> str:
    sent = await page.submit()
    assert sent.status == 303, sent.text
    return (await sent.follow()).links[GO_ON]


async def test_who_is_admitted_pays_by_card_and_is_a_member_when_it_has_settled(place: Place):
    with place.at(MONDAY):
        one = await make_admitted(place)
        page = await place.client.get(mine(place))
        assert "Still to pay: £8.00" in page.main
        back = fill_in(await to_stripe(page), kind="card", number="4242424242424242")
        assert back == HOST + mine(place)

        # What one comes back to proves nothing.
        page = await place.client.get(mine(place))
        assert "Stripe has not told us yet what became of it" in page.main
        assert not await is_member(place, one)

        await place.deliver(times=2)
        assert await is_member(place, one)
        assert "You are a member." in (await place.client.get(mine(place))).main
        # Another tab still shows the button.
        late = await place.client.post(mine(place, "/card"))
        assert late.location == mine(place)
        [paid] = await Payment.within(place.org)
        assert (paid.state, paid.sum) == (PaymentState.SETTLED, Money(800))


async def test_nobody_pays_twice_from_two_tabs(place: Place):
    with place.at(MONDAY):
        one = await make_admitted(place)
        first_tab = await place.client.get(mine(place))
        second_tab = await place.client.get(mine(place))
        first = await to_stripe(first_tab)
        second = await to_stripe(second_tab)
        assert "no longer in use" in fill_in(first, kind="card", number="4242424242424242")
        fill_in(second, kind="card", number="4242424242424242")
        # Paid, which only Stripe knows yet: whoever presses again does not pay again.
        again = await first_tab.submit()
        assert again.location == mine(place)
        assert "Everything has arrived." in (await again.follow()).main
        await place.deliver()
        assert await is_member(place, one)
        states = [each.state for each in await Payment.within(place.org).order_by("id")]
        assert states == [PaymentState.FAILED, PaymentState.SETTLED]
        assert place.stripes()["balance"] == 800 - 32


async def test_a_direct_debit_collects_what_joining_costs(place: Place):
    with place.at(MONDAY):
        one = await make_admitted(place)
        [told] = await OutboxMessage.filter(purpose="email/joining/to_pay")
        assert f"{HOST}{mine(place, code=one.id)}" in (told.text or "")
        sian = place.client.as_(
            await make_person("Siân O’Brien", f"siân-{place.org.id}@home.example")
        )
        page = await sian.get(mine(place, code=one.id))
        sent = await sian.post(mine(place, "/debit", one.id))
        going = await sent.follow()
        assert "sort code" in going.main
        page = await sian.get(mine(place, code=one.id))
        assert "You began to set up a Direct Debit." in page.main
        back = fill_in(
            going.links[GO_ON],
            kind="bacs_debit",
            name="Siân O’Brien",
            sort_code="108800",
            account_number="00012345",
        )
        assert back == HOST + mine(place, code=one.id)
        await place.deliver()
        page = await sian.get(mine(place, code=one.id))
        assert "Your Direct Debit is set up, and collects this." in page.main
        # Another tab still shows the button.
        again = await sian.post(mine(place, "/debit", one.id))
        assert again.location == mine(place, code=one.id)
        assert await StripeMandate.within(place.org).count() == 1

        assert await plan_collections(place.org) == 1
        page = await sian.get(mine(place, code=one.id))
        assert "£8.00 is on its way." in page.main
        await sian.post(mine(place, "/card", one.id))
        assert await Payment.within(place.org).count() == 1
    with place.at(MONDAY + timedelta(3)):
        await jobs.run_jobs()
        [asked] = await Payment.within(place.org)
        assert asked.state is PaymentState.PROCESSING
        assert "£8.00 is on its way." in (await sian.get(mine(place, code=one.id))).main
        assert not await is_member(place, one)
        # What the scheme wants told leads to the page that opens for who is no member yet.
        letters = [row.text or "" for row in await OutboxMessage.filter(purpose=DEBIT)]
        assert len(letters) == 2
        for letter in letters:
            assert f"{HOST}{mine(place, code=one.id)}" in letter
            assert place.path("pay") not in letter
            assert "see and end it here" not in letter
        await place.deliver()
        assert await is_member(place, one)


async def test_a_debit_that_is_not_paid_is_said_and_may_be_paid_by_card(place: Place):
    with place.at(MONDAY):
        one = await make_admitted(place)
        sent = await place.client.post(mine(place, "/debit"))
        fill_in(
            (await sent.follow()).links[GO_ON],
            kind="bacs_debit",
            name="Siân O’Brien",
            sort_code="108800",
            account_number="33333335",
        )
        await place.deliver()
        assert await plan_collections(place.org) == 1
    for days in range(3, 12):
        with place.at(MONDAY + timedelta(days)):
            await jobs.run_jobs()
            await place.deliver()
    with place.at(MONDAY + timedelta(12)):
        page = await place.client.get(mine(place))
        assert "It was not taken. You can try again, or pay in another way." in page.main
        assert not await is_member(place, one)
        fill_in(await to_stripe(page), kind="card", number="4242424242424242")
        await place.deliver()
        assert await is_member(place, one)


async def test_a_strangers_application_is_not_here(place: Place):
    with place.at(MONDAY):
        one = await make_admitted(place)
        await make_admitted(place, "another-code-of-more-than-eighteen-letters", "Bryn")
        await to_stripe(await place.client.get(mine(place)))
        await place.client.post(mine(place, "/debit"))
        paying = await StripePayment.within(place.org).get()
        way = await StripeMandate.within(place.org).get()
        omar = place.client.as_(await make_person("Omar Ellis", "omar@home.example"))
        whose = (
            (omar, "never-sent-to-anybody-by-this-site"),
            (omar, one.id),
            (place.client, "another-code-of-more-than-eighteen-letters"),
        )
        for who, code in whose:
            for rest in (f"/card/{paying.id}", f"/debit/{way.id}"):
                assert (await who.get(mine(place, rest, code))).status == 404, (code, rest)
        for _who, code in whose[:2]:
            assert (await omar.get(mine(place, code=code))).status == 404
            for rest in ("/card", "/debit"):
                assert (await omar.post(mine(place, rest, code))).status == 404
        # Whoever is not signed in is asked to be, whether there is such a number or not.
        for number in (one.id, 10**9):
            asked = await place.client.get(mine(place, code=number))
            assert asked.location.startswith("/sign-in")
        assert await Payment.within(place.org).count() == 1


async def test_in_welsh(place: Place):
    with place.at(MONDAY):
        await make_admitted(place)
        cymraeg: Pages = place.client.in_("cy")
        page = await cymraeg.get(mine(place))
        assert "Trefnu Debyd Uniongyrchol" in page.main
        going = await (await page.submit()).follow()
        assert going.status == 200
        assert going.links["Eich cais"] == mine(place)


async def test_without_stripe_the_organisation_has_said_how(place: Place):
    with place.at(MONDAY):
        await make_admitted(place)
        place.account.charges_enabled = False
        await place.account.save()
        page = await place.client.get(mine(place))
        assert "Pay it in the way that" in page.main
        assert "Pay now by card" not in page.main
        refused = await place.client.post(mine(place, "/card"))
        assert refused.status == 422
        assert refused.errors
        assert not await Payment.within(place.org).exists()
        assert await Member.within(place.org).count() == 2
