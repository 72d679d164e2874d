"""Runs: prepared, put before the second person, taken to the bank."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.checks.models import Check, CheckKind, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.payouts.access import prepares
from coopcouncil.payouts.actions import runs
from coopcouncil.payouts.files.making import KINDS as FILES
from coopcouncil.payouts.forms import AddForm, RunForm
from coopcouncil.payouts.kinds import Format, RunState
from coopcouncil.payouts.labels import FORMATS, ITEMS, RUNS
from coopcouncil.payouts.models import PaymentRun
from coopcouncil.payouts.reads import lines_of, name_of, owed, paying_account
from coopcouncil.payouts.rules.runs import earliest


async def new_run(request: Request) -> Response:
    """What can be paid, with a day and a format."""
    own = await paying_account(request.state.org)
    format = Format.BACS if own and own.service_user_number else Format.PAIN
    rows = await _choices(request)
    return await _new(
        request,
        RunForm(
            data={
                "items": [value for value, _text in rows],
                "pay_on": earliest(format, clock.today()),
                "format": format.value,
            }
        ),
    )


async def record_run(request: Request) -> Response:
    """Put them together."""
    form = await form_of(request, RunForm)
    form.offer(await _choices(request))
    if not form.items.choices:
        return redirect(request, "payouts:new_run")
    if not form.validate():
        return await _new(request, form)
    try:
        made = await runs.prepare(
            request.state.org,
            [int(number) for number in form.items.data],
            Format(form.format.data),
            form.pay_on.data,
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _new(request, form, refusal.status)
    return redirect(request, "payouts:run", id=made.id)


async def run(request: Request) -> Response:
    """One run: its payments, its file, what comes next."""
    return await _run(request, AddForm())


async def add_to_run(request: Request) -> Response:
    """Further payments; what was approved is not approved any more."""
    found = await _found(request)
    form = await form_of(request, AddForm)
    form.offer(await _choices(request))
    if not form.validate():
        return await _run(request, form)
    await runs.add(
        request.state.org, found, [int(n) for n in form.items.data], request.state.person
    )
    return redirect(request, "payouts:run", id=found.id)


async def take_out_of_run(request: Request) -> Response:
    """Leave one payment out."""
    found = await _found(request)
    await runs.take_out(request.state.org, found, request.path_params["item"], request.state.person)
    return redirect(request, "payouts:run", id=found.id)


async def ask_approval(request: Request) -> Response:
    """Put the file before the second person."""
    found = await _found(request)
    done = await runs.ask_for_approval(request.state.org, found, request.state.person)
    flash(
        request,
        gettext("The run is approved: the rules ask for nobody else.")
        if done.state is RunState.APPROVED
        else gettext("The run waits for a second person."),
    )
    return redirect(request, "payouts:run", id=found.id)


async def run_file(request: Request) -> Response:
    """The approved file."""
    found = await _found(request)
    data = await runs.take_file(request.state.org, found, request.state.person)
    ending, kind = FILES[found.format]
    name = f"{request.state.org.slug}-run-{found.number}.{ending}"
    return Response(
        data,
        media_type=kind,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )


async def record_sent(request: Request) -> Response:
    """Somebody gave the file to the bank."""
    found = await _found(request)
    await runs.mark_sent(request.state.org, found, request.state.person)
    flash(
        request,
        gettext("The run is with the bank. Each payment counts as paid when its line is there."),
    )
    return redirect(request, "payouts:run", id=found.id)


async def drop_run(request: Request) -> Response:
    """Give it up; everything in it is to be paid as before."""
    await runs.drop_run(request.state.org, await _found(request), request.state.person)
    flash(request, gettext("The run is given up. Its payments are to be paid as before."))
    return redirect(request, "payouts:overview")


async def _found(request: Request) -> PaymentRun:
    found = await PaymentRun.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("prepared_by", "approved_by", "sent_by")
    return found


async def _choices(request: Request) -> list[tuple[str, str]]:
    rows = await owed(request.state.org)
    return [
        (str(row.item.id), f"{row.name} {row.account}: {row.item.sum}, {row.item.text}")
        for row in rows
        if row.trouble is None
    ]


async def _new(request: Request, form: RunForm, status: int | None = None) -> Response:
    org = request.state.org
    form.offer(await _choices(request))
    rows = await owed(org)
    return page(
        request,
        "payouts/new_run.html",
        status,
        form=form,
        own=await paying_account(org),
        held_back=[(row, row.trouble.sentence(gettext)) for row in rows if row.trouble is not None],
    )


async def _run(request: Request, form: AddForm) -> Response:
    org = request.state.org
    found = await _found(request)
    lines = await lines_of(org, found.id)
    form.offer(await _choices(request))
    check = (
        await Check.within(org)
        .filter(kind=CheckKind.PAYMENT_RUN, subject=f"payment-run:{found.id}")
        .filter(state=State.WAITING)
        .first()
    )
    changeable = found.state in (RunState.DRAFT, RunState.ASKED, RunState.APPROVED)
    return page(
        request,
        "payouts/run.html",
        run=found,
        state=RUNS[found.state],
        format=FORMATS[found.format],
        lines=[(line, await name_of(org, line.item.payee)) for line in lines],
        total=Money(sum(line.amount for line in lines)),
        item_states=ITEMS,
        check=check,
        form=form,
        prepares=prepares(request),
        changeable=changeable and prepares(request),
        can_add=changeable and prepares(request) and bool(form.items.choices),
    )
