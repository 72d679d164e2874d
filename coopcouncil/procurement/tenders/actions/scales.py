"""Scales with a wording for each band."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.actions.shared import preparing, record
from coopcouncil.procurement.tenders.models import Band, Criterion, Scale, Tender
from coopcouncil.procurement.tenders.rules.refusals import (
    PointsTwice,
    ScaleInUse,
    ScaleNameTaken,
    TooFewBands,
)
from coopcouncil.procurement.tenders.rules.seen import as_seen


@dataclass(frozen=True)
class BandDraft:
    """One band as typed."""

    points: Decimal
    title: str
    wording: str
    title_cy: str = ""
    wording_cy: str = ""


@dataclass(frozen=True)
class ScaleDraft:
    """A scale with its bands."""

    name: str
    bands: tuple[BandDraft, ...]

    def check(self) -> None:
        """Refuse what is no scale."""
        if len(self.bands) < 2:
            raise TooFewBands
        if len({band.points for band in self.bands}) < len(self.bands):
            raise PointsTwice


def shown_scale(scale: Scale, bands: Sequence[Band]) -> Sequence[Any]:
    """What the page of a scale shows."""
    rows = sorted(bands, key=lambda band: band.points)
    return [
        scale.name,
        [[str(b.points.normalize()), b.title, b.title_cy, b.wording, b.wording_cy] for b in rows],
    ]


async def add_scale(
    org: Organisation, tender: Tender, draft: ScaleDraft, by: Person | None
) -> Scale:
    """A scale for the criteria of one tender."""
    draft.check()
    async with in_transaction():
        found = await preparing(org, tender)
        await _name_is_free(org, found, draft.name)
        scale = await Scale.create(organisation=org, tender=found, name=draft.name)
        await _write(org, scale, draft)
        await record(org, by, "added a scale", found, scale=draft.name)
    return scale


async def change_scale(
    org: Organisation,
    scale: Scale,
    draft: ScaleDraft,
    by: Person | None,
    shown: str | None = None,
) -> Scale:
    """Its name and all its bands."""
    draft.check()
    async with in_transaction():
        found = await preparing(org, await Tender.one(org, id=scale.tender_id))
        row = await Scale.one(org, id=scale.id)
        as_seen(shown, shown_scale(row, await Band.within(org).filter(scale_id=row.id)))
        if draft.name != row.name:
            await _name_is_free(org, found, draft.name)
        row.name = draft.name
        await row.save(update_fields=["name"])
        await Band.within(org).filter(scale_id=row.id).delete()
        await _write(org, row, draft)
        await record(org, by, "changed a scale", found, scale=draft.name)
    return row


async def remove_scale(org: Organisation, scale: Scale, by: Person | None) -> None:
    """Take out one that nothing is scored by."""
    async with in_transaction():
        found = await preparing(org, await Tender.one(org, id=scale.tender_id))
        if await Criterion.within(org).filter(scale_id=scale.id).exists():
            raise ScaleInUse
        await Scale.within(org).filter(id=scale.id).delete()
        await record(org, by, "removed a scale", found, scale=scale.name)


async def _write(org: Organisation, scale: Scale, draft: ScaleDraft) -> None:
    await Band.bulk_create(
        Band(
            organisation=org,
            scale=scale,
            points=band.points,
            title=band.title,
            title_cy=band.title_cy,
            wording=band.wording,
            wording_cy=band.wording_cy,
        )
        for band in draft.bands
    )


async def _name_is_free(org: Organisation, tender: Tender, name: str) -> None:
    if await Scale.within(org).filter(tender_id=tender.id, name=name).exists():
        raise ScaleNameTaken
