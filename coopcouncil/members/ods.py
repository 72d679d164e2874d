"""A spreadsheet in the Open Document form, written as a stream.

Every cell is text and says so, so none can run as a formula. (The library that writes such
files holds the whole sheet in memory.)
"""

import zipfile
from collections.abc import AsyncIterator, Sequence
from xml.sax.saxutils import escape

from coopcouncil.kernel.downloads import Pipe

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2"
 manifest:media-type="{_TYPE}"/><manifest:file-entry manifest:full-path="content.xml"
 manifest:media-type="text/xml"/></manifest:manifest>"""
_START = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Members">"""
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"


async def spreadsheet(
    headings: Sequence[str], chunks: AsyncIterator[list[list[str]]]
) -> AsyncIterator[bytes]:
    """One sheet: the headings, then the rows."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        # The form wants its type first, and stored as it is.
        archive.writestr(zipfile.ZipInfo("mimetype"), _TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write((_START + _row(headings)).encode())
            async for rows in chunks:
                content.write("".join(_row(row) for row in rows).encode())
                yield pipe.taken()
            content.write(_END.encode())
    yield pipe.taken()


def _row(cells: Sequence[str]) -> str:
    return "<table:table-row>" + "".join(_cell(cell) for cell in cells) + "</table:table-row>"


def _cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
