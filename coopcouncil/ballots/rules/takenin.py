"""A batch counted elsewhere, from its file: every paper as this ballot's options, or a refusal."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopcouncil.ballots.rules.batches import as_crossed, as_line, as_marked
from coopcouncil.counting.formats import Unreadable, blt, decode, resolution_csv
from coopcouncil.counting.papers import Ranking
from coopcouncil.kernel.errors import Gettext, Refused

_HOW_MANY = ("papers", "papurau")


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What stands on the ballot paper: each place with every name it goes by."""

    kind: str
    seats: int
    names: tuple[tuple[str, ...], ...]
    withdrawn: frozenset[int] = frozenset()


class FileUnreadable(Refused):
    """Not such a file, or broken; the reader's own words say where."""

    status = 422

    def __init__(self, trouble: str, line: int | None = None) -> None:
        self.trouble, self.line = trouble, line

    def sentence(self, _: Gettext) -> str:
        if self.line is None:
            text = _("The file cannot be read: {trouble}.")
        else:
            text = _("The file cannot be read from line {line} on: {trouble}.")
        return text.format(trouble=self.trouble, line=self.line)


class OtherCandidates(Refused):
    """The file is of another election, or spells its names in another way."""

    status = 422

    def __init__(self, strangers: Sequence[str], missing: Sequence[str]) -> None:
        self.strangers, self.missing = strangers, missing

    def sentence(self, _: Gettext) -> str:
        strangers, missing = "; ".join(self.strangers), "; ".join(self.missing)
        if not missing:
            text = _("The file names {strangers}, who are not on this ballot paper.")
        elif not strangers:
            text = _("The file does not name {missing}, who are on this ballot paper.")
        else:
            text = _(
                "The names in the file are not those on this ballot paper. Only in the file: "
                "{strangers}. Only on the ballot paper: {missing}."
            )
        return text.format(strangers=strangers, missing=missing)


class OtherSeats(Refused):
    """The file fills another number of seats."""

    status = 422

    def __init__(self, theirs: int, ours: int) -> None:
        self.theirs, self.ours = theirs, ours

    def sentence(self, _: Gettext) -> str:
        text = _("The file is of an election to {theirs} seats, and this one is to {ours}.")
        return text.format(theirs=self.theirs, ours=self.ours)


class OtherWithdrawals(Refused):
    """The file counts without candidates who are standing here."""

    status = 422

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def sentence(self, _: Gettext) -> str:
        text = _("The file says that {names} withdrew. Record the withdrawal on this ballot first.")
        return text.format(names="; ".join(self.names))


class NotForResolutions(Refused):
    """A resolution's papers do not rank anybody."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The papers of a resolution come as a CSV file with the headings voter and vote.")


def papers_of_blt(data: bytes, paper: OnPaper) -> Counter[str]:
    """The papers of a BLT file, its candidates found among ours by name."""
    if paper.kind == "resolution":
        raise NotForResolutions
    try:
        election = blt.read(data)
    except Unreadable as trouble:
        raise FileUnreadable(trouble.trouble, trouble.line) from None
    place = matched([c.name for c in election.candidates], paper)
    if election.seats != paper.seats:
        raise OtherSeats(election.seats, paper.seats)
    gone = [
        c for c in election.candidates if c.withdrawn and place[c.number] not in paper.withdrawn
    ]
    if gone:
        raise OtherWithdrawals([c.name for c in gone])
    found: Counter[str] = Counter()
    for ranking, weight in election.papers.items():
        found[_as_ours(ranking, place, paper)] += weight
    return found


def papers_of_csv(data: bytes, paper: OnPaper) -> Counter[str]:
    """The papers of a CSV file: one a line, a column for each name, and `papers` for how many."""
    try:
        if paper.kind == "resolution":
            tally = resolution_csv.read(data)
            votes = {"1": tally.yes, "2": tally.no, "3": tally.abstain, "": tally.spoilt}
            return Counter({vote: n for vote, n in votes.items() if n})
        return _table(decode(data), paper)
    except Unreadable as trouble:
        raise FileUnreadable(trouble.trouble, trouble.line) from None


def matched(names: Sequence[str], paper: OnPaper) -> dict[int, int]:
    """Our place of each of the file's candidates, by number from 1.

    Capitals, spacing and what stands in brackets behind a name make no difference, unless two
    names then were the same.
    """
    for plain in (_plain, _without_brackets):
        ours: dict[str, int] = {}
        clash = False
        for place, known in enumerate(paper.names, 1):
            for name in {plain(name) for name in known if name}:
                clash = clash or ours.get(name, place) != place
                ours[name] = place
        theirs = [plain(name) for name in names]
        found = {n: ours[name] for n, name in enumerate(theirs, 1) if name in ours}
        whole = len(found) == len(names) == len(paper.names)
        if whole and len(set(found.values())) == len(found) and not clash:
            return found
    strangers = [name for n, name in enumerate(names, 1) if n not in found]
    missing = [k[0] for place, k in enumerate(paper.names, 1) if place not in found.values()]
    raise OtherCandidates(strangers or ([] if missing else list(names)), missing)


def _as_ours(ranking: Ranking, place: Mapping[int, int], paper: OnPaper) -> str:
    ours = tuple(
        tuple(sorted(place[c] for c in mark))
        if isinstance(mark, tuple)
        else (place[mark] if mark else 0)
        for mark in ranking
    )
    if paper.kind == "stv":
        return as_line(ours)
    marked = [c for mark in ours for c in (mark if isinstance(mark, tuple) else (mark,)) if c]
    if paper.kind == "fptp" and marked and not isinstance(ours[0], tuple) and ours[0]:
        # A ranked file of a one-cross election: the first preference is the cross.
        return str(ours[0])
    return as_crossed(marked, one_only=paper.kind == "fptp")


def _table(text: str, paper: OnPaper) -> Counter[str]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: Counter[str] = Counter()
    try:
        headings = [cell.strip() for cell in next(rows, [])]
        weigh = next(
            (n for n, h in enumerate(headings) if h.lower() in ("papers", "papurau")), None
        )
        columns = [n for n, h in enumerate(headings) if n != weigh and h]
        place = matched([headings[n] for n in columns], paper)
        for row in rows:
            # An empty line is no blank paper: a blank one has its commas.
            if len(row) < 2 and not any(cell.strip() for cell in row):
                continue
            if len(row) != len(headings):
                raise Unreadable(
                    f"{len(headings)} cells should stand here, not {len(row)}", rows.line_num
                )
            cells = {place[n]: row[column].strip() for n, column in enumerate(columns, 1)}
            weight = _whole(row[weigh].strip(), rows.line_num) if weigh is not None else 1
            found[_marks(cells, paper, rows.line_num)] += weight
    except csv.Error as trouble:
        raise Unreadable(f"not a CSV line: {trouble}", rows.line_num) from None
    return found


def _marks(cells: Mapping[int, str], paper: OnPaper, line: int) -> str:
    if paper.kind == "stv":
        ranks = {place: _whole(cell, line) if cell else None for place, cell in cells.items()}
        return as_marked(ranks, len(paper.names))
    crossed = []
    for place, cell in cells.items():
        if cell.lower() in ("x", "1", "✓", "✗", "✔"):
            crossed.append(place)
        elif cell:
            raise Unreadable(f"a cross should be x or 1, not {cell[:20]!a}", line)
    return as_crossed(crossed, one_only=paper.kind == "fptp")


def _whole(cell: str, line: int) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", cell):
        raise Unreadable(f"a whole number should stand here, not {cell[:20]!a}", line)
    return int(cell)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _without_brackets(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", _plain(name))
