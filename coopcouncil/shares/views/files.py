"""The register of shares to take out: a list, and on paper, as at a day and as known on one."""

import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from tortoise.transactions import in_transaction

from coopcouncil.kernel import audit, clock, pages, pdf
from coopcouncil.kernel.downloads import Pipe, csv_stream, pdf_file
from coopcouncil.kernel.i18n import language_of
from coopcouncil.members.reads import settle
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.labels import KINDS
from coopcouncil.shares.models import ShareHolding
from coopcouncil.shares.reads import HeldShares, Holder, held_on, holders_named, sums_on
from coopcouncil.shares.views.register import day_asked

AT_ONCE = 2_000
# Setting a page takes its time and memory: so many holdings to a volume.
VOLUME = 500


@dataclass(frozen=True)
class Line:
    """One holding with the holder's name of that day."""

    held: HeldShares
    holder: Holder | None
    split_from: int | None
    """The number of the holding that it was once a part of."""


@dataclass(frozen=True)
class Cut:
    """The register of one day, as known at one moment: whatever is recorded meanwhile."""

    org: Organisation
    on: date
    known_at: datetime
    empty_too: bool

    async def lines(self, at_once: int) -> AsyncIterator[list[Line]]:
        """Some holdings at a time, by number."""
        after = 0
        while found := await held_on(
            self.org,
            self.on,
            self.known_at,
            after=after,
            empty_too=self.empty_too,
            limit=at_once,
        ):
            yield await self._named(found)
            after = found[-1].number

    async def _named(self, found: Sequence[HeldShares]) -> list[Line]:
        holders = [one.holder_id for one in found if one.holder_id]
        names = await holders_named(self.org, holders, self.on, self.known_at)
        parts = [one.split_from_id for one in found if one.split_from_id is not None]
        wholes = {h.id: h.number for h in await ShareHolding.within(self.org).filter(id__in=parts)}
        return [
            Line(one, names.get(one.holder_id or 0), wholes.get(one.split_from_id or 0))
            for one in found
        ]


async def register_file(request: Request) -> Response:
    """Every holding of the day as a list. It is recorded."""
    cut = await _cut(request)
    await _record(request, cut, "list")

    async def rows() -> AsyncIterator[list[list[str]]]:
        async for lines in cut.lines(AT_ONCE):
            yield [_cells(line) for line in lines]

    return csv_stream(f"{cut.org.slug}-shares-{cut.on}.csv", _HEADS, rows())


async def register_paper(request: Request) -> Response:
    """The same on paper; a long register as volumes in a ZIP, each sent once it is set."""
    cut = await _cut(request)
    language = language_of(request)
    await _record(request, cut, "paper")
    volumes = _volumes(cut, language)
    first = await anext(volumes)
    second = await anext(volumes, None)
    name = f"{cut.org.slug}-shares-{cut.on}"
    if second is None:
        return pdf_file(f"{name}.pdf", first)

    async def zipped() -> AsyncIterator[bytes]:
        sink, number = Pipe(), 2
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(f"{name}-001.pdf", first)
            archive.writestr(f"{name}-002.pdf", second)
            yield sink.taken()
            async for data in volumes:
                number += 1
                archive.writestr(f"{name}-{number:03}.pdf", data)
                yield sink.taken()
        yield sink.taken()

    return StreamingResponse(
        zipped(),
        media_type="application/zip",
        headers={
            "content-disposition": f'attachment; filename="{name}.zip"',
            "cache-control": "no-store",
        },
    )


async def _volumes(cut: Cut, language: str) -> AsyncIterator[bytes]:
    """The volumes, one after the other; an empty register has one."""
    sums = await sums_on(cut.org, cut.on, cut.known_at)
    number, printed_at = 0, clock.now()

    async def set_(lines: Sequence[Line]) -> bytes:
        text = pages.render(
            "print/shares/register.html",
            language,
            org=cut.org,
            cut=cut,
            lines=lines,
            sums=sums if number == 1 else [],
            number=number,
            kinds=KINDS,
            printed_at=printed_at,
        )
        return await anyio.to_thread.run_sync(pdf.typeset, text)

    async for lines in cut.lines(VOLUME):
        number += 1
        yield await set_(lines)
    if not number:
        number = 1
        yield await set_(())


async def _cut(request: Request) -> Cut:
    """What the address asks for; a day that is not named is today, a moment is now."""
    search, on, known_at = day_asked(request)
    org: Organisation = request.state.org
    moment = known_at or clock.now()
    await settle(org)
    return Cut(org, on, moment, bool(search.empty_too.data))


_HEADS = (
    "holding", "member_number", "member_name", "kind", "value", "shares", "paid", "due", "due_on",
    "since", "part_of_holding",
)  # fmt: skip


def _cells(line: Line) -> list[str]:
    one = line.held
    return [
        str(one.number),
        line.holder.number if line.holder else "",
        line.holder.name if line.holder else "",
        one.kind.value,
        _pounds(one.nominal),
        str(one.shares),
        _pounds(one.paid),
        _pounds(one.due.pence),
        one.due_on.isoformat() if one.due and one.due_on else "",
        one.since.isoformat(),
        str(line.split_from) if line.split_from else "",
    ]


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


async def _record(request: Request, cut: Cut, how: str) -> None:
    async with in_transaction():
        await audit.record(
            cut.org.id,
            request.state.person.id,
            "exported the register of shares",
            f"organisation:{cut.org.id}",
            on=cut.on.isoformat(),
            known_at=cut.known_at.isoformat(),
            how=how,
        )
