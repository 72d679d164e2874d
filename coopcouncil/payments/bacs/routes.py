"""The addresses of one's own Direct Debits, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.jobs import every
from coopcouncil.kernel.web import get, post
from coopcouncil.organisations.access import SIGNED_IN
from coopcouncil.payments.access import KEEPERS
from coopcouncil.payments.bacs.actions.sending import settle_due
from coopcouncil.payments.bacs.views import claims, desk, mine

TENANT: list[BaseRoute] = [
    get("/bacs", desk.bacs, who=KEEPERS),
    get("/bacs/mandates/new", desk.new_bacs_mandate, who=KEEPERS),
    post("/bacs/mandates/new", desk.record_bacs_mandate, who=KEEPERS),
    get("/bacs/mandates/{id:int}", desk.bacs_mandate, who=KEEPERS),
    post("/bacs/mandates/{id:int}/end", desk.end_bacs_mandate, who=KEEPERS),
    post("/bacs/lodging", desk.lodge_bacs_mandates, who=KEEPERS),
    post("/bacs/files", desk.collect_by_bacs, who=KEEPERS),
    get("/bacs/files/{id:int}", desk.bacs_file, who=KEEPERS),
    post("/bacs/files/{id:int}/file", desk.take_bacs_file, who=KEEPERS),
    post("/bacs/files/{id:int}/sending", desk.record_bacs_sent, who=KEEPERS),
    post("/bacs/files/{id:int}/giving-up", desk.give_up_bacs_file, who=KEEPERS),
    post("/bacs/reports", desk.record_bacs_report, who=KEEPERS),
    get("/bacs/reports/{id:int}", desk.bacs_report, who=KEEPERS),
    get("/bacs/claims", claims.indemnity_claims, who=KEEPERS),
    get("/bacs/claims/{id:int}", claims.indemnity_claim, who=KEEPERS),
    post("/bacs/claims/{id:int}", claims.decide_indemnity_claim, who=KEEPERS),
    get("/bacs/mine", mine.my_bacs, who=SIGNED_IN),
    get("/bacs/mine/{id:int}/account", mine.my_other_account, who=SIGNED_IN),
    post("/bacs/mine/{id:int}/account", mine.change_my_account, who=SIGNED_IN),
    post("/bacs/mine/{id:int}/end", mine.end_my_bacs, who=SIGNED_IN),
]

every("settle-bacs", 3_600, settle_due)
