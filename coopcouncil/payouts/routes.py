"""The addresses of money out, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.organisations.access import SIGNED_IN
from coopcouncil.payouts.access import CONFIRMS, PREPARES, SEES
from coopcouncil.payouts.views import overview, own_account, payees, runs

TENANT: list[BaseRoute] = [
    get("/payouts", overview.overview, who=SEES),
    get("/payouts/mine", payees.mine, who=SIGNED_IN),
    post("/payouts/mine", payees.record_mine, who=SIGNED_IN),
    get("/payouts/account", own_account.own_account, who=PREPARES),
    post("/payouts/account", own_account.record_own_account, who=PREPARES),
    get("/payouts/account/{id:int}", own_account.account_change, who=SEES),
    post("/payouts/account/{id:int}/confirmation", own_account.record_confirmed, who=CONFIRMS),
    post("/payouts/account/{id:int}/giving-up", own_account.record_given_up, who=CONFIRMS),
    get("/payouts/{id:int}", overview.item, who=SEES),
    post("/payouts/{id:int}/return", overview.record_return, who=PREPARES),
    get("/payees", payees.payees, who=SEES),
    get("/payees/new", payees.new_payee, who=PREPARES),
    post("/payees/new", payees.record_payee, who=PREPARES),
    get("/payees/{id:int}", payees.payee, who=SEES),
    get("/payees/{id:int}/details", payees.new_details, who=PREPARES),
    post("/payees/{id:int}/details", payees.record_details, who=PREPARES),
    post("/members/{id:int}/payee", payees.of_member, who=PREPARES),
    get("/payee-details/{id:int}", payees.details, who=SEES),
    post("/payee-details/{id:int}/shown", payees.show_details, who=PREPARES),
    post("/payee-details/{id:int}/confirmation", payees.record_confirmation, who=CONFIRMS),
    get("/payment-runs/new", runs.new_run, who=PREPARES),
    post("/payment-runs/new", runs.record_run, who=PREPARES),
    get("/payment-runs/{id:int}", runs.run, who=SEES),
    post("/payment-runs/{id:int}/payments", runs.add_to_run, who=PREPARES),
    post("/payment-runs/{id:int}/payments/{item:int}", runs.take_out_of_run, who=PREPARES),
    post("/payment-runs/{id:int}/approval", runs.ask_approval, who=PREPARES),
    post("/payment-runs/{id:int}/file", runs.run_file, who=PREPARES),
    post("/payment-runs/{id:int}/sending", runs.record_sent, who=PREPARES),
    post("/payment-runs/{id:int}/dropping", runs.drop_run, who=PREPARES),
]
