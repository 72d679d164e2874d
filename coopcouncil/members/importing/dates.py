"""Dates as British spreadsheets write them: 31/12/1980, 31.12.80, 1 May 2020, 1980-12-31. Pure."""

import re
from datetime import date
from functools import lru_cache

from coopcouncil.kernel.dates import month_number
from coopcouncil.members.words import folded

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_FIGURES = re.compile(
    r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?"
)
_WORDS = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)?"
    r"[ \-/]([a-z]+)\.?,?[ \-/](\d{4}|\d{2})"
)


@lru_cache(maxsize=65_536)
def read_date(text: str, latest_year: int) -> date:
    """The day, day before month; two figures of a year mean the last such up to `latest_year`.

    ValueError for anything else.

    >>> read_date("31/12/80", 2026), read_date("1 May 2020", 2026), read_date("1 Mai 20", 2026)
    (datetime.date(1980, 12, 31), datetime.date(2020, 5, 1), datetime.date(2020, 5, 1))
    """
    found = _read(" ".join(text.split()), latest_year)
    if not 1000 <= found.year <= 9000:
        # As in a form: the days around it can no longer be reckoned.
        raise ValueError("not a year of ours")
    return found


def _read(plain: str, latest_year: int) -> date:
    if match := _ISO.fullmatch(plain):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _FIGURES.fullmatch(plain):
        return date(_year(match[3], latest_year), int(match[2]), int(match[1]))
    if match := _WORDS.fullmatch(folded(plain)):
        return date(_year(match[3], latest_year), month_number(match[2]), int(match[1]))
    raise ValueError("not a date")


def _year(text: str, latest: int) -> int:
    if len(text) == 4:
        return int(text)
    year = latest - latest % 100 + int(text)
    return year if year <= latest else year - 100
