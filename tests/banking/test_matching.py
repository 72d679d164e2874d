"""Lines of the bank against the books: each once, explained once, undone in view, to the penny."""

import asyncio
from datetime import date

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.banking.actions.matching import (
    confirm,
    confirm_alone,
    confirm_sure,
    confirm_with,
    remember,
    undo_match,
)
from coopcouncil.banking.actions.statements import drop, take_in, undo, upload
from coopcouncil.banking.books.byhand import Part, split_over
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankAccount, BankLine, BankMatch, BankStatement
from coopcouncil.banking.proposing import proposals, sure_ones
from coopcouncil.banking.reads import report, unreconciled
from coopcouncil.banking.rules.likeness import SURE, Reason
from coopcouncil.banking.rules.reconciling import (
    AlreadyExplained,
    AlreadyOnStatement,
    DoesNotComeTo,
    LaterStatement,
    LinesExplained,
    NotItsBook,
    StatementDecided,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import close_books, reverse
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Posting, PostingLine
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions import charge
from coopcouncil.payments.kinds import ChargeKind
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payments.stripe.models import StripeAccount, StripePayout
from coopcouncil.payouts.kinds import Format as PayoutFormat
from coopcouncil.payouts.kinds import ItemState, PayoutKind, RunState
from coopcouncil.payouts.models import Payee, PayeeDetails, PaymentRun, PayoutItem, RunLine
from tests.banking.building import csv, lines_of, make_bank, taken
from tests.banking.test_reading import file
from tests.ledger.books import make_books, move
from tests.make import make_member

pytestmark = pytest.mark.anyio

DAY = date(2026, 6, 3)
END = date(2026, 6, 30)


async def make_owed(org: Organisation, member: object, amount: int, text: str = "June") -> Charge:
    return await charge(
        org,
        member,  # type: ignore[arg-type]
        ChargeKind.SUBSCRIPTION,
        Money(amount),
        DAY,
        text,
        source=None,
        by=None,
    )


async def make_run(org: Organisation, *amounts: int) -> list[PayoutItem]:
    """Payments that are with the bank, in one run."""
    run = await PaymentRun.create(
        organisation=org, number=1, format=PayoutFormat.CSV, pay_on=DAY, prepared_at=clock.now()
    )
    items = []
    for n, amount in enumerate(amounts, 1):
        payee = await Payee.create(organisation=org, name=f"Payee {n}", created_at=clock.now())
        item = await PayoutItem.create(
            organisation=org,
            payee=payee,
            kind=PayoutKind.OTHER,
            amount=amount,
            text="A payment",
            source=f"test:{n}",
            owed_at=clock.now(),
        )
        details = await PayeeDetails.create(
            organisation=org,
            payee=payee,
            account_name=payee.name,
            sealed=b"",
            last_four="1234",
            fingerprint=b"",
            is_change=False,
            recorded_at=clock.now(),
            usable_from=clock.now(),
        )
        await RunLine.create(organisation=org, run=run, item=item, details=details, amount=amount)
        items.append(item)
    run.approved_at, run.file_hash, run.state = clock.now(), "x", RunState.APPROVED
    await run.save()
    run.sent_at, run.state = clock.now(), RunState.SENT
    await run.save()
    for item in items:
        for state in (ItemState.PREPARED, ItemState.SENT):
            item.state = state
            await item.save()
    return items


async def member_of(org: Organisation, name: str, number: str = "") -> object:
    entry = await make_member(org, name, number=number)
    await entry.fetch_related("member")
    return entry.member


# Each line once.


async def test_the_same_file_again_adds_nothing_and_true_equals_both_stand(db):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, file("barclays.csv"))
    again = await taken(org, account, file("barclays.csv"))

    lines = await lines_of(org)
    assert [line.amount for line in lines] == [123_450, 200, 200, 200, -12_000]
    assert again.fresh == 0


async def test_a_longer_file_adds_only_the_rest(db):
    org = await make_books()
    account = await make_bank(org)
    day = "03/06/2026|A Price|SUBS|2.00"
    await taken(org, account, csv(day))
    longer = await taken(org, account, csv(day, day, "04/06/2026|Calder Water|DD|-9.00"))

    assert longer.fresh == 2
    assert sorted(line.amount for line in await lines_of(org)) == [-900, 200, 200]


async def test_a_long_file_is_taken_in_pieces(db):
    org = await make_books()
    account = await make_bank(org)
    rows = [f"{1 + n % 28:02}/06/2026|P{n % 90}|SUBS|2.00" for n in range(5_200)]
    statement = await taken(org, account, csv(*rows))
    assert (statement.total, statement.fresh, statement.came_in) == (5_200, 5_200, 1_040_000)
    assert (await upload(org, account, "again.csv", csv(*rows), None)).fresh == 0


async def test_the_bank_s_own_ids_tell_lines_apart(db):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, file("monzo.csv"))
    renamed = file("monzo.csv").replace("Siân Môn".encode(), b"Sian M")
    assert (await taken(org, account, renamed)).fresh == 0


async def test_a_file_of_another_account_leaves_nothing(db):
    org = await make_books()
    account = await make_bank(org, number="40506071")
    for name in ("barclays.csv", "lloyds.csv", "sgml.ofx", "statement.mt940", "camt053.xml"):
        with pytest.raises(Refused):
            await upload(org, account, name, file(name), None)
    assert not await BankStatement.within(org).exists()


async def test_lines_before_the_beginning_are_in_the_opening_balance(db):
    org = await make_books()
    account = await make_bank(org, since=date(2026, 6, 3))
    statement = await taken(org, account, file("starling.csv"))
    assert (statement.total, statement.fresh) == (3, 2)


async def test_undoing_a_statement(db):
    org = await make_books()
    account = await make_bank(org)
    first = await taken(org, account, csv("03/06/2026|A|r1|2.00"))
    second = await taken(org, account, csv("03/06/2026|A|r1|2.00", "04/06/2026|B|r2|3.00"))
    with pytest.raises(LaterStatement):
        await undo(org, first, None)
    assert await undo(org, second, None) == 1
    with pytest.raises(StatementDecided):
        await undo(org, second, None)
    [line] = await lines_of(org)
    other = await account_for(org, Purpose.OTHER_INCOME)
    match = await confirm(org, account, [line], BookKind.ACCOUNT, str(other.id), None)
    await undo_match(org, match, "A mistake", None)
    with pytest.raises(LinesExplained):
        await undo(org, first, None)
    with pytest.raises(StatementDecided):
        await drop(org, first, None)


# Proposals and what they book.


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


# The report.


async def test_every_penny_between_bank_and_books_has_a_name(db):
    org = await make_books()
    account = await make_bank(org, opening=10_000)
    await move(org, Purpose.BANK, Purpose.RESERVES, 9_000, date(2026, 5, 1))
    cheque = await move(org, Purpose.RUNNING_COSTS, Purpose.BANK, 700, date(2026, 5, 30))
    late = await move(org, Purpose.BANK, Purpose.DONATIONS, 400, date(2026, 6, 20))
    await move(org, Purpose.BANK, Purpose.DONATIONS, 55, date(2026, 6, 4))
    wrong = await move(org, Purpose.BANK, Purpose.DONATIONS, 99, date(2026, 6, 6))
    await reverse(org, wrong, date(2026, 6, 8), "Twice", None)
    await taken(
        org,
        account,
        csv("02/06/2026|CHEQUE|1|-7.00", "05/06/2026|D|2|4.00", "07/06/2026|E|3|1.23"),
    )
    paid, given, _unknown = await lines_of(org)
    rows = await PostingLine.within(org).filter(account_id=account.account_id)
    at_bank = {row.posting_id: row.id for row in rows}
    await confirm(org, account, [paid], BookKind.POSTING, str(at_bank[cheque.id]), None)
    await confirm(org, account, [given], BookKind.POSTING, str(at_bank[late.id]), None)

    for day in range(1, 31):
        found = await report(org, account, date(2026, 6, day))
        assert found.sums.difference == 0, day
        assert found.sums.at_start == 1_000
    found = await report(org, account, date(2026, 6, 7))
    assert [one.amount for one in found.left] == [400, 123]
    assert [one.amount for one in found.outstanding] == [55, 99]
    assert [one.amount for one in (await report(org, account, END)).outstanding] == [55]
    assert await unreconciled(org) == 123 + 55 + 1_000


async def test_a_missing_statement_shows_against_the_bank_s_own_balances(db):
    org = await make_books()
    account = await make_bank(org, opening=10_000)
    rows = file("starling.csv").decode().splitlines()
    await taken(org, account, "\n".join([rows[0], rows[1]]).encode())
    await taken(org, account, "\n".join([rows[0], rows[3]]).encode())

    found = await report(org, account, END)

    assert [(gap.after, gap.to, gap.amount) for gap in found.gaps] == [
        (date(2026, 6, 1), date(2026, 6, 4), 200)
    ]
    assert found.uncovered == []
    await taken(org, account, "\n".join([rows[0], rows[2]]).encode())
    found = await report(org, account, END)
    assert found.gaps == []


async def test_days_without_a_statement_are_named_where_no_balance_speaks_for_them(db):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, csv("01/06/2026|A|a|1.00"))
    await taken(org, account, csv("05/06/2026|B|b|1.00"))
    found = await report(org, account, END)
    assert (found.gaps, found.uncovered) == ([], [(date(2026, 6, 2), date(2026, 6, 4))])


# What the tables refuse, and two at once.


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bank_line SET amount = 1",
        "DELETE FROM bank_line",
        "UPDATE bank_match SET kind = 'x'",
        "DELETE FROM bank_match",
        "UPDATE matched_line SET stands = false",
        "DELETE FROM matched_posting",
        "UPDATE bank_statement SET state = 'previewed'",
        "INSERT INTO matched_line (organisation_id, match_id, line_id, stands)"
        " SELECT organisation_id, match_id, line_id, true FROM matched_line",
        "INSERT INTO bank_match (organisation_id, bank_account_id, kind, key, made, note, reason,"
        " confirmed_at) SELECT organisation_id, id, 'x', '', false, '', '', now()"
        " FROM bank_account",
    ],
)
async def test_the_tables_refuse_what_the_rules_would(db, statement: str):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, csv("03/06/2026|A|a|2.00"))
    [line] = await lines_of(org)
    other = await account_for(org, Purpose.OTHER_INCOME)
    await confirm(org, account, [line], BookKind.ACCOUNT, str(other.id), None)

    with pytest.raises((IntegrityError, asyncpg.PostgresError)):
        async with in_transaction() as connection:
            await connection.execute_script(statement)
            await connection.execute_script("SET CONSTRAINTS ALL IMMEDIATE")


async def test_two_tellers_and_two_tabs_at_once(fresh_db):
    org = await make_books()
    account = await make_bank(org)
    data = csv(*(f"03/06/2026|P{n}|r{n}|{n}.00" for n in range(1, 21)))
    statements = await asyncio.gather(
        *(upload(org, account, "s.csv", data, None) for _n in range(2))
    )
    await asyncio.gather(*(take_in(org, one, None) for one in statements))
    lines = await lines_of(org)
    assert len(lines) == 20
    other = await account_for(org, Purpose.OTHER_INCOME)

    async def tell(line: BankLine) -> bool:
        try:
            await confirm(org, account, [line], BookKind.ACCOUNT, str(other.id), None)
        except AlreadyExplained:
            return False
        return True

    told = await asyncio.gather(*(tell(line) for line in [*lines, *lines]))
    assert sum(told) == 20
    assert (await balances(org, END))[account.account_id] == sum(line.amount for line in lines)
    [same] = await asyncio.gather(_one_posting_two_lines(org, account))
    assert same == 1
    assert (await check_books(org)).balanced


async def _one_posting_two_lines(org: Organisation, account: BankAccount) -> int:
    line = "04/06/2026|X|x|5.55"
    await taken(org, account, csv(line, line))
    posting = await move(org, Purpose.BANK, Purpose.DONATIONS, 555, DAY)
    row = await PostingLine.within(org).get(posting_id=posting.id, amount=555)
    two = await BankLine.within(org).filter(amount=555)

    async def tell(one: BankLine) -> bool:
        try:
            await confirm(org, account, [one], BookKind.POSTING, str(row.id), None)
        except AlreadyOnStatement:
            return False
        return True

    return sum(await asyncio.gather(*(tell(one) for one in two)))
