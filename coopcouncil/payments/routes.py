"""The addresses of members' money, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.organisations.access import SIGNED_IN
from coopcouncil.payments.access import KEEPERS, READERS
from coopcouncil.payments.views import account, bulk, charges, credits, owed, payment, plans, terms

TENANT: list[BaseRoute] = [
    get("/payments", owed.owed, who=READERS),
    get("/payments/owed.csv", owed.owed_file, who=READERS),
    get("/payments/credits", credits.in_credit, who=READERS),
    get("/payments/credits.csv", credits.in_credit_file, who=READERS),
    get("/payments/bulk", bulk.bulk, who=KEEPERS),
    post("/payments/bulk", bulk.bulk_preview, who=KEEPERS),
    get("/payments/plans", plans.plans, who=READERS),
    get("/payments/plans/new", plans.new_plan, who=KEEPERS),
    post("/payments/plans/new", plans.record_plan, who=KEEPERS),
    post("/payments/plans/charge", plans.charge_now, who=KEEPERS),
    get("/payments/plans/{id:int}", plans.plan, who=READERS),
    post("/payments/plans/{id:int}/prices", plans.record_price, who=KEEPERS),
    get("/payments/plans/{id:int}/concessions", plans.new_concession, who=KEEPERS),
    post("/payments/plans/{id:int}/concessions", plans.record_concession, who=KEEPERS),
    post("/payments/plans/{id:int}/offer", plans.offer, who=KEEPERS),
    get("/payments/members/{id:int}", account.account, who=READERS),
    get("/payments/members/{id:int}/take", account.taking, who=KEEPERS),
    post("/payments/members/{id:int}/take", account.take, who=KEEPERS),
    get("/payments/members/{id:int}/charge", account.charging, who=KEEPERS),
    post("/payments/members/{id:int}/charge", account.charge_once, who=KEEPERS),
    get("/payments/members/{id:int}/plan", terms.starting, who=KEEPERS),
    post("/payments/members/{id:int}/plan", terms.start, who=KEEPERS),
    get("/payments/terms/{id:int}", terms.member_plan, who=READERS),
    post("/payments/terms/{id:int}", terms.stop, who=KEEPERS),
    get("/payments/terms/{id:int}/change", terms.changing, who=KEEPERS),
    post("/payments/terms/{id:int}/change", terms.change, who=KEEPERS),
    get("/payments/terms/{id:int}/pause", terms.pausing, who=KEEPERS),
    post("/payments/terms/{id:int}/pause", terms.pause, who=KEEPERS),
    post("/payments/pauses/{id:int}/end", terms.resume, who=KEEPERS),
    get("/payments/charges/{id:int}", charges.charge, who=READERS),
    get("/payments/charges/{id:int}/cancel", charges.cancelling, who=KEEPERS),
    post("/payments/charges/{id:int}/cancel", charges.cancel, who=KEEPERS),
    get("/payments/charges/{id:int}/write-off", charges.writing_off, who=KEEPERS),
    post("/payments/charges/{id:int}/write-off", charges.write_off, who=KEEPERS),
    get("/payments/received/{id:int}", payment.payment, who=READERS),
    get("/payments/received/{id:int}/returned", payment.returning, who=KEEPERS),
    post("/payments/received/{id:int}/returned", payment.returned, who=KEEPERS),
    get("/payments/received/{id:int}/refund", payment.refunding, who=KEEPERS),
    post("/payments/received/{id:int}/refund", payment.record_refund, who=KEEPERS),
    get("/payments/refunds/{id:int}", payment.refund, who=READERS),
    post("/payments/refunds/{id:int}/payout", payment.other_way, who=KEEPERS),
    get("/payments/receipts/{id:int}", payment.receipt, who=SIGNED_IN),
    get("/payments/receipts/{id:int}/receipt.pdf", payment.receipt_pdf, who=SIGNED_IN),
]
