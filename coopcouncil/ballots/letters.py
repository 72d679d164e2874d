"""Letters set for print: each voter's own words, language and size, a few files at a time.

A code stands in clear here alone, between its making and the stream to the returning officer.
Nothing of this is stored, logged or sent by a job.
"""

import time as timing
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby

import anyio.to_thread
from markupsafe import Markup

from coopcouncil.ballots.models import Ballot, Option, Roll, RollEntry
from coopcouncil.ballots.reads import organisation_of, rules_of
from coopcouncil.kernel import clock, pages, pdf
from coopcouncil.kernel.config import current
from coopcouncil.kernel.downloads import Pipe
from coopcouncil.kernel.i18n import LANGUAGES, language, translator
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.kinds import Format
from coopcouncil.members.safeguarding import stopped

# Small enough that two files being set take little memory, and the first is there in seconds.
LETTERS_PER_FILE = 200


class Layout(StrEnum):
    """How an organisation with two languages writes."""

    OWN = "own"
    BACK = "back"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one voter's letter says that another's does not."""

    number: int
    member_number: str
    name: str
    address: tuple[str, ...]
    language: str
    format: Format
    code: str = field(repr=False)
    replaces: bool = False

    @property
    def is_large(self) -> bool:
        """Set in 18 pt."""
        return self.format is Format.LARGE_PRINT


@dataclass(frozen=True, slots=True)
class About:
    """What all letters of a run say, in each language."""

    titles: dict[str, str]
    questions: dict[str, str]
    offices: dict[str, str]
    names: dict[str, tuple[str, ...]]
    sender_names: dict[str, str]
    sender_lines: tuple[str, ...]
    contact: str
    seats: int
    opens_at: datetime
    closes_at: datetime
    changeable: bool
    roll_count: int
    roll_hash: str
    address: str
    layout: Layout
    is_bilingual: bool
    on: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """Letters that make one file: one size, one language or both, in the order of the roll."""

    name: str
    letters: tuple[Letter, ...]
    languages: tuple[str, ...]
    is_large: bool


def bundles(letters: Sequence[Letter], about: About) -> list[Bundle]:
    """The files of a run. What a machine folds is together: size first, then language."""
    found: list[Bundle] = []
    ordered = sorted(letters, key=lambda one: (*_sort(one, about), one.number))
    for (by_hand, large, spoken), group in groupby(ordered, key=lambda one: _sort(one, about)):
        same = list(group)
        for first in range(0, len(same), LETTERS_PER_FILE):
            part = tuple(same[first : first + LETTERS_PER_FILE])
            kind = "other-format" if by_hand else ("large-print" if large else "letters")
            languages = tuple(spoken.split("+"))
            name = f"{len(found) + 1:03}-{kind}-{'-'.join(languages)}-{part[0].number:05}.pdf"
            found.append(Bundle(name, part, languages, large))
    return found


def languages_of(letter: Letter, about: About) -> tuple[str, ...]:
    """The languages of a letter, the voter's own first.

    Where the organisation is bilingual and nobody knows a voter's language, both are sent.
    """
    own = letter.language if letter.language in LANGUAGES else LANGUAGES[0]
    if not about.is_bilingual:
        return (LANGUAGES[0],)
    if about.layout is Layout.OWN and letter.language in LANGUAGES:
        return (own,)
    return (own, *(other for other in LANGUAGES if other != own))


def _sort(letter: Letter, about: About) -> tuple[bool, bool, str]:
    by_hand = letter.format in (Format.AUDIO, Format.BRAILLE, Format.TELEPHONE)
    return by_hand, letter.is_large, "+".join(languages_of(letter, about))


async def set_bundle(bundle: Bundle, about: About) -> bytes:
    """One file, set in a thread of its own."""
    begun = timing.monotonic()
    data = await anyio.to_thread.run_sync(_typeset, bundle, about)
    _Rate.letters_a_second = len(bundle.letters) / max(timing.monotonic() - begun, 0.001)
    return data


def minutes_for(count: int) -> int:
    """How long so many letters take to set, by the last file that was set here."""
    return max(1, round(count / _Rate.letters_a_second / 60))


class _Rate:
    """Letters a second: one core of an office machine, until this one has shown its own."""

    letters_a_second = 12.0


async def as_zip(files: Sequence[Bundle], about: About, readme: str) -> AsyncIterator[bytes]:
    """The run as a ZIP that is sent while it is being set: never more than one file in memory."""
    sink = Pipe()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("README.txt", readme)
        for bundle in files:
            data = await set_bundle(bundle, about)
            archive.writestr(bundle.name, data)
            yield sink.taken()
    yield sink.taken()


def _typeset(bundle: Bundle, about: About) -> bytes:
    first = bundle.languages[0]
    layout = Layout.BACK if bundle.is_large and about.layout is Layout.SIDE else about.layout
    text = pages.render(
        "print/ballots/letters.html",
        first,
        title=about.titles[first],
        large=bundle.is_large,
        sender={
            "names": list(dict.fromkeys(about.sender_names[one] for one in bundle.languages)),
            "lines": about.sender_lines,
        },
        letters=[_shown(letter, bundle, layout, about) for letter in bundle.letters],
    )
    return pdf.typeset(text)


def _shown(letter: Letter, bundle: Bundle, layout: Layout, about: About) -> dict[str, object]:
    _ = translator(bundle.languages[0])
    texts = [_in_language(letter, one, about) for one in bundle.languages]
    return {
        "address": letter.address,
        "code": letter.code,
        "scan": pdf.qr(f"{about.address}/{letter.code}", _("Your address and code to vote")),
        "at": about.address.partition("://")[2],
        "sides": [texts] if layout is Layout.SIDE else [[text] for text in texts],
    }


def _in_language(letter: Letter, lang: str, about: About) -> dict[str, object]:
    facts = {
        "letter": letter,
        "question": about.questions[lang],
        "office": about.offices[lang],
        "seats": about.seats,
        "names": about.names[lang],
        "opens_at": about.opens_at,
        "closes_at": about.closes_at,
        "changeable": about.changeable,
        "contact": about.contact,
        "roll_count": about.roll_count,
        "roll_hash": about.roll_hash,
    }
    words = {
        part: Markup(pages.render(f"print/ballots/_letter_{name}.html", lang, **facts))  # noqa: S704
        for part, name in (("first", "first"), ("beside", "code"), ("rest", "rest"))
    }
    return {"lang": lang, "heading": about.titles[lang], "on": _dated(lang, about), **words}


def _dated(lang: str, about: About) -> str:
    reading = language.set(lang)
    try:
        return shown_date(about.on)
    finally:
        language.reset(reading)


async def about_run(ballot: Ballot, layout: Layout) -> About:
    """What all letters of a ballot say."""
    org = await organisation_of(ballot)
    rules = await rules_of(ballot)
    roll = await Roll.one_of(ballot)
    options = await Option.of(ballot).order_by("place")
    lines = [*org.postal_address.splitlines(), org.postcode, org.telephone, org.email]
    return About(
        titles={one: ballot.called(one) for one in LANGUAGES},
        questions={one: ballot.asks(one) for one in LANGUAGES},
        offices={one: ballot.for_office(one) for one in LANGUAGES},
        names={one: tuple(option.called(one) for option in options) for one in LANGUAGES},
        sender_names={one: org.called(one) for one in LANGUAGES},
        sender_lines=tuple(line for line in lines if line),
        contact=", ".join(each for each in (org.telephone, org.email) if each),
        seats=ballot.seats,
        opens_at=ballot.opens_at,
        closes_at=ballot.closes_at,
        changeable=ballot.vote_changeable,
        roll_count=roll.count,
        roll_hash=roll.hash,
        address=f"{current().base_url}/{org.slug}/vote",
        layout=layout,
        is_bilingual=rules.bilingual,
        on=clock.now(),
    )


async def letters_of(ballot: Ballot, codes: Mapping[int, str], replaced: Set[int]) -> list[Letter]:
    """The letters that bear these codes, in the order of the roll."""
    entries = await RollEntry.of(ballot).filter(id__in=list(codes)).order_by("number")
    held = await stopped(entry.member_id for entry in entries)
    return [
        Letter(
            entry.number,
            entry.member_number,
            entry.name,
            (entry.name,)  # Nowhere to post it to: it can be handed over, and no more.
            if entry.member_id in held
            else tuple(
                filter(None, (entry.name, *entry.postal_address.splitlines(), entry.postcode))
            ),
            entry.language,
            entry.format,
            codes[entry.id],
            entry.id in replaced,
        )
        for entry in entries
    ]
