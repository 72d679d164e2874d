"""Every address of procurement at every object that the world of the walk has."""

import re
from collections.abc import Iterator

from coopcouncil.addresses import tenant_routes
from coopcouncil.kernel import clock
from coopcouncil.kernel.web import GuardedRoute
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.bids.models import (
    AnswerFile,
    Offer,
    Question,
    Submission,
    Supplier,
    SupplierPerson,
)
from coopcouncil.procurement.delivery.models import (
    Commitment,
    Evidence,
    RecipientAnswer,
    Report,
)
from coopcouncil.procurement.delivery.rules.yearly import year_of
from coopcouncil.procurement.evaluation.models import InterestDeclared
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.models import Measure, MeasureImport, MeasureSet
from coopcouncil.procurement.outcome.exports import NAMES
from coopcouncil.procurement.outcome.models import Contract, Kpi, KpiAssessed, Summary, TenderNotice
from coopcouncil.procurement.tenders.models import Lot, Scale, Scenario, TakesPart, TenderMeasure
from tests.procurement.make_walk import World


def pages(method: str = "GET") -> Iterator[GuardedRoute]:
    """Every address of procurement that is looked at, or with `POST` every deed."""
    for one in tenant_routes():
        if (
            isinstance(one, GuardedRoute)
            and one.view.__module__.startswith("coopcouncil.procurement.")
            and method in (one.methods or ())
        ):
            yield one


async def addresses(world: World, method: str = "GET") -> list[tuple[GuardedRoute, str]]:
    """Every page (or deed) at every object that there is."""
    org, tender = world.org, world.stage.tender

    async def ids(model: type[Tenanted], name: str = "id", **wanted: object) -> list[str]:
        rows = model.within(org).filter(**wanted).order_by("id")
        return [str(one) for one in await rows.values_list(name, flat=True)]

    bids = [str(one.id) for one in world.bids.values()]
    suppliers, commitments = await ids(Supplier), await ids(Commitment)
    own = {
        "/tenders/work": [str(tender.id)],
        "/bids/organisations": suppliers,
        "/bids": bids,
        "/promises": commitments,
        "/measures/sets": await ids(MeasureSet),
        "/measures/imports": await ids(MeasureImport),
        "/measures": await ids(Measure),
    }
    lots, evidence = await ids(Lot), await ids(Evidence)
    found = {
        "answer": await ids(RecipientAnswer),
        "assessed": await ids(KpiAssessed) or ["1"],
        "bid": bids,
        "code": ["1.1", "1.2", "3"],
        "condition": ["any"],
        "contract": await ids(Contract),
        "criterion": [str((await world.stage.criterion(code)).id) for code in ("1.1", "3")],
        "edition": ["1"],
        "file": await ids(AnswerFile),
        "kpi": await ids(Kpi),
        "interest": await ids(InterestDeclared, has_interest=True),
        "lot": ["1"],
        "measure": await ids(TenderMeasure),
        "notice": await ids(TenderNotice),
        "number": ["1"],
        "offer": await ids(Offer),
        "person": await ids(SupplierPerson, "person_id"),
        "scenario": await ids(Scenario),
        "supplier": suppliers,
        "part": (await ids(TakesPart))[:1],
        "question": await ids(Question),
        "receipt": await ids(Submission, "receipt"),
        "reference": [tender.reference],
        "report": await ids(Report),
        "scale": await ids(Scale),
        "summary": await ids(Summary),
        "token": ["nothing"],
        "topic": ["social-value"],
        "waiting": ["1"],
        "what": list(NAMES),
        "year": [str(year_of(clock.today()))],
    }

    def values(path: str, name: str) -> list[str]:
        if name == "id":
            return next(of for start, of in own.items() if path.startswith(start))
        if name == "lot" and "/lots/{lot:int}" in path:
            return lots
        if name == "file" and "/evidence/" in path:
            return evidence
        if name == "code" and path.startswith("/measures"):
            return sorted(library().measures)[:1]
        return found[name]

    made = []
    for route in pages(method):
        paths = [route.path]
        for name in re.findall(r"\{(\w+)", route.path):
            held = re.compile(rf"\{{{name}(:\w+)?\}}")
            paths = [held.sub(one, path, 1) for path in paths for one in values(route.path, name)]
        made += [(route, f"/{org.slug}{path}") for path in paths]
    return made
