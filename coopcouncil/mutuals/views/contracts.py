"""Contracts that an authority may reserve, held against the tests of the Act."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.mutuals import actions
from coopcouncil.mutuals.forms import AnswerForm, ContractForm
from coopcouncil.mutuals.kinds import Answer, Test
from coopcouncil.mutuals.labels import ANSWERS, ASKS, TESTS
from coopcouncil.mutuals.models import ReservedContract
from coopcouncil.mutuals.reads import tests_of
from coopcouncil.mutuals.rules.reservation import limit_in_words, verdict


async def contracts(request: Request) -> Response:
    """All of them, each with where it stands."""
    found = await ReservedContract.within(request.state.org).order_by("-awarded_on", "-id")
    states = [verdict(tuple(t.finding for t in await tests_of(each))) for each in found]
    return page(request, "mutuals/contracts.html", contracts=list(zip(found, states, strict=True)))


async def contract(request: Request) -> Response:
    """The checklist of one contract."""
    found = await _contract(request)
    tests = await tests_of(found)
    return page(
        request,
        "mutuals/contract.html",
        contract=found,
        tests=tests,
        verdict=verdict(tuple(each.finding for each in tests)),
        names=TESTS,
        asks=ASKS,
        answers=ANSWERS,
        limit=lambda finding: limit_in_words(finding, gettext),
        today=clock.today(),
    )


async def new_contract(request: Request) -> Response:
    """The form of another."""
    return page(request, "mutuals/contract_form.html", form=ContractForm(), contract=None)


async def add_contract(request: Request) -> Response:
    """Add one."""
    form = await form_of(request, ContractForm)
    if form.validate():
        try:
            made = await actions.add_contract(
                request.state.org,
                form.title.data,
                form.authority.data,
                form.service.data,
                form.dates(),
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "mutuals:contract", id=made.id)
    return page(request, "mutuals/contract_form.html", form=form, contract=None)


async def contract_details(request: Request) -> Response:
    """The form with what is known."""
    found = await _contract(request)
    form = ContractForm(obj=found)
    return page(request, "mutuals/contract_form.html", form=form, contract=found)


async def change_contract(request: Request) -> Response:
    """Correct it."""
    found = await _contract(request)
    form = await form_of(request, ContractForm)
    if form.validate():
        try:
            await actions.change_contract(
                found,
                form.title.data,
                form.authority.data,
                form.service.data,
                form.dates(),
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The contract is saved."))
            return redirect(request, "mutuals:contract", id=found.id)
    return page(request, "mutuals/contract_form.html", form=form, contract=found)


async def contract_test(request: Request) -> Response:
    """What is to be said of one test."""
    return await _test_page(request, AnswerForm())


async def answer_contract_test(request: Request) -> Response:
    """Say it."""
    found, test = await _contract(request), _test(request)
    form = await form_of(request, AnswerForm)
    if form.validate():
        try:
            await actions.answer_test(
                found,
                test,
                Answer(form.answer.data),
                form.evidence.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "evidence")
        else:
            flash(request, gettext("Your answer is kept with your name and today’s date."))
            return redirect(request, "mutuals:contract", id=found.id)
    return await _test_page(request, form)


async def _test_page(request: Request, form: AnswerForm) -> Response:
    found, test = await _contract(request), _test(request)
    return page(
        request,
        "mutuals/contract_test.html",
        form=form,
        contract=found,
        test=test,
        called=TESTS[test],
        ask=ASKS[test],
    )


async def _contract(request: Request) -> ReservedContract:
    return await ReservedContract.one(request.state.org, id=request.path_params["id"])


def _test(request: Request) -> Test:
    key = request.path_params["test"]
    if key not in set(Test):
        raise NotHere
    return Test(key)
