"""A council's directory: each co-operative says what it needs and offers, to whom it chooses."""

from datetime import UTC, date, datetime

import pytest

from coopcouncil.kernel import clock
from coopcouncil.organisations.actions import list_organisation
from coopcouncil.organisations.actions.posting import Posted, post_need_or_offer
from coopcouncil.organisations.kinds import Asking
from coopcouncil.organisations.models import LegalForm, Role, standing_posts
from coopcouncil.organisations.rules import MOST_POSTS, NotListed, OverBefore, TooManyPosts
from tests.make import make_member, make_officer, make_organisation, make_person

pytestmark = pytest.mark.anyio

TOOLS = Posted(kind=Asking.OFFER, text="Tools to lend", text_cy="Offer i’w fenthyg", is_public=True)
ROOM = Posted(kind=Asking.NEED, text="A room on Mondays")


async def test_everybody_reads_what_is_public_and_officers_the_rest(client):
    council = await make_organisation("Calderbrook", legal_form=LegalForm.COUNCIL)
    co_op = await make_organisation("Bread for All")
    await list_organisation(council, co_op, None)
    await post_need_or_offer(co_op, TOOLS, None)
    await post_need_or_offer(co_op, ROOM, None)
    clerk = await make_officer(council, Role.PROCUREMENT_LEAD)
    elsewhere = await make_officer(co_op)

    public = await client.get(f"/{council.slug}/co-operatives")
    neighbour = await client.as_(elsewhere).get(f"/{council.slug}/co-operatives")
    officers = await client.as_(clerk).get(f"/{council.slug}/co-operatives")
    welsh = await client.in_("cy").get(f"/{council.slug}/co-operatives")

    for page in (public, neighbour):
        assert "Tools to lend" in page.main
        assert "A room on Mondays" not in page.main
    assert "A room on Mondays" in officers.main
    assert "Officers only" in officers.main
    assert "Offer i’w fenthyg" in welsh.main


async def test_the_secretary_posts_and_withdraws_and_the_council_cannot(client):
    council = await make_organisation("Council", legal_form=LegalForm.COUNCIL)
    co_op = await make_organisation("Bread for All")
    secretary = client.as_(await make_officer(co_op))
    clerk = client.as_(await make_officer(council))
    ada = await make_person("Ada Lovell", "ada@post.example")
    await make_member(co_op, "Ada Lovell", email="ada@post.example")

    before = await secretary.get(f"/{co_op.slug}/needs-and-offers")
    await list_organisation(council, co_op, None)
    form = await secretary.get(f"/{co_op.slug}/needs-and-offers/new")
    refused = await form.submit(kind="need", text="", readers="public")
    posted = await (
        await form.submit(kind="need", text="Flour, 25 kg a week", readers="public")
    ).follow()
    (post,) = await standing_posts(co_op)

    assert "No council lists this organisation" in before.main
    assert refused.status == 422
    assert "Flour, 25 kg a week" in posted.main
    address = f"/{co_op.slug}/needs-and-offers/{post.id}/withdrawal"
    assert (await clerk.post(address)).status == 403
    assert (await clerk.get(f"/{co_op.slug}/needs-and-offers")).status == 403
    assert (await client.as_(ada).post(address)).status == 403
    assert "Flour" in (await client.as_(ada).get(f"/{co_op.slug}/needs-and-offers")).main
    assert "Flour" not in (await (await secretary.post(address)).follow()).main
    assert (await secretary.post(address)).status == 409


async def test_what_is_over_stands_no_longer_and_is_not_begun(db: None) -> None:
    council = await make_organisation("Council", legal_form=LegalForm.COUNCIL)
    co_op = await make_organisation()
    with pytest.raises(NotListed):
        await post_need_or_offer(co_op, ROOM, None)
    await list_organisation(council, co_op, None)
    until = Posted(kind=Asking.NEED, text="A van", until=date(2026, 5, 31))
    with clock.frozen(datetime(2026, 5, 31, 12, tzinfo=UTC)):
        await post_need_or_offer(co_op, until, None)
        assert await standing_posts(co_op).count() == 1
    with clock.frozen(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        assert await standing_posts(co_op).count() == 0
        with pytest.raises(OverBefore):
            await post_need_or_offer(co_op, until, None)
        for _number in range(MOST_POSTS):
            await post_need_or_offer(co_op, ROOM, None)
        with pytest.raises(TooManyPosts):
            await post_need_or_offer(co_op, ROOM, None)
