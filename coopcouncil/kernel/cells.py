"""Cells of a list that somebody opens in a spreadsheet. Pure."""

_RUNS = ("=", "+", "-", "@", "\t")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it.

    >>> harmless("=1+1"), harmless("Ann")
    ("'=1+1", 'Ann')
    """
    return "'" + text if text.startswith(_RUNS) else text
