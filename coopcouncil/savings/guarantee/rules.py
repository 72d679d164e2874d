"""How much of whose savings is guaranteed. Pure; whole pence.

The columns are the fields of the table of Depositor Protection 12.9 in its order, one file for
each of its four parts. An installation holds them against the guide of the FSCS before it sends
the first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel.dates import months_after

CUSTOMERS = (
    "Single customer view record number",
    "Title",
    "Customer first forename",
    "Customer second forename",
    "Customer third forename",
    "Customer surname",
    "Previous name",
    "National Insurance number",
    "Passport number",
    "Other national identifier",
    "Other national identity number",
    "Company number",
    "Customer date of birth",
)
CONTACTS = (
    "Single customer view record number",
    "Address line 1",
    "Address line 2",
    "Address line 3",
    "Address line 4",
    "Address line 5",
    "Address line 6",
    "Postcode",
    "Country",
    "Email address",
    "Main phone number",
    "Evening phone number",
    "Mobile phone number",
)
ACCOUNTS = (
    "Single customer view record number",
    "Account title",
    "Account number",
    "BIC",
    "IBAN",
    "Sort code",
    "Product type",
    "Product name",
    "Account holder indicator",
    "Account status code",
    "Exclusion type",
    "Recent transactions",
    "Account branch jurisdiction",
    "BRRD marking",
    "Structured deposit accounts",
    "Account balance in sterling",
    "Authorised negative balances",
    "Currency of account",
    "Account balance in original currency",
    "Exchange rate",
    "Original account balance before interest",
    "Transferable eligible deposit",
)
AGGREGATES = (
    "Single customer view record number",
    "Aggregate balance in sterling",
    "Compensatable amount in sterling",
)
LAST_LINE = "9" * 20
"""Ends each file, so that half a file is known."""

EXCLUSIONS = {
    "dormant": "LEGDOR",
    "beneficiary": "BEN",
    "dispute": "LEGDIS",
    "legal": "HMTS",
}
"""Why an account stands in the exclusions view, in the codes of the FSCS."""

LEGALLY_DORMANT = 15 * 12
RECENT = 24
"""Months."""


@dataclass(frozen=True)
class Part:
    """What one person has on one account: their equal part of it."""

    record: str
    account: str
    pence: int
    holders: int
    excluded: str


def legally_dormant(last_act: date, today: date) -> bool:
    """Whether nothing was done by the holder for fifteen years.

    An account that is dormant by the credit union's own rules alone, after three years say, is an
    eligible deposit like others: its holder is in the single customer view and is paid with them.
    Dormant Bank and Building Society Accounts Act 2008 s.10 [from memory].

    >>> legally_dormant(date(2011, 6, 1), date(2026, 5, 31))
    False
    >>> legally_dormant(date(2011, 6, 1), date(2026, 6, 1))
    True
    """
    return months_after(last_act, LEGALLY_DORMANT) <= today


def recent(last_act: date, today: date) -> bool:
    """Whether the holder did anything in the last two years."""
    return months_after(last_act, RECENT) > today


def aggregates(parts: Iterable[Part], limit: int) -> Mapping[str, tuple[int, int]]:
    """By person: all that they have, and how much of that is paid out."""
    total: dict[str, int] = {}
    for one in parts:
        total[one.record] = total.get(one.record, 0) + one.pence
    return {record: (pence, min(pence, limit)) for record, pence in total.items()}


def sterling(pence: int) -> str:
    """As the files write it.

    >>> sterling(123450), sterling(5)
    ('1234.50', '0.05')
    """
    return f"{pence // 100}.{pence % 100:02}"
