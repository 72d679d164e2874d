"""What is asked, how an answer is read, and what is still missing before a bid can go in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.bids.rules.paper import Answered
from coopcouncil.procurement.kinds import CriterionKind

MOST = Decimal(10) ** 14
PLACES = 4
LONGEST = 20_000
NEED = " › "
"""Between the code of a promise and the number of a need, in a workbook: no code has it."""
YES = frozenset({"yes", "y", "true", "1", "ydw", "ydy", "ydyn", "oes", "ie", "byddwn", "gallwn"})
NO = frozenset({"no", "n", "false", "0", "na", "nac ydw", "nac ydy", "nac ydym", "nac oes"})


@dataclass(frozen=True)
class Asked:
    """One question of a tender, for one lot."""

    lot: int
    code: str
    kind: CriterionKind
    title: str
    question: str = ""
    unit: str = ""
    evidence: str = ""
    words_limit: int | None = None
    files_allowed: bool = False
    need: int | None = None
    """In a workbook: how much of the figure `of` answers this need."""

    @property
    def of(self) -> str:
        """The code of the question that the row is about."""
        return self.code.partition(NEED)[0] if self.need is not None else self.code

    @property
    def wants_figure(self) -> bool:
        """Whether a number is the answer."""
        return self.kind in (CriterionKind.FIGURE, CriterionKind.PRICE)

    @property
    def wants_words_besides(self) -> bool:
        """Whether the bidder says besides the figure how it will come about."""
        return self.kind is CriterionKind.FIGURE and self.need is None


class BadAnswer(Refused):
    """An answer that cannot be read."""

    status = 422


class NotAFigure(BadAnswer):
    """Words where a number is wanted."""

    def sentence(self, _: Gettext) -> str:
        return _("Enter a number, like 12 or 12.5, without words.")


class TooManyPlaces(BadAnswer):
    """More decimal places than are kept."""

    def sentence(self, _: Gettext) -> str:
        return _("Enter a number with at most four decimal places.")


class TooGreat(BadAnswer):
    """No promise is that large."""

    def sentence(self, _: Gettext) -> str:
        return _("This number is too large.")


class BelowNothing(BadAnswer):
    """Less than nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Enter 0 or more.")


class NeitherYesNorNo(BadAnswer):
    """Something else where yes or no is wanted."""

    def sentence(self, _: Gettext) -> str:
        return _("Answer with yes or no.")


class TooLong(BadAnswer):
    """More than can be kept."""

    def sentence(self, _: Gettext) -> str:
        return _("This answer is longer than 20,000 characters.")


class Missing(Refused):
    """Without it the bid cannot go in."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def sentence(self, _: Gettext) -> str:
        if self.asked.kind is CriterionKind.FIGURE:
            text = _("{code}: enter a figure; 0 if you promise nothing.")
        elif self.asked.kind is CriterionKind.PRICE:
            text = _("{code}: enter your price.")
        else:
            text = _("{code}: answer yes or no.")
        return text.format(code=self.asked.code)


class TooManyWords(Refused):
    """Past the limit that is the same for every bidder."""

    def __init__(self, asked: Asked, words: int) -> None:
        self.asked, self.words = asked, words

    def sentence(self, _: Gettext) -> str:
        text = _("{code}: you wrote {words} words; the limit is {limit}.")
        return text.format(
            code=self.asked.code, words=f"{self.words:,}", limit=f"{self.asked.words_limit or 0:,}"
        )


class NoLot(Refused):
    """A bid for nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose at least one lot to bid for.")


class EmptyBid(Refused):
    """Nothing was answered."""

    def sentence(self, _: Gettext) -> str:
        return _("You have answered nothing yet.")


def figure_of(text: str) -> Decimal | None:
    """The number that somebody typed; none for an empty box.

    >>> figure_of("£1,234.50"), figure_of(" 12 "), figure_of("")
    (Decimal('1234.50'), Decimal('12'), None)
    """
    plain = re.sub(r"[\s,£]", "", text)
    if not plain:
        return None
    if not plain.isascii() or len(plain) > 40:
        raise NotAFigure
    try:
        figure = Decimal(plain)
    except InvalidOperation as trouble:
        raise NotAFigure from trouble
    if not figure.is_finite():
        raise NotAFigure
    if figure < 0:
        raise BelowNothing
    if figure >= MOST:
        raise TooGreat
    if figure != figure.quantize(Decimal(1).scaleb(-PLACES)):
        raise TooManyPlaces
    # A minus before nothing is nothing.
    return abs(figure)


def yes_of(text: str) -> bool | None:
    """Yes or no in either language; none for an empty box."""
    plain = " ".join(text.lower().split()).rstrip(".")
    if not plain:
        return None
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise NeitherYesNorNo


def words_in(text: str) -> int:
    """How many words, as a word processor counts: what stands between blanks.

    >>> words_in("a well-kept  garden\\n— ours")
    5
    """
    return len(text.split())


def obstacles(
    asked: Sequence[Asked], lots: Mapping[int, Mapping[str, Answered]]
) -> tuple[Refused, ...]:
    """Everything that keeps a bid from going in. A question left empty is none: it earns nothing,
    and a bidder at the deadline must be able to hand in what there is."""
    if not lots:
        return (NoLot(),)
    if all(one.is_empty for answers in lots.values() for one in answers.values()):
        return (EmptyBid(),)
    found: list[Refused] = []
    for one in asked:
        if one.lot not in lots:
            continue
        answer = lots[one.lot].get(one.code, Answered())
        if _lacks(one, answer):
            found.append(Missing(one))
        words = words_in(answer.text)
        if one.words_limit and words > one.words_limit:
            found.append(TooManyWords(one, words))
    return tuple(found)


def _lacks(asked: Asked, answer: Answered) -> bool:
    if asked.kind is CriterionKind.CONDITION:
        return answer.yes is None
    return asked.wants_figure and answer.figure is None


def unanswered(
    asked: Sequence[Asked], lots: Mapping[int, Mapping[str, Answered]]
) -> tuple[Asked, ...]:
    """The questions that are left empty, to be said before the bid goes in."""
    return tuple(
        one
        for one in asked
        if one.lot in lots
        and one.kind is CriterionKind.SCALE
        and not lots[one.lot].get(one.code, Answered()).text
    )
