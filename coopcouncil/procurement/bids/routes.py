"""The addresses of bids: bidders' own under /bids, the council's under /tenders/work."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.organisations.access import SIGNED_IN
from coopcouncil.procurement.access import BIDDERS, LEAD, WORKERS
from coopcouncil.procurement.bids.views import (
    asking,
    desk,
    handing_in,
    needs,
    own,
    reserved,
    workbooks,
    writing,
)

_ANSWER = "/bids/{id:int}/lots/{lot:place}/{code}"
_OWN = "/bids/organisations/{id:int}"
_WORK = "/tenders/work/{id:int}"

TENANT: list[BaseRoute] = [
    get("/bids", own.mine, who=SIGNED_IN, name="procurement:my_bids"),
    get("/bids/for/{reference}", own.begin, who=SIGNED_IN, name="procurement:begin_bid"),
    post("/bids/for/{reference}", own.record_begin, who=SIGNED_IN),
    get("/bids/for/{reference}/organisation", own.new_supplier, who=SIGNED_IN),
    post("/bids/for/{reference}/organisation", own.record_supplier, who=SIGNED_IN),
    get(_OWN, own.supplier, who=BIDDERS),
    get(
        "/bids/organisations/{id:int}/change",
        own.change,
        who=BIDDERS,
        name="procurement:change_supplier",
    ),
    post(
        "/bids/organisations/{id:int}/change",
        own.record_change,
        who=BIDDERS,
        name="procurement:save_supplier",
    ),
    post(_OWN + "/colleagues", own.record_colleague, who=BIDDERS),
    post(
        _OWN + "/colleagues/{person:int}/end",
        own.record_end_acting,
        who=BIDDERS,
    ),
    get("/bids/{id:int}", writing.bid, who=BIDDERS),
    get("/bids/{id:int}/lots", writing.lots, who=BIDDERS, name="procurement:bid_lots"),
    post("/bids/{id:int}/lots", writing.record_lots, who=BIDDERS, name="procurement:choose_lots"),
    get(_ANSWER, writing.answer, who=BIDDERS, name="procurement:answer"),
    post(_ANSWER, writing.record_answer, who=BIDDERS, name="procurement:save_answer"),
    post(_ANSWER + "/autosave", writing.autosave, who=BIDDERS),
    post(_ANSWER + "/files", writing.record_file, who=BIDDERS),
    post(_ANSWER + "/needs", needs.record_needs, who=BIDDERS),
    get("/bids/{id:int}/files/{file:int}", writing.file, who=BIDDERS, name="procurement:bid_file"),
    post("/bids/{id:int}/files/{file:int}/removal", writing.record_removal, who=BIDDERS),
    get(
        "/bids/{id:int}/reserved", reserved.reserved, who=BIDDERS, name="procurement:reserved_lots"
    ),
    post(
        "/bids/{id:int}/reserved", reserved.reserved, who=BIDDERS, name="procurement:save_reserved"
    ),
    get("/bids/{id:int}/workbook.xlsx", workbooks.download, who=BIDDERS),
    get("/bids/{id:int}/workbook", workbooks.upload, who=BIDDERS, name="procurement:workbook"),
    post("/bids/{id:int}/workbook", workbooks.record_upload, who=BIDDERS),
    get(
        "/bids/{id:int}/workbook/read",
        workbooks.preview,
        who=BIDDERS,
        name="procurement:workbook_read",
    ),
    post("/bids/{id:int}/workbook/read", workbooks.record_take_over, who=BIDDERS),
    post("/bids/{id:int}/workbook/dropping", workbooks.record_drop, who=BIDDERS),
    get("/bids/{id:int}/check", handing_in.check, who=BIDDERS, name="procurement:check_bid"),
    post("/bids/{id:int}/check", handing_in.record_hand_in, who=BIDDERS),
    get("/bids/{id:int}/receipts/{receipt}", handing_in.receipt, who=BIDDERS),
    get("/bids/{id:int}/receipts/{receipt}/pdf", handing_in.receipt_pdf, who=BIDDERS),
    get("/bids/{id:int}/receipts/{receipt}/text", handing_in.canonical_text, who=BIDDERS),
    get("/bids/{id:int}/withdrawal", handing_in.ask_withdraw, who=BIDDERS),
    post("/bids/{id:int}/withdrawal", handing_in.record_withdrawal, who=BIDDERS),
    get(
        "/bids/{id:int}/questions", asking.questions, who=BIDDERS, name="procurement:bid_questions"
    ),
    post("/bids/{id:int}/questions", asking.record_question, who=BIDDERS),
    get(_WORK + "/bids", desk.bids, who=LEAD),
    post(_WORK + "/bids/invitations", desk.record_invitation, who=LEAD),
    get(_WORK + "/bids/portal", desk.portal_list, who=LEAD),
    post(_WORK + "/bids/portal", desk.record_portal_list, who=LEAD),
    get(_WORK + "/bids/portal/{waiting:int}", desk.portal_waiting, who=LEAD),
    post(_WORK + "/bids/portal/{waiting:int}", desk.record_portal, who=LEAD),
    get(_WORK + "/bids/{bid:int}/late", desk.late, who=LEAD, name="procurement:late_bid"),
    post(_WORK + "/bids/{bid:int}/late", desk.record_letting_in, who=LEAD),
    get(_WORK + "/questions", asking.asked, who=LEAD, name="procurement:questions"),
    get(_WORK + "/questions/{question:int}", asking.one_question, who=LEAD),
    post(
        _WORK + "/questions/{question:int}",
        asking.record_answer,
        who=LEAD,
        name="procurement:answer_question",
    ),
    get(_WORK + "/opening", desk.opening, who=WORKERS),
    post(_WORK + "/opening", desk.record_opening, who=WORKERS),
    get(_WORK + "/opening/pdf", desk.opening_pdf, who=WORKERS),
]
