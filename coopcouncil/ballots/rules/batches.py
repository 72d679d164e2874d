"""Papers that come as paper: how a real one is written down, and when a batch may be taken in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from coopcouncil.ballots.rules.state import State
from coopcouncil.counting.papers import LEFT_OUT, Mark, Ranking
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.i18n import ngettext


class BatchesNotYet(Refused):
    """Voting goes on."""

    def sentence(self, _: Gettext) -> str:
        return _("Papers are keyed or taken in after the close of voting, not before.")


class BatchesOver(Refused):
    """The box is open."""

    def sentence(self, _: Gettext) -> str:
        return _("The box has been opened. No more papers can be taken in.")


class MorePapersThanMarks(Refused):
    """More papers than voters are marked on the roll."""

    def __init__(self, papers: int, marks: int) -> None:
        self.papers, self.marks = papers, marks

    def sentence(self, _: Gettext) -> str:
        text = ngettext(
            "{marks} voter is marked on the roll as having voted on paper, but with this there "
            "would be {papers} papers. Find the papers that were not marked, and leave them out.",
            "{marks} voters are marked on the roll as having voted on paper, but with this there "
            "would be {papers} papers. Find the papers that were not marked, and leave them out.",
            self.marks,
        )
        return text.format(papers=self.papers, marks=self.marks)


class PapersDoNotMatchMarks(Refused):
    """The box stays shut until each mark has its paper."""

    def __init__(self, papers: int, marks: int) -> None:
        self.papers, self.marks = papers, marks

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Voters marked as having voted on paper: {marks}. Papers agreed by two officers: "
            "{papers}. The two must be equal before the box is opened."
        )
        return text.format(papers=self.papers, marks=self.marks)


class UnfinishedBatch(Refused):
    """A batch that only one officer vouches for."""

    def __init__(self, n: int) -> None:
        self.n = n

    def sentence(self, _: Gettext) -> str:
        text = _("A second officer must agree to batch {n}, or it must be thrown away.")
        return text.format(n=self.n)


class SameOfficer(Refused):
    """Two officers, not one twice."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("You began this batch. A second officer has to agree to it.")


class BatchAgreed(Refused):
    """Two officers have agreed, and it stands."""

    def sentence(self, _: Gettext) -> str:
        return _("This batch has been agreed by two officers. It can no longer be changed.")


class StillDiffers(Refused):
    """The two keyings are not one."""

    def __init__(self, places: int) -> None:
        self.places = places

    def sentence(self, _: Gettext) -> str:
        text = ngettext(
            "The two keyings differ on {n} paper. Look at the paper again and key it anew.",
            "The two keyings differ on {n} papers. Look at the papers again and key them anew.",
            self.places,
        )
        return text.format(n=self.places)


class MoreThanTwo(Refused):
    """A third reading of the same papers."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("Two officers have keyed this batch. A third is not needed.")


class NothingToTakeBack(Refused):
    """The officer has keyed no paper of the batch."""

    def sentence(self, _: Gettext) -> str:
        return _("You have keyed no paper of this batch, so there is none to take back.")


class EmptyBatch(Refused):
    """Nothing to agree to."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("There are no papers in this batch.")


def may_take_in(state: State) -> None:
    """Papers are keyed and taken in between the close and the opening of the box."""
    if state in (State.BOX_OPENED, State.DECLARED, State.VOIDED):
        raise BatchesOver
    if state not in (State.ENDED, State.CLOSED):
        raise BatchesNotYet


def may_hold(papers: int, marks: int) -> None:
    """Never more papers than marks, whatever batches they come in."""
    if papers > marks:
        raise MorePapersThanMarks(papers, marks)


def may_agree(begun_by: int, by: int, is_agreed: bool, papers: int) -> None:
    """A batch is agreed once, by another officer than the one who began it."""
    if is_agreed:
        raise BatchAgreed
    if begun_by == by:
        raise SameOfficer
    if not papers:
        raise EmptyBatch


def papers_obstacles(marks: int, papers: int, unfinished: Iterable[int]) -> tuple[Refused, ...]:
    """What stands between the paper votes and the opening of the box."""
    found: list[Refused] = [UnfinishedBatch(n) for n in unfinished]
    if papers != marks:
        found.append(PapersDoNotMatchMarks(papers, marks))
    return tuple(found)


def as_marked(ranks: Mapping[int, int | None], most: int) -> str:
    """What a ranked paper says, faults and all: the count reads it as far as it is clear.

    >>> as_marked({1: 2, 2: 1, 3: None}, 3)
    '2 1'
    >>> as_marked({1: 1, 2: 3, 3: 3}, 3)
    '1 - 2=3'
    """
    given: dict[int, list[int]] = {}
    for place, rank in sorted(ranks.items()):
        if rank is not None:
            # A number past the last is a rank that nobody could have meant to lead up to.
            given.setdefault(min(max(rank, 1), most + 1), []).append(place)
    marks = [
        "=".join(map(str, given[rank])) if rank in given else "-"
        for rank in range(1, max(given, default=0) + 1)
    ]
    return " ".join(marks)


def as_crossed(places: Sequence[int], one_only: bool) -> str:
    """What a paper of crosses says. Where one is allowed, several are no clear choice.

    >>> as_crossed([3, 1], one_only=False), as_crossed([3, 1], one_only=True)
    ('1 3', '1=3')
    """
    return ("=" if one_only else " ").join(str(place) for place in sorted(set(places)))


def as_line(ranking: Ranking) -> str:
    """A ranking of the counting's as this slice writes it."""
    return " ".join(
        "=".join(map(str, mark))
        if isinstance(mark, tuple)
        else ("-" if mark == LEFT_OUT else str(mark))
        for mark in ranking
    )


def places_that_differ(one: Mapping[int, str], other: Mapping[int, str]) -> tuple[int, ...]:
    """The papers that two officers keyed differently, or that one has not keyed.

    >>> places_that_differ({1: "a", 2: "b", 3: "c"}, {1: "a", 2: "x"})
    (2, 3)
    """
    return tuple(sorted(p for p in one.keys() | other.keys() if one.get(p) != other.get(p)))


def most_bytes(options: int, length: int) -> int:
    """The length that keyed papers are padded to: a web paper's, and a dash for each rank."""
    return length + 2 * options + 2


def count_of(papers: Counter[str]) -> int:
    """How many papers, identical ones told apart."""
    return sum(papers.values())


def _mark(mark: Mark) -> str:
    if isinstance(mark, tuple):
        return "=".join(map(str, mark))
    return "-" if mark == LEFT_OUT else str(mark)
