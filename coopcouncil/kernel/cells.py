"""Cells of a list that somebody opens in a spreadsheet. Pure."""

import re
from collections.abc import Sequence

_CUT = re.compile(r"-?£?[0-9]{1,3},[0-9]{3}(,[0-9]{3})*(\.[0-9]{1,2})?")
_RUNS = ("=", "+", "-", "@", "\t")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it.

    >>> harmless("=1+1"), harmless("Ann")
    ("'=1+1", 'Ann')
    """
    return "'" + text if text.startswith(_RUNS) else text


def is_cut_sum(cells: Sequence[str]) -> bool:
    """Whether a row's cells begin with a sum that its own comma has cut in two.

    1,234.50 without quotation marks would be read as £1.

    >>> is_cut_sum(["1", "234.50"]), is_cut_sum(["40.00", "Ann"]), is_cut_sum(["1,234.50"])
    (True, False, False)
    """
    return len(cells) > 1 and _CUT.fullmatch(",".join(cell.strip() for cell in cells)) is not None
