"""The addresses of loans, within an organisation: all 404 but in a credit union."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.jobs import every
from coopcouncil.kernel.web import get, post
from coopcouncil.savings.access import KEEPERS, SAVERS
from coopcouncil.savings.loans.actions.accruing import month_round
from coopcouncil.savings.loans.views import (
    agreement,
    asking,
    book,
    changing,
    guarantors,
    late,
    loan,
    mine,
    products,
)

# Last month’s interest once it is over, and the payments that fall due soon.
every("loans", 6 * 3_600, month_round)

TENANT: list[BaseRoute] = [
    get("/loans", book.loan_book, who=KEEPERS),
    get("/loans/list.{kind}", book.loan_list, who=KEEPERS),
    get("/loans/late", late.late_loans, who=KEEPERS),
    post("/loans/late/letters", late.loan_letters, who=KEEPERS),
    get("/loans/provisions", late.loan_provisions, who=KEEPERS),
    post("/loans/provisions", late.loan_provisions, who=KEEPERS, name="savings:set_aside"),
    get("/loans/payroll", late.loan_payrolls, who=KEEPERS),
    post("/loans/payroll", late.loan_payrolls, who=KEEPERS, name="savings:add_employer"),
    get("/loans/payroll/{id:int}", late.loan_payroll, who=KEEPERS),
    post("/loans/payroll/{id:int}", late.loan_payroll, who=KEEPERS, name="savings:on_payroll"),
    get("/loans/payroll/{id:int}/list.csv", late.loan_payroll_csv, who=KEEPERS),
    get("/loans/payroll/{id:int}/return", late.loan_payroll_list, who=KEEPERS),
    post(
        "/loans/payroll/{id:int}/return",
        late.loan_payroll_list,
        who=KEEPERS,
        name="savings:record_payroll_list",
    ),
    post("/loans/payroll/{id:int}/places/{place:int}", late.loan_payroll_leave, who=KEEPERS),
    get("/loans/products", products.loan_products, who=KEEPERS),
    get("/loans/products/new", products.loan_product, who=KEEPERS, name="savings:new_loan_product"),
    post(
        "/loans/products/new", products.loan_product, who=KEEPERS, name="savings:add_loan_product"
    ),
    get("/loans/products/{id:int}", products.loan_product, who=KEEPERS),
    post(
        "/loans/products/{id:int}",
        products.loan_product,
        who=KEEPERS,
        name="savings:save_loan_product",
    ),
    get("/loans/applications", asking.loan_applications, who=KEEPERS),
    get("/loans/applications/new", asking.new_loan_application, who=KEEPERS),
    post(
        "/loans/applications/new",
        asking.new_loan_application,
        who=KEEPERS,
        name="savings:record_loan_application",
    ),
    get("/loans/applications/{id:int}", asking.loan_application, who=KEEPERS),
    post(
        "/loans/applications/{id:int}",
        asking.loan_application,
        who=KEEPERS,
        name="savings:offer_loan",
    ),
    get("/loans/applications/{id:int}/sheet", asking.loan_sheet, who=KEEPERS),
    post(
        "/loans/applications/{id:int}/sheet",
        asking.loan_sheet,
        who=KEEPERS,
        name="savings:record_loan_sheet",
    ),
    get("/loans/applications/{id:int}/decline", asking.loan_decline, who=KEEPERS),
    post(
        "/loans/applications/{id:int}/decline",
        asking.loan_decline,
        who=KEEPERS,
        name="savings:decline_loan",
    ),
    post("/loans/applications/{id:int}/back", asking.loan_application_back, who=KEEPERS),
    get("/loans/mine", mine.my_loans, who=SAVERS),
    get("/loans/mine/new", mine.ask_for_loan, who=SAVERS),
    post("/loans/mine/new", mine.ask_for_loan, who=SAVERS, name="savings:send_loan_application"),
    post("/loans/mine/applications/{id:int}/back", mine.my_application_back, who=SAVERS),
    get("/loans/mine/{id:int}", mine.my_loan, who=SAVERS),
    get("/loans/mine/{id:int}/agreement", mine.my_loan_agreement, who=SAVERS),
    post(
        "/loans/mine/{id:int}/agreement",
        mine.my_loan_agreement,
        who=SAVERS,
        name="savings:sign_own_loan",
    ),
    get("/loans/mine/{id:int}/agreement-{lang}.pdf", mine.my_loan_agreement_pdf, who=SAVERS),
    get("/loans/mine/{id:int}/statement.pdf", mine.my_loan_statement, who=SAVERS),
    get("/loans/{id:int}", loan.loan, who=KEEPERS),
    get("/loans/{id:int}/guarantors", guarantors.loan_guarantors, who=KEEPERS),
    post("/loans/{id:int}/guarantors", guarantors.name_loan_guarantor, who=KEEPERS),
    post(
        "/loans/{id:int}/guarantors/{guarantor:int}/told",
        guarantors.tell_loan_guarantor,
        who=KEEPERS,
    ),
    get("/loans/{id:int}/agreement", agreement.loan_agreement, who=KEEPERS),
    get("/loans/{id:int}/agreement-{lang}.pdf", agreement.loan_agreement_pdf, who=KEEPERS),
    get("/loans/{id:int}/estate-{lang}.pdf", agreement.loan_estate_letter, who=KEEPERS),
    post("/loans/{id:int}/drop", loan.loan_drop, who=KEEPERS),
    post("/loans/{id:int}/holds/{hold:int}/end", changing.loan_hold_end, who=KEEPERS),
]
for _address, _view in (
    ("signing", loan.loan_signing),
    ("paying-out", loan.loan_paying_out),
    ("payment", loan.loan_payment),
    ("extra", changing.loan_extra),
    ("holiday", changing.loan_holiday),
    ("rescheduling", changing.loan_rescheduling),
    ("hold", changing.loan_hold),
    ("write-off", changing.loan_write_off),
    ("recovery", changing.loan_recovery),
    ("set-off", changing.loan_set_off),
    ("events/{event:int}", loan.loan_event_back),
    ("guarantors/{guarantor:int}/agreement", guarantors.loan_guarantor_agreement),
    ("guarantors/{guarantor:int}/release", guarantors.loan_guarantor_release),
    ("guarantors/{guarantor:int}/call", guarantors.loan_guarantor_call),
    ("guarantors/{guarantor:int}/payment", guarantors.loan_guarantor_payment),
):
    # One view asks and does: the page comes back with what was typed.
    _name = f"savings:{_view.__name__}"
    TENANT += [
        get(f"/loans/{{id:int}}/{_address}", _view, who=KEEPERS, name=_name),
        post(f"/loans/{{id:int}}/{_address}", _view, who=KEEPERS, name=f"{_name}_done"),
    ]
