"""Statements as OFX, 1 (SGML) and 2 (XML), read by ofxtools' own parser. Pure.

That parser makes a tree of the whole file and takes what is left out for granted. Here it is fed
one transaction at a time, what it gave is taken out of the tree at once, and tags are counted.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element
from xml.sax.saxutils import unescape

from ofxtools.header import OFXHeaderError, parse_header
from ofxtools.Parser import ParseError, TreeBuilder

from coopcouncil.banking.reading.facts import (
    Facts,
    ForbiddenInXml,
    HalfWritten,
    Named,
    NoDay,
    NoSum,
    NotSterling,
    NotWellFormed,
    Read,
)
from coopcouncil.banking.reading.values import day, pence, tidy

# In OFX 1 an empty element may stand without an end; these are no aggregates.
_LEAVES = frozenset({"NAME", "MEMO", "CHECKNUM", "REFNUM", "PAYEEID", "SIC", "INTU.BID"})
_HEADER = 4096
_MARKS = {"&apos;": "'", "&quot;": '"', "&nbsp;": " "}
_BEGINS = re.compile(r"<STMTTRN>", re.IGNORECASE)
_TAGS = re.compile(r"</?[A-Za-z0-9._]+>")


class _Builder(TreeBuilder):
    """The parser's own, with its stack in view: what ends must have begun."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.within: list[Element] = []
        self.done: list[Element] = []

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.open.append(tag)
        found = super().start(tag, attrs)
        self.within.append(found)
        return found

    def end(self, tag: str) -> Element:
        while self.open and self.open[-1] != tag and self.open[-1] in _LEAVES:
            super().end(self.open.pop())
            self.within.pop()
        if not self.open or self.open[-1] != tag:
            raise ParseError(f"</{tag}> ends what has not begun")
        self.open.pop()
        found = super().end(tag)
        self.within.pop()
        if tag == "STMTTRN" and self.within:
            self.done.append(found)
            self.within[-1].remove(found)
        return found


def read_ofx(file: BinaryIO, facts: Facts) -> Iterator[Read]:
    """Every line of the bank, in the order of the file."""
    message, before = _message(file)
    if not message.rstrip().upper().endswith("</OFX>"):
        raise HalfWritten(before + message.rstrip().count("\n"))
    if "<!DOCTYPE" in message.upper() or "<!ENTITY" in message.upper():
        raise ForbiddenInXml
    builder = _Builder()
    line = before
    for piece in _pieces(message):
        try:
            builder.feed(_TAGS.sub(lambda tag: tag[0].upper(), piece))
        except (ParseError, AssertionError, IndexError) as trouble:
            raise NotWellFormed(line) from trouble
        for found in builder.done:
            yield _line(found, line)
        builder.done.clear()
        line += piece.count("\n")
    if builder.open:
        raise HalfWritten(line)
    try:
        root = builder.close()
    except AssertionError as trouble:
        raise NotWellFormed(line) from trouble
    _facts(root, facts, line)


def _pieces(message: str) -> Iterator[str]:
    """What stands before the first transaction, and each with what follows it."""
    begun = 0
    for found in _BEGINS.finditer(message):
        yield message[begun : found.start()]
        begun = found.start()
    yield message[begun:]


def _message(file: BinaryIO) -> tuple[str, int]:
    """What follows the header, and in which line it begins."""
    file.seek(0)
    try:
        _header, message = parse_header(file)
    except (OFXHeaderError, UnicodeError, ValueError, LookupError) as trouble:
        raise NotWellFormed(1) from trouble
    file.seek(0)
    start = file.read(_HEADER).lower()
    return message, start[: max(start.find(b"<ofx>"), 0)].count(b"\n") + 1


def _line(found: Element, line: int) -> Read:
    def said(tag: str) -> str:
        return unescape(found.findtext(tag) or "", _MARKS).strip()

    currency = (found.findtext("CURRENCY/CURSYM") or "GBP").strip().upper()
    if currency != "GBP":
        raise NotSterling(line, currency)
    name, memo = said("NAME") or unescape(found.findtext("PAYEE/NAME") or "", _MARKS), said("MEMO")
    return Read(
        line,
        _day(said("DTPOSTED"), line),
        _sum(said("TRNAMT"), line),
        tidy(f"{name} {memo}", 500),
        tidy(name, 200),
        tidy(said("REFNUM") or said("CHECKNUM") or memo, 200),
        tidy(said("TRNTYPE"), 40),
        None,
        tidy(said("FITID"), 200),
    )


def _facts(root: Element, facts: Facts, line: int) -> None:
    for one in root.iter("BANKACCTFROM"):
        number = "".join(filter(str.isdigit, one.findtext("ACCTID") or ""))
        sort_code = "".join(filter(str.isdigit, one.findtext("BANKID") or ""))
        if len(number) == 14:
            sort_code, number = number[:6], number[6:]
        facts.accounts.add(Named(number, sort_code if len(sort_code) == 6 else ""))
    for one in root.iter("CCACCTFROM"):
        facts.accounts.add(Named((one.findtext("ACCTID") or "").strip()))
    for currency in root.iter("CURDEF"):
        if (said := (currency.text or "").strip().upper()) != "GBP":
            raise NotSterling(line, said)
    listed = root.find(".//BANKTRANLIST")
    if listed is not None:
        begins, ends = listed.findtext("DTSTART"), listed.findtext("DTEND")
        facts.from_on = _day(begins, line) if begins else None
        facts.to_on = _day(ends, line) if ends else None
    balance = root.findtext(".//LEDGERBAL/BALAMT")
    if balance:
        facts.closing = _sum(balance, line)
        as_of = root.findtext(".//LEDGERBAL/DTASOF")
        # The bank's balance of the day of the download says nothing of an earlier last day.
        if as_of and facts.to_on and _day(as_of, line) != facts.to_on:
            facts.closing = None


def _day(text: str, line: int) -> date:
    try:
        return day(text.strip()[:8])
    except ValueError as trouble:
        raise NoDay(line, text.strip()) from trouble


def _sum(text: str, line: int) -> int:
    plain = text.strip()
    # OFX allows either decimal mark, and no separators of thousands.
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return pence(plain)
    except ValueError as trouble:
        raise NoSum(line, text.strip()) from trouble
