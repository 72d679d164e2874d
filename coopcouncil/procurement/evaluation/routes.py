"""The addresses of assessing, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.procurement.access import LEAD, WORKERS
from coopcouncil.procurement.evaluation.views import (
    declarations,
    exclusions,
    moderation,
    progress,
    scores,
)

WORK = "/tenders/work/{id:int}"
SCORE = WORK + "/scores/{offer:int}/{criterion:int}"
SCORED = WORK + "/scores/lots/{lot:place}"
AGREED = WORK + "/moderation/{offer:int}/{criterion:int}"
LOT = WORK + "/moderation/lots/{lot:place}"

TENANT: list[BaseRoute] = [
    get(WORK + "/declarations", declarations.declarations, who=WORKERS),
    post(WORK + "/declarations/later", declarations.declare_later, who=WORKERS),
    post(WORK + "/declarations/bidders/{supplier:int}", declarations.declare_one, who=WORKERS),
    get(WORK + "/declarations/{interest:int}", declarations.interest, who=LEAD),
    post(WORK + "/declarations/{interest:int}", declarations.decide_interest, who=LEAD),
    get(WORK + "/scores", scores.scores, who=WORKERS),
    post(WORK + "/scores/order", scores.order_scores, who=WORKERS),
    get(SCORE, scores.score, who=WORKERS),
    post(SCORE, scores.save_own_score, who=WORKERS),
    get(SCORE + "/files/{file:int}", scores.answer_file, who=WORKERS),
    get(SCORED + "/finish", scores.finishing, who=WORKERS),
    post(SCORED + "/finish", scores.finish_lot, who=WORKERS),
    get(WORK + "/moderation", moderation.moderation, who=WORKERS),
    get(AGREED, moderation.agreeing, who=WORKERS),
    post(AGREED, moderation.agree, who=WORKERS),
    get(LOT + "/lock", moderation.locking, who=LEAD),
    post(LOT + "/lock", moderation.lock_agreed, who=LEAD),
    get(LOT + "/reopening", moderation.reopening, who=LEAD),
    post(LOT + "/reopening", moderation.reopen, who=LEAD),
    get(WORK + "/progress", progress.progress, who=WORKERS),
    post(WORK + "/progress/due", progress.set_due_day, who=WORKERS),
    post(WORK + "/progress/reminders", progress.send_reminders, who=WORKERS),
    get(WORK + "/exclusions", exclusions.exclusions, who=LEAD),
    get(WORK + "/exclusions/{bid:int}", exclusions.exclusion, who=LEAD),
    post(WORK + "/exclusions/{bid:int}", exclusions.record_check, who=LEAD),
    post(WORK + "/exclusions/{bid:int}/lots", exclusions.exclude_bid, who=LEAD),
]
