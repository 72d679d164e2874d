"""No way for the register's figures of shares to differ silently from the holdings."""

from datetime import date
from io import BytesIO

import pytest

from coopcouncil.members.actions import change, correct
from coopcouncil.members.importing.against import understood
from coopcouncil.members.importing.applying import previewed
from coopcouncil.members.importing.batches import apply_at_once
from coopcouncil.members.importing.reading import layout_of
from coopcouncil.members.importing.undoing import undo
from coopcouncil.members.models import ImportBatch, Member, RegisterChange, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.taking_over import take_over
from coopcouncil.shares.agreeing import HoldingsSayOtherwise
from coopcouncil.shares.kinds import ShareKind
from coopcouncil.shares.reads import unnumbered
from tests.make import make_member
from tests.shares.building import make_holding, make_society, member_of

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def said(org: Organisation, member: int, on: date | None = None) -> RegisterEntry:
    """What the register says of a member."""
    found = await entry_of(org, member, on)
    assert found is not None
    return found


async def listed(org, text):
    file = BytesIO(text.encode())
    return await understood(org, file, layout_of(file))


async def test_a_form_and_a_correction_do_not_rewrite_what_the_holdings_say():
    org = await make_society()
    ada, bob = await make_member(org, "Ada Lovell"), await make_member(org, "Bob Nye", shares=7)
    await make_holding(org, ada, shares=100)
    for facts in ({"shares": 99}, {"amount_paid": 1}, {"shares": None, "given_name": "A"}):
        with pytest.raises(HoldingsSayOtherwise) as refusal:
            await change(org, await member_of(org, ada), facts, by=None)
        assert ada.member_number in refusal.value.sentence(str)
    figures = await RegisterChange.within(org).filter(member_id=ada.member_id).order_by("-id")
    line = next(row for row in figures if "shares" in row.facts)
    with pytest.raises(HoldingsSayOtherwise):
        await correct(
            org,
            line,
            {"shares": 3, "amount_paid": 3},
            effective_on=line.effective_on,
            reason="No",
            by=None,
        )
    assert (await said(org, ada.member_id)).shares == 100
    assert [u.member_id for u in await unnumbered(org)] == [bob.member_id]
    # Who has no holding keeps a plain figure, and everything else can change.
    await change(org, await member_of(org, bob), {"shares": 8}, by=None)
    await change(org, await member_of(org, ada), {"postcode": "LL1 1AA"}, by=None)


async def test_a_list_that_says_otherwise_is_wrong_in_its_preview():
    org = await make_society()
    ada = await make_member(org, "Ada Lovell", number="1")
    await make_member(org, "Bob Nye", number="2", shares=7)
    await make_holding(org, ada, shares=100)
    same = await listed(org, "member_number,given_name,shares\n1,Adah,100\n2,Bob,9\n")
    counted = await previewed(org, same)
    assert (counted.changed, counted.wrong) == (2, 0)
    other = await listed(org, "member_number,given_name,shares\n1,Ada,101\n2,Bob,9\n")
    (wrong,) = (await previewed(org, other)).wrong_rows
    assert wrong.reading.number == "1"
    assert wrong.reading.flaws[0].trouble == "shares-kept"


async def test_a_list_is_not_undone_once_its_figures_are_holdings():
    org = await make_society()
    text = "member_number,given_name,joined_on,shares,amount_paid\n1,Ada,2020-01-01,50,50.00\n"
    number, _counted = await apply_at_once(org, "l.csv", await listed(org, text))
    batch = await ImportBatch.one(org, id=number)
    await take_over(org, ShareKind.WITHDRAWABLE, by=None)
    assert await unnumbered(org) == []
    with pytest.raises(HoldingsSayOtherwise) as refusal:
        await undo(org, batch, reason="Wrong list", by=None)
    assert "1" in refusal.value.sentence(str)
    ada = await Member.within(org).get(number="1")
    assert (await said(org, ada.id, date(2021, 1, 1))).shares == 50
    assert await unnumbered(org) == []
