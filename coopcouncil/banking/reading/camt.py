"""Statements as CAMT.053 (ISO 20022), by the standard library's parser without entities. Pure.

Whatever version of the schema: what is read here has had the same names since the second.
"""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from coopcouncil.banking.reading.facts import (
    Facts,
    ForbiddenInXml,
    HalfWritten,
    Named,
    NoDay,
    NoSum,
    NotAStatement,
    NotSterling,
    NotWellFormed,
    Read,
)
from coopcouncil.banking.reading.values import day, pence, tidy

_PIECE = 1 << 16
_OPENING = ("OPBD", "PRCD")
_NOTHING = ("NOTPROVIDED", "NONREF", "NOTAVAILABLE")


class _Entries(TreeBuilder):
    """Takes each entry, balance and account out of the tree as soon as it is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str, Element]] = []
        self.parser: DefusedXMLParser | None = None
        self.begun: list[int] = []
        self.root = ""

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        name = tag.rpartition("}")[2]
        self.root = self.root or tag
        self.begun.append(self.parser.parser.CurrentLineNumber if self.parser else 0)
        return super().start(name, attrs)

    def end(self, tag: str) -> Element:
        line = self.begun.pop()
        found = super().end(tag.rpartition("}")[2])
        if found.tag in ("Ntry", "Bal", "Acct", "FrToDt") and len(self.begun) == 3:
            self.found.append((line, found.tag, found))
        return found


def read_camt(file: BinaryIO, facts: Facts) -> Iterator[Read]:
    """Every booked entry, in the order of the file."""
    file.seek(0)
    target = _Entries()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.parser = parser
    at_end = False
    try:
        while piece := file.read(_PIECE):
            parser.feed(piece)
            yield from _taken(target, facts)
        at_end = True
        parser.close()
    except DefusedXmlException as trouble:
        raise ForbiddenInXml from trouble
    except ParseError as trouble:
        raise (HalfWritten if at_end else NotWellFormed)(trouble.position[0]) from trouble
    yield from _taken(target, facts)
    if "camt.053" not in target.root and not facts.accounts:
        raise NotAStatement


def _taken(target: _Entries, facts: Facts) -> Iterator[Read]:
    for line, kind, found in target.found:
        if kind == "Ntry":
            if (entry := _line(found, line)) is not None:
                yield entry
        elif kind == "Bal":
            _balance(found, line, facts)
        elif kind == "Acct":
            _account(found, line, facts)
        else:
            _period(found, line, facts)
        found.clear()
    target.found.clear()


def _line(entry: Element, line: int) -> Read | None:
    status = entry.findtext("Sts/Cd") or entry.findtext("Sts") or "BOOK"
    if status.strip() != "BOOK":
        return None
    amount = _signed(entry, line)
    party = f"NtryDtls/TxDtls/RltdPties/{'Dbtr' if amount > 0 else 'Cdtr'}"
    name = entry.findtext(f"{party}/Nm") or entry.findtext(f"{party}/Pty/Nm") or ""
    words = [one.text or "" for one in entry.iterfind("NtryDtls/TxDtls/RmtInf/Ustrd")]
    words += [one.text or "" for one in entry.iterfind("AddtlNtryInf")]
    reference = (
        entry.findtext("NtryDtls/TxDtls/RmtInf/Strd/CdtrRefInf/Ref")
        or entry.findtext("NtryDtls/TxDtls/Refs/EndToEndId")
        or ""
    ).strip()
    if reference.upper() in _NOTHING:
        reference = ""
    return Read(
        line,
        _day(entry.findtext("BookgDt/Dt") or entry.findtext("BookgDt/DtTm") or "", line),
        amount,
        tidy(" ".join([name, *words]).strip() or reference, 500),
        tidy(name, 200),
        tidy(reference, 200),
        tidy(entry.findtext("BkTxCd/Prtry/Cd") or entry.findtext("BkTxCd/Domn/Cd") or "", 40),
        None,
        tidy(entry.findtext("AcctSvcrRef") or "", 200),
    )


def _balance(found: Element, line: int, facts: Facts) -> None:
    code = (found.findtext("Tp/CdOrPrtry/Cd") or "").strip()
    if code in _OPENING:
        if facts.opening is None:
            facts.opening = _signed(found, line)
    elif code == "CLBD":
        facts.closing = _signed(found, line)


def _account(found: Element, line: int, facts: Facts) -> None:
    currency = (found.findtext("Ccy") or "GBP").strip().upper()
    if currency != "GBP":
        raise NotSterling(line, currency)
    number = found.findtext("Id/IBAN") or found.findtext("Id/Othr/Id") or ""
    plain = number.replace(" ", "").replace("-", "").upper()
    if plain.isdigit() and len(plain) == 14:
        facts.accounts.add(Named(plain[6:], plain[:6]))
    elif plain:
        facts.accounts.add(Named(plain))


def _period(found: Element, line: int, facts: Facts) -> None:
    begins, ends = found.findtext("FrDtTm") or "", found.findtext("ToDtTm") or ""
    if begins and facts.from_on is None:
        facts.from_on = _day(begins, line)
    if ends:
        facts.to_on = _day(ends, line)


def _signed(found: Element, line: int) -> int:
    amount = found.find("Amt")
    text = (amount.text or "").strip() if amount is not None else ""
    currency = amount.get("Ccy", "GBP").upper() if amount is not None else "GBP"
    if currency != "GBP":
        raise NotSterling(line, currency)
    try:
        value = pence(text)
    except ValueError as trouble:
        raise NoSum(line, text) from trouble
    side = (found.findtext("CdtDbtInd") or "").strip()
    if side not in ("CRDT", "DBIT") or value < 0:
        raise NotWellFormed(line)
    # RvslInd says why; which way the money went is what CdtDbtInd says.
    return value if side == "CRDT" else -value


def _day(text: str, line: int) -> date:
    try:
        return day(text.strip())
    except ValueError as trouble:
        raise NoDay(line, text.strip()) from trouble
