"""Bacs Standard 18: labels of 80 characters around records of 100, or 106 where each has its day.

The full specification is given to Bacs' users alone. The layout here is the one on which open
descriptions agree (`docs/decisions/payouts.md` says how far), held character by character by tests.
Days are "bYYDDD": a space, the year of the century, the day of the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.payouts.files.words import for_bacs
from coopcouncil.payouts.rules.details import BankDetails

CREDIT = "99"
FIRST_DEBIT, REPRESENTED, REGULAR, FINAL = "01", "18", "17", "19"
NEW_INSTRUCTION, CANCELLED_INSTRUCTION, CONVERTED_INSTRUCTION = "0N", "0C", "0S"
DEBITS = frozenset({FIRST_DEBIT, REPRESENTED, REGULAR, FINAL})
INSTRUCTIONS = frozenset({NEW_INSTRUCTION, CANCELLED_INSTRUCTION, CONVERTED_INSTRUCTION})
LARGEST = 99_999_999_999


class DoesNotFit(ValueError):
    """A field that is too small for what should stand in it."""


@dataclass(frozen=True)
class Entry:
    """One payment, debit or instruction: pence, 0 for an instruction."""

    account: BankDetails
    code: str
    pence: int
    reference: str
    day: date | None = None
    """Its own processing day, in a file of several days."""


@dataclass(frozen=True)
class Submission:
    """What goes to Bacs in one file."""

    user_number: str
    user_name: str
    serial: int
    origin: BankDetails
    made_on: date
    processed_on: date
    entries: Sequence[Entry]
    several_days: bool = False


def julian(on: date) -> str:
    """A day as Bacs writes it.

    >>> julian(date(2026, 12, 29))
    ' 26363'
    """
    return f" {on:%y%j}"


def written(one: Submission) -> bytes:
    """The file."""
    contras = _contras(one)
    records = [_record(one, entry) for entry in one.entries]
    records += [_contra(one, code, pence, on) for code, pence, on in contras]
    head = _head(one)
    lines = [
        _label("VOL1", f"{one.serial:06d}", " " * 27, _owner(one), " " * 28, "1"),
        _label("HDR1", *head),
        _label("HDR2", *_shape(one)),
        _label(
            "UHL1",
            julian(one.processed_on),
            "999999    ",
            "00",
            "000000",
            "4 MULTI  " if one.several_days else "1 DAILY  ",
            "001",
            " " * 40,
        ),
        *records,
        _label("EOF1", *head),
        _label("EOF2", *_shape(one)),
        _label("UTL1", *_totals(one, contras), " " * 36),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _label(*parts: str) -> str:
    line = "".join(parts)
    if len(line) != 80:
        raise DoesNotFit(line)
    return line


def _owner(one: Submission) -> str:
    return f"    {one.user_number:>6}    "


def _head(one: Submission) -> list[str]:
    """What HDR1 and EOF1 say: whose file, its serial number, made and kept until."""
    return [
        f"A{one.user_number}S  1{one.user_number}",
        f"{one.serial:06d}",
        "0001",
        "0001",
        " " * 6,
        julian(one.made_on),
        julian(max(entry.day or one.processed_on for entry in one.entries) + timedelta(days=7)),
        " ",
        "000000",
        " " * 20,
    ]


def _shape(one: Submission) -> list[str]:
    """What HDR2 and EOF2 say: records of a fixed length, in blocks under 2,048."""
    length = 106 if one.several_days else 100
    block = 2048 // length * length
    return ["F", f"{block:05d}", f"{length:05d}", " " * 35, "00", " " * 28]


def _record(one: Submission, entry: Entry) -> str:
    if (entry.pence == 0) != (entry.code in INSTRUCTIONS):
        raise DoesNotFit(entry.code)
    return _fields(
        one,
        entry.account,
        entry.code,
        entry.pence,
        for_bacs(entry.reference, 18),
        for_bacs(entry.account.name, 18),
        entry.day or one.processed_on,
    )


def _contra(one: Submission, code: str, pence: int, on: date) -> str:
    """The other side, on the user's own account."""
    name = for_bacs(one.origin.name, 18)
    return _fields(one, one.origin, code, pence, "CONTRA".ljust(18), name, on)


def _fields(
    one: Submission,
    to: BankDetails,
    code: str,
    pence: int,
    reference: str,
    name: str,
    on: date,
) -> str:
    if not 0 <= pence <= LARGEST:
        raise DoesNotFit(str(pence))
    line = "".join(
        (
            to.sort_code,  # 1–6
            to.account_number,  # 7–14
            "0",  # 15 kind of account
            code,  # 16–17
            one.origin.sort_code,  # 18–23
            one.origin.account_number,  # 24–31
            "    ",  # 32–35 free
            f"{pence:011d}",  # 36–46
            for_bacs(one.user_name, 18),  # 47–64
            reference,  # 65–82
            name,  # 83–100
            julian(on) if one.several_days else "",  # 101–106
        )
    )
    if len(line) != (106 if one.several_days else 100):
        raise DoesNotFit(line)
    return line


def _contras(one: Submission) -> list[tuple[str, int, date]]:
    """For each day a debit of what is paid, and a credit of what is collected."""
    found = []
    for on in sorted({entry.day or one.processed_on for entry in one.entries}):
        today = [entry for entry in one.entries if (entry.day or one.processed_on) == on]
        paid = sum(entry.pence for entry in today if entry.code == CREDIT)
        collected = sum(entry.pence for entry in today if entry.code in DEBITS)
        found += [(REGULAR, paid, on)] if paid else []
        found += [(CREDIT, collected, on)] if collected else []
    return found


def _totals(one: Submission, contras: Sequence[tuple[str, int, date]]) -> list[str]:
    """Debits and credits, contras among them: by value, then by number."""
    both = [*((e.code, e.pence) for e in one.entries), *((code, p) for code, p, _on in contras)]
    debits = [pence for code, pence in both if code in DEBITS]
    credits = [pence for code, pence in both if code == CREDIT]
    return [
        f"{sum(debits):013d}",
        f"{sum(credits):013d}",
        f"{len(debits):07d}",
        f"{len(credits):07d}",
    ]
