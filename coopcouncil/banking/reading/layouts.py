"""The headings of the large British banks' CSV files, and guesses for any other. Pure.

As they are known to us from use; a bank may change its own at any time. A file whose headings are
in no layout is not refused: the treasurer says once what its columns are.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coopcouncil.banking.kinds import Bank
from coopcouncil.banking.kinds import Column as C


class Layout(NamedTuple):
    """A bank's headings, in its order, and what the columns are."""

    bank: Bank
    columns: Mapping[str, C]


_MONZO = (
    "transaction id,date,time,type,name,emoji,category,amount,currency,local amount,"
    "local currency,notes and #tags,address,receipt,description,category split,money out,money in"
)
LAYOUTS: tuple[Layout, ...] = (
    Layout(
        Bank.BARCLAYS,
        {
            "number": C.IGNORED,
            "date": C.DATE,
            "account": C.ACCOUNT,
            "amount": C.AMOUNT,
            "subcategory": C.KIND,
            "memo": C.TEXT,
        },
    ),
    Layout(
        Bank.LLOYDS,
        {
            "transaction date": C.DATE,
            "transaction type": C.KIND,
            "sort code": C.SORT_CODE,
            "account number": C.ACCOUNT,
            "transaction description": C.TEXT,
            "debit amount": C.PAID_OUT,
            "credit amount": C.PAID_IN,
            "balance": C.BALANCE,
        },
    ),
    Layout(
        Bank.NATWEST,
        {
            "date": C.DATE,
            "type": C.KIND,
            "description": C.TEXT,
            "value": C.AMOUNT,
            "balance": C.BALANCE,
            "account name": C.IGNORED,
            "account number": C.ACCOUNT,
        },
    ),
    Layout(
        Bank.CO_OPERATIVE,
        {
            "date": C.DATE,
            "description": C.TEXT,
            "type": C.KIND,
            "money in": C.PAID_IN,
            "money out": C.PAID_OUT,
            "balance": C.BALANCE,
        },
    ),
    Layout(
        Bank.HSBC,
        {
            "date": C.DATE,
            "type": C.KIND,
            "description": C.TEXT,
            "paid out": C.PAID_OUT,
            "paid in": C.PAID_IN,
            "balance": C.BALANCE,
        },
    ),
    Layout(
        Bank.SANTANDER,
        {
            "date": C.DATE,
            "type": C.KIND,
            "merchant/description": C.TEXT,
            "debit/credit": C.AMOUNT,
            "balance": C.BALANCE,
        },
    ),
    Layout(
        Bank.STARLING,
        {
            "date": C.DATE,
            "counter party": C.NAME,
            "reference": C.REFERENCE,
            "type": C.KIND,
            "amount (gbp)": C.AMOUNT,
            "balance (gbp)": C.BALANCE,
            "spending category": C.IGNORED,
            "notes": C.IGNORED,
        },
    ),
    Layout(
        Bank.MONZO,
        dict.fromkeys(_MONZO.split(","), C.IGNORED)
        | {
            "transaction id": C.ID,
            "date": C.DATE,
            "type": C.KIND,
            "name": C.NAME,
            "amount": C.AMOUNT,
            "currency": C.CURRENCY,
            "notes and #tags": C.REFERENCE,
            "description": C.TEXT,
        },
    ),
    Layout(
        Bank.UNITY_TRUST,
        {
            "date": C.DATE,
            "type": C.KIND,
            "details": C.TEXT,
            "debit": C.PAID_OUT,
            "credit": C.PAID_IN,
            "balance": C.BALANCE,
        },
    ),
)
HEADLESS = (C.DATE, C.TEXT, C.AMOUNT)
"""HSBC writes no headings: a day, words and an amount."""

_GUESSES: Mapping[C, tuple[str, ...]] = {
    C.DATE: ("date", "booking date", "posting date", "transaction date", "completed date (utc)"),
    C.AMOUNT: ("amount", "value", "amount gbp", "amount (gbp)", "transaction amount"),
    C.PAID_IN: ("paid in", "money in", "credit", "credits", "credit amount", "in", "receipts"),
    C.PAID_OUT: ("paid out", "money out", "debit", "debits", "debit amount", "out", "payments"),
    C.TEXT: ("description", "details", "narrative", "memo", "transaction description", "text"),
    C.NAME: ("name", "payee", "payer", "counterparty", "counter party"),
    C.REFERENCE: ("reference", "payment reference", "ref"),
    C.KIND: ("type", "transaction type", "subcategory"),
    C.BALANCE: ("balance", "running balance", "balance (gbp)"),
    C.ID: ("transaction id", "id", "fitid"),
    C.SORT_CODE: ("sort code", "sortcode"),
    C.ACCOUNT: ("account number", "account", "account no"),
    C.CURRENCY: ("currency",),
}
_GUESSED = {word: column for column, words in _GUESSES.items() for word in words}


def plain(headings: Sequence[str]) -> list[str]:
    """Headings as they are compared: without case and odd spaces; empty ones at the end gone."""
    found = [" ".join(one.replace("\ufeff", "").split()).casefold() for one in headings]
    while found and not found[-1]:
        found.pop()
    return found


def known(headings: Sequence[str]) -> tuple[Bank, list[C]] | None:
    """The bank that writes these headings, in any order, and what its columns are.

    Columns that a bank left out of an older version may be missing, if nothing else is there.
    """
    asked = plain(headings)
    for layout in LAYOUTS:
        needed = {name for name, column in layout.columns.items() if column is not C.IGNORED}
        if needed <= set(asked) <= set(layout.columns) and len(set(asked)) == len(asked):
            return layout.bank, [layout.columns[one] for one in asked]
    return None


def guessed(headings: Sequence[str]) -> list[C]:
    """What the columns probably are, for the treasurer to look at."""
    taken: set[C] = set()
    found = []
    for one in plain(headings):
        column = _GUESSED.get(one, C.IGNORED)
        if column in taken:
            column = C.IGNORED
        taken.add(column)
        found.append(column)
    if C.AMOUNT in taken and {C.PAID_IN, C.PAID_OUT} & taken:
        found = [C.IGNORED if one in (C.PAID_IN, C.PAID_OUT) else one for one in found]
    return found


def enough(columns: Sequence[C]) -> bool:
    """Whether a statement can be read from these columns, each of them said once."""
    used = [one for one in columns if one is not C.IGNORED]
    if len(set(used)) != len(used) or C.DATE not in used:
        return False
    sums = {C.PAID_IN, C.PAID_OUT} & set(used)
    one_way = (C.AMOUNT in used) != bool(sums)
    return one_way and bool({C.TEXT, C.NAME, C.REFERENCE} & set(used))
