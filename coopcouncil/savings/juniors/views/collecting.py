"""The weekly collection at a school: begun, written, handed over by one, received by another."""

import csv
import io
from collections.abc import Awaitable

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.downloads import csv_text
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.access import keeps
from coopcouncil.savings.juniors.actions.collecting import (
    add_point,
    begin_collection,
    hand_over,
    receive,
    write_lines,
)
from coopcouncil.savings.juniors.forms import PointForm, SignForm
from coopcouncil.savings.juniors.models import Collection, CollectionPoint
from coopcouncil.savings.juniors.reads import classes_of, in_class, lines_of_collection
from coopcouncil.savings.juniors.rules import MOST_BROUGHT
from coopcouncil.savings.reads import mode_of
from coopcouncil.savings.rules.refusals_juniors import CountDiffers


async def collections(request: Request) -> Response:
    """The schools, and the collections of the last weeks."""
    return await _collections(request, PointForm())


async def new_point(request: Request) -> Response:
    """Another school."""
    org, form = request.state.org, await form_of(request, PointForm)
    if form.validate():
        if await CollectionPoint.within(org).filter(name=form.name.data).exists():
            form.wrong(gettext("This school is here already."), "name")
        else:
            made = await add_point(
                org, form.name.data, form.name_cy.data or "", request.state.person
            )
            return redirect(request, "savings:collection_point", id=made.id)
    return await _collections(request, form)


async def collection_point(request: Request) -> Response:
    """The classes of a school, each with today's collection."""
    org = request.state.org
    point = await CollectionPoint.one(org, id=request.path_params["id"])
    today = Collection.within(org).filter(point_id=point.id, on=clock.today())
    return page(
        request,
        "savings/point.html",
        point=point,
        classes=await classes_of(org, point),
        today={one.class_name: one for one in await today},
    )


async def begin(request: Request) -> Response:
    """Today's collection of a class."""
    org = request.state.org
    point = await CollectionPoint.one(org, id=request.path_params["id"])
    wanted = str((await request.form()).get("class_name") or "")
    if wanted not in {name for name, _n in await classes_of(org, point)}:
        raise NotHere
    made = await begin_collection(org, point, wanted, request.state.person)
    return redirect(request, "savings:collection", id=made.id)


async def collection(request: Request) -> Response:
    """The class's list on a tablet; once handed over, what was brought and who signed."""
    return await _show(request)


async def record_lines(request: Request) -> Response:
    """Keep what has been written so far; a wrong amount is shown beside its child."""
    org, found = request.state.org, await _found(request)
    sent = await request.form()
    amounts: dict[int, int] = {}
    wrong: dict[int, str] = {}
    typed: dict[int, str] = {}
    for child in await in_class(org, found.point, found.class_name):
        text = str(sent.get(f"child-{child.id}") or "").strip()[:20]
        typed[child.id] = text
        try:
            pence = Money.read(text).pence if text else 0
        except ValueError:
            wrong[child.id] = gettext("Enter an amount like 1.50.")
            continue
        if not 0 <= pence <= MOST_BROUGHT:
            text = gettext("Enter an amount of no more than {most}.")
            wrong[child.id] = text.format(most=Money(MOST_BROUGHT))
        else:
            amounts[child.id] = pence
    if wrong:
        return await _show(request, typed=typed, wrong=wrong)
    await write_lines(org, found, amounts, request.state.person)
    brought = [one for one in amounts.values() if one]
    sentence = ngettext("{n} child brought {sum}.", "{n} children brought {sum}.", len(brought))
    flash(request, sentence.format(n=len(brought), sum=Money(sum(brought))))
    return redirect(request, "savings:collection", id=found.id)


async def record_hand_over(request: Request) -> Response:
    """The first signature."""
    found, form = await _found(request), await form_of(request, SignForm)
    if form.validate():
        deed = hand_over(
            request.state.org, found, form.counted.data, form.name.data, request.state.person
        )
        if await _counted(form, deed):
            flash(request, gettext("It is counted and signed. Now somebody else receives it."))
            return redirect(request, "savings:collection", id=found.id)
    return await _show(request, form=form)


async def record_receipt(request: Request) -> Response:
    """The second signature: it is on the children's accounts now."""
    found, form = await _found(request), await form_of(request, SignForm)
    if form.validate():
        deed = receive(
            request.state.org, found, form.counted.data, form.name.data, request.state.person
        )
        if await _counted(form, deed):
            flash(request, gettext("It is received and signed by two."))
            return redirect(request, "savings:collection", id=found.id)
    return await _show(request, form=form)


async def collection_file(request: Request) -> Response:
    """For the core system: what each child brought, once two have signed."""
    org, found = request.state.org, await _found(request)
    if found.received_at is None:
        raise NotHere
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["junior_number", "name", "date", "amount", "school", "class", "reference"])
    for one in await lines_of_collection(found):
        lines.writerow(
            [
                f"J{one.junior.number}",
                harmless(one.junior.name),
                found.on.isoformat(),
                f"{one.amount // 100}.{one.amount % 100:02}",
                harmless(found.point.name),
                harmless(found.class_name),
                f"collection:{found.id}:{one.junior_id}",
            ]
        )
    if found.exported_at is None:
        await Collection.within(org).filter(id=found.id).update(exported_at=clock.now())
    await audit.record(
        org.id, request.state.person.id, "took out a collection", f"collection:{found.id}"
    )
    return csv_text(f"collection-{found.on.isoformat()}-{found.id}.csv", out.getvalue())


async def _counted(form: SignForm, deed: Awaitable[None]) -> bool:
    """A count that differs is shown at the count; whatever else is refused has no form any more."""
    try:
        await deed
    except CountDiffers as refusal:
        form.refuse(refusal, "counted")
        return False
    return True


async def _found(request: Request) -> Collection:
    found = await Collection.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("point", "handed_by", "received_by")
    return found


async def _collections(request: Request, form: PointForm) -> Response:
    org = request.state.org
    rows = await Collection.within(org).select_related("point").order_by("-on", "-id").limit(60)
    return page(
        request,
        "savings/collections.html",
        form=form,
        points=await CollectionPoint.within(org).filter(in_use=True).order_by("name"),
        rows=rows,
        keeps=keeps(request),
        mode=await mode_of(org),
        pounds=Money,
    )


async def _show(
    request: Request,
    *,
    typed: dict[int, str] | None = None,
    wrong: dict[int, str] | None = None,
    form: SignForm | None = None,
) -> Response:
    org, found = request.state.org, await _found(request)
    lines = await lines_of_collection(found)
    brought = {one.junior_id: one.amount for one in lines}
    total = sum(brought.values())
    if typed is None:
        typed = {child: str(Money(pence)).strip("£") for child, pence in brought.items()}
    return page(
        request,
        "savings/collection.html",
        422 if wrong else None,
        collection=found,
        children=await in_class(org, found.point, found.class_name),
        lines=lines,
        typed=typed,
        wrong=wrong or {},
        total=Money(total),
        form=form or SignForm(data={"name": request.state.person.name}),
        is_theirs=found.handed_by_id == request.state.person.id,
        keeps=keeps(request),
        mode=await mode_of(org),
        pounds=Money,
    )
