"""To whom a message goes, whether it may go, and what stands in its way. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused

MOST_NUMBERS = 2_000
LONGEST_BODY = 10_000
SMALLEST_ROLL = 10
"""On a smaller roll, that a reminder went out at all would say something of somebody."""
REMINDERS = 3
BETWEEN_REMINDERS = timedelta(hours=24)


@dataclass(frozen=True)
class Audience:
    """Which members: everything that is chosen must fit."""

    status: str = "members"
    constituency_id: int | None = None
    part_id: int | None = None
    member_class: str = ""
    language: str = ""
    group: str = ""
    numbers: tuple[str, ...] = ()

    def write(self) -> dict[str, object]:
        """As the message keeps it."""
        return {**vars(self), "numbers": list(self.numbers)}

    @classmethod
    def read(cls, kept: Mapping[str, object]) -> "Audience":
        """What `write` wrote."""
        values = dict(kept)
        numbers = values.pop("numbers", [])
        listed = tuple(str(one) for one in numbers) if isinstance(numbers, list) else ()
        return cls(**values, numbers=listed)  # type: ignore[arg-type]


def numbers_in(text: str) -> tuple[str, ...]:
    """Member numbers, each once, parted by anything that parts.

    >>> numbers_in("12, 7;12\\n0031")
    ('12', '7', '0031')
    """
    parts = text.replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(parts))


class LanguageMissing(Refused):
    """A bilingual organisation writes in both, at the same time."""

    def __init__(self, language: str) -> None:
        self.language = language

    def sentence(self, _: Gettext) -> str:
        if self.language == "cy":
            return _("Write the subject and the text in Welsh too: both go at the same time.")
        return _("Write the subject and the text in English too: both go at the same time.")


class NothingWritten(Refused):
    """No whole text in any language."""

    def sentence(self, _: Gettext) -> str:
        return _("Write a subject and a text.")


class HalfWritten(Refused):
    """A subject without its text, or a text without its subject."""

    def sentence(self, _: Gettext) -> str:
        return _("Where there is a subject there must be a text in the same language.")


class NobodyToTell(Refused):
    """The choice fits no member."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody fits this choice. Choose others to write to.")


class SentAlready(Refused):
    """What was sent stands."""

    def sentence(self, _: Gettext) -> str:
        return _("This message has been sent. Write a new one.")


class NothingToPost(Refused):
    """Nobody whom e-mail did not reach has a postal address."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody whom e-mail did not reach has a postal address.")


class NotOpen(Refused):
    """A reminder makes sense while one can vote."""

    def sentence(self, _: Gettext) -> str:
        return _("Voting is not open, so there is nothing to remind of.")


class RollTooSmall(Refused):
    """Too few to hide among."""

    def sentence(self, _: Gettext) -> str:
        text = _("Fewer than {number} can vote. Write to all of them instead.")
        return text.format(number=SMALLEST_ROLL)


class RemindedEnough(Refused):
    """Nobody is pestered."""

    def sentence(self, _: Gettext) -> str:
        return _("Three reminders have gone for this ballot. There are no more.")


class RemindedLately(Refused):
    """One a day."""

    def __init__(self, again: datetime) -> None:
        self.again = again

    def sentence(self, _: Gettext) -> str:
        text = _("A reminder went less than a day ago. The next can go on {moment}.")
        return text.format(moment=moment(self.again, _))


class OwnServerNeeded(Refused):
    """GOV.UK Notify keeps a list of everybody it wrote to, and shows it."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "GOV.UK Notify shows its users to whom each message went, and so who has not voted. "
            "A reminder needs a mail server of your own."
        )


def obstacles_in_words(languages: Sequence[str], halves: bool, bilingual: bool) -> list[Refused]:
    """What the texts lack."""
    if halves:
        return [HalfWritten()]
    if not languages:
        return [NothingWritten()]
    if bilingual:
        return [LanguageMissing(one) for one in ("cy", "en") if one not in languages]
    return []


def may_remind(
    *,
    is_open: bool,
    roll: int,
    asked: Sequence[datetime],
    now: datetime,
    only_notify: bool,
) -> Iterator[Refused]:
    """What stands in a reminder's way. Nothing here depends on who has voted, or how many."""
    if not is_open:
        yield NotOpen()
    if roll < SMALLEST_ROLL:
        yield RollTooSmall()
    if len(asked) >= REMINDERS:
        yield RemindedEnough()
    elif asked and now - max(asked) < BETWEEN_REMINDERS:
        yield RemindedLately(max(asked) + BETWEEN_REMINDERS)
    if only_notify:
        yield OwnServerNeeded()
