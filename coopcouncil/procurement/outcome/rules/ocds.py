"""Releases of the Open Contracting Data Standard 1.1, as plain data.

One process, one ocid: the organisation's own prefix and the tender's reference. The ids that the
central platform gave are stored as related processes and documents, and never minted here. A
release tells what was new on its day; what it says is never changed, and the next one tells what
changed. Sums are pounds with VAT.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from coopcouncil.kernel.clock import LONDON
from coopcouncil.procurement.outcome.kinds import ReleaseTag
from coopcouncil.procurement.outcome.rules.order import CentralPrefix, NotAPrefix

Body = dict[str, Any]

VERSION = "1.1"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LOTS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension"
    "/v1.1.5/extension.json"
)
"""Declared by packages whose tenders have lots."""
CENTRAL = "ocds-h6vhtk"
PREFIX = re.compile(r"ocds-[a-z0-9]{6}")

_CATEGORY = {"services": "services", "goods": "goods", "works": "works"}
_METHOD = {
    "open": "open",
    "flexible": "selective",
    "below-threshold": "open",
    "light-touch": "open",
    "framework": "open",
    "call-off": "selective",
    "dynamic-market": "selective",
    "concession": "open",
}


def prefix_of(text: str) -> str:
    """A prefix as people type it; `CentralPrefix` and `NotAPrefix` where it cannot be one."""
    found = text.strip().lower().rstrip("-")
    if found.startswith(CENTRAL):
        raise CentralPrefix
    if not PREFIX.fullmatch(found):
        raise NotAPrefix
    return found


@dataclass(frozen=True)
class Party:
    """An organisation in a release."""

    name: str
    scheme: str = ""
    number: str = ""
    address: str = ""
    postcode: str = ""

    @property
    def id(self) -> str:
        """As other parts of the release refer to it."""
        return f"{self.scheme}-{self.number}" if self.scheme and self.number else self.name

    def reference(self) -> Body:
        """A short mention."""
        return {"id": self.id, "name": self.name}

    def party(self, *roles: str) -> Body:
        """The whole of it, with its roles."""
        found: Body = {**self.reference(), "roles": list(roles)}
        if self.scheme and self.number:
            found["identifier"] = {
                "scheme": self.scheme,
                "id": self.number,
                "legalName": self.name,
            }
        where = {"streetAddress": self.address, "postalCode": self.postcode}
        if any(where.values()):
            found["address"] = {key: value for key, value in where.items() if value}
        return found


@dataclass(frozen=True)
class Awarded:
    """A lot that was awarded."""

    id: str
    """The lot's number; with another behind it where an award before was taken back."""
    supplier: Party
    decided_on: date
    title: str
    is_cancelled: bool = False


@dataclass(frozen=True)
class Signed:
    """A contract, with the award that it follows from."""

    number: str
    award: str
    title: str
    value: int
    signed_on: date
    starts_on: date
    ends_on: date
    milestones: tuple[Body, ...] = ()


def ocid(prefix: str, reference: str) -> str:
    """The process's own id.

    >>> ocid("ocds-abc123", "CB-2026-004")
    'ocds-abc123-CB-2026-004'
    """
    return f"{prefix}-{reference}"


def stamp(at: datetime) -> str:
    """A time as the standard writes it, to the second."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def on_day(on: date) -> str:
    """The beginning of a day in London."""
    return stamp(datetime.combine(on, time(), LONDON))


def money(pence: int) -> Body:
    """A sum in pounds."""
    return {"amount": float(f"{pence // 100}.{pence % 100:02}"), "currency": "GBP"}


def release(
    tag: ReleaseTag,
    number: int,
    at: datetime,
    process: str,
    buyer: Party,
    tender: Body,
    awards: Sequence[Awarded] = (),
    contracts: Sequence[Signed] = (),
    related: Sequence[Body] = (),
) -> Body:
    """One release. Suppliers stand among the parties by name: companies, never people's homes."""
    suppliers = {one.supplier.id: one.supplier for one in awards}
    body: Body = {
        "ocid": process,
        "id": f"{process}-{number}",
        "date": stamp(at),
        "tag": [tag.value],
        "initiationType": "tender",
        "language": "en",
        "parties": [
            buyer.party("buyer", "procuringEntity"),
            *(one.party("supplier", "tenderer") for one in suppliers.values()),
        ],
        "buyer": buyer.reference(),
        "tender": {**tender, "procuringEntity": buyer.reference()},
    }
    if awards:
        body["awards"] = [_award(one) for one in awards]
    if contracts:
        body["contracts"] = [_contract(one) for one in contracts]
    if related:
        body["relatedProcesses"] = list(related)
    return body


def tender_of(
    document: Mapping[str, Any],
    status: str,
    documents: Sequence[Body] = (),
    tenderers: int | None = None,
) -> Body:
    """The tender as its published edition says it."""
    lots = document["lots"]
    body: Body = {
        "id": document["reference"],
        "title": document["title"]["en"],
        "status": status,
        "value": _pounds(document["value"]),
        "procurementMethod": _METHOD[document["procedure"]],
        "procurementMethodDetails": document["procedure"],
        "mainProcurementCategory": _CATEGORY[document["subject"]],
        "awardCriteria": "ratedCriteria",
        "submissionMethod": ["electronicSubmission"],
        "tenderPeriod": {"endDate": document["closes_at"]},
    }
    if document["title"]["cy"]:
        body["title_cy"] = document["title"]["cy"]
    for language, name in (("en", "description"), ("cy", "description_cy")):
        if document["description"][language]:
            body[name] = document["description"][language]
    if document["questions_until"]:
        body["enquiryPeriod"] = {"endDate": document["questions_until"]}
    if document["starts_on"] and document["ends_on"]:
        body["contractPeriod"] = {
            "startDate": on_day(date.fromisoformat(document["starts_on"])),
            "endDate": on_day(date.fromisoformat(document["ends_on"])),
        }
    if len(lots) > 1:
        body["lots"] = [
            {
                "id": str(one["number"]),
                "title": one["title"]["en"],
                "value": _pounds(one["value"]),
                "status": status,
            }
            for one in lots
        ]
    if documents:
        body["documents"] = list(documents)
    if tenderers is not None:
        body["numberOfTenderers"] = tenderers
    return body


def related_process(central: str) -> Body:
    """The same procurement under the id that the central platform gave it."""
    return {
        "id": "1",
        "relationship": ["centralPlatform"],
        "title": "The same procurement on the central digital platform",
        "scheme": "ocid",
        "identifier": central,
    }


def _pounds(text: str) -> Body:
    return {"amount": float(text), "currency": "GBP"}


def _award(one: Awarded) -> Body:
    return {
        "id": one.id,
        "title": one.title,
        "status": "cancelled" if one.is_cancelled else "active",
        "date": on_day(one.decided_on),
        "suppliers": [one.supplier.reference()],
    }


def _contract(one: Signed) -> Body:
    body: Body = {
        "id": one.number,
        "awardID": one.award,
        "title": one.title,
        "status": "active",
        "value": money(one.value),
        "dateSigned": on_day(one.signed_on),
        "period": {"startDate": on_day(one.starts_on), "endDate": on_day(one.ends_on)},
    }
    if one.milestones:
        body["implementation"] = {"milestones": list(one.milestones)}
    return body


def package(
    kind: str, rows: Iterable[Body], uri: str, at: datetime, publisher: Party, has_lots: bool
) -> Body:
    """The envelope of `releases` or `records`."""
    body: Body = {
        "uri": uri,
        "version": VERSION,
        "publisher": {"name": publisher.name},
        "license": LICENCE,
        "publishedDate": stamp(at),
    }
    if publisher.scheme and publisher.number:
        body["publisher"] |= {"scheme": publisher.scheme, "uid": publisher.number}
    if has_lots:
        body["extensions"] = [LOTS]
    body[kind] = list(rows)
    return body
