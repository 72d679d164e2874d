"""A school's list for the new year held against what is known of its learners. Pure.

A row is somebody who is known if the unique pupil number says so; else the admission number, at
the same school; else name and day of birth. Where these point to two people, a person decides.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coopcouncil.members.importing.dates import read_date
from coopcouncil.members.words import folded
from coopcouncil.schools.rules.contacts import Contact, read_contacts

_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")


class What(StrEnum):
    """What a row comes to."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"
    GUARDIAN = "guardian"
    TIED = "tied"
    UNTIED = "untied"
    WRONG = "wrong"


class Trouble(StrEnum):
    """Why a row cannot be taken as it is."""

    NO_NAME = "no-name"
    NO_KEY = "no-key"
    BAD_DATE = "bad-date"
    BORN_LATE = "born-late"
    BAD_UPN = "bad-upn"
    TWICE = "twice"
    TWO_PEOPLE = "two-people"
    OTHER_UPN = "other-upn"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Row:
    """What a row of the list says of a learner."""

    row: int
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    upn: str = ""
    admission_number: str = ""
    year: str = ""
    class_name: str = ""
    trouble: Trouble | None = None
    contacts: tuple[Contact, ...] = ()

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Known:
    """What is known of a learner before the list; without a school, one who left."""

    learner: int
    part_id: int | None
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    upn: str = ""
    admission_number: str = ""
    year: str = ""
    class_name: str = ""

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Outcome:
    """One line of the preview: a row, the learner whom it means, and what that comes to."""

    what: What
    row: Row | None = None
    known: Known | None = None
    changed: tuple[str, ...] = ()
    trouble: Trouble | None = None


FACTS = (
    "given_name",
    "family_name",
    "date_of_birth",
    "upn",
    "admission_number",
    "year",
    "class_name",
)
_LONGEST = {"given_name": 100, "family_name": 100, "admission_number": 20, "year": 20} | {
    "class_name": 40
}


def read_row(number: int, cells: Sequence[str], targets: Sequence[str], today: date) -> Row:
    """The row's cells by what their columns are; the first trouble is kept."""
    said: dict[str, str] = {}
    for target, cell in zip(targets, cells, strict=False):
        if target:
            said[target] = " ".join(cell.split()).lstrip("'")
    trouble: Trouble | None = None
    born: date | None = None
    if text := said.get("date_of_birth", ""):
        try:
            born = read_date(text, today.year)
        except ValueError:
            trouble = Trouble.BAD_DATE
        else:
            if born > today or born.year < today.year - 30:
                trouble = Trouble.BORN_LATE
    upn = said.get("upn", "").upper().replace(" ", "")
    given, family = said.get("given_name", ""), said.get("family_name", "")
    admission = said.get("admission_number", "")
    if not (given or family):
        trouble = Trouble.NO_NAME
    elif upn and not _UPN.fullmatch(upn):
        trouble = trouble or Trouble.BAD_UPN
    elif any(len(said.get(name, "")) > most for name, most in _LONGEST.items()):
        trouble = Trouble.TOO_LONG
    elif not (upn or admission or born):
        trouble = trouble or Trouble.NO_KEY
    return Row(
        number,
        given[:100],
        family[:100],
        born,
        upn[:20],
        admission[:20],
        said.get("year", "")[:20],
        said.get("class_name", "")[:40],
        trouble,
        read_contacts(said, targets),
    )


def held_against(rows: Sequence[Row], known: Sequence[Known], school: int) -> tuple[Outcome, ...]:
    """What each row comes to, then those of the school whom no row names: they left."""
    again = _repeated(rows)
    by_upn = _only(known, lambda one: one.upn)
    by_number = _only(
        (one for one in known if one.part_id == school), lambda one: one.admission_number
    )
    by_name: dict[tuple[str, date], list[Known]] = {}
    for one in known:
        if one.date_of_birth is not None:
            by_name.setdefault((folded(one.name), one.date_of_birth), []).append(one)
    outcomes: list[Outcome] = []
    meant: dict[int, int] = {}
    for row in rows:
        if row.trouble is not None:
            outcomes.append(Outcome(What.WRONG, row, trouble=row.trouble))
            continue
        if row.row in again:
            outcomes.append(Outcome(What.WRONG, row, trouble=Trouble.TWICE))
            continue
        found, trouble = _whom(row, by_upn, by_number, by_name)
        if trouble is not None:
            outcomes.append(Outcome(What.WRONG, row, found, trouble=trouble))
        elif found is not None and found.learner in meant:
            outcomes.append(Outcome(What.WRONG, row, found, trouble=Trouble.TWICE))
        elif found is None:
            outcomes.append(Outcome(What.NEW, row))
        else:
            meant[found.learner] = row.row
            outcomes.append(_compared(row, found, school))
    # Whoever a wrong row may mean has not left: the list names them, if badly.
    spoken = meant.keys() | {
        o.known.learner for o in outcomes if o.what is What.WRONG and o.known is not None
    }
    unread = {folded(o.row.name) for o in outcomes if o.what is What.WRONG and o.row is not None}
    gone = [
        Outcome(What.LEFT, None, one)
        for one in known
        if one.part_id == school and one.learner not in spoken and folded(one.name) not in unread
    ]
    return (*outcomes, *gone)


def childless_after(
    ties: Mapping[int, Iterable[int]], leaving: Iterable[int], at_school: Iterable[int]
) -> tuple[int, ...]:
    """Guardians all of whose learners are gone once these have left, though one was there.

    `ties` names each guardian's learners; `at_school` are learners at any school before.

    >>> childless_after({1: [10, 11], 2: [10]}, leaving=[10], at_school=[10, 11])
    (2,)
    """
    gone, there = set(leaving), set(at_school)
    found = []
    for guardian, learners in ties.items():
        own = set(learners)
        if own & gone and not (own & there) - gone:
            found.append(guardian)
    return tuple(sorted(found))


def _whom(
    row: Row,
    by_upn: Mapping[str, Known],
    by_number: Mapping[str, Known],
    by_name: Mapping[tuple[str, date], Sequence[Known]],
) -> tuple[Known | None, Trouble | None]:
    first = by_upn.get(row.upn) if row.upn else None
    second = by_number.get(row.admission_number) if row.admission_number else None
    if first is not None:
        if second is not None and second.learner != first.learner:
            return first, Trouble.TWO_PEOPLE
        return first, None
    named = by_name.get((folded(row.name), row.date_of_birth), ()) if row.date_of_birth else ()
    found = second
    if found is None:
        if len(named) > 1:
            return named[0], Trouble.TWO_PEOPLE
        found = named[0] if named else None
    elif found.date_of_birth and row.date_of_birth and found.date_of_birth != row.date_of_birth:
        # The number has gone to somebody else, or one of the two days is wrong.
        return found, Trouble.TWO_PEOPLE
    if found is not None and row.upn and found.upn and found.upn != row.upn:
        return found, Trouble.OTHER_UPN
    return found, None


def _compared(row: Row, known: Known, school: int) -> Outcome:
    # What the list does not have is unknown, and changes nothing.
    changed = tuple(
        name
        for name in FACTS
        if getattr(row, name) not in ("", None) and getattr(row, name) != getattr(known, name)
    )
    if known.part_id != school:
        return Outcome(What.MOVED, row, known, changed)
    return Outcome(What.CHANGED if changed else What.SAME, row, known, changed)


def _repeated(rows: Sequence[Row]) -> frozenset[int]:
    """The rows of a list that name one learner twice; both are asked about."""
    upns = Counter(row.upn for row in rows if row.upn)
    numbers = Counter(row.admission_number for row in rows if row.admission_number)
    return frozenset(
        row.row for row in rows if upns[row.upn] > 1 or numbers[row.admission_number] > 1
    )


def _only(known: Iterable[Known], key: Callable[[Known], str]) -> dict[str, Known]:
    """By their key, those who alone have it."""
    found: dict[str, Known] = {}
    many: set[str] = set()
    for one in known:
        text = key(one)
        if text in found:
            many.add(text)
        elif text:
            found[text] = one
    return {text: one for text, one in found.items() if text not in many}
