"""A file of the bank, whatever its format: recognised, then read as one stream. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from coopcouncil.banking.kinds import Format
from coopcouncil.banking.reading.camt import read_camt
from coopcouncil.banking.reading.facts import Facts, NotAStatement, Read
from coopcouncil.banking.reading.ofx import read_ofx
from coopcouncil.banking.reading.separated import Meaning, read_separated
from coopcouncil.banking.reading.swift import read_swift
from coopcouncil.members.importing.reading import Layout

_NO_TEXT = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_BEGINNING = 4096


@dataclass(frozen=True)
class Writing:
    """How a file is to be read; a CSV needs to be told more."""

    format: Format
    layout: Layout | None = None
    headings_at: int = 0
    meaning: Meaning | None = None


def format_of(file: BinaryIO) -> Format:
    """What a file is, by its beginning and not by its name."""
    file.seek(0)
    start = file.read(_BEGINNING)
    if not start.strip() or start.startswith(_NO_TEXT):
        raise NotAStatement
    plain = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    if plain[:9].upper() == b"OFXHEADER" or re.search(rb"<\??OFX\b", plain, re.IGNORECASE):
        return Format.OFX
    if re.match(rb"(\{1:|:20:|:\d\d[A-Z]?:)", plain):
        return Format.MT940
    if plain.startswith(b"<"):
        if b"camt.053" in plain or b"BkToCstmrStmt" in plain:
            return Format.CAMT
        raise NotAStatement
    return Format.CSV


def read_statement(file: BinaryIO, writing: Writing, facts: Facts) -> Iterator[Read]:
    """Every line of the bank; `facts` are complete when these are at their end."""
    match writing.format:
        case Format.OFX:
            return read_ofx(file, facts)
        case Format.MT940:
            return read_swift(file, facts)
        case Format.CAMT:
            return read_camt(file, facts)
        case Format.CSV:
            assert writing.layout is not None
            assert writing.meaning is not None
            return read_separated(file, writing.layout, writing.headings_at, writing.meaning, facts)
