"""What a measure must be, and how a list of them is read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import model

MATTERS = ("a", "b", "c", "d", "e", "f", "g", "h")
"""The letters of the Local Government Act 1988, s.17(5)."""


class CodeTaken(Refused):
    """Two measures of one set under one code."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sentence(self, _: Gettext) -> str:
        return _("There is a measure {code} in this set already.").format(code=self.code)


class ProxyWithoutSource(Refused):
    """A worth in pounds that nobody can check."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say where the worth of one unit is from, and of which year it is.")


class ServesNothing(Refused):
    """A measure without outcome and goal."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose the outcome or a well-being goal that the measure serves.")


class RetiredAlready(Refused):
    """It is no longer in use."""

    def sentence(self, _: Gettext) -> str:
        return _("This was retired already.")


class NotOurs(Refused):
    """A set under somebody's licence is theirs to change."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This set is somebody else’s, and stays as it was brought in. Bring in its next "
            "version instead."
        )


class SetTaken(Refused):
    """The version was brought in before."""

    def __init__(self, name: str, version: str) -> None:
        self.name, self.version = name, version

    def sentence(self, _: Gettext) -> str:
        text = _("“{name}”, version {version}, is here already. Give the new one its own version.")
        return text.format(name=self.name, version=self.version)


class SettledAlready(Refused):
    """The list was brought in or dropped."""

    def sentence(self, _: Gettext) -> str:
        return _("This list was brought in or dropped already.")


@dataclass(frozen=True)
class Draft:
    """A measure as it is to be."""

    code: str
    title: str
    title_cy: str
    unit: str
    unit_cy: str
    evidence: str
    evidence_cy: str
    outcome: str = ""
    goals: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    proxy: int | None = None
    proxy_source: str = ""
    proxy_source_cy: str = ""
    proxy_year: int | None = None
    serves: tuple[str, ...] = ()
    """Award criteria of the Social Value Model, by their codes."""


@dataclass(frozen=True)
class Source:
    """The names under which a set was brought in."""

    name: str
    version: str
    licence: str
    attribution: str
    may_publish: bool
    name_cy: str = ""


@dataclass(frozen=True)
class Frozen:
    """A measure as a tender takes it, with where it is from: text, and nothing by reference."""

    source: str
    licence: str
    attribution: str
    version: str
    may_publish: bool
    code: str
    title: str
    title_cy: str
    unit: str
    unit_cy: str
    evidence: str
    evidence_cy: str
    mission: str
    outcome: str
    goals: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    proxy: int | None = None
    proxy_source: str = ""
    proxy_source_cy: str = ""
    proxy_year: int | None = None
    source_cy: str = ""
    serves: tuple[str, ...] = ()
    """Award criteria of the Social Value Model, by their codes."""

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title

    def united(self, language: str) -> str:
        """The unit in the language, else in English."""
        return (self.unit_cy if language == "cy" else "") or self.unit

    def sourced(self, language: str) -> str:
        """Whence it is, as that is called in the language, else in English."""
        return (self.source_cy if language == "cy" else "") or self.source


def may_stand(draft: Draft, live_codes: Sequence[str]) -> None:
    """Refuse a measure that could not be told apart, served nothing, or priced without a source."""
    if draft.code.casefold() in {code.casefold() for code in live_codes}:
        raise CodeTaken(draft.code)
    if not (draft.outcome or draft.goals):
        raise ServesNothing
    if draft.proxy is not None and not (draft.proxy_source and draft.proxy_year):
        raise ProxyWithoutSource


def open_frozen(code: str) -> Frozen:
    """A measure of the open library as a tender takes it."""
    all_, one = library(), library().measures[code]
    unit = all_.units[one.unit]
    proxy = all_.proxies[one.proxy] if one.proxy else None
    return Frozen(
        source=all_.name,
        source_cy=all_.name_cy,
        licence=all_.licence,
        attribution=all_.attribution,
        version=all_.version,
        may_publish=True,
        code=one.code,
        title=one.title,
        title_cy=one.title_cy,
        unit=unit.title,
        unit_cy=unit.title_cy,
        evidence=one.evidence,
        evidence_cy=one.evidence_cy,
        mission=all_.mission_of(one.outcome),
        outcome=one.outcome,
        goals=one.goals,
        matters=one.matters,
        proxy=proxy.pence if proxy else None,
        proxy_source=proxy.source if proxy else "",
        proxy_source_cy=proxy.source_cy if proxy else "",
        proxy_year=proxy.year if proxy else None,
        serves=model().served_by(code),
    )
