"""Reading Bacs' reports: XML that nobody but Bacs should have written, and yet is not trusted.

The schema is given to Bacs' users alone; this reads the elements and attributes that open software
for these reports agrees on, and refuses a file that has none of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.payments.bacs.kinds import Report
from coopcouncil.payouts.rules.details import BankDetails

MOST = 5_000_000


class NoReport(Refused):
    """Something else, or half of it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("This is no ADDACS, AUDDIS, ARUDD or DDICA report, or it is not whole.")


class OfAnother(Refused):
    """Another organisation's service user number."""

    status = 422

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        text = _("This report is for the service user number {number}, which is not yours.")
        return text.format(number=self.number)


@dataclass(frozen=True)
class Advice:
    """One line of a report."""

    reference: str
    code: str
    on: date | None = None
    pence: int = 0
    new_account: BankDetails | None = None
    claim: str = ""
    """Of a claim: the paying bank's own reference."""
    taken_on: date | None = None
    """Of a claim: the day on which the bank takes the money from the organisation."""


@dataclass(frozen=True)
class Read:
    """A report, whole."""

    kind: Report
    user_number: str
    advices: tuple[Advice, ...]


def read(data: bytes) -> Read:
    """The report in these bytes, or `NoReport`."""
    if len(data) > MOST:
        raise NoReport
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NoReport from None
    debits = next(_named(root, "ARUDD"), None)
    if debits is not None:
        return _arudd(debits)
    if next(_named(root, "NewAdvices"), None) is not None:
        return _ddica(root)
    messages = next(_named(root, "MessagingAdvices"), None)
    if messages is not None:
        return _messages(messages)
    raise NoReport


def _messages(root: Element) -> Read:
    """ADDACS and AUDDIS are of one build; the header says which."""
    header = next(_named(root, "MessagingHeader"), None)
    if header is None:
        raise NoReport
    said = header.get("advice-type", "").upper()
    kind = next((one for one in (Report.ADDACS, Report.AUDDIS) if one.name in said), None)
    if kind is None:
        raise NoReport
    advices, numbers = [], {header.get("user-number", "").strip()}
    for one in _named(root, "MessagingAdvice"):
        reference = one.get("reference", "").strip()
        code = one.get("reason-code", "").strip().upper()
        if not reference or not code:
            raise NoReport
        if own := one.get("user-number", "").strip():
            numbers.add(own)
        advices.append(Advice(reference, code, _day(one.get("effective-date")), 0, _account(one)))
    return Read(kind, _one(numbers), tuple(advices))


def _account(one: Element) -> BankDetails | None:
    sort = one.get("payer-new-sort-code", "").strip()
    number = one.get("payer-new-account-number", "").strip()
    if not sort.strip("0-") or not number.strip("0"):
        return None
    try:
        return BankDetails.typed(sort, number, one.get("payer-name", "").strip() or "Payer")
    except Refused:
        return None


def _arudd(root: Element) -> Read:
    licence = next(_named(root, "ServiceLicenseInformation"), None)
    header = next(_named(root, "Header"), None)
    if licence is None or header is None:
        raise NoReport
    advices = []
    for record in _named(root, "OriginatingAccountRecord"):
        found = [_debit(one) for one in _named(record, "ReturnedDebitItem")]
        totals = next(_named(record, "Totals"), None)
        if totals is not None:
            count, pence = totals.get("numberOf", ""), _pence(totals.get("valueOf", ""))
            # Half a file would leave debits standing that came back.
            if count != str(len(found)) or pence != sum(one.pence for one in found):
                raise NoReport
        advices += found
    return Read(Report.ARUDD, _one({licence.get("userNumber", "").strip()}), tuple(advices))


def _debit(one: Element) -> Advice:
    reference, code = one.get("ref", "").strip(), one.get("returnCode", "").strip()
    on, pence = _day(one.get("originalProcessingDate")), _pence(one.get("valueOf", ""))
    if not reference or not code or on is None or pence <= 0 or one.get("currency") != "GBP":
        raise NoReport
    return Advice(reference, code, on, pence)


def _ddica(root: Element) -> Read:
    """Claims under the Direct Debit Guarantee: each names the debits that it gives back."""
    numbers = {_text(one) for one in _named(root, "ServiceUserNumber")}
    found: list[Advice] = []
    for block in _named(root, "NewAdvices"):
        taken_on, sum_of_block = _day(_said(block, "DateOfDebit")), 0
        if taken_on is None:
            raise NoReport
        for one in _named(block, "DDICAdvice"):
            claimed = _claim(one, taken_on)
            # Half a claim would leave money in the books that the bank has taken.
            if sum(each.pence for each in claimed) != _pence(_said(one, "TotalAmount")):
                raise NoReport
            sum_of_block += sum(each.pence for each in claimed)
            found += claimed
        if sum_of_block != _pence(_said(block, "TotalValueOfDebits")):
            raise NoReport
    return Read(Report.DDICA, _one(numbers), tuple(found))


def _claim(one: Element, taken_on: date) -> list[Advice]:
    reference, claim = _said(one, "SUReference"), _said(one, "PayingBankReference")
    code = _said(one, "ReasonCode").upper()
    found = []
    for debit in _named(one, "DDCollection"):
        on, pence = _day(_said(debit, "DateOfDirectDebit")), _pence(_said(debit, "Amount"))
        if on is None or pence <= 0:
            raise NoReport
        found.append(Advice(reference, code, on, pence, None, claim[:40], taken_on))
    if not found or not reference or not claim or not code:
        raise NoReport
    return found


def _said(one: Element, name: str) -> str:
    """The text of the first element of this name within another."""
    return _text(next(_named(one, name), None))


def _text(one: Element | None) -> str:
    return (one.text or "").strip() if one is not None else ""


def _named(root: Element, name: str) -> Iterator[Element]:
    """By local name: some banks add a namespace."""
    return (one for one in root.iter() if str(one.tag).rpartition("}")[2] == name)


def _one(numbers: set[str]) -> str:
    found = numbers - {""}
    if len(found) != 1:
        raise NoReport
    return found.pop()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def _pence(text: str) -> int:
    try:
        return Money.read(text.strip()).pence
    except ValueError:
        raise NoReport from None
