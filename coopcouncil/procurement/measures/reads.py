"""What measures there are: the open library's, the council's own, those of sets that it may use."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.measures.kinds import SetKind
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.models import Measure, MeasureSet
from coopcouncil.procurement.measures.rules import Frozen, open_frozen


class Whence(StrEnum):
    """Where a measure is from."""

    OPEN = "open"
    OWN = "own"
    BROUGHT = "brought"


@dataclass(frozen=True)
class Found:
    """A measure that may be chosen, under a key that stays."""

    key: str
    """`open:FW1` or `own:12`."""
    whence: Whence
    frozen: Frozen
    row: Measure | None = None


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for."""

    text: str = ""
    outcome: str = ""
    """A mission's or an outcome's code."""
    goal: str = ""
    unit: str = ""
    whence: str = ""
    award: str = ""
    """An edition of the Social Value Model or one of its award criteria; `outside:` and an edition
    for what it does not ask for."""


def frozen_of(row: Measure) -> Frozen:
    """A council's measure as a tender takes it; `row.set` is fetched."""
    own = row.set.kind is SetKind.OWN
    return Frozen(
        source=row.set.name,
        source_cy=row.set.name_cy,
        licence=row.set.licence,
        attribution=row.set.attribution,
        # The council's own change one by one; a set of somebody's has its version as a whole.
        version=str(row.edition) if own else row.set.version,
        may_publish=row.set.may_publish,
        code=row.code,
        title=row.title,
        title_cy=row.title_cy,
        unit=row.unit,
        unit_cy=row.unit_cy,
        evidence=row.evidence,
        evidence_cy=row.evidence_cy,
        mission=library().mission_of(row.outcome) if row.outcome in library().outcomes else "",
        outcome=row.outcome,
        goals=tuple(row.goals),
        matters=tuple(row.matters),
        proxy=row.proxy,
        proxy_source=row.proxy_source,
        proxy_source_cy=row.proxy_source_cy,
        proxy_year=row.proxy_year,
        serves=tuple(row.serves),
    )


def found(row: Measure) -> Found:
    """A council's measure under its key."""
    whence = Whence.OWN if row.set.kind is SetKind.OWN else Whence.BROUGHT
    return Found(f"own:{row.id}", whence, frozen_of(row), row)


async def measures_there(org: Organisation, staff: bool) -> list[Found]:
    """Every measure in use. Sets whose licence keeps them in the house are for staff alone."""
    rows = Measure.within(org).filter(ended_at=None, set__retired_at=None)
    if not staff:
        rows = rows.filter(set__may_publish=True)
    ours = [found(row) for row in await rows.select_related("set").order_by("set_id", "id")]
    open_ = [Found(f"open:{c}", Whence.OPEN, open_frozen(c)) for c in library().measures]
    return [*ours, *open_]


def sifted(measures: Sequence[Found], wanted: Wanted, language: str) -> list[Found]:
    """Those that are wanted, in their order."""
    words = wanted.text.casefold().split()
    return [
        one
        for one in measures
        if all(word in _words(one.frozen) for word in words)
        and wanted.outcome in ("", one.frozen.outcome, one.frozen.mission)
        and wanted.goal in ("", *one.frozen.goals)
        and wanted.unit in ("", one.frozen.united(language))
        and wanted.whence in ("", one.whence)
        and _is_awarded(one.frozen, wanted.award)
    ]


def units_in(measures: Sequence[Found], language: str) -> list[str]:
    """What is counted in, in the order of the language."""
    units = {one.frozen.united(language) for one in measures}
    return sorted(units, key=welsh_key if language == "cy" else str.casefold)


def _is_awarded(frozen: Frozen, award: str) -> bool:
    if not award or award in frozen.serves:
        return True
    prefix, _, edition = award.rpartition(":")
    if edition not in model().editions:
        return False
    return model().is_within(edition, frozen.outcome, frozen.serves) != (prefix == "outside")


def _words(frozen: Frozen) -> str:
    texts = (frozen.code, frozen.title, frozen.title_cy, frozen.evidence, frozen.evidence_cy)
    return " ".join(
        (*texts, frozen.unit, frozen.unit_cy, frozen.source, frozen.source_cy)
    ).casefold()


async def measure_of(org: Organisation, number: int, staff: bool) -> Measure:
    """One of the council's measures in any edition; `NotHere` where it is kept in the house."""
    row = await Measure.within(org).select_related("set", "created_by").get_or_none(id=number)
    if row is None or not (staff or row.set.may_publish):
        raise NotHere
    return row


async def by_key(org: Organisation, key: str) -> Frozen:
    """The measure that is chosen for a tender, as it stands now."""
    whence, _, name = key.partition(":")
    if whence == Whence.OPEN and name in library().measures:
        return open_frozen(name)
    if whence == Whence.OWN and name.isascii() and name.isdigit() and len(name) < 19:
        rows = Measure.within(org).filter(ended_at=None, set__retired_at=None)
        row = await rows.select_related("set").get_or_none(id=int(name))
        if row is not None:
            return frozen_of(row)
    raise NotHere


async def editions_of(org: Organisation, row: Measure) -> list[Measure]:
    """The same measure in every edition, the latest first."""
    rows = Measure.within(org).filter(set_id=row.set_id, code=row.code)
    return await rows.select_related("created_by").order_by("-edition")


async def own_measures(org: Organisation) -> list[Measure]:
    """The council's own that are in use, by code."""
    rows = Measure.within(org).filter(ended_at=None, set__kind=SetKind.OWN)
    return await rows.select_related("set").order_by("code")


async def brought_sets(org: Organisation) -> list[MeasureSet]:
    """The sets that were brought in, the latest first."""
    rows = MeasureSet.within(org).filter(kind=SetKind.BROUGHT)
    return await rows.select_related("created_by").order_by("-id")


async def measures_of_set(org: Organisation, one: MeasureSet) -> list[Measure]:
    """What is in a set."""
    rows = Measure.within(org).filter(set_id=one.id, ended_at=None)
    return await rows.select_related("set").order_by("id")
