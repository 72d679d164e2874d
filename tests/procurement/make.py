"""Builders of procurement: a council, its lead, a tender, one that is published.

    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead)

The published one has a realistic method in one lot, or in as many as are asked for:

    C1      condition
    1       quality, 40: 1.1 (60, scale 0-5, at least 2), 1.2 (40, scale 0-5)
    2       social value, 20: SV1 (50, scale 0-5), SV2 (30, figure over the highest),
            SV3 (20, figure over a target of 40)
    3       price, 40, lowest over this
"""

import itertools
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.kinds import LegalForm, Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind, Formula, Part, Procedure, Tie
from coopcouncil.procurement.tenders.actions import (
    BandDraft,
    CriterionDraft,
    LotDraft,
    Particulars,
    ScaleDraft,
    Times,
    add_criterion,
    add_lot,
    add_scale,
    assign,
    create,
    publish,
    set_times,
    take_part,
)
from coopcouncil.procurement.tenders.models import (
    Criterion,
    Scale,
    TakesPart,
    Tender,
    TenderMeasure,
)
from coopcouncil.procurement.tenders.reads import rows_of
from tests.make import make_officer, make_organisation, make_person

_numbers = itertools.count(1)

BEFORE_PUBLISHING: list[Callable[[Organisation, Tender, Person], Awaitable[None]]] = []
"""What else a tender needs before it is published: the builders of the consideration and of the
conflicts assessment put themselves here, on import (import them below)."""

BANDS = (
    ("0", "Nothing", "Nothing is answered."),
    ("1", "Poor", "Little of what is asked is answered."),
    ("2", "Weak", "Much of what is asked is missing."),
    ("3", "Fair", "What is asked is answered, with some doubt whether it will be done."),
    ("4", "Good", "What is asked is answered in full, and will be done."),
    ("5", "Very good", "More than what is asked is answered, and will be done."),
)


async def council(name: str = "Calderbrook Council", **given: Any) -> Organisation:
    """A council, without rules or people."""
    return await make_organisation(name, legal_form=LegalForm.COUNCIL, **given)


async def lead_of(org: Organisation, name: str = "Helen Barraclough") -> Person:
    """Its procurement lead."""
    return await make_officer(org, Role.PROCUREMENT_LEAD, name)


async def tender(
    org: Organisation, by: Person | None, title: str = "Care at home", **given: Any
) -> Tender:
    """One that is being prepared, with one lot and nothing else."""
    return await create(
        org,
        Particulars(
            title=title,
            value=given.pop("value", Money(120_000_000)),
            **{
                "description": "Help with living at home for older people in the valley.",
                "procedure": Procedure.OPEN,
                "starts_on": date(2027, 4, 1),
                "ends_on": date(2030, 3, 31),
                **given,
            },
        ),
        by,
    )


async def scale(org: Organisation, of: Tender, by: Person | None, name: str = "0 to 5") -> Scale:
    """Six bands, each with its wording in both languages."""
    return await add_scale(
        org,
        of,
        ScaleDraft(
            name,
            tuple(
                BandDraft(Decimal(points), title, wording, f"{title} (cy)", f"{wording} (cy)")
                for points, title, wording in BANDS
            ),
        ),
        by,
    )


async def measure(
    org: Organisation, of: Tender, code: str, title: str, unit: str, proxy: int | None = None
) -> TenderMeasure:
    """One that is frozen for the tender, linked and cleared."""
    return await TenderMeasure.create(
        organisation=org,
        tender=of,
        source="The council’s own measures",
        version="1",
        code=code,
        title=title,
        title_cy=f"{title} (cy)",
        unit=unit,
        unit_cy=f"{unit} (cy)",
        evidence="A list with dates, signed by the recipient.",
        evidence_cy="Rhestr â dyddiadau, wedi’i llofnodi gan y derbynnydd.",
        mission="opportunity",
        proxy=proxy,
        link="The work under this contract is done by people who can be trained in it.",
        cleared="It is about how this contract is performed.",
    )


async def with_method(
    org: Organisation, of: Tender, by: Person | None, lots: int = 1
) -> dict[str, Criterion]:
    """The method that this module's first lines describe; criteria by code."""
    for number in range(2, lots + 1):
        await add_lot(org, of, LotDraft(f"Lot {number}", Money(40_000_000)), by)
    bands = await scale(org, of, by)
    apprentices = await measure(org, of, "M1", "Apprenticeships begun", "apprenticeships", 520_000)
    hours = await measure(org, of, "M2", "Hours given to local groups", "hours", 2_100)
    made: dict[str, Criterion] = {}

    async def put(
        code: str, kind: CriterionKind, title: str, weight: int = 0, under: str = "", **said: Any
    ) -> None:
        draft = CriterionDraft(
            code=code,
            kind=kind,
            title=title,
            title_cy=f"{title} (cy)",
            weight=Decimal(weight),
            parent_id=made[under].id if under else None,
            question=said.pop("question", f"Describe: {title.lower()}."),
            question_cy=f"Disgrifiwch: {title.lower()}.",
            **said,
        )
        made[code] = await add_criterion(org, of, draft, by)

    scored, figure = CriterionKind.SCALE, CriterionKind.FIGURE
    await put("C1", CriterionKind.CONDITION, "Registered with the regulator")
    await put("1", CriterionKind.GROUP, "Quality", 40)
    await put("1.1", scored, "Care", 60, "1", scale_id=bands.id, threshold=Decimal(2))
    await put("1.2", scored, "People", 40, "1", scale_id=bands.id, words_limit=500)
    await put("2", CriterionKind.GROUP, "Social value", 20, is_social=True)
    await put("SV1", scored, "Ties with the valley", 50, "2", scale_id=bands.id, is_social=True)
    await put(
        "SV2",
        figure,
        "Apprenticeships",
        30,
        "2",
        formula=Formula.OVER_HIGHEST,
        measure_id=apprentices.id,
        is_social=True,
    )
    await put(
        "SV3",
        figure,
        "Hours given",
        20,
        "2",
        formula=Formula.OVER_TARGET,
        target=Decimal(40),
        measure_id=hours.id,
        is_social=True,
    )
    await put("3", CriterionKind.PRICE, "Price", 40, formula=Formula.LOWEST_OVER)
    return made


async def with_times(
    org: Organisation, of: Tender, by: Person | None, closes_at: datetime | None = None
) -> datetime:
    """Questions for twenty days, bids for thirty, until midday in London; the deadline."""
    at_midday = clock.now().astimezone(LONDON).replace(hour=12, minute=0, second=0, microsecond=0)
    closes = closes_at or at_midday + timedelta(days=30)
    asked = min(at_midday + timedelta(days=20), closes - timedelta(hours=1))
    await set_times(org, of, Times(asked, closes, "Agreed in a test."), by)
    return closes


async def ready(
    org: Organisation,
    by: Person,
    *,
    lots: int = 1,
    closes_at: datetime | None = None,
    **given: Any,
) -> Tender:
    """One that lacks nothing to be published."""
    made = await tender(org, by, **{"tie": Tie.SCORE, "tie_code": "2", **given})
    await with_method(org, made, by, lots)
    await with_times(org, made, by, closes_at)
    for prepare in BEFORE_PUBLISHING:
        await prepare(org, made, by)
    return await Tender.one(org, id=made.id)


async def published(
    org: Organisation,
    by: Person | None = None,
    *,
    lots: int = 1,
    closes_at: datetime | None = None,
    **given: Any,
) -> Tender:
    """One that is published now and takes bids for thirty days; `**given` as `Particulars`."""
    who = by or await lead_of(org)
    made = await ready(org, who, lots=lots, closes_at=closes_at, **given)
    await publish(org, made, who)
    return await Tender.one(org, id=made.id)


async def with_part(
    org: Organisation,
    of: Tender,
    part: Part,
    name: str = "",
    *codes: str,
    by: Person | None = None,
    person: Person | None = None,
) -> TakesPart:
    """Somebody with a part; an evaluator of the criteria with these codes, or of every scale."""
    who = person or await make_person(name or f"{part.value.title()} {next(_numbers)}")
    row = await take_part(org, of, who, part, by)
    if part is Part.EVALUATOR:
        rows = await rows_of(of)
        await assign(org, row, [one.id for one in rows if not codes or one.code in codes], by)
    return await TakesPart.within(org).select_related("person").get(id=row.id)


# Last, since it fills `BEFORE_PUBLISHING` from what stands above.
from tests.procurement import make_before  # noqa: E402

BEFORE_PUBLISHING.append(make_before.prepare)
