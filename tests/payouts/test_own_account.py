"""The account that is paid from: never changed by one person, nor at once."""

from datetime import timedelta

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError

from coopcouncil.checks import actions as checks
from coopcouncil.checks.models import Check, State
from coopcouncil.checks.rules import NotForTheMaker
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.actions.own_account import (
    ask_paying_account,
    confirm_account,
    give_account_up,
)
from coopcouncil.payouts.actions.runs import prepare, take_file
from coopcouncil.payouts.kinds import DetailsState, Format
from coopcouncil.payouts.models import PayingAccountChange
from coopcouncil.payouts.reads import paying_account
from coopcouncil.payouts.rules.details import (
    WAIT,
    BankDetails,
    ConfirmedAlready,
    OwnChangeWaits,
    SameDetails,
)
from coopcouncil.payouts.rules.runs import NoPayingAccount, NotApproved
from tests.make import make_officer, make_rules
from tests.payouts.building import (
    NOW,
    OWN,
    Place,
    address_of,
    agree,
    approved_run,
    make_place,
    member_payee,
    owed_to,
    pay_day,
)

pytestmark = pytest.mark.anyio
NEW = BankDetails.typed("30-99-12", "76543210", "Calderbrook Leisure")


async def asked(place: Place) -> PayingAccountChange:
    return await ask_paying_account(place.org, NEW, "123456", "CALDER", "Board 7", place.maker)


async def stands(place: Place) -> str:
    own = await paying_account(place.org)
    assert own is not None
    return own.last_four


async def test_another_account_wants_a_second_person_the_bank_and_48_hours(place: Place):
    change = await asked(place)
    assert await stands(place) == OWN.account_number[-4:]
    [check] = await Check.within(place.org).filter(
        subject=f"paying-account:{change.id}", state=State.WAITING
    )
    with pytest.raises(NotForTheMaker):
        await checks.approve(place.org, check, place.maker)
    with pytest.raises(NotForTheMaker):
        await confirm_account(place.org, change, "I looked", place.maker)
    await checks.approve(place.org, check, place.checker)
    assert await stands(place) == OWN.account_number[-4:]
    await confirm_account(place.org, change, "Statement of 17 November", place.checker)
    assert await stands(place) == OWN.account_number[-4:]
    with clock.frozen(NOW + WAIT - timedelta(minutes=1)):
        await jobs.run_jobs()
        assert await stands(place) == OWN.account_number[-4:]
    with clock.frozen(NOW + WAIT):
        await jobs.run_jobs()
        assert await stands(place) == NEW.account_number[-4:]
        own = await paying_account(place.org)
        assert own is not None
        assert own.details.plain == NEW.plain
        states = [one.state for one in await PayingAccountChange.within(place.org).order_by("id")]
        assert states == [DetailsState.REPLACED, DetailsState.LIVE]


@pytest.mark.parametrize("agreed", [True, False])
async def test_time_alone_and_half_of_it_change_nothing(place: Place, agreed: bool):
    change = await asked(place)
    if agreed:
        await agree(place, f"paying-account:{change.id}")
    else:
        await confirm_account(place.org, change, "Statement", place.checker)
    with clock.frozen(NOW + timedelta(days=9)):
        await jobs.run_jobs()
        assert await stands(place) == OWN.account_number[-4:]
        # What was missing comes: it is used at once, the 48 hours being over.
        if agreed:
            await confirm_account(place.org, change, "Statement", place.checker)
        else:
            await agree(place, f"paying-account:{change.id}")
        assert await stands(place) == NEW.account_number[-4:]


async def test_the_first_account_too_is_agreed_to_by_another(db: None):
    with clock.frozen(NOW):
        place = await make_place()
        other = await make_place()
        await connections.get("default").execute_query(
            "DELETE FROM paying_account WHERE organisation_id = $1", [other.org.id]
        )
        change = await ask_paying_account(other.org, OWN, "", "", "Board 2", other.maker)
        assert not change.is_change
        item = await owed_to(other, await member_payee(other))
        with pytest.raises(NoPayingAccount):
            await prepare(other.org, [item.id], Format.CSV, pay_day(), other.maker)
        await agree(other, f"paying-account:{change.id}")
        assert await stands(other) == OWN.account_number[-4:]
        # The rules may leave it to one; the wait and the bank's word stay for another account.
        await make_rules(place.org, check_payee_change=False)
        change = await asked(place)
        assert (await PayingAccountChange.one(place.org, id=change.id)).state is DetailsState.LIVE
        assert await stands(place) == OWN.account_number[-4:]
        await confirm_account(place.org, change, "Statement", place.maker)
        assert await stands(place) == OWN.account_number[-4:]


async def test_every_officer_is_told_and_one_waits_at_a_time(place: Place):
    auditor = await make_officer(place.org, Role.AUDITOR, "Tom Bell")
    change = await asked(place)
    told = await OutboxMessage.filter(about=f"paying-account:{change.id}")
    wanted = {await address_of(auditor), await address_of(place.checker)}
    assert {one.recipient for one in told} == wanted
    assert "••••3210" in str(told[0].text)
    assert "76543210" not in str(told[0].text)
    with pytest.raises(OwnChangeWaits):
        await asked(place)
    await give_account_up(place.org, change, place.maker)
    assert not await Check.within(place.org).filter(state=State.WAITING).exists()
    with pytest.raises(ConfirmedAlready):
        await confirm_account(place.org, change, "Late", place.checker)
    with pytest.raises(SameDetails):
        await ask_paying_account(
            place.org, OWN, "123456", "CALDERBROOK LEISUR", "Again", place.maker
        )
    await checks.refuse(
        place.org,
        await Check.one(place.org, subject=f"paying-account:{(await asked(place)).id}"),
        "Nobody decided that",
        place.checker,
    )
    assert await stands(place) == OWN.account_number[-4:]


async def test_a_run_that_was_agreed_with_the_old_account_is_agreed_anew(place: Place):
    run = await approved_run(place, await owed_to(place, await member_payee(place)))
    change = await asked(place)
    await agree(place, f"paying-account:{change.id}")
    await confirm_account(place.org, change, "Statement", place.checker)
    assert await take_file(place.org, run, place.maker)
    with clock.frozen(NOW + WAIT):
        await jobs.run_jobs()
        with pytest.raises(NotApproved):
            await take_file(place.org, run, place.maker)


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE paying_account_change SET state = 'live', used_at = recorded_at WHERE is_change",
        "UPDATE paying_account_change SET usable_from = recorded_at WHERE is_change",
        "UPDATE paying_account_change SET last_four = '0000'",
        "DELETE FROM paying_account_change",
    ],
)
async def test_the_tables_refuse_a_shorter_way(place: Place, wrong: str):
    await asked(place)
    with pytest.raises(IntegrityError):
        await connections.get("default").execute_query(wrong)
