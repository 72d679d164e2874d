"""The addresses of this slice, within an organisation."""

from coopcouncil.kernel.web import get, post
from coopcouncil.organisations.access import SIGNED_IN
from coopcouncil.shares.access import KEEPERS
from coopcouncil.shares.views import applications, holding, member, register, withdrawals

TENANT = [
    get("/shares", register.register, who=KEEPERS),
    get("/shares/taking-over", register.taking_over, who=KEEPERS),
    post("/shares/taking-over", register.record_taking_over, who=KEEPERS),
    get("/shares/mine", member.mine, who=SIGNED_IN),
    get("/shares/mine/{id:int}/application", member.own_application, who=SIGNED_IN),
    get("/shares/mine/{id:int}/notice", member.own_notice, who=SIGNED_IN),
    post("/shares/mine/{id:int}/application", member.record_own_application, who=SIGNED_IN),
    post("/shares/mine/{id:int}/notice", member.record_own_notice, who=SIGNED_IN),
    get("/share-applications", applications.applications, who=KEEPERS),
    get("/share-applications/{id:int}", applications.application, who=KEEPERS),
    post("/share-applications/{id:int}/allotment", applications.record_allotment, who=KEEPERS),
    get("/share-applications/{id:int}/refusal", applications.refusal, who=KEEPERS),
    post("/share-applications/{id:int}/refusal", applications.record_refusal, who=KEEPERS),
    get("/members/{id:int}/shares", member.of_member, who=KEEPERS),
    get("/members/{id:int}/shares/new", applications.new_application, who=KEEPERS),
    post("/members/{id:int}/shares/new", applications.record_application, who=KEEPERS),
    get("/members/{id:int}/nomination", member.nomination, who=KEEPERS),
    post("/members/{id:int}/nomination", member.record_nomination, who=KEEPERS),
    get("/members/{id:int}/nominations/{nomination:int}", member.revocation, who=KEEPERS),
    post("/members/{id:int}/nominations/{nomination:int}", member.record_revocation, who=KEEPERS),
    get("/holdings/{id:int}", holding.holding, who=KEEPERS),
    get("/holdings/{id:int}/payment", holding.payment, who=KEEPERS),
    post("/holdings/{id:int}/payment", holding.record_payment, who=KEEPERS),
    get("/holdings/{id:int}/transfer", holding.transfer, who=KEEPERS),
    post("/holdings/{id:int}/transfer", holding.record_transfer, who=KEEPERS),
    get("/holdings/{id:int}/cancellation", holding.cancellation, who=KEEPERS),
    post("/holdings/{id:int}/cancellation", holding.record_cancellation, who=KEEPERS),
    get("/holdings/{id:int}/events/{event:int}", holding.reversal, who=KEEPERS),
    post("/holdings/{id:int}/events/{event:int}", holding.record_reversal, who=KEEPERS),
    post("/holdings/{id:int}/certificates", holding.issue, who=KEEPERS),
    get("/holdings/{id:int}/notice", withdrawals.notice, who=KEEPERS),
    post("/holdings/{id:int}/notice", withdrawals.record_notice, who=KEEPERS),
    get("/share-certificates/{id:int}", holding.certificate, who=SIGNED_IN),
    get("/withdrawals", withdrawals.queue, who=KEEPERS),
    get("/withdrawals/{id:int}", withdrawals.withdrawal, who=KEEPERS),
    post("/withdrawals/{id:int}", withdrawals.record_decision, who=KEEPERS),
    post("/withdrawals/{id:int}/resumption", withdrawals.record_resumption, who=KEEPERS),
    post("/withdrawals/{id:int}/taking-back", withdrawals.record_taking_back, who=KEEPERS),
]
