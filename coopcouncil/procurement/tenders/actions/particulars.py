"""A tender is begun, described, and given its times."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Procedure, Stage, Subject, Tie
from coopcouncil.procurement.tenders.actions.shared import preparing, record
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.rules.refusals import ReferenceTaken
from coopcouncil.procurement.tenders.rules.seen import as_seen


@dataclass(frozen=True)
class Particulars:
    """What is bought, by which way, and how it is judged in general."""

    title: str
    value: Money
    procedure: Procedure = Procedure.OPEN
    subject: Subject = Subject.SERVICES
    title_cy: str = ""
    description: str = ""
    description_cy: str = ""
    cpv: str = ""
    area: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    may_extend_until: date | None = None
    by_invitation: bool = False
    names_hidden: bool = True
    priced_apart: bool = True
    tie: Tie = Tie.LOT
    tie_code: str = ""
    decimals: int = 2
    refinement: str = ""
    reference: str = ""
    """As the council numbers it; empty: the next of its own row."""

    def columns(self) -> dict[str, Any]:
        """As the table keeps them."""
        kept = asdict(self) | {"value": self.value.pence}
        del kept["reference"]
        return kept


@dataclass(frozen=True)
class Times:
    """Until when bidders may ask and bid; why the time is short, where it is."""

    questions_until: datetime | None
    closes_at: datetime | None
    short_because: str = ""


def shown_particulars(tender: Tender) -> Sequence[Any]:
    """What the page of particulars shows."""
    return [getattr(tender, name) for name in Particulars(title="", value=Money(0)).columns()]


def shown_times(tender: Tender) -> Sequence[Any]:
    """What the page of times shows."""
    return [tender.questions_until, tender.closes_at, tender.short_because]


async def create(org: Organisation, form: Particulars, by: Person | None) -> Tender:
    """Begin a tender with one lot, which is the whole of it."""
    async with in_transaction():
        await lock("tender-references", "all")
        reference = form.reference or await _next_reference(org)
        if await Tender.everywhere().filter(reference__iexact=reference).exists():
            raise ReferenceTaken
        tender = await Tender.create(
            organisation=org,
            reference=reference,
            stage=Stage.PREPARING,
            created_at=clock.now(),
            created_by=by,
            **form.columns(),
        )
        await Lot.create(
            organisation=org,
            tender=tender,
            number=1,
            title=form.title,
            title_cy=form.title_cy,
            value=form.value.pence,
        )
        await record(org, by, "began a tender", tender, reference=reference)
    return tender


async def change_particulars(
    org: Organisation,
    tender: Tender,
    form: Particulars,
    by: Person | None,
    shown: str | None = None,
) -> Tender:
    """Say it otherwise. A sole lot follows the whole."""
    async with in_transaction():
        found = await preparing(org, tender)
        as_seen(shown, shown_particulars(found))
        found.update_from_dict(form.columns())
        await found.save()
        lots = await Lot.within(org).filter(tender_id=found.id)
        if len(lots) == 1:
            columns = ("title", "title_cy", "value")
            lots[0].update_from_dict({name: form.columns()[name] for name in columns})
            await lots[0].save()
        await record(org, by, "described a tender", found)
    return found


async def set_times(
    org: Organisation, tender: Tender, times: Times, by: Person | None, shown: str | None = None
) -> Tender:
    """Until when bidders may ask and bid. A second is kept, and nothing finer."""
    async with in_transaction():
        found = await preparing(org, tender)
        as_seen(shown, shown_times(found))
        found.questions_until = _to_the_second(times.questions_until)
        found.closes_at = _to_the_second(times.closes_at)
        found.short_because = times.short_because
        await found.save(update_fields=["questions_until", "closes_at", "short_because"])
        await record(
            org,
            by,
            "set the times of a tender",
            found,
            questions_until=found.questions_until,
            closes_at=found.closes_at,
        )
    return found


def _to_the_second(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(microsecond=0)


async def _next_reference(org: Organisation) -> str:
    """The council's own row of the year: CALDERBROOK-2026-007."""
    start = f"{org.slug[:28].upper()}-{clock.today().year}-"
    taken = (
        await Tender.within(org)
        .filter(reference__startswith=start)
        .values_list("reference", flat=True)
    )
    numbers = [
        int(found[1])
        for reference in taken
        if (found := re.fullmatch(re.escape(start) + r"(\d{1,6})", str(reference)))
    ]
    number = max(numbers, default=0) + 1
    while await Tender.everywhere().filter(reference__iexact=f"{start}{number:03}").exists():
        number += 1
    return f"{start}{number:03}"
