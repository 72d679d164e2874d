"""Two bank accounts: one reconciled to the end of last month, one with a line nobody knows."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coopcouncil.banking.actions.accounts import Described, add_bank_account
from coopcouncil.banking.actions.matching import confirm_with
from coopcouncil.banking.actions.statements import take_in, upload
from coopcouncil.banking.books.postings import POSTING, OpenPosting, open_postings
from coopcouncil.banking.kinds import Bank, BookKind
from coopcouncil.banking.models import BankAccount, BankLine
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, closed_to, has_books
from coopcouncil.organisations.models import Organisation

DAY = timedelta(days=1)
Row = tuple[date, str, str, int]


async def fill(place: Mapping[str, Organisation], today: date) -> None:
    """After everything that posts: the statements follow the books."""
    await _glanwern(place["tai-glanwern"], today)
    await _credit_union(place["credit-union"], today)


async def _glanwern(org: Organisation, today: date) -> None:
    """Rents come in by the week as one line; a bill of this month and two others wait."""
    closed = await closed_to(org)
    assert closed is not None
    account = await _account(org, "Cyfrif cyfredol", Bank.CO_OPERATIVE, "089299", closed + DAY)
    month_end = today.replace(day=1) - DAY
    found = await open_postings(org, account, account.since, today)
    before = await _take(org, account, _rows([one for one in found if one.posted_on <= month_end]))
    await _hold(org, account, before, found)
    rows = _rows([one for one in found if one.posted_on > month_end])
    last = max(today - 2 * DAY, month_end + DAY)
    rows += [(last, "T HUWS", "94.50 AM MAI", 9_450), (last, "LLOG / INTEREST", "", 1_240)]
    now = await _take(org, account, sorted(rows))
    rents = [line for line in now if line.text.startswith("RHENTI")]
    await _hold(org, account, rents, found)


async def _credit_union(org: Organisation, today: date) -> None:
    """The last days agree but for one line."""
    if not await has_books(org):
        return
    since = today - 3 * DAY
    account = await _account(org, "Current account", Bank.UNITY_TRUST, "608301", since)
    found = await open_postings(org, account, since, today)
    rows = [*_rows(found), (today - DAY, "C HARGREAVES", "SAVINGS", 2_500)]
    lines = await _take(org, account, sorted(rows))
    known = [line for line in lines if not line.text.startswith("C HARGREAVES")]
    await _hold(org, account, known, found)


async def _account(
    org: Organisation, name: str, bank: Bank, sort_code: str, since: date
) -> BankAccount:
    main = await account_for(org, Purpose.BANK)
    opening = (await balances(org, since - DAY)).get(main.id, 0)
    number = "6540" + f"{org.id % 10_000:04}"
    described = Described(name, bank, sort_code, number, since, opening)
    return await add_bank_account(org, described, main, None)


def _rows(found: Sequence[OpenPosting]) -> list[Row]:
    """As the bank has them: the rents of a day in one sum, everything else by itself."""
    rents: defaultdict[date, int] = defaultdict(int)
    rows: list[Row] = []
    for one in found:
        if one.text.startswith("Rent,"):
            rents[one.posted_on] += one.amount
        else:
            rows.append((one.posted_on, one.text.upper()[:40], f"N{one.number}", one.amount))
    rows += [(on, "RHENTI / RENTS", f"{on:%d%m}", amount) for on, amount in rents.items()]
    return sorted(rows)


async def _take(org: Organisation, account: BankAccount, rows: Sequence[Row]) -> list[BankLine]:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    if account.bank is Bank.CO_OPERATIVE:
        write(("Date", "Description", "Type", "Money In", "Money Out", "Balance"))
    else:
        write(("Date", "Type", "Details", "Debit", "Credit", "Balance"))
    running = account.opening + sum(
        [line.amount for line in await BankLine.within(org).filter(bank_account_id=account.id)]
    )
    for on, who, reference, amount in rows:
        running += amount
        money = f"{abs(amount) // 100}.{abs(amount) % 100:02}"
        balance = f"{'-' if running < 0 else ''}{abs(running) // 100}.{abs(running) % 100:02}"
        into, out_of = (money, "") if amount > 0 else ("", money)
        words = f"{who} {reference}".strip()
        if account.bank is Bank.CO_OPERATIVE:
            write((on.isoformat(), words, "BGC", into, out_of, balance))
        else:
            write((f"{on:%d/%m/%Y}", "BGC", words, out_of, into, balance))
    if not rows:
        return []
    data = out.getvalue().encode()
    name = f"statement-{rows[0][0]:%Y%m%d}-{rows[-1][0]:%Y%m%d}.csv"
    statement = await upload(org, account, name, data, None)
    await take_in(org, statement, None)
    return await BankLine.within(org).filter(statement_id=statement.id).order_by("on", "place")


async def _hold(
    org: Organisation,
    account: BankAccount,
    lines: Sequence[BankLine],
    found: Sequence[OpenPosting],
) -> None:
    """Each line beside the postings that it was made of."""
    for line in lines:
        rent = line.text.startswith("RHENTI")
        keys = [
            str(one.id)
            for one in found
            if one.posted_on == line.on
            and (
                one.text.startswith("Rent,")
                if rent
                else line.text.endswith(f" N{one.number}") and one.amount == line.amount
            )
        ]
        await confirm_with(org, account, [line], BookKind.POSTING, ",".join(keys), POSTING, None)
