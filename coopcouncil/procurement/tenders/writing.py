"""A tender's rows as the document that is published."""

from collections.abc import Sequence
from typing import Any

from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.measures.library.model import AwardCriterion, model
from coopcouncil.procurement.tenders.models import Criterion, Tender, TenderMeasure
from coopcouncil.procurement.tenders.reads import Graded, lots_of, measures_of, rows_of, scales_of
from coopcouncil.procurement.tenders.rules.document import FORMAT, Document, moment, plain
from coopcouncil.procurement.tenders.tree import planted, walked


async def document_of(org: Organisation, tender: Tender) -> Document:
    """The tender as it would be published now."""
    lots = await lots_of(tender)
    rows = await rows_of(tender)
    numbers = {lot.id: lot.number for lot in lots}
    codes = {row.id: row.code for row in rows}
    reference = tender.reference
    if tender.revises_id is not None:
        reference = (await Tender.one(org, id=tender.revises_id)).reference
    return {
        "format": FORMAT,
        "organisation": {"slug": org.slug, "name": {"en": org.name, "cy": org.name_cy}},
        "reference": reference,
        "title": _both(tender, "title"),
        "description": _both(tender, "description"),
        "procedure": tender.procedure.value,
        "subject": tender.subject.value,
        "cpv": tender.cpv,
        "area": tender.area,
        "value": pounds(tender.value),
        "starts_on": tender.starts_on and tender.starts_on.isoformat(),
        "ends_on": tender.ends_on and tender.ends_on.isoformat(),
        "may_extend_until": tender.may_extend_until and tender.may_extend_until.isoformat(),
        "by_invitation": tender.by_invitation,
        "names_hidden": tender.names_hidden,
        "priced_apart": tender.priced_apart,
        "questions_until": moment(tender.questions_until),
        "closes_at": moment(tender.closes_at),
        "short_because": tender.short_because,
        "refinement": tender.refinement,
        **_followed(tender),
        "tie": {"by": tender.tie.value, "code": tender.tie_code},
        "decimals": tender.decimals,
        "lots": [
            {
                "number": lot.number,
                "title": _both(lot, "title"),
                "value": pounds(lot.value),
                "reservation": lot.reservation.value,
                "reserved_because": lot.reserved_because,
            }
            for lot in lots
        ],
        "scales": [_scale(one) for one in await scales_of(tender)],
        "measures": [_measure(one, tender) for one in await measures_of(tender)],
        "criteria": [_criterion(row, numbers, codes) for row in _in_order(rows)],
    }


def _in_order(rows: Sequence[Criterion]) -> list[Criterion]:
    return [node.criterion for node in walked(planted(rows))]


def _both(row: Any, name: str) -> dict[str, str]:
    return {"en": getattr(row, name), "cy": getattr(row, f"{name}_cy")}


def pounds(pence: int) -> str:
    """Whole pence as pounds: a figure for other programs.

    >>> pounds(20_772_050)
    '207720.50'
    """
    return f"{pence // 100}.{pence % 100:02}"


def _scale(graded: Graded) -> Document:
    return {
        "name": graded.scale.name,
        "bands": [
            {
                "points": plain(band.points),
                "title": _both(band, "title"),
                "wording": _both(band, "wording"),
            }
            for band in graded.bands
        ],
    }


def _measure(one: TenderMeasure, tender: Tender) -> Document:
    serves = _awards(one, tender)
    # Where there is no Welsh name nothing is said of it: editions of before had no such place.
    return {
        "source": one.source,
        **({"source_cy": one.source_cy} if one.source_cy else {}),
        "licence": one.licence,
        "version": one.version,
        "code": one.code,
        "title": _both(one, "title"),
        "unit": _both(one, "unit"),
        "evidence": _both(one, "evidence"),
        "mission": one.mission,
        "goals": list(one.goals),
        # A document is published: what a set is worth stays inside where its licence says so.
        "proxy": None if one.public_proxy is None else pounds(one.public_proxy),
        "proxy_source": "" if one.public_proxy is None else one.proxy_source,
        "proxy_year": None if one.public_proxy is None else one.proxy_year,
        "link": one.link,
        **({"serves": serves} if serves else {}),
    }


def _followed(tender: Tender) -> Document:
    # By its published number. Where nothing was said, nothing is: editions of before said nothing.
    if not tender.social_model:
        return {}
    followed = model().editions.get(tender.social_model)
    return {"social_value_model": followed.number if followed else tender.social_model}


def _awards(one: TenderMeasure, tender: Tender) -> list[Document]:
    found = [_award(each) for each in model().named(one.serves)]
    alone = model().unread_outcome(one.outcome, one.serves)
    # The outcome alone is said only where its edition is followed: editions of before say none.
    if alone is not None and alone.edition == tender.social_model:
        number = model().editions[alone.edition].number
        title = _both(alone, "title")
        return [
            *found,
            {"code": alone.code, "edition": number, "number": alone.number, "title": title},
        ]
    return found


def _award(one: AwardCriterion) -> Document:
    return {
        "code": one.code,
        "edition": model().editions[one.edition].number,
        "number": one.letter,
        "title": _both(one, "title"),
    }


def _criterion(row: Criterion, lots: dict[int, int], codes: dict[int, str]) -> Document:
    measure = row.measure if row.measure_id is not None else None
    return {
        "code": row.code,
        "lot": None if row.lot_id is None else lots[row.lot_id],
        "parent": None if row.parent_id is None else codes[row.parent_id],
        "kind": row.kind.value,
        "is_social": row.is_social,
        "title": _both(row, "title"),
        "question": _both(row, "question"),
        "weight": plain(row.weight),
        "scale": row.scale.name if row.scale_id is not None and row.scale else None,
        "formula": row.formula.value if row.formula else None,
        "target": plain(row.target),
        "threshold": plain(row.threshold),
        "measure": {"source": measure.source, "code": measure.code} if measure else None,
        "words_limit": row.words_limit,
        "files_allowed": row.files_allowed,
    }
