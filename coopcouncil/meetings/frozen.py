"""The notice as data: what the reader sees, in every language, and its fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coopcouncil.ballots.models import Ballot, Roll
from coopcouncil.ballots.rules.majority import Decision, Passing
from coopcouncil.kernel.audit import canonical
from coopcouncil.kernel.i18n import LANGUAGES, translator
from coopcouncil.meetings.models import Meeting
from coopcouncil.meetings.reads import Listed
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook


def frozen(
    org: Organisation, meeting: Meeting, agenda: tuple[Listed, ...], rules: Rulebook
) -> dict[str, Any]:
    """All that the notice says, as JSON that can be kept for ever."""
    return {
        "organisation": _texts(org.name, org.name_cy),
        "bilingual": rules.bilingual,
        "kind": meeting.kind.value,
        "title": _texts(meeting.title, meeting.title_cy),
        "starts_at": meeting.starts_at.isoformat(),
        "lasts_minutes": meeting.lasts_minutes,
        "place": _texts(meeting.place, meeting.place_cy),
        "online_address": meeting.online_address,
        "joining": _texts(meeting.joining, meeting.joining_cy),
        "proxies": rules.proxies,
        "proxy_deadline_hours": rules.proxy_deadline_hours if rules.proxies else 0,
        "items": [_item(listed, rules) for listed in agenda],
    }


def fingerprint(agenda: dict[str, Any]) -> str:
    """The SHA-256 of the notice's canonical JSON."""
    return hashlib.sha256(canonical(agenda)).hexdigest()


@dataclass(frozen=True)
class Said:
    """A text in the reader's language; `lang` names the other where it must stand in."""

    text: str
    lang: str | None = None

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def say(texts: dict[str, str], language: str) -> Said:
    """The text in this language, or in another that is then named: shown, never hidden."""
    if own := texts.get(language, ""):
        return Said(own)
    for other in LANGUAGES:
        if text := texts.get(other, ""):
            return Said(text, other)
    return Said("")


def starts_at(agenda: dict[str, Any]) -> datetime:
    """The time of the meeting, from the notice."""
    return datetime.fromisoformat(agenda["starts_at"])


def telling(agenda: dict[str, Any], language: str) -> dict[str, Any]:
    """What page, message and paper need to tell the same notice in one language."""

    def said(texts: dict[str, str]) -> Said:
        return say(texts, language)

    return {
        "agenda": agenda,
        "said": said,
        "starts_at": starts_at(agenda),
        "instant": datetime.fromisoformat,
        "cancelled": "cancelled" in agenda,
        "language": language,
    }


def _item(listed: Listed, rules: Rulebook) -> dict[str, Any]:
    item = listed.item
    return {
        "id": item.id,
        "number": listed.number,
        "kind": item.kind.value,
        "title": _texts(item.title, item.title_cy),
        "text": _texts(item.text, item.text_cy),
        "majority": _majority(item.majority, rules),
        "ballot": _ballot(listed.ballot, listed.roll) if listed.ballot else None,
        "papers": [
            {
                "id": paper.id,
                "file": paper.file_id,
                "title": _texts(paper.title, paper.title_cy),
                "language": paper.language.value,
                "name": paper.file.name,
                "size": paper.file.size,
                "sha256": paper.file.sha256,
            }
            for paper in listed.papers
        ],
    }


def _majority(decision: str, rules: Rulebook) -> dict[str, str] | None:
    """What carries a vote at the meeting, its denominator named, in every language."""
    if not decision:
        return None
    passing = Passing.by(Decision(decision), rules)
    return {lang: " ".join(passing.sentences(translator(lang))) for lang in LANGUAGES}


def _ballot(ballot: Ballot, roll: Roll | None) -> dict[str, Any]:
    sealed = roll if roll and roll.sealed_at else None
    return {
        "id": ballot.id,
        "title": _texts(ballot.title, ballot.title_cy),
        "question": _texts(ballot.question, ballot.question_cy),
        "opens_at": ballot.opens_at.isoformat(),
        "closes_at": ballot.closes_at.isoformat(),
        "roll_sha256": sealed.hash if sealed else "",
        "roll_count": sealed.count if sealed else 0,
        "passing": _passing(ballot),
    }


def _passing(ballot: Ballot) -> dict[str, str] | None:
    if not ballot.passing:
        return None
    passing = Passing.read(ballot.passing)
    return {lang: " ".join(passing.sentences(translator(lang))) for lang in LANGUAGES}


def _texts(en: str, cy: str) -> dict[str, str]:
    return {"en": en, "cy": cy}
