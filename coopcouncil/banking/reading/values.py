"""Days and sums as banks write them. Pure; `ValueError` for anything else."""

import re
from datetime import date
from decimal import Decimal

LARGEST = 100_000_000_000
"""Pence: the books take no line of more."""
_WHOLE = {
    ".": re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?"),
    ",": re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d{1,12})(?:,(\d{1,2}))?"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_PARTS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: \d.*)?")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4}|\d{2})")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")


def pence(text: str, decimal: str = ".") -> int:
    """A sum in pence, with its sign.

    >>> pence("£1,234.50"), pence("-12.5"), pence("(3.00)"), pence("7.00 DR")
    (123450, -1250, -300, -700)
    >>> pence("1.234,50", decimal=",")
    123450
    """
    plain = text.replace("\u2212", "-").replace("\xa0", " ").strip()
    negative = False
    if plain.startswith("(") and plain.endswith(")"):
        plain, negative = plain[1:-1], True
    upper = plain.upper()
    if upper.endswith(("CR", "DR")):
        negative ^= upper.endswith("DR")
        plain = plain[:-2]
    plain = plain.replace("£", "").strip()
    for sign in "+-":
        if plain.startswith(sign) or plain.endswith(sign):
            plain = plain.removeprefix(sign) if plain.startswith(sign) else plain[:-1]
            negative ^= sign == "-"
            break
    found = _WHOLE[decimal].fullmatch(plain.strip())
    if not found or not plain.isascii():
        raise ValueError("not an amount")
    whole, rest = found.groups()
    total = int(re.sub(r"[., ]", "", whole)) * 100 + int((rest or "0").ljust(2, "0"))
    if total >= LARGEST:
        raise ValueError("too large")
    return -total if negative else total


def pence_of(amount: Decimal) -> int:
    """An exact decimal in pence.

    >>> pence_of(Decimal("-12.5"))
    -1250
    """
    scaled = amount * 100
    if scaled != scaled.to_integral_value() or abs(scaled) >= LARGEST:
        raise ValueError("not an amount of pence")
    return int(scaled)


def day(text: str, day_first: bool = True) -> date:
    """A day.

    >>> day("01/02/2026") == day("2026-02-01T10:00:00Z") == day("1 Feb 26") == day("20260201")
    True
    """
    plain = text.strip()
    if not plain.isascii():
        raise ValueError("not a day")
    if found := _ISO.fullmatch(plain) or _PLAIN.fullmatch(plain):
        return date(*(int(part) for part in found.groups()))
    if found := _PARTS.fullmatch(plain):
        first, second, year = (int(part) for part in found.groups())
        a, b = (first, second) if day_first else (second, first)
        return date(_year(year), b, a)
    if found := _WORDS.fullmatch(plain):
        month = _MONTHS.index(found[2][:3].lower()) + 1
        return date(_year(int(found[3])), month, int(found[1]))
    raise ValueError("not a day")


def tidy(text: str, most: int) -> str:
    """One line of words, without what no table can hold."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(plain.split())[:most].rstrip()


def _year(year: int) -> int:
    return year if year > 99 else 2000 + year
