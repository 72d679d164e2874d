"""A question to classes: what a teacher may tell, and what it comes to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused


class ClassVoteClosed(Refused):
    """The result stands."""

    def sentence(self, _: Gettext) -> str:
        return _("This class vote is closed, and its result stands.")


class TwoOptionsNeeded(Refused):
    """Nothing to choose from."""

    def sentence(self, _: Gettext) -> str:
        return _("Write at least two different answers, each on its own line.")


class TooManyOptions(Refused):
    """More than hands can answer."""

    def sentence(self, _: Gettext) -> str:
        return _("Write no more than 12 answers.")


class WelshLinesDiffer(Refused):
    """Each answer has its own Welsh."""

    def sentence(self, _: Gettext) -> str:
        return _("Write as many answers in Welsh as in English, in the same order.")


class NobodyAnswered(Refused):
    """A tally of nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Enter how many chose each answer: somebody must have answered.")


@dataclass(frozen=True)
class Result:
    """The sum over all classes, in the order of the answers."""

    totals: tuple[int, ...]
    leading: tuple[int, ...]
    answered: int


def options_of(english: str, welsh: str) -> list[list[str]]:
    """The answers as they are kept, from two boxes with an answer on each line.

    >>> options_of("Trees\\nA pond", "Coed\\nPwll")
    [['Trees', 'Coed'], ['A pond', 'Pwll']]
    """
    first = [line.strip()[:200] for line in english.splitlines() if line.strip()]
    second = [line.strip()[:200] for line in welsh.splitlines() if line.strip()]
    if len(set(first)) < 2 or len(set(first)) < len(first):
        raise TwoOptionsNeeded
    if len(first) > 12:
        raise TooManyOptions
    if second and len(second) != len(first):
        raise WelshLinesDiffer
    return [list(pair) for pair in zip(first, second or [""] * len(first), strict=True)]


def may_tell(is_closed: bool, counts: Sequence[int]) -> None:
    """Refuse a tally after the close, and one in which nobody answered."""
    if is_closed:
        raise ClassVoteClosed
    if not any(counts):
        raise NobodyAnswered


def result(options: int, tallies: Mapping[str, Sequence[int]]) -> Result:
    """Add up the classes.

    >>> result(2, {"3A": [4, 9], "3B": [9, 4]}).leading
    (0, 1)
    """
    totals = tuple(sum(counts[n] for counts in tallies.values()) for n in range(options))
    most = max(totals, default=0)
    leading = tuple(n for n, total in enumerate(totals) if total == most) if most else ()
    return Result(totals, leading, sum(totals))
