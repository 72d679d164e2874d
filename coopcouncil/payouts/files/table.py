"""A table for banks that take one: a line a payment, comma separated."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from coopcouncil.payouts.files.transfer import Transfer
from coopcouncil.payouts.files.words import for_table

HEADS = ("Payee name", "Sort code", "Account number", "Amount", "Reference", "Payment date")


def written(pay_on: date, transfers: Sequence[Transfer]) -> bytes:
    """The file: figures bare, the day as 29/12/2026, as British banks ask for it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for one in transfers:
        writer.writerow(
            (
                for_table(one.account.name, 18),
                one.account.shown_sort_code,
                one.account.account_number,
                f"{one.pence // 100}.{one.pence % 100:02d}",
                for_table(one.reference, 18),
                pay_on.strftime("%d/%m/%Y"),
            )
        )
    return out.getvalue().encode("ascii")
