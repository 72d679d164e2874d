"""Statements as MT940, read by the package mt-940, message by message. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import mt940

from coopcouncil.banking.reading.facts import (
    Facts,
    HalfWritten,
    Named,
    NoSum,
    NotSterling,
    NotWellFormed,
    Read,
)
from coopcouncil.banking.reading.values import day, pence_of, tidy

_OPTIONS = mt940.Options.all()
_DAY = re.compile(r":61:(\d{6})")


def read_swift(file: BinaryIO, facts: Facts) -> Iterator[Read]:
    """Every line of the bank, in the order of the file."""
    for first, lines in _messages(file):
        yield from _message(first, lines, facts)


def _messages(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Each message with the line of the file where it begins."""
    file.seek(0)
    lines: list[str] = []
    first = number = 1
    for number, raw in enumerate(file, 1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
        text = text.rstrip("\r\n")
        begins = text.startswith(":20:") or ("{4:" in text and text.startswith("{"))
        if begins and any(one.startswith(":2") for one in lines):
            yield first, lines
            lines, first = [], number
        if "{4:" in text:
            text = text.partition("{4:")[2]
        if text and text not in ("-", "-}"):
            lines.append(text)
        elif not lines:
            first = number + 1
    if lines:
        yield first, lines
    elif number == 1:
        raise HalfWritten(number)


def _message(first: int, lines: list[str], facts: Facts) -> Iterator[Read]:
    for needed in (":25:", ":60", ":62"):
        if not any(one.startswith(needed) for one in lines):
            raise HalfWritten(first + len(lines) - 1)
    places = [n for n, one in enumerate(lines) if one.startswith(":61:")]
    try:
        found = mt940.parse("\n".join(lines), options=_OPTIONS)
    except Exception as trouble:
        # The package raises plain errors of several kinds for what it cannot read.
        raise NotWellFormed(first) from trouble
    transactions = [one for one in found if one.data.get("amount") is not None]
    if len(transactions) != len(places):
        raise NotWellFormed(first)
    opening = _balance(found.data, "opening", first)
    closing = _balance(found.data, "closing", first)
    if facts.opening is None:
        facts.opening = opening
    facts.closing = closing
    facts.accounts.add(_account(str(found.data.get("account_identification") or "")))
    for transaction, place in zip(transactions, places, strict=True):
        yield _line(transaction.data, first + place, lines[place])


def _line(data: dict[str, Any], line: int, raw: str) -> Read:
    amount = data["amount"]
    if amount.currency not in (None, "GBP"):
        raise NotSterling(line, str(amount.currency))
    stated = _DAY.match(raw)
    if not stated:
        raise NotWellFormed(line)
    reference = str(data.get("customer_reference") or "")
    if reference.upper() in ("NONREF", "NOTPROVIDED"):
        reference = ""
    details = " ".join(
        str(data.get(key) or "") for key in ("transaction_details", "purpose", "extra_details")
    )
    name = str(data.get("applicant_name") or "")
    booked = data.get("entry_date") or data["date"]
    return Read(
        line,
        day(booked.isoformat()[:10]),
        _pence(amount.amount, line),
        tidy(f"{name} {details}".strip() or reference or str(data.get("id") or ""), 500),
        tidy(name, 200),
        tidy(reference, 200),
        tidy(str(data.get("id") or ""), 40),
    )


def _balance(data: dict[str, Any], which: str, line: int) -> int:
    found = data.get(f"final_{which}_balance") or data.get(f"intermediate_{which}_balance")
    if found is None or found.amount is None:
        raise NotWellFormed(line)
    if found.amount.currency != "GBP":
        raise NotSterling(line, str(found.amount.currency))
    return _pence(found.amount.amount, line)


def _pence(amount: Decimal, line: int) -> int:
    try:
        return pence_of(amount)
    except ValueError as trouble:
        raise NoSum(line, str(amount)) from trouble


def _account(said: str) -> Named:
    """`:25:` is an IBAN, or sort code and number, parted or not."""
    plain = said.replace(" ", "").upper()
    if re.match(r"[A-Z]{2}\d\d", plain):
        return Named(plain.partition("/")[0])
    digits = "".join(mark for mark in plain if mark.isdigit())
    return Named(digits[6:], digits[:6]) if len(digits) == 14 else Named(digits)
