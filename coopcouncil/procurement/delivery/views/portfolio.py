"""The portfolio of promises, for the lead and contract managers; a contract let elsewhere."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.downloads import csv_file
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form, Optional, SelectField, form_of
from coopcouncil.kernel.i18n import gettext, language_of, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.delivery.actions.promising import write_down
from coopcouncil.procurement.delivery.forms_promises import PromiseForm
from coopcouncil.procurement.delivery.groups import groups_of
from coopcouncil.procurement.delivery.labels import STATUSES
from coopcouncil.procurement.delivery.needs import may_answer
from coopcouncil.procurement.delivery.portfolio import amounts, summed
from coopcouncil.procurement.delivery.reads import all_commitments, in_brief, manages
from coopcouncil.procurement.delivery.rules.status import SETTLED, Outlook, Status
from coopcouncil.procurement.delivery.standings import Chosen, Overview, group_of, listed, overview
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.paging import page_asked, pages_of

PAGE = 100


class FilterForm(Form):
    """Which promises are looked at."""

    in_address = True

    ward = SelectField(lazy("Ward"), [Optional()], validate_choice=False)
    mission = SelectField(lazy("Mission"), [Optional()], validate_choice=False)
    supplier = SelectField(lazy("Supplier"), [Optional()], validate_choice=False)
    status = SelectField(lazy("State"), [Optional()], validate_choice=False)


def mission_name(code: str, language: str) -> str:
    """A mission by its name; as it is written where the library has none such."""
    found = library().missions.get(code)
    return found.titled(language) if found else code


async def _asked(request: Request) -> tuple[FilterForm, Chosen]:
    form = await form_of(request, FilterForm)
    return form, Chosen(**{name: form[name].data or "" for name in Chosen.__annotations__})


def _offer(form: FilterForm, found: Overview, suppliers: dict[str, str], language: str) -> None:
    every = ("", gettext("All"))
    form.ward.choices = [every, *((ward, ward) for ward in found.wards)]
    form.mission.choices = [
        every,
        *((code, mission_name(code, language)) for code in found.missions),
    ]
    form.supplier.choices = [every, *sorted(suppliers.items(), key=lambda item: item[1])]
    form.status.choices = [every, *((one.value, STATUSES[one]) for one in Status)]


async def portfolio(request: Request) -> Response:
    """Every promise that the reader follows, added up and drawn."""
    org, language = request.state.org, language_of(request)
    form, chosen = await _asked(request)
    own = await manages(org, request.state.person, request.state.roles)
    at = page_asked(request)
    found = await overview(org, own, chosen, at, PAGE)
    last = pages_of(found.count, PAGE)
    if at > last:
        at = last
        found = await overview(org, own, chosen, at, PAGE)
    names = await _names(org, found.suppliers)
    _offer(form, found, names, language)
    rows = {one.id: one for one in await all_commitments(org, found.ids)}
    return page(
        request,
        "procurement/delivery/portfolio.html",
        form=form,
        chosen=chosen,
        rows=await in_brief(org, [rows[one] for one in found.ids]),
        current=at,
        last=last,
        is_empty=found.is_empty,
        statuses=STATUSES,
        by_supplier=summed(found.by_supplier, lambda key: names[key]),
        by_ward=summed(found.by_ward, lambda key: key or gettext("No ward")),
        by_mission=summed(
            found.by_mission, lambda key: mission_name(key, language) or gettext("No mission")
        ),
        amounts=amounts(found.by_unit, language),
        today=clock.today(),
    )


async def _names(org: Organisation, suppliers: Sequence[int]) -> dict[str, str]:
    rows = Supplier.within(org).filter(id__in=list(suppliers))
    return {str(key): str(name) for key, name in await rows.values_list("id", "name")}


HEADS = (
    "contract",
    "supplier",
    "promise",
    "unit",
    "promised",
    "kept",
    "waiting",
    "expected",
    "outlook",
    "next_due",
    "status",
    "ward",
    "mission",
    "recipient",
    "recipient_group",
)


async def portfolio_csv(request: Request) -> Response:
    """The same promises as a list."""
    org = request.state.org
    _form, chosen = await _asked(request)
    own = await manages(org, request.state.person, request.state.roles)
    rows = await listed(org, own, chosen)
    return csv_file("promises.csv", HEADS, (line(one) for one in rows))


def line(one: Mapping[str, Any]) -> list[str]:
    """A promise as a line of a list."""
    return [
        one["contract"],
        one["supplier"],
        one["title"],
        one["unit"],
        *(format(one[name].normalize(), "f") for name in ("promised", "kept", "waiting")),
        # Of what is settled nothing is expected, and what is too early to say is not said.
        *expected(one),
        one["next_on"].isoformat() if one["next_on"] else "",
        one["status"],
        one["ward"],
        one["mission"],
        one["recipient"] or one["recipient_name"],
        group_of(one, "en"),
    ]


def expected(one: Mapping[str, Any]) -> tuple[str, str]:
    """What will have come at the end at this pace, to two places, and what that means."""
    if Status(one["status"]) in SETTLED:
        return "", ""
    if one["outlook"] == Outlook.TOO_EARLY:
        return "", one["outlook"]
    return format(one["expected"].quantize(Decimal("0.01")).normalize(), "f"), one["outlook"]


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
    groups = await groups_of(orgs)
    form.offer(orgs, groups, needs, language_of(request))
    if request.method == "POST" and form.validate():
        try:
            made = await write_down(
                request.state.org, contract, form.promise(orgs, groups, needs), request.state.person
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
