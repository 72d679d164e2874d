"""The registers as files: CSV for programs, PDF for people, in volumes where they are large.

Nothing is stored: a copy is set while it is sent, volume by volume, and is gone from here.
"""

import time
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import anyio.to_thread

from coopcouncil.kernel import pages, pdf
from coopcouncil.kernel.downloads import Pipe
from coopcouncil.kernel.i18n import LANGUAGES
from coopcouncil.members.exporting import csv_of, register_csv
from coopcouncil.members.labels import PURPOSES
from coopcouncil.members.written import EXPORTED, REDACTED
from coopcouncil.officers.exporting import officers_csv
from coopcouncil.officers.labels import office_name
from coopcouncil.officers.reads import Line, register_of_officers
from coopcouncil.organisations.kinds import COMPANIES
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory.contents import (
    Row,
    Wanted,
    account_of,
    classes_there,
    former_query,
    how_many,
    members_in,
    members_query,
)
from coopcouncil.statutory.rules.inspection import keeps_officers

VOLUME = 500
"""Members in one PDF: so many are set in some seconds, and print as a slim book."""
# CA 2006 s.113: names, addresses, dates, class; shares where there are any.
COMPANY_COLUMNS = (
    "member_number",
    "given_name",
    "family_name",
    "postal_address",
    "postcode",
    "class",
    "joined_on",
    "left_on",
)


class _Rate:
    """Members a second: one core of an office machine, until this one has shown its own."""

    members_a_second = 60.0


def minutes_for(members: int) -> int:
    """How long so many members take to set, by the last volume that was set here."""
    return max(1, round(members / _Rate.members_a_second / 60))


@dataclass(frozen=True)
class _Part:
    """What one volume holds."""

    number: int
    last: int
    rows: Sequence[Row]
    is_former: bool
    officers: Sequence[Line]
    account: Row | None


async def volumes(
    org: Organisation, wanted: Wanted, lang: str, printed_at: datetime, member: int | None = None
) -> AsyncIterator[tuple[str, bytes]]:
    """The register in PDFs of `VOLUME` members each, with their names; officers in the first."""
    counts = [await how_many(org, wanted)]
    if wanted.with_former:
        counts.append(await how_many(org, wanted, former=True))
    last = max(1, -(-counts[0] // VOLUME)) + sum(-(-count // VOLUME) for count in counts[1:])
    officers = await _officers(org, wanted)
    account = await account_of(org, member, wanted) if member is not None else None
    has_classes = await classes_there(org, wanted)
    number = 0
    async for rows, is_former in _pages(org, wanted):
        number += 1
        first = number == 1
        part = _Part(
            number, last, rows, is_former, officers if first else (), account if first else None
        )
        begun = time.monotonic()
        data = await anyio.to_thread.run_sync(
            _typeset, org, wanted, part, lang, printed_at, has_classes
        )
        if len(rows) > VOLUME // 2:
            _Rate.members_a_second = len(rows) / max(time.monotonic() - begun, 0.001)
        yield f"{org.slug}-{wanted.on.isoformat()}-{number:03}.pdf", data


async def _pages(org: Organisation, wanted: Wanted) -> AsyncIterator[tuple[Sequence[Row], bool]]:
    some = False
    async for rows in members_in(org, wanted, VOLUME):
        some = True
        yield rows, False
    if not some:
        yield (), False
    if wanted.with_former:
        async for rows in members_in(org, wanted, VOLUME, former=True):
            yield rows, True


async def _officers(org: Organisation, wanted: Wanted) -> list[Line]:
    if not keeps_officers(org.legal_form):
        return []
    return await register_of_officers(org, wanted.on, wanted.known_at, wanted.with_former)


def _typeset(
    org: Organisation,
    wanted: Wanted,
    part: _Part,
    lang: str,
    printed_at: datetime,
    has_classes: bool,
) -> bytes:
    is_company = org.legal_form in COMPANIES
    text = pages.render(
        "print/statutory/register.html",
        lang if lang in LANGUAGES else LANGUAGES[0],
        org=org,
        part=part,
        wanted=wanted,
        printed_at=printed_at,
        is_company=is_company,
        keeps_officers=keeps_officers(org.legal_form),
        has_classes=has_classes and is_company,
        has_shares=any(row.shares is not None for row in part.rows),
        has_property=any(row.other_property for row in part.rows),
        office_name=lambda office: office_name(office, org),
        purposes=lambda text: ", ".join(str(PURPOSES.get(p, p)) for p in text.split()),
    )
    return pdf.typeset(text)


async def lists(
    org: Organisation, wanted: Wanted
) -> AsyncIterator[tuple[str, AsyncIterator[bytes]]]:
    """The register's lists: members, those who left where asked for, officers."""
    day = wanted.on.isoformat()
    if org.legal_form in COMPANIES:
        targets = [*COMPANY_COLUMNS]
        if not wanted.redacted and any([row async for row in _with_shares(org, wanted)]):
            targets += ["shares", "amount_paid"]
        text, values = members_query(org, wanted)
        yield f"{org.slug}-members-{day}.csv", _bytes(csv_of(org, targets, text, values))
    else:
        targets = [t for t in EXPORTED if not (wanted.redacted and t in REDACTED)]
        members = register_csv(org, wanted.on, wanted.known_at, wanted.redacted)
        yield f"{org.slug}-members-{day}.csv", _bytes(members)
    if wanted.with_former:
        text, values = former_query(org, wanted)
        yield f"{org.slug}-left-{day}.csv", _bytes(csv_of(org, targets, text, values))
    if keeps_officers(org.legal_form):
        officers = officers_csv(org, wanted.on, wanted.known_at, wanted.with_former)
        yield f"{org.slug}-officers-{day}.csv", _bytes(officers)


async def _with_shares(org: Organisation, wanted: Wanted) -> AsyncIterator[bool]:
    async for rows in members_in(org, wanted, 2_000):
        if any(row.shares is not None for row in rows):
            yield True
            return


async def _bytes(texts: AsyncIterator[str]) -> AsyncIterator[bytes]:
    async for text in texts:
        yield text.encode()


async def whole(pieces: AsyncIterator[bytes]) -> bytes:
    """All pieces at once."""
    return b"".join([piece async for piece in pieces])


async def zip_of_volumes(files: AsyncIterator[tuple[str, bytes]]) -> AsyncIterator[bytes]:
    """Volumes as a ZIP that is sent while it is set: never more than one in memory."""
    sink = Pipe()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        async for name, data in files:
            archive.writestr(name, data)
            yield sink.taken()
    yield sink.taken()


async def zip_of_lists(
    files: AsyncIterator[tuple[str, AsyncIterator[bytes]]],
) -> AsyncIterator[bytes]:
    """Lists as a ZIP that is sent while they are read."""
    sink = Pipe()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        async for name, pieces in files:
            with archive.open(name, "w", force_zip64=True) as file:
                async for piece in pieces:
                    file.write(piece)
                    if taken := sink.taken():
                        yield taken
            yield sink.taken()
    yield sink.taken()
