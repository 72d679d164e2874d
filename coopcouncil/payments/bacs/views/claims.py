"""The treasurer's page of a claim under the Guarantee: what went back, and what follows."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.payments.bacs.actions.claims import charges_of, decide_claim
from coopcouncil.payments.bacs.forms import ClaimForm
from coopcouncil.payments.bacs.labels import CLAIM_REASONS, OUTCOMES
from coopcouncil.payments.bacs.models import ClaimDecision, IndemnityClaim
from coopcouncil.payments.bacs.reads import names_of
from coopcouncil.payments.models import Payment

PAGE = 200


async def indemnity_claims(request: Request) -> Response:
    """All of them, the latest first."""
    org = request.state.org
    rows = await IndemnityClaim.within(org).order_by("-id").limit(PAGE).select_related("payment")
    decided = ClaimDecision.within(org).filter(claim_id__in=[one.id for one in rows])
    return page(
        request,
        "payments/bacs/claims.html",
        rows=rows,
        names=await names_of(org, [one.payment.member_id for one in rows]),
        outcomes=OUTCOMES,
        last={one.claim_id: one.outcome for one in await decided.order_by("id")},
    )


async def indemnity_claim(request: Request) -> Response:
    """One claim."""
    return await _claim(request, ClaimForm())


async def decide_indemnity_claim(request: Request) -> Response:
    """What follows is decided."""
    org = request.state.org
    found = await IndemnityClaim.one(org, id=request.path_params["id"])
    form = await form_of(request, ClaimForm)
    if form.validate():
        try:
            done = await decide_claim(
                org, found, form.chosen, form.reason.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(
                request,
                gettext("The decision is recorded.")
                if done
                else gettext(
                    "The decision is recorded. Somebody else must check what it takes off."
                ),
            )
            return redirect(request, "payments:indemnity_claim", id=found.id)
    return await _claim(request, form)


async def _claim(request: Request, form: ClaimForm) -> Response:
    org = request.state.org
    found = await IndemnityClaim.one(org, id=request.path_params["id"])
    payment = await Payment.one(org, id=found.payment_id)
    decided = ClaimDecision.within(org).filter(claim_id=found.id).order_by("id")
    names = await names_of(org, [payment.member_id])
    return page(
        request,
        "payments/bacs/claim.html",
        status=422 if form.errors else None,
        claim=found,
        payment=payment,
        member_name=names.get(payment.member_id, ""),
        why=CLAIM_REASONS.get(found.code, found.code),
        charges=await charges_of(org, found),
        decisions=await decided.select_related("decided_by"),
        outcomes=OUTCOMES,
        form=form,
    )
