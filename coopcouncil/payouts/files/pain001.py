"""pain.001.001.09: a credit transfer as ISO 20022 has it, with British sort codes (`GBDSC`)."""

from collections.abc import Sequence
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from coopcouncil.kernel.money import Money
from coopcouncil.payouts.files.transfer import Transfer
from coopcouncil.payouts.files.words import for_xml
from coopcouncil.payouts.rules.details import BankDetails

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"


def written(
    name: str,
    origin: BankDetails,
    message: str,
    made_at: datetime,
    pay_on: date,
    transfers: Sequence[Transfer],
) -> bytes:
    """The file. `message` names it for ever (35 characters at most)."""
    number, total = str(len(transfers)), _sum(Money(sum(one.pence for one in transfers)))
    # The namespace stands on the root as an attribute, so that no prefix is needed anywhere.
    document = Element("Document", {"xmlns": NAMESPACE})
    root = SubElement(document, "CstmrCdtTrfInitn")
    head = SubElement(root, "GrpHdr")
    _put(head, "MsgId", message)
    _put(head, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _put(head, "NbOfTxs", number)
    _put(head, "CtrlSum", total)
    _put(head, "InitgPty/Nm", for_xml(name, 140))
    batch = SubElement(root, "PmtInf")
    _put(batch, "PmtInfId", message)
    _put(batch, "PmtMtd", "TRF")
    _put(batch, "BtchBookg", "false")
    _put(batch, "NbOfTxs", number)
    _put(batch, "CtrlSum", total)
    _put(batch, "PmtTpInf/SvcLvl/Cd", "NURG")
    _put(batch, "ReqdExctnDt/Dt", pay_on.isoformat())
    _put(batch, "Dbtr/Nm", for_xml(origin.name, 140))
    _account(batch, "DbtrAcct", origin)
    _bank(batch, "DbtrAgt", origin)
    for one in transfers:
        _transfer(SubElement(batch, "CdtTrfTxInf"), one)
    indent(document)
    return bytes(tostring(document, encoding="utf-8", xml_declaration=True))


def _transfer(at: Element, one: Transfer) -> None:
    ids = SubElement(at, "PmtId")
    _put(ids, "InstrId", one.reference)
    _put(ids, "EndToEndId", one.reference)
    amount = _put(at, "Amt/InstdAmt", _sum(Money(one.pence)))
    amount.set("Ccy", "GBP")
    _bank(at, "CdtrAgt", one.account)
    _put(at, "Cdtr/Nm", for_xml(one.account.name, 140))
    _account(at, "CdtrAcct", one.account)
    _put(at, "RmtInf/Ustrd", one.reference)


def _bank(at: Element, name: str, account: BankDetails) -> None:
    member = SubElement(SubElement(SubElement(at, name), "FinInstnId"), "ClrSysMmbId")
    _put(member, "ClrSysId/Cd", "GBDSC")
    _put(member, "MmbId", account.sort_code)


def _account(at: Element, name: str, account: BankDetails) -> None:
    other = SubElement(SubElement(SubElement(at, name), "Id"), "Othr")
    _put(other, "Id", account.account_number)
    _put(other, "SchmeNm/Cd", "BBAN")


def _put(at: Element, path: str, text: str) -> Element:
    for name in path.split("/"):
        at = SubElement(at, name)
    at.text = text
    return at


def _sum(money: Money) -> str:
    return f"{money.pence // 100}.{money.pence % 100:02d}"
