"""The register of officers as CSV."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date, datetime

from coopcouncil.kernel.cells import harmless
from coopcouncil.officers.reads import register_of_officers
from coopcouncil.organisations.models import Organisation

HEADINGS = (
    "officer_number",
    "name",
    "postal_address",
    "postcode",
    "email",
    "email_purposes",
    "office",
    "took_office",
    "left_office",
)


async def officers_csv(
    org: Organisation, on: date, known_at: datetime | None = None, with_former: bool = False
) -> AsyncIterator[str]:
    """Each office of each officer: the same bytes for the same two times; UTF-8, LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for line in await register_of_officers(org, on, known_at, with_former):
        texts = (
            str(line.number),
            line.name,
            line.postal_address,
            line.postcode,
            line.email,
            line.email_purposes,
            line.office.value,
            line.took_office.isoformat(),
            line.left_office.isoformat() if line.left_office else "",
        )
        writer.writerow([harmless(text) for text in texts])
    yield out.getvalue()
