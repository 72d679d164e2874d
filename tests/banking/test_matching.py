"""What explains a line: proposed, confirmed, split over several, and undone in view."""

from datetime import date

import pytest

from coopcouncil.banking.actions.matching import (
    confirm,
    confirm_alone,
    confirm_sure,
    confirm_with,
    remember,
    undo_match,
)
from coopcouncil.banking.books.byhand import Part, split_over
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankMatch
from coopcouncil.banking.proposing import proposals, sure_ones
from coopcouncil.banking.reads import report, unreconciled
from coopcouncil.banking.rules.likeness import SURE, Reason
from coopcouncil.banking.rules.reconciling import (
    AlreadyExplained,
    DoesNotComeTo,
    NotItsBook,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.ledger.actions import close_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Posting, PostingLine
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payments.stripe.models import StripeAccount, StripePayout
from coopcouncil.payouts.kinds import ItemState
from coopcouncil.payouts.models import PayoutItem
from tests.banking.building import (
    DAY,
    END,
    csv,
    lines_of,
    make_bank,
    make_owed,
    make_run,
    member_of,
    taken,
)
from tests.ledger.books import make_books, move

pytestmark = pytest.mark.anyio


async def test_a_number_and_the_exact_sum_are_sure(db):
    org = await make_books()
    account = await make_bank(org)
    member = await member_of(org, "Siân Môn", "M-0017")
    owed = await make_owed(org, member, 200)
    await member_of(org, "Ada Lovell")
    await taken(org, account, csv("03/06/2026|S MON|M0017 SUBS|2.00"))
    [line] = await lines_of(org)

    found = await proposals(org, account, [line])

    assert found[line.id][0].confidence == SURE
    assert set(found[line.id][0].reasons) >= {Reason.REFERENCE, Reason.SUM}
    told = await confirm_sure(org, account, sure_ones(found), None)
    assert (told.done, told.left) == (1, 0)
    assert (await Charge.one(org, id=owed.id)).is_settled
    assert await unreconciled(org) == 10_000  # The opening balance is not in the books.
    assert (await check_books(org)).balanced


async def test_a_name_and_a_sum_are_likely_and_a_sum_alone_is_not(db):
    org = await make_books()
    account = await make_bank(org)
    for name in ("Siân Môn", "Ada Lovell", "Bob Pike"):
        await make_owed(org, await member_of(org, name), 200)
    await taken(org, account, csv("03/06/2026|SIAN MON|SUBS|2.00", "04/06/2026|UNKNOWN|SUBS|2.00"))
    named, unknown = await lines_of(org)

    found = await proposals(org, account, [named, unknown])

    assert "Siân Môn" in found[named.id][0].called
    assert 60 <= found[named.id][0].confidence < SURE
    assert all(one.confidence <= 40 for one in found[unknown.id])
    assert sure_ones(found) == {}


async def test_two_lines_that_want_one_thing_are_sure_of_nothing(db):
    org = await make_books()
    account = await make_bank(org)
    await make_owed(org, await member_of(org, "Siân Môn", "M-0017"), 200)
    line = "03/06/2026|S MON|M-0017|2.00"
    await taken(org, account, csv(line, line))
    lines = await lines_of(org)
    assert sure_ones(await proposals(org, account, lines)) == {}


async def test_what_was_remembered_is_proposed_and_never_done_alone_below_the_threshold(db):
    org = await make_books()
    account = await make_bank(org)
    member = await member_of(org, "Siân Môn")
    await make_owed(org, member, 200)
    await remember(org, "Glanrafon Cafe STO", True, member=member, by=None)  # type: ignore[arg-type]
    await taken(org, account, csv("03/06/2026|GLANRAFON CAFE STO|0626|2.00"))
    [line] = await lines_of(org)

    [one, *_rest] = (await proposals(org, account, [line]))[line.id]
    assert Reason.REMEMBERED in one.reasons
    assert one.confidence == 95
    assert (await confirm_alone(org, account)).done == 0
    account.alone_from = 100
    assert (await confirm_alone(org, account)).done == 0
    account.alone_from = 95
    assert (await confirm_alone(org, account)).done == 1
    match = await BankMatch.within(org).get()
    assert (match.confirmed_by_id, match.confidence) == (None, 95)


async def test_a_posting_that_is_there_is_held_against_its_line(db):
    org = await make_books()
    account = await make_bank(org)
    await move(org, Purpose.RUNNING_COSTS, Purpose.BANK, 6_480, DAY)
    await taken(org, account, csv("05/06/2026|CALDER WATER|DD|-64.80"))
    [line] = await lines_of(org)
    [one] = (await proposals(org, account, [line]))[line.id]
    before = await Posting.within(org).count()

    match = await confirm(org, account, [line], one.kind, one.key, None)

    assert await Posting.within(org).count() == before
    assert (await report(org, account, END)).outstanding == []
    with pytest.raises(AlreadyExplained):
        await confirm(org, account, [line], one.kind, one.key, None)
    await undo_match(org, match, "Another", None)
    assert len((await report(org, account, END)).outstanding) == 1


async def test_several_lines_to_one_posting_and_one_line_to_several(db):
    org = await make_books()
    account = await make_bank(org)
    whole = await move(org, Purpose.BANK, Purpose.DONATIONS, 500, DAY)
    parts = [await move(org, Purpose.BANK, Purpose.DONATIONS, n, DAY) for n in (70, 30)]
    await taken(
        org,
        account,
        csv("03/06/2026|A|a|2.00", "03/06/2026|B|b|3.00", "04/06/2026|C|c|1.00"),
    )
    a, b, c = await lines_of(org)

    def at_bank(posting: Posting) -> str:
        return str(lines[posting.id])

    rows = await PostingLine.within(org).filter(account_id=account.account_id)
    lines = {row.posting_id: row.id for row in rows}
    with pytest.raises(DoesNotComeTo):
        await confirm(org, account, [a], BookKind.POSTING, at_bank(whole), None)
    await confirm(org, account, [a, b], BookKind.POSTING, at_bank(whole), None)
    await confirm(org, account, [c], BookKind.POSTING, ",".join(map(at_bank, parts)), None)
    with pytest.raises(Refused):
        await confirm(org, account, [c], BookKind.POSTING, at_bank(whole), None)

    found = await report(org, account, END)
    assert (found.left, found.outstanding, found.sums.difference) == ([], [], 0)


async def test_a_line_is_split_to_the_penny_and_undone(db):
    org = await make_books()
    account = await make_bank(org)
    member = await member_of(org, "Ada Lovell")
    owed = await make_owed(org, member, 1_000)
    await taken(org, account, csv("03/06/2026|ADA|rent and tea|12.50"))
    [line] = await lines_of(org)
    tea = await account_for(org, Purpose.OTHER_INCOME)
    parts = [Part(1_000, member=member), Part(300, account=tea, note="Tea")]  # type: ignore[arg-type]
    with pytest.raises(DoesNotComeTo):
        await confirm_with(org, account, [line], BookKind.BY_HAND, "", split_over(parts), None)
    assert not await Payment.within(org).exists()
    parts[1] = Part(250, account=tea, note="Tea")

    match = await confirm_with(org, account, [line], BookKind.BY_HAND, "", split_over(parts), None)

    assert (await Charge.one(org, id=owed.id)).is_settled
    found = await balances(org, END)
    assert found[tea.id] == -250
    assert found[account.account_id] == 1_250
    await undo_match(org, match, "Not hers", None)
    assert not (await Charge.one(org, id=owed.id)).is_settled
    found = await balances(org, END)
    assert found[tea.id] == found[account.account_id] == 0
    said = await report(org, account, END)
    assert (len(said.left), said.outstanding, said.sums.difference) == (1, [], 0)
    # Again, and it is another event in the books.
    await confirm_with(org, account, [line], BookKind.BY_HAND, "", split_over(parts), None)
    assert (await balances(org, END))[account.account_id] == 1_250
    assert (await check_books(org)).balanced


async def test_a_second_bank_account_takes_money_of_its_own(db):
    org = await make_books()
    main = await make_bank(org)
    savings = await make_bank(org, name="Deposit", number="11112222", opening=0)
    member = await member_of(org, "Ada Lovell")
    await taken(org, savings, csv("03/06/2026|ADA|x|5.00"))
    [line] = await lines_of(org)

    match = await confirm(org, savings, [line], BookKind.MEMBER, str(member.id), None)  # type: ignore[attr-defined]

    found = await balances(org, END)
    assert (found.get(main.account_id, 0), found[savings.account_id]) == (0, 500)
    await undo_match(org, match, "No", None)
    assert (await balances(org, END))[savings.account_id] == 0


async def test_a_closed_day_is_booked_on_the_first_open_one(db):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, csv("03/06/2026|INTEREST|x|1.00"))
    await close_books(org, date(2026, 6, 10), "", None)
    [line] = await lines_of(org)
    other = await account_for(org, Purpose.OTHER_INCOME)
    await confirm(org, account, [line], BookKind.ACCOUNT, str(other.id), None)

    posting = await Posting.within(org).order_by("-number").first()
    assert posting is not None
    assert (posting.posted_on, posting.settled_on) == (date(2026, 6, 11), DAY)
    # By 5 June the bank had it and the books had not: said by its name.
    early = await report(org, account, date(2026, 6, 5))
    assert [(one.amount, one.explained_later) for one in early.left] == [(100, True)]
    assert early.sums.difference == 0
    assert (await report(org, account, END)).left == []


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "0", "-1", "1,2"])
async def test_keys_that_nobody_was_offered_are_refused(db, key: str):
    org, other = await make_books(), await make_books()
    account = await make_bank(org)
    theirs = await move(other, Purpose.BANK, Purpose.DONATIONS, 200, DAY)
    await taken(org, account, csv("03/06/2026|A|a|2.00"))
    [line] = await lines_of(org)
    stranger = await PostingLine.within(other).filter(posting_id=theirs.id, amount=200).get()
    for kind in (*(one.value for one in BookKind), "no-such"):
        with pytest.raises(Refused):
            await confirm(org, account, [line], kind, key, None)
    with pytest.raises(Refused):
        await confirm(org, account, [line], BookKind.POSTING, str(stranger.id), None)
    assert not await BankMatch.within(org).exists()


async def test_a_stripe_payout_is_known_by_its_name_and_sum(db):
    org = await make_books()
    account = await make_bank(org)
    keys = await StripeAccount.create(organisation=org, account_id="acct_1", opened_at=clock.now())
    posting = await move(
        org, Purpose.BANK, Purpose.STRIPE_CLEARING, 9_540, DAY, reference="stripe:po_1Abc"
    )
    await StripePayout.create(
        organisation=org,
        account=keys,
        payout_id="po_1Abc",
        amount=9_540,
        gross=10_000,
        fees=460,
        arrives_on=DAY,
        status="paid",
        posting=posting,
    )
    await taken(
        org,
        account,
        csv("04/06/2026|STRIPE PAYMENTS UK|STRIPE|95.40", "04/06/2026|STRIPE|x|95.41"),
    )
    first, second = await lines_of(org)

    found = await proposals(org, account, [first, second])

    assert not found.get(second.id)
    [one] = found[first.id]
    assert "£100.00 of payments, less £4.60 of fees" in one.called
    assert 80 <= one.confidence < SURE
    await confirm(org, account, [first], one.kind, one.key, None)
    assert (await report(org, account, END)).outstanding == []


async def test_a_payment_run_is_paid_by_one_line_and_unpaid_again(db):
    org = await make_books()
    account = await make_bank(org)
    items = await make_run(org, 700, 300)
    await taken(
        org, account, csv("05/06/2026|BACS|RUN|-10.00", "06/06/2026|LIAM|PAYOUT 0000009|-3.00")
    )
    line, alone = await lines_of(org)
    found = await proposals(org, account, [line, alone])
    whole = next(one for one in found[line.id] if one.key.startswith("run:"))
    assert any(one.key == f"item:{items[1].id}" for one in found[alone.id])

    match = await confirm(org, account, [line], whole.kind, whole.key, None)

    states = [(await PayoutItem.one(org, id=item.id)).state for item in items]
    assert states == [ItemState.PAID, ItemState.PAID]
    with pytest.raises(NotItsBook):
        await confirm(org, account, [alone], BookKind.PAYOUT, f"item:{items[1].id}", None)
    await undo_match(org, match, "Another run", None)
    states = [(await PayoutItem.one(org, id=item.id)).state for item in items]
    assert states == [ItemState.SENT, ItemState.SENT]
    said = await report(org, account, END)
    assert (said.outstanding, said.sums.difference) == ([], 0)
    await confirm(org, account, [line], whole.kind, whole.key, None)
    assert (await check_books(org)).balanced


async def test_a_payment_of_ours_comes_back_by_its_own_line(db):
    org = await make_books()
    account = await make_bank(org)
    [item] = await make_run(org, 3_000)
    await taken(
        org,
        account,
        csv(
            "04/06/2026|Payee 1|PAYOUT|-30.00",
            f"08/06/2026|RETURNED {item.reference}|ACCOUNT CLOSED|30.00",
            "02/06/2026|Payee 1|BEFORE IT LEFT|30.00",
        ),
    )
    early, out, back = await lines_of(org)
    assert not (await proposals(org, account, [back])).get(back.id)  # Not paid yet.
    await confirm(org, account, [out], BookKind.PAYOUT, f"item:{item.id}", None)

    found = await proposals(org, account, [early, back])
    assert not found.get(early.id)
    one = found[back.id][0]
    assert (one.key, one.confidence) == (f"back:{item.id}", SURE)
    with pytest.raises(NotItsBook):
        await confirm(org, account, [early], BookKind.PAYOUT, one.key, None)
    match = await confirm(org, account, [back], one.kind, one.key, None)
    there = await PayoutItem.one(org, id=item.id)
    assert (there.state, there.paid_on) == (ItemState.OWED, None)
    assert "ACCOUNT CLOSED" in there.returned_because
    with pytest.raises(NotItsBook):
        await confirm(org, account, [early], BookKind.PAYOUT, one.key, None)

    await undo_match(org, match, "Somebody else's", None)
    assert (await PayoutItem.one(org, id=item.id)).state is ItemState.PAID
    await confirm(org, account, [back], one.kind, one.key, None)
    assert (await PayoutItem.one(org, id=item.id)).state is ItemState.OWED
    said = await report(org, account, END)
    assert ([each.id for each in said.left], said.outstanding) == ([early.id], [])
    assert (await check_books(org)).balanced
