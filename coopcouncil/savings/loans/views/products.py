"""Kinds of loan: the officer's desk."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.loans.actions import applying
from coopcouncil.savings.loans.forms import (
    ProductForm,
    percent,
)
from coopcouncil.savings.loans.models import LoanProduct
from coopcouncil.savings.loans.models.applications import PARTS
from coopcouncil.savings.loans.rules.apr import cap_of, limit, shown, usual
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.views.found import ask, product_of


async def loan_products(request: Request) -> Response:
    """What the credit union lends, with what it costs in a year."""
    org = request.state.org
    products = await LoanProduct.within(org).order_by("name")
    return page(
        request,
        "savings/loans/products.html",
        products=[(one, shown(usual(Every.MONTH, one.rate))) for one in products],
        percent=percent,
        cap=percent(int(cap_of(org.nation) * PARTS)),
        cap_apr=limit(cap_of(org.nation)),
        keeps=True,
    )


async def loan_product(request: Request) -> Response:
    """A new kind of loan, or one that is there."""
    org = request.state.org
    product = await product_of(request) if "id" in request.path_params else None
    data = {} if product is None else {
        **{name: getattr(product, name) for name in ProductForm()._fields},
        "least": Money(product.least),
        "most": Money(product.most),
    }  # fmt: skip
    form = await form_of(request, ProductForm, data=data)
    if request.method == "POST" and form.validate():
        try:
            await applying.save_product(org, product, form.said(), by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The kind of loan is saved."))
            return redirect(request, "savings:loan_products")
    heading = gettext("A new kind of loan") if product is None else product.called(language.get())
    return ask(
        request,
        form,
        heading,
        gettext("Save"),
        ("savings:loan_products", {}),
        gettext("A change is for loans to come. Each loan keeps the terms that were agreed."),
    )
