"""The addresses of promises, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.accounts.access import SIGNED_IN
from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.procurement.access import LEAD, WORKERS
from coopcouncil.procurement.delivery.actions import reminding  # noqa: F401
from coopcouncil.procurement.delivery.views import (
    contracts,
    indicators,
    links,
    needs,
    portfolio,
    promises,
    replacing,
    years,
)

ONE = "/promises/{id:int}"

TENANT: list[BaseRoute] = [
    get("/promises", promises.mine, who=SIGNED_IN, name="procurement:promises"),
    get("/promises/answer/{token}", links.answer_by_link, who=ANYONE),
    post(
        "/promises/answer/{token}",
        links.answer_by_link,
        who=ANYONE,
        name="procurement:keep_answer_by_link",
    ),
    get("/promises/work", portfolio.portfolio, who=WORKERS),
    get("/promises/work/list.csv", portfolio.portfolio_csv, who=WORKERS),
    get("/promises/work/contracts", contracts.followed_contracts, who=WORKERS),
    get("/promises/work/contracts/new", contracts.record_elsewhere, who=LEAD),
    post(
        "/promises/work/contracts/new",
        contracts.record_elsewhere,
        who=LEAD,
        name="procurement:keep_elsewhere",
    ),
    get("/tenders/work/{id:int}/needs", needs.needs, who=LEAD),
    post("/tenders/work/{id:int}/needs", needs.needs, who=LEAD, name="procurement:keep_needs"),
    get("/promises/work/years", years.years, who=LEAD),
    get("/promises/work/years/{year:int}", years.year_draft, who=LEAD),
    post(
        "/promises/work/years/{year:int}",
        years.year_draft,
        who=LEAD,
        name="procurement:publish_year",
    ),
    get("/promises/work/list", contracts.list_of_promises, who=LEAD),
    get("/promises/work/list/empty.csv", contracts.empty_list, who=LEAD),
    post(
        "/promises/work/list",
        contracts.list_of_promises,
        who=LEAD,
        name="procurement:look_at_list",
    ),
    post("/promises/work/list/import", contracts.import_list, who=LEAD),
    get("/promises/work/contracts/{contract:int}/indicators", indicators.indicators, who=WORKERS),
    get("/promises/work/indicators/{kpi:int}", indicators.assess_indicator, who=WORKERS),
    post(
        "/promises/work/indicators/{kpi:int}",
        indicators.assess_indicator,
        who=WORKERS,
        name="procurement:keep_assessment",
    ),
    post(
        "/promises/work/assessments/{assessed:int}/publish",
        indicators.publish_assessment,
        who=WORKERS,
    ),
    get("/promises/work/contracts/{contract:int}/new", portfolio.new_promise, who=WORKERS),
    post(
        "/promises/work/contracts/{contract:int}/new",
        portfolio.new_promise,
        who=WORKERS,
        name="procurement:keep_promise",
    ),
    get(ONE, promises.promise, who=SIGNED_IN),
    get(f"{ONE}/report", promises.report_promise, who=SIGNED_IN),
    post(f"{ONE}/report", promises.report_promise, who=SIGNED_IN, name="procurement:keep_report"),
    post(f"{ONE}/reports/{{report:int}}/back", promises.withdraw_own_report, who=SIGNED_IN),
    get(f"{ONE}/reports/{{report:int}}/answer", promises.answer_report, who=SIGNED_IN),
    post(
        f"{ONE}/reports/{{report:int}}/answer",
        promises.answer_report,
        who=SIGNED_IN,
        name="procurement:keep_answer",
    ),
    post(f"{ONE}/reports/{{report:int}}/ask", links.ask_recipient, who=WORKERS),
    get(f"{ONE}/answers/{{answer:int}}/decision", promises.decide_dispute, who=WORKERS),
    post(
        f"{ONE}/answers/{{answer:int}}/decision",
        promises.decide_dispute,
        who=WORKERS,
        name="procurement:keep_dispute_decision",
    ),
    get(f"{ONE}/remedy", promises.remedy_promise, who=WORKERS),
    post(f"{ONE}/remedy", promises.remedy_promise, who=WORKERS, name="procurement:keep_remedy"),
    get(f"{ONE}/replacement", replacing.replacement, who=WORKERS),
    post(
        f"{ONE}/replacement",
        replacing.replacement,
        who=WORKERS,
        name="procurement:keep_replacement",
    ),
    get(f"{ONE}/for-whom", promises.for_whom, who=WORKERS),
    post(f"{ONE}/for-whom", promises.for_whom, who=WORKERS, name="procurement:keep_for_whom"),
    get(f"{ONE}/evidence/{{file:int}}", promises.evidence_file, who=SIGNED_IN),
]
