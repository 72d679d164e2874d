"""Which files may be attached, known by what is in them and not by their names alone."""

from coopcouncil.meetings.rules.preparing import NotAPaper, NotWhatItSays

_ODF = "application/vnd.oasis.opendocument."
_OOXML = "application/vnd.openxmlformats-officedocument."

# Ending → (content type, how the file begins).
KINDS: dict[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "odt": (_ODF + "text", b"PK\x03\x04"),
    "ods": (_ODF + "spreadsheet", b"PK\x03\x04"),
    "docx": (_OOXML + "wordprocessingml.document", b"PK\x03\x04"),
    "xlsx": (_OOXML + "spreadsheetml.sheet", b"PK\x03\x04"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "txt": ("text/plain; charset=utf-8", b""),
}

ACCEPT = ",".join(f".{ending}" for ending in KINDS)


def content_type(name: str, data: bytes) -> str:
    """What kind of paper this is; refuses what is none, or is not what its name says.

    >>> content_type("accounts.PDF", b"%PDF-1.7")
    'application/pdf'
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in KINDS:
        raise NotAPaper
    kind, begins = KINDS[ending]
    if not data.startswith(begins) or not data:
        raise NotWhatItSays(name)
    if ending == "txt":
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            raise NotWhatItSays(name) from None
    return kind


def plain_name(name: str) -> str:
    """The file's own name, without folders and without what a header cannot carry."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '"<>|:*?;')
    return kept.strip(" .")[-120:] or "paper"
