"""The files that papers come in and results go out by: readers take bytes, writers give text."""

import re


class Unreadable(ValueError):
    """A file that does not say what it must, with the line where the reader gave up."""

    def __init__(self, trouble: str, line: int | None = None) -> None:
        self.trouble, self.line = trouble, line
        super().__init__(trouble if line is None else f"line {line}: {trouble}")


def decode(data: bytes) -> str:
    """UTF-8 with or without its mark; else Windows-1252, as some councils still send.

    Bytes that neither explains are refused with their line.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("this is UTF-16; save the file as UTF-8", 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("a byte that is neither UTF-8 nor Windows-1252", line) from None


CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
"""Characters that no name or title may hold (C0, DEL, C1)."""
