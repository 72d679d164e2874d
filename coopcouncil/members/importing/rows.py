"""What one row of a list says of one member, and what that changes in the register. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from coopcouncil.members.importing.cells import Surroundings, Trouble, Wrong, plain, read_cell
from coopcouncil.members.importing.headings import JOINED
from coopcouncil.members.importing.reading import Row
from coopcouncil.members.kinds import UNKNOWN, Fact
from coopcouncil.members.rules import Line, Period, at, lines_of_admission, lines_of_change

# What a blank cell never empties: nobody loses number, standing or day of joining by it.
KEPT = frozenset({"member_number", "status", "joined_on", "effective_on", "reason", "name"})
FACT_OF = {
    "class": "member_class",
    "constituency": "constituency_id",
    "part": "part_id",
}


# What few say otherwise than somebody before: it is read once.
SAID_OFTEN = frozenset(
    "language format constituency part class status member_kind left_because date_of_birth "
    "joined_on left_on shares amount_paid postcode".split()
)
MOST_READ_BEFORE = 50_000


@dataclass(frozen=True)
class ListMeaning:
    """What each column is, and how the list is to be understood."""

    targets: Sequence[str]
    blanks_clear: bool = False
    holds_from: date | None = None

    @cached_property
    def named(self) -> tuple[tuple[int, str, str], ...]:
        """The columns that are anything, in their order: what each is, and which fact that is."""
        return tuple(
            (column, target, FACT_OF.get(target, target))
            for column, target in enumerate(self.targets)
            if target
        )

    @cached_property
    def columns(self) -> dict[str, int]:
        """Each target's first column."""
        return {target: column for column, target, _fact in reversed(self.named)}


@dataclass(frozen=True)
class Decided:
    """What a person, or a merge before, said of rows: whose number each takes, which go."""

    instead: Mapping[int, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    # Numbers that were merged, and those that they point to.
    pointing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flaw:
    """A cell that cannot stand: its column's place, or none for the whole row."""

    column: int | None
    trouble: Trouble
    text: str = ""


@dataclass(frozen=True)
class Reading:
    """What a row says."""

    row: int
    number: str
    facts: Mapping[str, Fact]
    texts: Sequence[str]
    effective_on: date | None = None
    reason: str = ""
    flaws: tuple[Flaw, ...] = ()

    @property
    def born(self) -> date | None:
        """The day of birth, where the row names one."""
        said = self.facts.get("date_of_birth")
        return date.fromisoformat(str(said)) if said else None


@dataclass(frozen=True)
class Outcome:
    """A row held against the register: its lines, and the facts that were otherwise."""

    reading: Reading
    kind: str  # new, changed, unchanged, wrong
    member_id: int | None = None
    lines: tuple[Line, ...] = ()
    before: Mapping[str, Fact] = field(default_factory=dict)


def read_row(row: Row, width: int, mapping: ListMeaning, around: Surroundings) -> Reading:
    """Every cell of the row read; what cannot be read is a flaw."""
    flaws: list[Flaw] = []
    cells = row.cells
    if len(cells) < width:
        flaws.append(Flaw(None, Trouble.CELLS_MISSING))
        cells = cells + [""] * (width - len(cells))
    elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
        flaws.append(Flaw(None, Trouble.CELLS_OVER))
    said: dict[str, Fact] = {}
    joined: dict[str, list[str]] = {}
    texts: list[str] = []
    blanks_clear, columns = mapping.blanks_clear, mapping.columns
    read_before = around.read_before
    for column, target, fact in mapping.named:
        text = cells[column]
        text = plain(text) if text[:1] == "'" or not text.isascii() else text.strip()
        texts.append(text)
        if target in JOINED:
            joined.setdefault(target, []).append(text)
        elif text or (blanks_clear and target not in KEPT):
            if target in SAID_OFTEN and (target, text) in read_before:
                said[fact] = read_before[target, text]
                continue
            try:
                said[fact] = read = read_cell(target, text, around)
            except Wrong as wrong:
                flaws.append(Flaw(column, wrong.trouble, text))
            else:
                if target in SAID_OFTEN and len(read_before) < MOST_READ_BEFORE:
                    read_before[target, text] = read
    for target, parts in joined.items():
        text = "\n".join(part for part in parts if part)
        try:
            if text or mapping.blanks_clear:
                said[target] = read_cell(target, text, around)
        except Wrong as wrong:
            flaws.append(Flaw(columns[target], wrong.trouble, text))
    number = str(said.pop("member_number", ""))
    if not number and not any(flaw.column == columns.get("member_number") for flaw in flaws):
        flaws.append(Flaw(columns.get("member_number"), Trouble.NO_NUMBER))
    effective_on = said.pop("effective_on", None)
    reason = str(said.pop("reason", ""))
    if "name" in said:
        said.update(_parted(str(said.pop("name"))))
    left, start = said.get("left_on"), said.get("joined_on")
    if left and start and str(left) < str(start):
        flaws.append(Flaw(columns["left_on"], Trouble.LEFT_BEFORE_JOINING, str(left)))
    return Reading(
        row.number,
        number,
        said,
        texts,
        date.fromisoformat(str(effective_on)) if effective_on else mapping.holds_from,
        reason,
        tuple(flaws),
    )


def compared(
    reading: Reading, member_id: int | None, history: Sequence[Period], today: date
) -> Outcome:
    """The row held against what the register says of that member, if it knows the number."""
    if reading.flaws:
        return Outcome(reading, "wrong")
    on = reading.effective_on
    if member_id is None or not history:
        # A number without a history: a list that brought it was undone.
        if not (reading.facts.get("given_name") or reading.facts.get("family_name")):
            return with_flaw(reading, Trouble.NO_NAME)
        return Outcome(reading, "new", member_id, lines_of_admission(reading.facts, today, on))
    before: Mapping[str, Fact] = UNKNOWN
    if on is None or history[0].valid_from <= on:
        before = at(history, on or today).facts
    changed = {name: value for name, value in reading.facts.items() if before[name] != value}
    if not changed:
        return Outcome(reading, "unchanged", member_id)
    after = {**before, **changed}
    if not (after["given_name"] or after["family_name"]):
        return with_flaw(reading, Trouble.NO_NAME)
    if after["left_on"] and str(after["left_on"]) < str(after["joined_on"] or ""):
        return with_flaw(reading, Trouble.LEFT_BEFORE_JOINING, str(after["left_on"]))
    # A row with a day of effect states all its facts from that day; one without, what differs.
    facts = changed if on is None else reading.facts
    lines = lines_of_change(history, facts, today, on)
    was = {name: before[name] for name in changed}
    return Outcome(reading, "changed", member_id, lines, was)


def with_flaw(reading: Reading, trouble: Trouble, text: str = "") -> Outcome:
    """The row as wrong, for a reason that is no single cell's."""
    return Outcome(replace(reading, flaws=(Flaw(None, trouble, text),)), "wrong")


# What belongs to the family name after it: "Gwen ap Rhys", "Ann van der Berg".
_BEFORE_FAMILY = frozenset("ap ab ferch verch mac mc van von der den de la le du dos da".split())


def _parted(name: str) -> dict[str, Fact]:
    """A full name in two: "Ann Jones", or "Jones, Ann"."""
    family, comma, given = name.partition(",")
    if not comma:
        *before, family = name.split(" ")
        while len(before) > 1 and before[-1].lower() in _BEFORE_FAMILY:
            family = f"{before.pop()} {family}"
        given = " ".join(before)
    given, family = given.strip(), family.strip()
    return {"given_name": given or family, "family_name": family if given else ""}
