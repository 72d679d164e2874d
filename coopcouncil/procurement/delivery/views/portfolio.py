"""The portfolio of promises, for the lead and contract managers; a contract let elsewhere."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.downloads import csv_file
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form, Optional, SelectField, form_of
from coopcouncil.kernel.i18n import gettext, language_of, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import NeedOrOffer, Organisation
from coopcouncil.procurement.delivery.actions.promising import Promise, write_down
from coopcouncil.procurement.delivery.forms import PromiseForm
from coopcouncil.procurement.delivery.labels import STATUSES
from coopcouncil.procurement.delivery.needs import may_answer
from coopcouncil.procurement.delivery.portfolio import amounts, summed
from coopcouncil.procurement.delivery.reads import Brief, all_commitments, in_brief, manages
from coopcouncil.procurement.delivery.rules.status import Due, Status
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.outcome.models import Contract

PAGE = 100


class FilterForm(Form):
    """Which promises are looked at."""

    in_address = True

    ward = SelectField(lazy("Ward"), [Optional()], validate_choice=False)
    mission = SelectField(lazy("Mission"), [Optional()], validate_choice=False)
    supplier = SelectField(lazy("Supplier"), [Optional()], validate_choice=False)
    status = SelectField(lazy("State"), [Optional()], validate_choice=False)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; empty for everything."""

    ward: str = ""
    mission: str = ""
    supplier: str = ""
    status: str = ""

    def has(self, one: Brief) -> bool:
        """Whether the promise is among them."""
        wanted = (
            (self.ward, one.commitment.ward),
            (self.mission, one.commitment.mission),
            (self.supplier, str(one.contract.supplier_id)),
            (self.status, one.standing.status.value),
        )
        return all(not asked or asked == is_ for asked, is_ in wanted)


async def _all(request: Request) -> list[Brief]:
    org = request.state.org
    own = await manages(org, request.state.person, request.state.roles)
    rows = [one for one in await all_commitments(org) if one.contract_id in own]
    return await in_brief(org, rows)


def mission_name(code: str, language: str) -> str:
    """A mission by its name; as it is written where the library has none such."""
    found = library().missions.get(code)
    return found.titled(language) if found else code


async def _chosen(request: Request, rows: list[Brief]) -> tuple[FilterForm, Chosen]:
    language = language_of(request)
    form = await form_of(request, FilterForm)
    every = ("", gettext("All"))
    wards = sorted({one.commitment.ward for one in rows if one.commitment.ward})
    missions = sorted({one.commitment.mission for one in rows if one.commitment.mission})
    suppliers = {str(one.contract.supplier_id): one.contract.supplier.name for one in rows}
    form.ward.choices = [every, *((ward, ward) for ward in wards)]
    form.mission.choices = [every, *((code, mission_name(code, language)) for code in missions)]
    form.supplier.choices = [every, *sorted(suppliers.items(), key=lambda item: item[1])]
    form.status.choices = [every, *((one.value, STATUSES[one]) for one in Status)]
    return form, Chosen(**{name: form[name].data or "" for name in Chosen.__annotations__})


async def portfolio(request: Request) -> Response:
    """Every promise that the reader follows, added up and drawn."""
    rows = await _all(request)
    form, chosen = await _chosen(request, rows)
    language = language_of(request)
    shown = [one for one in rows if chosen.has(one)]
    last = max(1, -(-len(shown) // PAGE))
    at = min(_page_number(request), last)
    return page(
        request,
        "procurement/delivery/portfolio.html",
        form=form,
        chosen=chosen,
        rows=shown[(at - 1) * PAGE : at * PAGE],
        current=at,
        last=last,
        is_empty=not rows,
        statuses=STATUSES,
        by_supplier=summed(
            shown, lambda one: (str(one.contract.supplier_id), one.contract.supplier.name)
        ),
        by_ward=summed(
            shown, lambda one: (one.commitment.ward, one.commitment.ward or gettext("No ward"))
        ),
        by_mission=summed(
            shown,
            lambda one: (
                one.commitment.mission,
                mission_name(one.commitment.mission, language) or gettext("No mission"),
            ),
        ),
        amounts=amounts(shown, language),
        today=clock.today(),
    )


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


HEADS = (
    "contract",
    "supplier",
    "promise",
    "unit",
    "promised",
    "kept",
    "waiting",
    "next_due",
    "status",
    "ward",
    "mission",
    "recipient",
)


async def portfolio_csv(request: Request) -> Response:
    """The same promises as a list."""
    rows = await _all(request)
    _form, chosen = await _chosen(request, rows)
    return csv_file("promises.csv", HEADS, (line(one) for one in rows if chosen.has(one)))


def line(one: Brief) -> list[str]:
    """A promise as a line of a list."""
    commitment = one.commitment
    recipient = commitment.recipient
    return [
        one.contract.number,
        one.contract.supplier.name,
        commitment.title,
        commitment.unit,
        *(format(f.normalize(), "f") for f in (one.standing.promised, one.standing.kept)),
        format(one.standing.waiting.normalize(), "f"),
        one.standing.next_on.isoformat() if one.standing.next_on else "",
        one.standing.status.value,
        commitment.ward,
        commitment.mission,
        recipient.name if recipient else commitment.recipient_name,
    ]


async def _contract(request: Request) -> Contract:
    org = request.state.org
    own = await manages(org, request.state.person, request.state.roles)
    if request.path_params["contract"] not in own:
        raise NotHere
    found = Contract.within(org).select_related("supplier", "tender")
    row: Contract = await found.get(id=request.path_params["contract"])
    return row


async def new_promise(request: Request) -> Response:
    """A promise that stands in the bid in words, or in a contract from before."""
    contract = await _contract(request)
    orgs = await Organisation.all().order_by("name")
    form = await form_of(request, PromiseForm)
    needs = await may_answer(request.state.org, contract)
    form.offer(orgs, needs, language_of(request))
    if request.method == "POST" and form.validate():
        try:
            made = await write_down(
                request.state.org, contract, _promise(form, orgs, needs), request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The promise is written down."))
            return redirect(request, "procurement:promise", id=made.id)
    if request.method == "GET":
        form.due_on.process(None, contract.ends_on)
    return page(
        request,
        "_pages/form.html",
        form=form,
        heading=gettext("A promise of {contract}").format(contract=contract.number),
        button=gettext("Write it down"),
        back=("procurement:portfolio", {}),
        intro=(),
    )


def _promise(form: PromiseForm, orgs: list[Organisation], needs: list[NeedOrOffer]) -> Promise:
    whom = form.draft(orgs, needs)
    amount: Any = form.amount.data
    return Promise(
        title=form.title.data.strip(),
        title_cy=(form.title_cy.data or "").strip(),
        amount=amount,
        dues=(Due(form.due_on.data, amount),),
        unit=(form.unit.data or "").strip(),
        unit_cy=(form.unit_cy.data or "").strip(),
        evidence=(form.evidence.data or "").strip(),
        ward=whom.ward,
        owner=whom.owner,
        recipient=whom.recipient,
        recipient_name=whom.recipient_name,
        recipient_email=whom.recipient_email,
        need=whom.need,
    )
