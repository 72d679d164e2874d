"""Names and references in the few letters that banks take. Pure."""

import re
import unicodedata

_OWN = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "đ": "d", "ł": "l",
                      "Ł": "L", "’": "'", "‘": "'", "–": "-", "—": "-"})  # fmt: skip


def plain(text: str) -> str:
    """Without accents: ŵ is w.

    >>> plain("Siôn Llŷr O’Neill")
    "Sion Llyr O'Neill"
    """
    apart = unicodedata.normalize("NFKD", text.translate(_OWN))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def for_bacs(text: str, width: int) -> str:
    """Capitals, figures, full stop, hyphen, stroke and ampersand, padded to a field's width.

    >>> for_bacs("Siôn O'Neill", 18)
    'SION O NEILL      '
    """
    capitals = plain(text).upper()
    kept = re.sub(r"[^A-Z0-9.\-/&]+", " ", capitals).strip()
    return kept[:width].ljust(width)


def for_xml(text: str, width: int) -> str:
    """The Latin letters that payment schemes agree on, and never a stroke at either end.

    >>> for_xml("Tŷ Gwyn & Co.", 70)
    'Ty Gwyn  Co.'
    """
    kept = re.sub(r"[^A-Za-z0-9/\-?:().,'+ ]", "", plain(text))
    return kept.strip(" /")[:width].strip(" /").replace("//", "/")


def for_table(text: str, width: int) -> str:
    """As for XML, and nothing that a spreadsheet takes for a formula.

    >>> for_table("=SUM(A1)", 18), for_table("-Ann", 18)
    ('SUM(A1)', 'Ann')
    """
    return for_xml(text, width).lstrip("+-'@= ")
