"""What stands in one cell: a fact of the journal, or what is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.money import Money
from coopcouncil.members.fits import NoSuchPlace, fits_from_words
from coopcouncil.members.importing.dates import read_date
from coopcouncil.members.kinds import NO_PURPOSE, PURPOSES, Cause, Fact, Format, MemberKind, Status
from coopcouncil.members.refusals import EARLIEST, latest_day
from coopcouncil.members.words import folded, words


class Trouble(StrEnum):
    """What may be wrong with a cell or a row."""

    NO_NUMBER = "no-number"
    NUMBER_TWICE = "number-twice"
    NO_NAME = "no-name"
    NOT_A_DATE = "not-a-date"
    TOO_LONG_AGO = "too-long-ago"
    TOO_FAR_AHEAD = "too-far-ahead"
    BORN_LATER = "born-later"
    LEFT_BEFORE_JOINING = "left-before-joining"
    NOT_AN_ADDRESS = "not-an-address"
    NO_SUCH_LANGUAGE = "no-such-language"
    NO_SUCH_FORMAT = "no-such-format"
    NO_SUCH_STATUS = "no-such-status"
    NO_SUCH_PURPOSE = "no-such-purpose"
    NO_SUCH_CONSTITUENCY = "no-such-constituency"
    NO_SUCH_PART = "no-such-part"
    NO_SUCH_PLACE = "no-such-place"
    NO_SUCH_KIND = "no-such-kind"
    NO_SUCH_CAUSE = "no-such-cause"
    NOT_A_COUNT = "not-a-count"
    NOT_MONEY = "not-money"
    TOO_LONG = "too-long"
    CONTROL = "control"
    CELLS_MISSING = "cells-missing"
    CELLS_OVER = "cells-over"
    SHARES_KEPT = "shares-kept"


def sentence(trouble: Trouble, text: str, _: Gettext) -> str:
    """What to tell the person about the cell that holds `text`."""
    said = {
        Trouble.NO_NUMBER: _("There is no member number."),
        Trouble.NUMBER_TWICE: _("Member number {text} stands in an earlier row too."),
        Trouble.NO_NAME: _("There is no name."),
        Trouble.NOT_A_DATE: _("“{text}” is not a date like 31/12/1980 or 1980-12-31."),
        Trouble.TOO_LONG_AGO: _("“{text}” is too long ago."),
        Trouble.TOO_FAR_AHEAD: _("“{text}” is too far ahead."),
        Trouble.BORN_LATER: _("“{text}” is in the future."),
        Trouble.LEFT_BEFORE_JOINING: _("“{text}” is before the day of joining."),
        Trouble.NOT_AN_ADDRESS: _("“{text}” is not an e-mail address."),
        Trouble.NO_SUCH_LANGUAGE: _("“{text}” is neither English nor Welsh."),
        Trouble.NO_SUCH_FORMAT: _(
            "“{text}” is none of standard, large-print, audio, braille, telephone."
        ),
        Trouble.NO_SUCH_PURPOSE: _("“{text}” holds something other than notices, voting, news."),
        Trouble.NO_SUCH_STATUS: _("“{text}” is none of applicant, member, suspended, left."),
        Trouble.NO_SUCH_CONSTITUENCY: _("There is no constituency “{text}” here."),
        Trouble.NO_SUCH_PART: _("There is no school “{text}” here."),
        Trouble.NO_SUCH_PLACE: _(
            "“{text}” names a constituency or school that is not here. "
            "Write them like “parents: beech-primary; community”."
        ),
        Trouble.NO_SUCH_KIND: _("“{text}” is neither person nor organisation."),
        Trouble.NO_SUCH_CAUSE: _(
            "“{text}” is none of resigned, expelled, died, lapsed, ineligible."
        ),
        Trouble.NOT_A_COUNT: _("“{text}” is not a whole number."),
        Trouble.NOT_MONEY: _("“{text}” is not an amount of money like 1.00."),
        Trouble.TOO_LONG: _("“{text}” is too long."),
        Trouble.CONTROL: _("“{text}” holds a character that cannot be printed."),
        Trouble.CELLS_MISSING: _("This row has fewer cells than there are headings."),
        Trouble.CELLS_OVER: _("This row has more cells than there are headings."),
        Trouble.SHARES_KEPT: _(
            "This member’s shares are kept as numbered holdings. Leave their figures as they are, "
            "and record what happened to the shares there."
        ),
    }[trouble]
    short = text if len(text) <= 60 else text[:59] + "…"
    return said.format(text=short)


class Wrong(Exception):
    """The cell cannot be read."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


@dataclass(frozen=True)
class Surroundings:
    """What cells are held against: the day, and what the organisation knows by which names."""

    today: date
    constituencies: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    # What has been read of cells so far, by their column's meaning and their text.
    read_before: dict[tuple[str, str], Fact] = field(default_factory=dict, compare=False)


_LIMITS = {
    "member_number": 40,
    "given_name": 100,
    "family_name": 100,
    "name": 200,
    "email": 254,
    "email_purposes": 100,
    "postal_address": 1_000,
    "postcode": 10,
    "class": 40,
    "other_property": 1_000,
    "fits": 2_000,
    "representative": 201,
    "representative_email": 254,
    "reason": 1_000,
}
_FORMULA = re.compile(r"'[=+\-@\t]")
_PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9_+\-]+(?:\.[A-Za-z0-9_+\-]+)*@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}"
)
_LANGUAGES = {
    "en": "en|eng|english|saesneg|e|s",
    "cy": "cy|cym|wel|welsh|cymraeg|c|w",
}
_LANGUAGE = {known: code for code, names in _LANGUAGES.items() for known in names.split("|")}
_STATUSES = {
    Status.APPLICANT: "applicant|applied|ymgeisydd",
    Status.MEMBER: "member|active|current|aelod|cyfredol",
    Status.SUSPENDED: "suspended|wedi atal|ataliwyd",
    Status.LEFT: "left|former|resigned|ceased|lapsed|gadael|cyn aelod|wedi gadael",
}
_STATUS = {known: status for status, names in _STATUSES.items() for known in names.split("|")}
_FORMATS = {
    Format.STANDARD: "standard|post|letter|safonol",
    Format.LARGE_PRINT: "large print|print bras",
    Format.AUDIO: "audio|sain",
    Format.BRAILLE: "braille",
    Format.TELEPHONE: "telephone|phone|ffon",
}
_FORMAT = {known: format for format, names in _FORMATS.items() for known in names.split("|")}
_KINDS = {
    MemberKind.PERSON: "person|individual|unigolyn",
    MemberKind.ORGANISATION: "organisation|organization|body|corporate|sefydliad|corff",
}
_KIND = {known: kind for kind, names in _KINDS.items() for known in names.split("|")}
_CAUSES = {
    Cause.RESIGNED: "resigned|resignation|withdrew|ymddiswyddodd|ymddiswyddo",
    Cause.EXPELLED: "expelled|expulsion|diarddelwyd|diarddel",
    Cause.DIED: "died|death|deceased|bu farw|marw|marwolaeth",
    Cause.LAPSED: "lapsed|lapse|darfod|wedi darfod",
    Cause.INELIGIBLE: "ineligible|no longer eligible|anghymwys|ddim yn gymwys",
}
_CAUSE = {known: cause for cause, names in _CAUSES.items() for known in names.split("|")}


def plain(cell: str) -> str:
    """The cell's text: an apostrophe that kept a formula from running is taken off."""
    if cell[:1] == "'" and _FORMULA.match(cell):
        cell = cell[1:]
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell.replace("\u00a0", " ").replace("\ufeff", ""))
    return cell.strip()


def read_cell(target: str, text: str, around: Surroundings) -> Fact:
    """The fact that a plain text stands for; `Wrong` where it stands for none."""
    if not text:
        return _EMPTY.get(target, "")
    limit = _LIMITS.get(target)
    if limit is not None and len(text) > limit:
        raise Wrong(Trouble.TOO_LONG)
    reader = _READERS.get(target)
    if reader is not None:
        return reader(text, around)
    if not text.isprintable():
        text = _printable(text, target)
    return text


def _printable(text: str, target: str) -> str:
    if target != "postal_address":
        text = " ".join(text.split())
    if text.replace("\n", "").isprintable():
        return text
    if any(unicodedata.category(c) == "Cc" and c != "\n" for c in text):
        raise Wrong(Trouble.CONTROL)
    return text


def _date(text: str, around: Surroundings) -> str:
    latest = latest_day(around.today)
    try:
        found = read_date(text, latest.year)
    except ValueError:
        raise Wrong(Trouble.NOT_A_DATE) from None
    if found < EARLIEST:
        raise Wrong(Trouble.TOO_LONG_AGO)
    if found > latest:
        raise Wrong(Trouble.TOO_FAR_AHEAD)
    return found.isoformat()


def _birth(text: str, around: Surroundings) -> str:
    try:
        found = read_date(text, around.today.year)
    except ValueError:
        raise Wrong(Trouble.NOT_A_DATE) from None
    if found > around.today:
        raise Wrong(Trouble.BORN_LATER)
    if found.year < 1900:
        # Spreadsheets write an empty date as 30 December 1899.
        raise Wrong(Trouble.TOO_LONG_AGO)
    return found.isoformat()


def _email(text: str, around: Surroundings) -> str:
    if _PLAIN_ADDRESS.fullmatch(text):
        return text
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Wrong(Trouble.NOT_AN_ADDRESS) from None


def _count(text: str, around: Surroundings) -> int:
    figures = text.replace(",", "").removesuffix(".0").removesuffix(".00")
    if not (figures.isascii() and figures.isdigit() and len(figures) <= 15):
        raise Wrong(Trouble.NOT_A_COUNT)
    return int(figures)


def _money(text: str, around: Surroundings) -> int:
    try:
        pence = Money.read(text).pence
    except ValueError:
        raise Wrong(Trouble.NOT_MONEY) from None
    if pence < 0:
        raise Wrong(Trouble.NOT_MONEY)
    return pence


def _one_of(known: Mapping[str, str], trouble: Trouble) -> Callable[[str, Surroundings], str]:
    def read(text: str, around: Surroundings) -> str:
        found = known.get(" ".join(words(text)))
        if found is None:
            raise Wrong(trouble)
        return str(found)

    return read


def _purposes(text: str, around: Surroundings) -> str:
    wanted = words(text)
    if wanted == [NO_PURPOSE]:
        return NO_PURPOSE
    if not set(wanted) <= set(PURPOSES):
        raise Wrong(Trouble.NO_SUCH_PURPOSE)
    return " ".join(purpose for purpose in PURPOSES if purpose in wanted)


def _constituency(text: str, around: Surroundings) -> int:
    found = around.constituencies.get(folded(text))
    if found is None:
        raise Wrong(Trouble.NO_SUCH_CONSTITUENCY)
    return found


def _fits(text: str, around: Surroundings) -> str:
    try:
        return fits_from_words(text, around.constituencies, around.parts)
    except NoSuchPlace:
        raise Wrong(Trouble.NO_SUCH_PLACE) from None


def _part(text: str, around: Surroundings) -> int:
    found = around.parts.get(folded(text))
    if found is None:
        raise Wrong(Trouble.NO_SUCH_PART)
    return found


_READERS: dict[str, Callable[[str, Surroundings], Fact]] = {
    "email": _email,
    "date_of_birth": _birth,
    "joined_on": _date,
    "left_on": _date,
    "effective_on": _date,
    "language": _one_of(_LANGUAGE, Trouble.NO_SUCH_LANGUAGE),
    "email_purposes": _purposes,
    "status": _one_of(_STATUS, Trouble.NO_SUCH_STATUS),
    "format": _one_of(_FORMAT, Trouble.NO_SUCH_FORMAT),
    "constituency": _constituency,
    "part": _part,
    "fits": _fits,
    "member_kind": _one_of(_KIND, Trouble.NO_SUCH_KIND),
    "representative_email": _email,
    "left_because": _one_of(_CAUSE, Trouble.NO_SUCH_CAUSE),
    "shares": _count,
    "amount_paid": _money,
}
_EMPTY: dict[str, Fact] = {
    "date_of_birth": None,
    "joined_on": None,
    "left_on": None,
    "effective_on": None,
    "constituency": None,
    "part": None,
    "shares": None,
    "amount_paid": None,
    "format": Format.STANDARD.value,
    "member_kind": MemberKind.PERSON.value,
}
