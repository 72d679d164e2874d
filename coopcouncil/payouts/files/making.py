"""The file of a run, in the bank's format; always the same bytes for the same run."""

from collections.abc import Sequence
from datetime import date, datetime

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.payouts.files import pain001, standard18, table
from coopcouncil.payouts.files.transfer import Transfer
from coopcouncil.payouts.kinds import Format
from coopcouncil.payouts.rules.details import BankDetails

KINDS = {
    Format.PAIN: ("xml", "application/xml"),
    Format.BACS: ("txt", "text/plain; charset=us-ascii"),
    Format.CSV: ("csv", "text/csv; charset=us-ascii"),
}


def made(
    format: Format,
    *,
    name: str,
    slug: str,
    number: int,
    made_at: datetime,
    pay_on: date,
    origin: BankDetails,
    user_number: str,
    user_name: str,
    transfers: Sequence[Transfer],
) -> bytes:
    """The bytes for the bank. Bacs pays on the working day after it has processed a file."""
    match format:
        case Format.PAIN:
            message = f"{slug.upper()[:20]}-{number:06d}-{pay_on:%y%m%d}"
            return pain001.written(name, origin, message, made_at, pay_on, transfers)
        case Format.CSV:
            return table.written(pay_on, transfers)
        case Format.BACS:
            entries = [
                standard18.Entry(one.account, standard18.CREDIT, one.pence, one.reference)
                for one in transfers
            ]
            return standard18.written(
                standard18.Submission(
                    user_number=user_number,
                    user_name=user_name or origin.name,
                    serial=number % 1_000_000,
                    origin=origin,
                    made_on=made_at.astimezone(LONDON).date(),
                    processed_on=add_working_days(pay_on, -1),
                    entries=entries,
                )
            )
