"""Where money goes: details given, checked by another, confirmed another way, and waited for."""

import pytest
from tortoise import connections

from coopcouncil.checks import actions as checks
from coopcouncil.checks.models import Check, State
from coopcouncil.checks.rules import NotForTheMaker, NotForWhomItConcerns
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.kernel.sealing import WrongKey, unseal
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.actions.payees import confirm, give_details
from coopcouncil.payouts.actions.runs import (
    prepare,
)
from coopcouncil.payouts.kinds import Channel, Format
from coopcouncil.payouts.models import (
    PayeeDetails,
)
from coopcouncil.payouts.reads import payable_details
from coopcouncil.payouts.rules.details import (
    ChangeWaits,
    ConfirmedAlready,
    NoDetails,
    NotConfirmed,
    SameDetails,
    TooSoon,
)
from tests.make import make_officer
from tests.payouts.building import (
    HERS,
    OTHER,
    Place,
    address_of,
    agree,
    approved_run,
    checked_details,
    later,
    member_payee,
    owed_to,
    pay_day,
)

pytestmark = pytest.mark.anyio


async def test_no_money_goes_where_nobody_has_said(place: Place):
    payee = await member_payee(place, bank=None)
    item = await owed_to(place, payee)
    with pytest.raises(NoDetails):
        await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)
    await give_details(place.org, payee, HERS, "By letter", place.maker)
    with pytest.raises(ChangeWaits):
        await prepare(place.org, [item.id], Format.PAIN, pay_day(), place.maker)


async def test_changed_details_wait_two_days_and_another_way(place: Place):
    payee = await member_payee(place, email="ada@example.org")
    assert not await OutboxMessage.filter(purpose="email/payouts/changed").exists()
    with pytest.raises(SameDetails):
        await give_details(place.org, payee, HERS, "By e-mail", place.maker)
    changed = await give_details(place.org, payee, OTHER, "By e-mail", place.maker)
    with pytest.raises(ChangeWaits):
        await give_details(place.org, payee, OTHER, "By e-mail", place.maker)
    # The address that was known before is told at once, with the old account's last figures.
    message = await OutboxMessage.get(purpose="email/payouts/changed")
    assert message.recipient == "ada@example.org"
    assert "2616" in (message.text or "")
    assert OTHER.account_number not in (message.text or "")
    await agree(place, f"payee-details:{changed.id}")
    with pytest.raises(NotConfirmed):
        await payable_details(place.org, payee)
    # Who typed it cannot say that they rang, too.
    with pytest.raises(NotForTheMaker):
        await confirm(place.org, changed, Channel.TELEPHONE, "I rang her", place.maker)
    await confirm(place.org, changed, Channel.TELEPHONE, "Number in the register", place.checker)
    with pytest.raises(ConfirmedAlready):
        await confirm(place.org, changed, Channel.LETTER, "", place.checker)
    with clock.frozen(later(47)), pytest.raises(TooSoon):
        await payable_details(place.org, payee)
    with clock.frozen(later(48)):
        assert (await payable_details(place.org, payee)).bank == OTHER


async def test_a_refused_change_leaves_the_old_account(place: Place):
    payee = await member_payee(place)
    changed = await give_details(place.org, payee, OTHER, "By e-mail", place.maker)
    check = await Check.one(place.org, subject=f"payee-details:{changed.id}", state=State.WAITING)
    await checks.refuse(place.org, check, "She never asked for it", place.checker)
    assert (await payable_details(place.org, payee)).bank == HERS


async def test_nobody_confirms_their_own_change(place: Place):
    address = await address_of(place.maker)
    payee = await member_payee(place, "Derek Oldroyd", email=address)
    changed = await give_details(place.org, payee, OTHER, "", place.maker)
    with pytest.raises(NotForWhomItConcerns):
        await confirm(place.org, changed, Channel.TELEPHONE, "I rang myself", place.maker)
    await confirm(place.org, changed, Channel.TELEPHONE, "Rang Derek", place.checker)


async def test_nobody_checks_their_own_account(place: Place):
    address = await address_of(place.checker)
    payee = await member_payee(place, "Nusrat Akhtar", email=address, bank=None)
    details = await give_details(place.org, payee, HERS, "On the own page", place.maker)
    check = await Check.one(place.org, subject=f"payee-details:{details.id}")
    with pytest.raises(NotForWhomItConcerns):
        await checks.approve(place.org, check, place.checker)
    chair = await make_officer(place.org, Role.CHAIR)
    await checks.approve(place.org, check, chair)
    assert (await payable_details(place.org, payee)).bank == HERS


async def test_neither_tables_nor_the_record_tell_an_account(place: Place):
    payee = await member_payee(place)
    item = await owed_to(place, payee)
    await approved_run(place, item)
    connection = connections.get("default")
    tables = await connection.execute_query_dict(
        "SELECT table_name AS name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    for table in tables:
        rows = await connection.execute_query_dict(
            f"SELECT count(*) AS n FROM {table['name']} t"
            " WHERE t::text LIKE '%20212616%' OR t::text LIKE '%3230323132363136%'"
        )
        assert rows[0]["n"] == 0, table["name"]
    assert await AuditEntry.filter(organisation_id=place.org.id).count() > 5
    details = await payable_details(place.org, payee)
    with pytest.raises(WrongKey):
        unseal(details.sealed, "payee-details", f"{place.org.id}:{payee.id + 1}")


async def test_details_checked_in_turn_leave_one_account(place: Place):
    payee = await member_payee(place)
    await checked_details(place, payee, OTHER)
    assert await PayeeDetails.within(place.org).filter(state="live").count() == 1
