"""How much of whose savings is guaranteed. Pure; whole pence.

The columns follow the table of Depositor Protection 12.9, one file for each of its parts. An
installation holds them against the guide of the FSCS before it sends the first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

LIMITS = ((date(2025, 12, 1), 12_000_000), (date(2017, 1, 30), 8_500_000))
"""The most for each person and firm, by the day of the failure (PRA PS24/25)."""

CUSTOMERS = (
    "scv_record_number",
    "title",
    "first_forename",
    "second_forename",
    "third_forename",
    "surname",
    "previous_name",
    "national_insurance_number",
    "passport_number",
    "other_national_identifier",
    "company_number",
    "date_of_birth",
)
CONTACTS = (
    "scv_record_number",
    "address_line_1",
    "address_line_2",
    "address_line_3",
    "address_line_4",
    "address_line_5",
    "address_line_6",
    "postcode",
    "country",
    "email_address",
    "main_phone_number",
    "evening_phone_number",
    "mobile_phone_number",
)
ACCOUNTS = (
    "scv_record_number",
    "account_title",
    "account_number",
    "sort_code",
    "product_type",
    "product_name",
    "account_holder_indicator",
    "account_status_code",
    "exclusion_type",
    "account_branch_jurisdiction",
    "balance_in_sterling",
    "currency",
    "original_balance_before_interest",
    "transferable_eligible_deposit",
)
AGGREGATES = ("scv_record_number", "aggregate_balance", "compensatable_amount")


@dataclass(frozen=True)
class Part:
    """What one person has on one account: their equal part of it."""

    record: str
    account: str
    pence: int
    holders: int
    excluded: str


def limit_on(day: date) -> int:
    """The most that is guaranteed for a failure on this day.

    >>> limit_on(date(2025, 11, 30)), limit_on(date(2025, 12, 1))
    (8500000, 12000000)
    """
    return next(pence for since, pence in LIMITS if day >= since)


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
