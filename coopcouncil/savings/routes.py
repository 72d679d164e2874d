"""The addresses of savings, within an organisation: all 404 but in a credit union."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.savings.access import (
    CHECKERS,
    COLLECTORS,
    KEEPERS,
    NOMINATED,
    PROPOSERS,
    PUBLIC,
    READERS,
    SAVERS,
    STAFF,
)
from coopcouncil.savings.core import views as core
from coopcouncil.savings.dividends import views as dividends
from coopcouncil.savings.holders.views import desk as holding
from coopcouncil.savings.holders.views import mine as own_holding
from coopcouncil.savings.juniors.views import children, collecting, passbook
from coopcouncil.savings.suspicions import views as suspicions
from coopcouncil.savings.views import accounts, desk, mine, people, tills
from coopcouncil.savings.watching import views as watching

DESK: list[BaseRoute] = [
    get("/savings", desk.savings, who=READERS),
    get("/savings/mode", desk.mode, who=KEEPERS),
    post("/savings/mode", desk.choose_mode, who=KEEPERS),
    get("/savings/products", desk.savings_products, who=KEEPERS),
    post("/savings/products", desk.new_product, who=KEEPERS),
    get("/saving-accounts", desk.saving_accounts, who=KEEPERS),
    get("/saving-accounts/{id:int}", accounts.saving_account, who=KEEPERS),
    post("/saving-accounts/{id:int}/deposit", accounts.record_deposit, who=KEEPERS),
    post("/saving-accounts/{id:int}/withdrawal", accounts.record_withdrawal, who=KEEPERS),
    post("/saving-accounts/{id:int}/notice", accounts.record_saving_notice, who=KEEPERS),
    post("/saving-accounts/{id:int}/closing", accounts.record_closing, who=KEEPERS),
    get("/saving-accounts/{id:int}/apart", accounts.apart, who=KEEPERS),
    post("/saving-accounts/{id:int}/apart", accounts.record_apart, who=KEEPERS),
    get("/saving-accounts/{id:int}/movements/{movement:int}", accounts.slip, who=KEEPERS),
    post("/saving-accounts/{id:int}/movements/{movement:int}", accounts.record_slip, who=KEEPERS),
    get("/saving-accounts/{id:int}/statement", accounts.statement_file, who=KEEPERS),
    get("/members/{id:int}/savings", people.member_savings, who=KEEPERS),
    post("/members/{id:int}/savings", people.open_for_member, who=KEEPERS),
    post("/members/{id:int}/savings/sheet", people.record_sheet, who=KEEPERS),
    post("/members/{id:int}/identity-checks", people.record_identity_check, who=KEEPERS),
    get("/tills", tills.tills, who=KEEPERS),
    post("/tills", tills.record_till, who=KEEPERS),
    get("/tills/{id:int}", tills.till, who=KEEPERS),
    post("/tills/{id:int}/count", tills.record_count, who=KEEPERS),
    get("/how-savings-are-protected", mine.how_protected, who=PUBLIC),
    get("/my-savings", mine.my_savings, who=SAVERS),
    post("/my-savings/sheet", mine.confirm_own_sheet, who=SAVERS),
    get("/my-savings/{id:int}", mine.my_account, who=SAVERS),
    get("/my-savings/{id:int}/statement", mine.my_statement, who=SAVERS),
]

HOLDERS: list[BaseRoute] = [
    get("/saving-accounts/{id:int}/holders", holding.account_holders, who=KEEPERS),
    post("/saving-accounts/{id:int}/holders", holding.ask_holders, who=KEEPERS),
    post(
        "/saving-accounts/{id:int}/holders/{change:int}/consents",
        holding.record_consent,
        who=KEEPERS,
    ),
    post(
        "/saving-accounts/{id:int}/holders/{change:int}/carrying-out",
        holding.carry_out_holders,
        who=KEEPERS,
    ),
    post(
        "/saving-accounts/{id:int}/holders/{change:int}/giving-up",
        holding.give_up_holders,
        who=KEEPERS,
    ),
    get("/saving-accounts/{id:int}/estate", holding.estate, who=CHECKERS),
    post("/saving-accounts/{id:int}/estate", holding.ask_estate, who=KEEPERS),
    get("/estate-payments/{id:int}", holding.estate_payment, who=CHECKERS),
    get("/my-savings/changes/{id:int}", own_holding.my_holder_change, who=SAVERS),
    post("/my-savings/changes/{id:int}/{member:int}", own_holding.agree_to_change, who=SAVERS),
]

JUNIORS: list[BaseRoute] = [
    get("/junior-savers", children.junior_savers, who=KEEPERS),
    get("/junior-savers/new", children.new_junior, who=KEEPERS),
    post("/junior-savers/new", children.record_junior, who=KEEPERS),
    get("/junior-savers/{id:int}", children.junior_saver, who=KEEPERS),
    get("/junior-savers/{id:int}/passbook", passbook.passbook, who=KEEPERS),
    post("/junior-savers/{id:int}/authorities", children.record_authority, who=KEEPERS),
    get("/junior-savers/{id:int}/authorities/{authority:int}", children.revocation, who=KEEPERS),
    post(
        "/junior-savers/{id:int}/authorities/{authority:int}",
        children.record_revocation_of,
        who=KEEPERS,
    ),
    post("/junior-savers/{id:int}/class", children.record_class, who=KEEPERS),
    post("/junior-savers/{id:int}/joining", children.record_joining, who=KEEPERS),
    get("/collections", collecting.collections, who=COLLECTORS),
    post("/collection-points", collecting.new_point, who=KEEPERS),
    get("/collection-points/{id:int}", collecting.collection_point, who=COLLECTORS),
    post("/collection-points/{id:int}/collections", collecting.begin, who=COLLECTORS),
    get("/collections/{id:int}", collecting.collection, who=COLLECTORS),
    post("/collections/{id:int}", collecting.record_lines, who=COLLECTORS),
    post("/collections/{id:int}/hand-over", collecting.record_hand_over, who=COLLECTORS),
    post("/collections/{id:int}/receipt", collecting.record_receipt, who=COLLECTORS),
    get("/collections/{id:int}/file", collecting.collection_file, who=KEEPERS),
    get("/my-children/{id:int}/passbook", passbook.my_childs_passbook, who=SAVERS),
]

DIVIDENDS: list[BaseRoute] = [
    get("/dividends", dividends.dividends, who=READERS),
    post("/dividends", dividends.propose_dividend, who=PROPOSERS),
    get("/dividends/{id:int}", dividends.dividend, who=READERS),
    post("/dividends/{id:int}/vote", dividends.record_dividend_vote, who=PROPOSERS),
    post("/dividends/{id:int}/payment", dividends.pay_dividend, who=KEEPERS),
    post("/dividends/{id:int}/withdrawal", dividends.withdraw_dividend, who=PROPOSERS),
]

WATCHING: list[BaseRoute] = [
    get("/savings/dormant", watching.dormant_accounts, who=KEEPERS),
    get("/saving-accounts/{id:int}/quiet", watching.quiet_account, who=KEEPERS),
    post("/saving-accounts/{id:int}/contacts", watching.record_contact, who=KEEPERS),
    post("/saving-accounts/{id:int}/dormancy", watching.record_dormancy, who=KEEPERS),
    get("/savings/ratios", watching.ratios, who=READERS),
    get("/savings/returns", watching.regulator_returns, who=READERS),
    get("/savings/returns/{kind}/{day}", watching.regulator_return, who=READERS),
    get("/savings/returns/{kind}/{day}/file", watching.return_file, who=READERS),
    post("/savings/returns/{kind}/{day}", watching.record_return, who=KEEPERS),
    get("/savings/guarantee", watching.guarantee, who=KEEPERS),
    post("/savings/guarantee", watching.guarantee_file, who=KEEPERS),
    get("/savings/core", core.core_balances, who=KEEPERS),
    post("/savings/core", core.record_core_balances, who=KEEPERS),
]

SUSPICIONS: list[BaseRoute] = [
    get("/savings/tell", suspicions.tell, who=STAFF),
    post("/savings/tell", suspicions.record_told, who=STAFF),
    get("/suspicions", suspicions.suspicions, who=NOMINATED),
    get("/suspicions/{id:int}", suspicions.suspicion, who=NOMINATED),
    post("/suspicions/{id:int}/steps", suspicions.record_step, who=NOMINATED),
]

TENANT: list[BaseRoute] = [*DESK, *HOLDERS, *JUNIORS, *DIVIDENDS, *WATCHING, *SUSPICIONS]
