"""A message to those whose payment is late: for those alone who may know who they are."""

from datetime import date, timedelta

import pytest

from coopcouncil.arrears.reads import members_late
from coopcouncil.kernel import clock
from coopcouncil.members.models import Member
from coopcouncil.messages.models import Message, MessageCopy
from coopcouncil.organisations.models import Role
from tests.make import make_member, make_officer, make_organisation, make_rules
from tests.messages.writing import sent, written
from tests.pageclient import Pages
from tests.payments.till import make_charge, make_till

pytestmark = pytest.mark.anyio
DUE = date(2026, 6, 1)
LATE = "Those whose payment is late, by the books"


async def test_it_goes_to_those_whom_the_books_say_and_to_nobody_in_the_days_of_grace(
    client: Pages,
) -> None:
    with clock.frozen(clock.london(DUE)):
        org = await make_till()
        ada = await make_member(org, "Ada Lovell", email="ada@example.org")
        await make_member(org, "Bob Rees", email="bob@example.org")
        await make_charge(org, await Member.one(org, id=ada.member_id), 500, DUE, on=DUE)
        secretary = client.as_(await make_officer(org))
    with clock.frozen(clock.london(DUE + timedelta(days=10))):
        assert await members_late(org) == []
    with clock.frozen(clock.london(DUE + timedelta(days=20))):
        message = await written(secretary, org)
        choice = await secretary.get(f"/{org.slug}/messages/{message.id}/audience")
        assert LATE in choice.main
        check = await (await choice.submit(group="late")).follow()
        assert LATE in check.main
        await sent(secretary, org, message)
        assert [copy.name for copy in await MessageCopy.of(message)] == ["Ada Lovell"]


async def test_a_keeper_who_may_not_know_is_not_offered_it(client: Pages) -> None:
    with clock.frozen(clock.london(DUE)):
        org = await make_till()
        ada = await make_member(org, "Ada Lovell", email="ada@example.org")
        await make_charge(org, await Member.one(org, id=ada.member_id), 500, DUE, on=DUE)
        keeper = client.as_(await make_officer(org, Role.TRUST_ADMINISTRATOR))
        message = await written(keeper, org)
        path = f"/{org.slug}/messages/{message.id}/audience"
        assert LATE not in (await keeper.get(path)).main
        await keeper.post(path, {"status": "members", "group": "late", "by_post": "y"})
        kept = await Message.within(org).get(id=message.id)
        assert "late" not in str(kept.audience)


async def test_where_nothing_was_ever_charged_nobody_is_asked(db: None) -> None:
    org = await make_organisation()
    await make_rules(org)
    assert await members_late(org) is None
