"""A list of promises of contracts from before: what each line says, and every cell that is wrong.

Pure: the rows and what is known here in, promises or refusals out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.errors import Gettext, Refused

HEADS = (
    "contract",
    "title",
    "title_cy",
    "amount",
    "unit",
    "unit_cy",
    "due_on",
    "ward",
    "mission",
    "recipient",
    "recipient_group",
    "evidence",
    "owner",
)
NEEDED = ("contract", "title", "amount", "due_on", "recipient")
LONGEST = {
    "title": 300,
    "title_cy": 300,
    "unit": 100,
    "unit_cy": 100,
    "ward": 100,
    "evidence": 2000,
    "owner": 200,
}
MOST = 500
_WHOM = re.compile(r"(?P<name>[^<>]{1,200})<(?P<email>[^<>@\s]{1,64}@[^<>@\s]+\.[^<>@\s]{2,})>")


class BadPromises(Refused):
    """The list as a whole cannot be taken."""

    status = 422


class NoPromises(BadPromises):
    """A heading and nothing under it."""

    def sentence(self, _: Gettext) -> str:
        return _("The list has no promises. Its first row holds the headings.")


class TooManyPromises(BadPromises):
    """More than one look can check."""

    def sentence(self, _: Gettext) -> str:
        return _("The list has more than {most} promises. Send it in parts.").format(most=MOST)


class HeadsDiffer(BadPromises):
    """A column that is needed is not there, or stands there twice."""

    def __init__(self, head: str) -> None:
        self.head = head

    def sentence(self, _: Gettext) -> str:
        text = _("The list needs exactly one column with the heading {head}.")
        return text.format(head=self.head)


class CellWrong(BadPromises):
    """One cell, named by its line and its column."""

    def __init__(self, line: int, head: str, why: str, because: Refused | None = None) -> None:
        self.line, self.head, self.why, self.because = line, head, why, because

    def sentence(self, _: Gettext) -> str:
        why = self.because.sentence(_) if self.because else _REASONS[self.why](_)
        text = _("Line {line}, column {head}: {why}")
        return text.format(line=self.line, head=self.head, why=why)


_REASONS = {
    "empty": lambda _: _("This is empty."),
    "long": lambda _: _("This is too long."),
    "amount": lambda _: _("This is no amount above nought, with at most four places."),
    "day": lambda _: _("This is no day, like 2027-03-31 or 31/03/2027."),
    "contract": lambda _: _("No contract here has this number."),
    "mission": lambda _: _("This mission is not known here."),
    "recipient": lambda _: _(
        "This is neither an organisation of this place nor: Name <name@example.org>."
    ),
    "group": lambda _: _(
        "The recipient has no group of this name. Leave it empty if the promise is for everybody."
    ),
    "twice": lambda _: _("This promise is written down already, or stands in the list twice."),
}


@dataclass(frozen=True)
class Known:
    """What a list may name: contracts by number, missions and recipients by any of their names,
    groups by their recipient and any of their names, all in small letters; and the promises that
    are there."""

    contracts: Mapping[str, int]
    missions: Mapping[str, str]
    recipients: Mapping[str, int]
    promises: frozenset[tuple[int, str, date]] = frozenset()
    groups: Mapping[tuple[int, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One promise as the list says it."""

    line: int
    contract: int
    title: str
    amount: Decimal
    due_on: date
    title_cy: str = ""
    unit: str = ""
    unit_cy: str = ""
    ward: str = ""
    mission: str = ""
    recipient: int | None = None
    recipient_name: str = ""
    recipient_email: str = ""
    group: str = ""
    """The key of the recipient's group that is meant."""
    evidence: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Listed:
    """What can be read, and what cannot."""

    lines: tuple[Line, ...]
    wrong: tuple[CellWrong, ...] = field(default=())


def read(rows: Sequence[Sequence[str]], known: Known) -> Listed:
    """The promises of a list whose first row are headings. Empty lines are passed over."""
    filled = [(n, [cell.strip() for cell in row]) for n, row in enumerate(rows, 1)]
    filled = [(n, row) for n, row in filled if any(row)]
    if len(filled) < 2:
        raise NoPromises
    if len(filled) - 1 > MOST:
        raise TooManyPromises
    places = _places(filled[0][1])
    lines, wrong = [], []
    seen = set(known.promises)
    for number, row in filled[1:]:
        cells = {h: _plain(row[at]) if at < len(row) else "" for h, at in places.items()}
        try:
            one = _line(number, cells, known)
            key = (one.contract, one.title.casefold(), one.due_on)
            if key in seen:
                raise CellWrong(number, "title", "twice")
        except CellWrong as trouble:
            wrong.append(trouble)
            continue
        seen.add(key)
        lines.append(one)
    return Listed(tuple(lines), tuple(wrong))


def _places(heads: Sequence[str]) -> dict[str, int]:
    plain = [_plain(one).casefold().lstrip("\ufeff").replace(" ", "_") for one in heads]
    for head in HEADS:
        if plain.count(head) > 1 or (head in NEEDED and head not in plain):
            raise HeadsDiffer(head)
    return {head: plain.index(head) for head in HEADS if head in plain}


def _plain(cell: str) -> str:
    """Without the apostrophe that our own lists put before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def _line(number: int, cells: Mapping[str, str], known: Known) -> Line:
    for head in NEEDED:
        if not cells[head]:
            raise CellWrong(number, head, "empty")
    for head, most in LONGEST.items():
        if len(cells.get(head, "")) > most:
            raise CellWrong(number, head, "long")
    contract = known.contracts.get(cells["contract"].casefold())
    if contract is None:
        raise CellWrong(number, "contract", "contract")
    mission = cells.get("mission", "")
    if mission and mission.casefold() not in known.missions:
        raise CellWrong(number, "mission", "mission")
    recipient, name, email = _whom(number, cells["recipient"], known)
    group = cells.get("recipient_group", "").casefold()
    if group and (recipient is None or (recipient, group) not in known.groups):
        raise CellWrong(number, "recipient_group", "group")
    return Line(
        line=number,
        contract=contract,
        title=cells["title"],
        title_cy=cells.get("title_cy", ""),
        amount=_amount(number, cells["amount"]),
        unit=cells.get("unit", ""),
        unit_cy=cells.get("unit_cy", ""),
        due_on=_day(number, cells["due_on"]),
        ward=cells.get("ward", ""),
        mission=known.missions[mission.casefold()] if mission else "",
        recipient=recipient,
        recipient_name=name,
        recipient_email=email,
        evidence=cells.get("evidence", ""),
        owner=cells.get("owner", ""),
        group=known.groups[recipient, group] if recipient is not None and group else "",
    )


def _whom(number: int, text: str, known: Known) -> tuple[int | None, str, str]:
    if text.casefold() in known.recipients:
        return known.recipients[text.casefold()], "", ""
    outside = _WHOM.fullmatch(text)
    if outside is None or not outside["name"].strip() or len(outside["email"]) > 254:
        raise CellWrong(number, "recipient", "recipient")
    return None, outside["name"].strip(), outside["email"].lower()


def _amount(number: int, text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation as trouble:
        raise CellWrong(number, "amount", "amount") from trouble
    if not amount.is_finite() or not 0 < amount < 10**12:
        raise CellWrong(number, "amount", "amount")
    if amount != amount.quantize(Decimal("0.0001")):
        raise CellWrong(number, "amount", "amount")
    return amount


def _day(number: int, text: str) -> date:
    """
    >>> _day(2, "31/03/2027") == _day(2, "2027-03-31")
    True
    """
    found = re.fullmatch(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})", text, re.ASCII)
    try:
        if found:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise CellWrong(number, "due_on", "day") from trouble
