"""What the journeys of Stripe do again and again."""

from coopcouncil.payments.models import Charge, Payment
from tests.payments.stripe.place import Place, fill_in


async def pay_by_card(place: Place, number: str = "4242424242424242", **more: str) -> str:
    """From the page of what is owed to Stripe's page, and what that says."""
    page = await place.member_pages.get(place.path("pay"))
    sent = await page.submit(**more)
    assert sent.status == 303, sent.text
    going = await sent.follow()
    there = going.links["Go on to Stripe’s page"]
    return fill_in(there, kind="card", number=number)


async def fresh(charge: Charge) -> Charge:
    return await Charge.everywhere().get(id=charge.id)


async def the_payment(place: Place) -> Payment:
    found = await Payment.within(place.org).order_by("-id").first()
    assert found is not None
    return found
