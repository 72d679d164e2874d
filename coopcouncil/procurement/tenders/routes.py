"""The addresses of tenders before the bids, within an organisation.

`/tenders/work` comes before `/tenders/{reference}`, which the open part of procurement has.
"""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.procurement.access import LEAD, WORKERS
from coopcouncil.procurement.tenders.views import (
    about,
    criteria,
    listing,
    lots,
    method,
    people,
    publishing,
    scales,
    tender,
    trying,
    weighing,
)

ONE = "/tenders/work/{id:int}"

TENANT: list[BaseRoute] = [
    get("/tenders/work", listing.work, who=WORKERS),
    get("/tenders/work/new", listing.new_tender, who=LEAD),
    post("/tenders/work/new", listing.record_tender, who=LEAD),
    get(ONE, tender.tender, who=WORKERS),
    get(f"{ONE}/about", about.about, who=LEAD),
    post(f"{ONE}/about", about.record_about, who=LEAD),
    get(f"{ONE}/dates", about.dates, who=LEAD),
    post(f"{ONE}/dates", about.record_dates, who=LEAD),
    get(f"{ONE}/lots", lots.lots, who=LEAD),
    get(f"{ONE}/lots/new", lots.new_lot, who=LEAD),
    post(f"{ONE}/lots/new", lots.record_lot, who=LEAD),
    get(f"{ONE}/lots/{{lot:int}}", lots.lot, who=LEAD),
    post(f"{ONE}/lots/{{lot:int}}", lots.record_lot_change, who=LEAD),
    post(f"{ONE}/lots/{{lot:int}}/removal", lots.record_lot_removal, who=LEAD),
    get(f"{ONE}/scales", scales.scales, who=LEAD),
    get(f"{ONE}/scales/new", scales.new_scale, who=LEAD),
    post(f"{ONE}/scales/new", scales.record_scale, who=LEAD),
    get(f"{ONE}/scales/{{scale:int}}", scales.scale, who=LEAD),
    post(f"{ONE}/scales/{{scale:int}}", scales.record_scale_change, who=LEAD),
    post(f"{ONE}/scales/{{scale:int}}/removal", scales.record_scale_removal, who=LEAD),
    get(f"{ONE}/criteria", criteria.criteria, who=LEAD),
    get(f"{ONE}/criteria/new", criteria.new_criterion, who=LEAD),
    post(f"{ONE}/criteria/new", criteria.record_criterion, who=LEAD),
    get(f"{ONE}/criteria/weights", weighing.weights, who=LEAD),
    post(f"{ONE}/criteria/weights", weighing.record_weights, who=LEAD),
    get(f"{ONE}/criteria/copy", weighing.copy_method, who=LEAD),
    post(f"{ONE}/criteria/copy", weighing.record_copy, who=LEAD),
    get(f"{ONE}/criteria/{{criterion:int}}", criteria.criterion, who=LEAD),
    post(f"{ONE}/criteria/{{criterion:int}}", criteria.record_criterion_change, who=LEAD),
    post(f"{ONE}/criteria/{{criterion:int}}/removal", criteria.record_criterion_removal, who=LEAD),
    post(f"{ONE}/criteria/{{criterion:int}}/up", criteria.record_criterion_up, who=LEAD),
    post(f"{ONE}/criteria/{{criterion:int}}/down", criteria.record_criterion_down, who=LEAD),
    get(f"{ONE}/people", people.people, who=LEAD),
    post(f"{ONE}/people", people.record_person, who=LEAD),
    get(f"{ONE}/people/{{part:int}}/criteria", people.assignment, who=LEAD),
    post(f"{ONE}/people/{{part:int}}/criteria", people.record_assignment, who=LEAD),
    get(f"{ONE}/people/{{part:int}}/ending", people.part_ending, who=LEAD),
    post(f"{ONE}/people/{{part:int}}/ending", people.record_part_ending, who=LEAD),
    get(f"{ONE}/method", method.preview, who=LEAD),
    get(f"{ONE}/what-if", trying.what_if, who=LEAD),
    post(f"{ONE}/what-if", trying.record_what_if, who=LEAD),
    post(f"{ONE}/what-if/{{scenario:int}}/removal", trying.record_scenario_removal, who=LEAD),
    get(f"{ONE}/publication", publishing.publication, who=LEAD),
    post(f"{ONE}/publication", publishing.record_publication, who=LEAD),
    post(f"{ONE}/change", publishing.record_change, who=LEAD),
    post(f"{ONE}/dropping", publishing.record_dropping, who=LEAD),
    post(f"{ONE}/final", publishing.record_final, who=LEAD),
    get(f"{ONE}/ending", publishing.ending, who=LEAD),
    post(f"{ONE}/ending", publishing.record_ending, who=LEAD),
    get("/tenders/{reference}/method", method.method, who=ANYONE),
    get("/tenders/{reference}/method/{edition:place}", method.method_edition, who=ANYONE),
    get("/tenders/{reference}/method/{edition:place}.json", method.method_json, who=ANYONE),
    get("/tenders/{reference}/method/{edition:place}.pdf", method.method_pdf, who=ANYONE),
]
