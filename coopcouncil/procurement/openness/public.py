"""What everybody may know, as plain data: each row is made here, field by field, and nowhere else.

A tender is public from its publication, unless it is by invitation; who won from the award notice
on; of those who lost nothing but their number. Of promises: what, how much, how it stands, for
which ward. Of recipients only organisations of this place are named. Disputes' words, reports and
evidence stay with those whom they concern, and a worth is told where its licence lets it.
"""

import json
from collections.abc import Mapping
from typing import Any

from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.standings import group_of, listed
from coopcouncil.procurement.outcome.models import Contract, Kpi, KpiAssessed
from coopcouncil.procurement.tenders.writing import pounds

Row = dict[str, Any]

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


async def public_contracts(org: Organisation) -> list[Row]:
    """The register of contracts, with the columns that Welsh law asks of authorities in Wales
    (Social Partnership and Public Procurement (Wales) Act 2023, s.40)."""
    rows = (
        await Contract.within(org).select_related("supplier", "tender").order_by("-signed_on", "id")
    )
    kpis: dict[int, list[Row]] = {}
    ratings: dict[int, KpiAssessed] = {}
    for assessed in (
        await KpiAssessed.within(org).exclude(published_at=None).order_by("until", "id")
    ):
        ratings[assessed.kpi_id] = assessed
    for kpi in await Kpi.within(org).order_by("number"):
        last = ratings.get(kpi.id)
        kpis.setdefault(kpi.contract_id, []).append(
            {
                "title": kpi.title,
                "title_cy": kpi.title_cy,
                "target": kpi.target,
                "target_cy": kpi.target_cy,
                "rating": last.rating.value if last else None,
                "since": last.since.isoformat() if last else None,
                "until": last.until.isoformat() if last else None,
                "words": last.words if last else None,
            }
        )
    return [
        {
            "number": one.number,
            "title": one.title,
            "title_cy": one.title_cy,
            "contractor": one.supplier.name,
            "contractor_address": ", ".join(
                part
                for part in (one.supplier.address.replace("\n", ", "), one.supplier.postcode)
                if part
            ),
            "subject": one.subject,
            "subject_cy": one.subject_cy,
            "value": pounds(one.value),
            "awarded_on": one.awarded_on.isoformat() if one.awarded_on else None,
            "signed_on": one.signed_on.isoformat(),
            "starts_on": one.starts_on.isoformat(),
            "ends_on": one.ends_on.isoformat(),
            "may_extend_until": one.may_extend_until.isoformat() if one.may_extend_until else None,
            "ended_on": one.ended_on.isoformat() if one.ended_on else None,
            "tender": one.tender.reference if one.tender and not one.tender.by_invitation else None,
            "indicators": kpis.get(one.id, []),
        }
        for one in rows
    ]


async def public_promises(org: Organisation, at: int = 1, page: int | None = None) -> list[Row]:
    """Each promise and how it stands; one page of them, or all."""
    return [_promise(one) for one in await listed(org, None, at=at, page=page)]


def _promise(one: Mapping[str, Any]) -> Row:
    group, group_cy = group_of(one, "en"), group_of(one, "cy")
    is_shown = one["proxy"] is not None and one["proxy_is_public"]
    return {
        "contract": one["contract"],
        "supplier": one["supplier"],
        "number": one["number"],
        "title": one["title"],
        "title_cy": one["title_cy"],
        "unit": one["unit"],
        "unit_cy": one["unit_cy"],
        "promised": format(one["promised"].normalize(), "f"),
        "kept": format(one["kept"].normalize(), "f"),
        "status": one["status"],
        "replaces": one["replaces"],
        "next_due": one["next_on"].isoformat() if one["next_on"] else None,
        "ward": one["ward"],
        "mission": one["mission"],
        "goals": json.loads(one["goals"]),
        "recipient": one["recipient"],
        "recipient_cy": one["recipient_cy"] or None,
        "recipient_group": group or None,
        "recipient_group_cy": group_cy if group_cy != group else None,
        "worth": pounds(one["proxy"]) if is_shown else None,
    }
