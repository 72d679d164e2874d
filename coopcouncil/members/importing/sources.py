"""What the columns of a list are, asked once for each place that lists come from.

A list with the same headings as one before is understood as that one was; one with most of them
is, as far as they go, and the rest is guessed. The person still sees every column before
anything is read, may change it, give it another name, or have it forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.members.importing.headings import JOINED, TARGETS, guessed
from coopcouncil.members.importing.models import ImportBatch, ListSource
from coopcouncil.members.words import words
from coopcouncil.organisations.models import Organisation

ENOUGH = 0.6
"""The part of a list's headings that must be known for its source to be offered."""


@dataclass(frozen=True)
class Understood:
    """What the columns are taken for, and from which source that is known."""

    targets: list[str]
    blanks_clear: bool = False
    source: ListSource | None = None


def fingerprint(headings: Sequence[str]) -> str:
    """The same for the same headings in the same order, whatever their case and accents."""
    return sha256("\x1f".join(map(_plain, headings)).encode()).hexdigest()


async def understood_as(org: Organisation, headings: Sequence[str]) -> Understood:
    """The columns as they were named before, or as their headings suggest."""
    sources = await ListSource.within(org).order_by("-used_at").limit(100)
    same = fingerprint(headings)
    for source in sources:
        if source.fingerprint == same and len(source.targets) == len(headings):
            return Understood(_known(source.targets), source.blanks_clear, source)
    here = {_plain(heading) for heading in headings if heading}
    best = max(sources, key=lambda source: _shared(source, here), default=None)
    if best is None or not here or _shared(best, here) < ENOUGH * len(here):
        return Understood(guessed(headings))
    return Understood(by_headings(best, headings), best.blanks_clear, best)


def by_headings(source: ListSource, headings: Sequence[str]) -> list[str]:
    """The columns by their headings as the source has them; of others, the guess."""
    remembered = dict(zip(map(_plain, source.headings), _known(source.targets), strict=False))
    found: list[str] = []
    for heading, guess in zip(headings, guessed(headings), strict=True):
        target = remembered.get(_plain(heading), guess)
        found.append("" if target in found and target not in JOINED else target)
    return found


async def remember(batch: ImportBatch, name: str, by: Person | None) -> None:
    """Keep what this list's columns are under a name; another list's of that name is replaced."""
    if not name:
        if batch.source_id is not None:
            batch.source_id = None
            await batch.save(update_fields=["source_id"])
        return
    org = await Organisation.get(id=batch.organisation_id)
    source = await ListSource.within(org).filter(name=name).first()
    source = source or ListSource(organisation=org, name=name)
    source.fingerprint = fingerprint(batch.headings)
    source.headings, source.targets = list(batch.headings), list(batch.targets)
    source.blanks_clear, source.used_at = batch.blanks_clear, clock.now()
    await source.save()
    batch.source_id = source.id
    await batch.save(update_fields=["source_id"])
    await audit.record(
        org.id, by.id if by else None, "remembered the columns of a list", f"source:{source.id}"
    )


async def forget(source: ListSource, by: Person | None) -> None:
    """Lists from there are guessed again."""
    await audit.record(
        source.organisation_id,
        by.id if by else None,
        "forgot the columns of a list",
        f"source:{source.id}",
    )
    await source.delete()


def _shared(source: ListSource, here: set[str]) -> int:
    return len(here & {_plain(heading) for heading in source.headings})


def _plain(heading: str) -> str:
    return " ".join(words(heading))


def _known(targets: Sequence[str]) -> list[str]:
    """Without what a list could once hold and cannot any more."""
    return [target if target in TARGETS else "" for target in targets]
