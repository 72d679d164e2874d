"""Workbooks as people make them, and as they should not."""

import io
import zipfile

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def workbook(*rows: tuple[object, ...], sheet: str = "Answers", merge: str = "") -> bytes:
    """A small workbook with these rows, and perhaps a merged range."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if merge:
        page.merge_cells(merge)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def long_workbook(rows: int) -> bytes:
    """More rows than anybody reads."""
    body = '<row><c t="inlineStr"><is><t>words</t></is></c><c><v>3.25</v></c></row>' * rows
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'
    return with_part(workbook(("a",)), "xl/worksheets/sheet2.xml", sheet.encode())


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with a further part inside."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A fifth of a megabyte that would be two hundred."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return out.getvalue()
