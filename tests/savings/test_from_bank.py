"""Savings that come by the bank: proposed with a reason, paid in once, undone in view."""

from datetime import date

import pytest

from coopcouncil.banking.actions.matching import (
    confirm,
    confirm_with,
    remember,
    undo_match,
)
from coopcouncil.banking.books.byhand import Part, split_over
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.proposing import proposals, sure_ones
from coopcouncil.banking.reads import report
from coopcouncil.kernel.errors import Refused
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, check_books
from coopcouncil.savings.from_bank import KIND
from coopcouncil.savings.reads import balance_of
from coopcouncil.savings.rules.refusals import GoesByItsAccount
from tests.banking.building import csv, lines_of, make_bank, taken
from tests.savings.building import make_account, make_saver, make_union

pytestmark = pytest.mark.anyio

END = date(2026, 6, 30)


async def test_a_saver_s_standing_order_is_paid_in_and_undone(db):
    org = await make_union()
    account = await make_bank(org, opening=0)
    saver = await make_saver(org, "Ada Hargreaves", number="M-0100")
    savings = await make_account(org, saver)
    other = await make_account(org, await make_saver(org, "Bob Pike"))
    await taken(
        org,
        account,
        csv(
            f"03/06/2026|PIKE|{other.number}|5.00",
            "04/06/2026|A HARGREAVES|SAVINGS|25.00",
            "05/06/2026|NOBODY|x|1.00",
        ),
    )
    numbered, named, nobody = await lines_of(org)

    found = await proposals(org, account, [numbered, named, nobody])

    assert found[numbered.id][0].key == str(other.id)
    assert found[named.id][0].key == str(savings.id)
    assert found[named.id][0].confidence < 60
    assert not found.get(nobody.id)
    assert sure_ones(found) == {}
    match = await confirm(org, account, [named], KIND, str(savings.id), None)
    assert (await balance_of(savings)).pence == 2_500
    await undo_match(org, match, "Her sister’s", None)
    assert (await balance_of(savings)).pence == 0
    await remember(org, "A HARGREAVES", True, member=saver, by=None)
    [again, *_rest] = (await proposals(org, account, [named]))[named.id]
    assert (again.kind, again.key, again.confidence) == (KIND, str(savings.id), 85)
    await confirm(org, account, [named], again.kind, again.key, None)
    assert (await balance_of(savings)).pence == 2_500
    for key in ("", "x", "0", str(savings.id + 1_000)):
        with pytest.raises(Refused):
            await confirm(org, account, [nobody], KIND, key, None)
    said = await report(org, account, END)
    assert ([one.amount for one in said.left], said.sums.difference) == ([500, 100], 0)
    assert (await check_books(org)).balanced


async def test_no_line_is_put_on_savings_past_their_accounts(db):
    org = await make_union()
    account = await make_bank(org, opening=0)
    await taken(org, account, csv("03/06/2026|PIKE|x|-5.00"))
    [line] = await lines_of(org)
    savings = await account_for(org, Purpose.MEMBERS_SHARES)
    parts = split_over([Part(-500, account=savings)])
    with pytest.raises(GoesByItsAccount):
        await confirm_with(org, account, [line], BookKind.BY_HAND, "", parts, None)
    with pytest.raises(GoesByItsAccount):
        await confirm(org, account, [line], BookKind.ACCOUNT, str(savings.id), None)
