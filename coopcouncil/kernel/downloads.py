"""What is sent as a file: one that is stored, and one that is written while it goes."""

import csv
import io
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from coopcouncil.kernel import files
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.models import StoredFile


class Pipe(io.RawIOBase):
    """A file that only grows, and whose bytes are taken away as they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since, and no longer held."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def stored(file: StoredFile, **headers: str) -> StreamingResponse:
    """A stored file to save under its own name; `headers` besides, `_` for the hyphen."""
    return StreamingResponse(
        files.stream(file),
        media_type=file.content_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "content-length": str(file.size),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )


def csv_text(name: str, text: str) -> Response:
    """A list that is written already, to save."""
    return Response(
        text.encode(),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A list of words to save: UTF-8, LF, and no cell that a spreadsheet would run."""
    return csv_text(
        name, _lines([heads]) + _lines([harmless(cell) for cell in row] for row in rows)
    )


def csv_stream(
    name: str, heads: Sequence[str], chunks: AsyncIterable[Iterable[Sequence[str]]]
) -> StreamingResponse:
    """The same list of rows that come some thousands at a time, never all held."""

    async def written() -> AsyncIterator[str]:
        yield _lines([heads])
        async for rows in chunks:
            yield _lines([harmless(cell) for cell in row] for row in rows)

    return StreamingResponse(
        written(),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


def _lines(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def pdf_file(name: str, data: bytes) -> Response:
    """A paper to look at or print, that nobody between us keeps."""
    return Response(
        data,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"},
    )
