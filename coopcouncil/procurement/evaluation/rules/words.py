"""Whether a reason is one: some words, not one word many times. Pure."""

import re

from coopcouncil.kernel.errors import Gettext, Refused

__all__ = ["ReasonTooThin", "SayMore", "is_substantial", "needs_reason"]

LETTERS, WORDS, MORE_WORDS = 4, 5, 12
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# Three different words and two more, right at the beginning: nearly every reason begins so.
_AT_ONCE = re.compile(
    r"(W+)S+(?!\1\b)(W+)S+(?!(?:\1|\2)\b)(W+)S+W+S+W".replace("W", r"[^\W_]").replace(
        "S", r"[\s,.;:]"
    )
)


class ReasonTooThin(Refused):
    """A losing bidder could not learn anything from it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        text = _("Give the reason in at least {words} words, from what the bid says.")
        return text.format(words=WORDS)


class SayMore(Refused):
    """A score that nobody gave wants more."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        text = _("No evaluator gave this score. Say in at least {words} words how it came about.")
        return text.format(words=MORE_WORDS)


def is_substantial(reason: str, words: int = WORDS) -> bool:
    """Whether it has so many words of some length, and half as many different ones.

    >>> is_substantial("Names two tutors, dates and a fallback plan.")
    True
    >>> is_substantial("good good good good good good"), is_substantial("See above")
    (False, False)
    """
    if len(reason.strip()) < LETTERS * words:
        return False
    text = reason.lower()
    # Tens of thousands are looked at for one page.
    if words == WORDS and _AT_ONCE.match(text):
        return True
    different = set()
    for count, found in enumerate(_WORD.finditer(text), 1):
        different.add(found[0])
        if count >= words and 2 * len(different) >= words + 1:
            return True
    return False


def needs_reason(reason: str, more: bool = False) -> None:
    """Refuse a reason without substance; `more` where nobody gave the score."""
    if more and not is_substantial(reason, MORE_WORDS):
        raise SayMore
    if not is_substantial(reason):
        raise ReasonTooThin
