"""What the rows of an HR export say of people and their jobs. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coopcouncil.kernel.errors import Gettext
from coopcouncil.members.importing.cells import Surroundings, Trouble, Wrong, plain, read_cell
from coopcouncil.members.importing.cells import sentence as cell_sentence
from coopcouncil.members.importing.reading import Row
from coopcouncil.members.kinds import Fact
from coopcouncil.mutuals.hr.columns import JOINED

# How cells of the register read what is a job's.
_READ_AS = {"began_on": "joined_on", "ended_on": "left_on", "post": "name"}
_REGISTER = (
    "given_name",
    "family_name",
    "email",
    "postal_address",
    "postcode",
    "date_of_birth",
    "language",
)


class RowTrouble(StrEnum):
    """What may be wrong with a person's row as a whole."""

    NO_NUMBER = "no-employee-number"
    NUMBER_TWICE = "employee-number-twice"
    NO_NAME = "no-name-of-employee"
    ENDS_FIRST = "ends-before-it-begins"
    SEVERAL = "several-members"


@dataclass(frozen=True)
class Flaw:
    """What is wrong: a cell's trouble or the row's, and the text it is about."""

    trouble: Trouble | RowTrouble
    text: str = ""


@dataclass(frozen=True)
class Employee:
    """A row read: who, in which job, since and until when."""

    row: int
    number: str
    facts: Mapping[str, Fact]
    post: str = ""
    began_on: date | None = None
    ended_on: date | None = None
    flaws: tuple[Flaw, ...] = ()

    @property
    def name(self) -> str:
        """Given name, then family name."""
        parts = (self.facts.get("given_name"), self.facts.get("family_name"))
        return " ".join(str(part) for part in parts if part)


def employees(
    rows: Iterable[Row], targets: Sequence[str], around: Surroundings
) -> Iterator[Employee]:
    """Everybody in the export; a number that comes twice is a flaw of the later row."""
    seen: set[str] = set()
    for row in rows:
        one = read_employee(row, targets, around)
        if one.number and one.number in seen:
            flaw = Flaw(RowTrouble.NUMBER_TWICE, one.number)
            one = replace(one, flaws=(*one.flaws, flaw))
        seen.add(one.number)
        yield one


def read_employee(row: Row, targets: Sequence[str], around: Surroundings) -> Employee:
    """One row; empty cells say nothing."""
    flaws: list[Flaw] = []
    if len(row.cells) < len(targets):
        flaws.append(Flaw(Trouble.CELLS_MISSING))
    elif any(cell.strip() for cell in row.cells[len(targets) :]):
        flaws.append(Flaw(Trouble.CELLS_OVER))
    texts: dict[str, list[str]] = {}
    for column, target in enumerate(targets):
        text = plain(row.cells[column]) if column < len(row.cells) else ""
        if target and text:
            texts.setdefault(target, []).append(text)
    said: dict[str, Fact] = {}
    for target, parts in texts.items():
        text = "\n".join(parts) if target in JOINED else parts[0]
        try:
            known_as = "member_number" if target == "employee_number" else target
            said[target] = read_cell(_READ_AS.get(target, known_as), text, around)
        except Wrong as wrong:
            flaws.append(Flaw(wrong.trouble, text))
    if "name" in said:
        said = {**_parted(str(said.pop("name"))), **said}
    number = str(said.get("employee_number", ""))
    began, ended = _day(said.get("began_on")), _day(said.get("ended_on"))
    if not number and "employee_number" not in texts:
        flaws.append(Flaw(RowTrouble.NO_NUMBER))
    if not said.get("given_name") and not said.get("family_name"):
        flaws.append(Flaw(RowTrouble.NO_NAME))
    if began and ended and ended < began:
        flaws.append(Flaw(RowTrouble.ENDS_FIRST, str(said["ended_on"])))
    return Employee(
        row.number,
        number,
        {name: said[name] for name in _REGISTER if name in said},
        str(said.get("post", "")),
        began,
        ended,
        tuple(flaws),
    )


def sentence(flaw: Flaw, _: Gettext) -> str:
    """What to tell the person about a row."""
    if isinstance(flaw.trouble, Trouble):
        return cell_sentence(flaw.trouble, flaw.text, _)
    said = {
        RowTrouble.NO_NUMBER: _("There is no employee number."),
        RowTrouble.NUMBER_TWICE: _("Employee number {text} stands in an earlier row too."),
        RowTrouble.NO_NAME: _("There is no name."),
        RowTrouble.ENDS_FIRST: _("The job would end before it begins."),
        RowTrouble.SEVERAL: _(
            "This could be any of the members {text}. Put right the name, the e-mail address or "
            "the date of birth, here or in the export."
        ),
    }[flaw.trouble]
    return said.format(text=flaw.text)


def _parted(name: str) -> dict[str, Fact]:
    """A full name in two: "Ann Jones", or "Jones, Ann"."""
    family, comma, given = name.partition(",")
    if not comma:
        given, _space, family = name.rpartition(" ")
    given, family = given.strip(), family.strip()
    return {"given_name": given or family, "family_name": family if given else ""}


def _day(value: Fact | None) -> date | None:
    return date.fromisoformat(str(value)) if value else None
