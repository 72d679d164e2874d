"""The general ledger as a file, for a spreadsheet or for accountants' programs.

Xero reads manual journals with these headings: a negative amount is a credit, and lines with one
narration and date are one journal. Sage 50 reads audit trail transactions: JD and JC are journal
debits and credits, T9 is outside VAT.
"""

import csv
import io
from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

from coopcouncil.kernel.cells import harmless
from coopcouncil.members.exporting import chunks_of
from coopcouncil.organisations.models import Organisation

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "csv": (
        "number", "posted_on", "settled_on", "kind", "text", "reference", "reverses",
        "account_code", "account", "fund", "member_number", "debit", "credit", "note",
    ),
    "xero": (
        "*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount",
        "TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2",
    ),
    "sage": (
        "Type", "Account Reference", "Nominal A/C Ref", "Department Code", "Date", "Reference",
        "Details", "Net Amount", "Tax Code", "Tax Amount",
    ),
}  # fmt: skip

_QUERY = """
SELECT p.number, p.posted_on, p.settled_on, p.kind, p.text, coalesce(p.reference, '') AS reference,
    coalesce(r.number::text, '') AS reverses, a.code, a.name AS account,
    coalesce(f.name, '') AS fund, coalesce(m.number, '') AS member, l.amount, l.note
FROM posting_line l
JOIN posting p ON p.id = l.posting_id
JOIN ledger_account a ON a.id = l.account_id
LEFT JOIN posting r ON r.id = p.reverses_id
LEFT JOIN ledger_fund f ON f.id = l.fund_id
LEFT JOIN member m ON m.id = l.member_id
WHERE l.organisation_id = $1 AND l.posted_on BETWEEN $2 AND $3
ORDER BY p.number, l.id
"""


async def general_ledger(org: Organisation, since: date, to: date, form: str) -> AsyncIterator[str]:
    """Every line between two days, in the order of the postings; no formula left to run."""
    yield _lines([HEADINGS[form]])
    async for rows in chunks_of(_QUERY, [org.id, since, to]):
        yield _lines([_FORMS[form](row) for row in rows])


def pounds(pence: int) -> str:
    """Pence as a bare figure of pounds.

    >>> pounds(123450), pounds(-5)
    ('1234.50', '-0.05')
    """
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{part:02}"


def _plain(row: Mapping[str, Any]) -> list[str]:
    amount = row["amount"]
    return [
        str(row["number"]),
        row["posted_on"].isoformat(),
        row["settled_on"].isoformat() if row["settled_on"] else "",
        row["kind"],
        harmless(row["text"]),
        harmless(row["reference"]),
        row["reverses"],
        harmless(row["code"]),
        harmless(row["account"]),
        harmless(row["fund"]),
        harmless(row["member"]),
        pounds(amount) if amount > 0 else "",
        pounds(-amount) if amount < 0 else "",
        harmless(row["note"]),
    ]


def _xero(row: Mapping[str, Any]) -> list[str]:
    narration = harmless(f"{row['number']} {row['text']}")
    fund = ["Fund", harmless(row["fund"])] if row["fund"] else ["", ""]
    day = row["posted_on"].strftime("%d/%m/%Y")
    code, note = harmless(row["code"]), harmless(row["note"])
    return [narration, day, note, code, "No VAT", pounds(row["amount"]), *fund, "", ""]


def _sage(row: Mapping[str, Any]) -> list[str]:
    return [
        "JD" if row["amount"] > 0 else "JC",
        "",
        harmless(row["code"]),
        "0",
        row["posted_on"].strftime("%d/%m/%Y"),
        str(row["number"]),
        harmless(row["text"])[:60],
        pounds(abs(row["amount"])),
        "T9",
        "0.00",
    ]


_FORMS = {"csv": _plain, "xero": _xero, "sage": _sage}


def _lines(rows: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
