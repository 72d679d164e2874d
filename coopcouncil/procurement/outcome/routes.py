"""The addresses of the outcome, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.procurement.access import BIDDERS, LEAD, WORKERS
from coopcouncil.procurement.outcome.views import notices, own, result, summaries, taken

WORK = "/tenders/work/{id:int}"
LOT = WORK + "/result/{lot:int}"
DRAFT = WORK + "/summaries/drafts/{offer:int}"

TENANT: list[BaseRoute] = [
    get("/tenders/work/publisher", taken.publisher, who=LEAD),
    post("/tenders/work/publisher", taken.publisher, who=LEAD, name="procurement:set_publisher"),
    get(WORK + "/result", result.result, who=WORKERS),
    get(LOT + "/sums/{number:int}", result.scoring_run, who=WORKERS),
    get(LOT + "/sum", result.make_sum, who=LEAD),
    post(LOT + "/sum", result.make_sum, who=LEAD, name="procurement:keep_sum"),
    get(LOT + "/decision", result.decide_lot, who=LEAD),
    post(LOT + "/decision", result.decide_lot, who=LEAD, name="procurement:keep_decision"),
    get(LOT + "/decision/back", result.take_decision_back, who=LEAD),
    post(
        LOT + "/decision/back",
        result.take_decision_back,
        who=LEAD,
        name="procurement:drop_decision",
    ),
    get(WORK + "/result/{what}.csv", taken.export, who=WORKERS),
    get(WORK + "/summaries", summaries.summaries, who=WORKERS),
    get(WORK + "/summaries/send", summaries.send, who=LEAD),
    post(WORK + "/summaries/send", summaries.send, who=LEAD, name="procurement:send_now"),
    get(WORK + "/summaries/back", summaries.call_summaries_back, who=LEAD),
    post(
        WORK + "/summaries/back",
        summaries.call_summaries_back,
        who=LEAD,
        name="procurement:keep_call_back",
    ),
    get(WORK + "/summaries/{summary:int}.pdf", summaries.sent_letter, who=WORKERS),
    get(WORK + "/summaries/{summary:int}", taken.sent_summary, who=WORKERS),
    get(DRAFT, summaries.summary_draft, who=WORKERS),
    get(DRAFT + "/{criterion:int}", summaries.summary_words, who=LEAD),
    post(
        DRAFT + "/{criterion:int}",
        summaries.summary_words,
        who=LEAD,
        name="procurement:keep_summary_words",
    ),
    get(WORK + "/notices", notices.notices, who=WORKERS),
    get(WORK + "/notices/new", notices.new_notice, who=LEAD),
    post(WORK + "/notices/new", notices.new_notice, who=LEAD, name="procurement:keep_notice"),
    get(WORK + "/notices/{notice:int}/withdrawn", notices.withdraw, who=LEAD),
    post(
        WORK + "/notices/{notice:int}/withdrawn",
        notices.withdraw,
        who=LEAD,
        name="procurement:note_withdrawn",
    ),
    get(WORK + "/contract/{lot:int}", notices.new_contract, who=LEAD),
    post(
        WORK + "/contract/{lot:int}",
        notices.new_contract,
        who=LEAD,
        name="procurement:keep_contract",
    ),
    get("/bids/{id:int}/summary", own.summary, who=BIDDERS),
    get("/bids/{id:int}/summary.pdf", own.summary_letter, who=BIDDERS),
    get("/tenders/{reference}/ocds.json", taken.ocds_record, who=ANYONE),
    get("/tenders/{reference}/releases.json", taken.ocds_releases, who=ANYONE),
]
