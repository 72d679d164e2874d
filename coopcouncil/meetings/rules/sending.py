"""Whether a notice may go out: everything that stands in its way, said at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coopcouncil.kernel import dates
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.meetings.rules.notice import NoticeRules, Way, may_send
from coopcouncil.organisations.rulebook import Rulebook


@dataclass(frozen=True)
class Text:
    """A text in both languages; either may be empty."""

    en: str
    cy: str

    @property
    def is_missing_in(self) -> str | None:
        """The language that lacks the text that the other has, or None."""
        if bool(self.en.strip()) == bool(self.cy.strip()):
            return None
        return "en" if self.cy.strip() else "cy"


class Part(StrEnum):
    """Which text of the notice."""

    TITLE = "title"
    PLACE = "place"
    JOINING = "joining"
    ITEM_TITLE = "item-title"
    ITEM_TEXT = "item-text"
    PAPER_TITLE = "paper-title"
    BALLOT = "ballot"


@dataclass(frozen=True)
class Written:
    """One text of the notice, and where it stands; `item` is a place on the agenda."""

    part: Part
    text: Text
    item: int = 0


@dataclass(frozen=True)
class Draft:
    """What a notice would say, as facts."""

    starts_at: datetime
    texts: tuple[Written, ...]
    items: int
    has_place: bool
    is_online: bool
    is_cancelled: bool
    copies: dict[Way, int]
    others: int
    """Copies that are spoken or carried: they are in time on the day."""
    short_notice_agreed: bool


def obstacles_to_sending(
    draft: Draft, rules: Rulebook, notice: NoticeRules, meeting_on: date, now: datetime, today: date
) -> tuple[Refused, ...]:
    """Everything that must be mended before the notice can go; empty where it may."""
    if draft.is_cancelled:
        return (MeetingCancelled(),)
    if now >= draft.starts_at:
        return (MeetingBegun(),)
    return tuple(_obstacles(draft, rules, notice, meeting_on, today))


def _obstacles(
    draft: Draft, rules: Rulebook, notice: NoticeRules, meeting_on: date, today: date
) -> Iterator[Refused]:
    if not draft.items:
        yield EmptyAgenda()
    yield from place_obstacles(rules, draft.has_place, draft.is_online)
    if rules.bilingual:
        for written in draft.texts:
            if missing := written.text.is_missing_in:
                yield TextMissing(written.part, missing, written.item)
    if not draft.others and not any(draft.copies.values()):
        yield NobodyToTell()
    if not draft.short_notice_agreed:
        for way, copies in draft.copies.items():
            if not copies:
                continue
            try:
                may_send(notice, way, meeting_on, today)
            except Refused as refusal:
                yield refusal


def place_obstacles(rules: Rulebook, has_place: bool, is_online: bool) -> Iterator[Refused]:
    """Whether a meeting may be where it is to be."""
    if not has_place and not is_online:
        yield NoPlace()
    elif not has_place and not rules.online_meetings:
        yield OnlineOnly()
    elif has_place and is_online and not (rules.hybrid_meetings or rules.online_meetings):
        yield NotHybrid()


class MeetingCancelled(Refused):
    """It will not be held."""

    def sentence(self, _: Gettext) -> str:
        return _("This meeting was cancelled.")


class MeetingBegun(Refused):
    """The time of the meeting has come."""

    def sentence(self, _: Gettext) -> str:
        return _("The time of this meeting has come, so this can no longer be changed.")


class EmptyAgenda(Refused):
    """Nothing to be done at the meeting."""

    def sentence(self, _: Gettext) -> str:
        return _("Add at least one item to the agenda.")


class NoPlace(Refused):
    """Nobody would know where to go."""

    def sentence(self, _: Gettext) -> str:
        return _("Say where the meeting is, or how to join it online.")


class OnlineOnly(Refused):
    """The rules want a place."""

    def sentence(self, _: Gettext) -> str:
        return _("Your rulebook does not allow a meeting that is online only. Give a place.")


class NotHybrid(Refused):
    """The rules want all in one place."""

    def sentence(self, _: Gettext) -> str:
        return _("Your rulebook does not allow members to join a meeting from elsewhere.")


class NobodyToTell(Refused):
    """No members."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody is in the register, so there is nobody to send notice to.")


class TextMissing(Refused):
    """One language has the text and the other has not, where both are equal."""

    def __init__(self, part: Part, language: str, item: int = 0) -> None:
        self.part, self.language, self.item = part, language, item

    def sentence(self, _: Gettext) -> str:
        welsh = self.language == "cy"
        match self.part:
            case Part.TITLE:
                text = (
                    _("Write the meeting’s title in Welsh.")
                    if welsh
                    else _("Write the meeting’s title in English.")
                )
            case Part.PLACE:
                text = _("Write the place in Welsh.") if welsh else _("Write the place in English.")
            case Part.JOINING:
                text = (
                    _("Write in Welsh how to join.")
                    if welsh
                    else _("Write in English how to join.")
                )
            case Part.ITEM_TITLE:
                text = (
                    _("Write the title of item {item} in Welsh.")
                    if welsh
                    else _("Write the title of item {item} in English.")
                )
            case Part.ITEM_TEXT:
                text = (
                    _("Write the text of item {item} in Welsh.")
                    if welsh
                    else _("Write the text of item {item} in English.")
                )
            case Part.PAPER_TITLE:
                text = (
                    _("Write the titles of the papers of item {item} in Welsh.")
                    if welsh
                    else _("Write the titles of the papers of item {item} in English.")
                )
            case Part.BALLOT:
                text = (
                    _("The vote of item {item} is not written in Welsh.")
                    if welsh
                    else _("The vote of item {item} is not written in English.")
                )
        return text.format(item=self.item)


class NoticeSent(Refused):
    """Members have the notice: what it said stays said."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Members have had notice of this meeting. Cancel it and call another, "
            "or send the notice again after changing the agenda."
        )


class NothingToPost(Refused):
    """No copy waits to go by post."""

    def sentence(self, _: Gettext) -> str:
        return _("There is nobody here whom a letter can reach. Their addresses may be missing.")


class PostedInFuture(Refused):
    """Letters cannot have been posted yet."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("{day} is not a day on which these letters can have been posted.")
        return text.format(day=dates.day(self.on, _))
