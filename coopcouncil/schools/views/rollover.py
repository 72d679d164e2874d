"""The yearly roll-over: upload a school's list, look at every row, apply it, or drop it."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.schools import columns
from coopcouncil.schools.access import Here, cluster_here
from coopcouncil.schools.actions import rollover as acts
from coopcouncil.schools.forms import RollOverForm
from coopcouncil.schools.labels import KINDS_OF_ROWS, RELATIONS, STATES, TROUBLES, UNTIED
from coopcouncil.schools.models import Relation, RollOver, RollOverRow, RollOverState
from coopcouncil.schools.reads import duties_of
from coopcouncil.schools.rules.contacts import Untied
from coopcouncil.schools.rules.rollover import Trouble, What

ROWS = 100


async def roll_overs(request: Request) -> Response:
    """The lists that came so far, and the form for another."""
    here = await cluster_here(request)
    form = RollOverForm()
    form.offer(here.schools, language_of(request))
    return await _list_page(request, here, form)


async def upload(request: Request) -> Response:
    """Take a school's list in."""
    here = await cluster_here(request)
    form = await form_of(request, RollOverForm)
    form.offer(here.schools, language_of(request))
    sent = (await request.form()).get("file")
    if not form.validate():
        return await _list_page(request, here, form)
    if not isinstance(sent, UploadFile) or not sent.filename:
        form.wrong(gettext("Choose the file that the school’s system gave you."), "file")
        return await _list_page(request, here, form)
    try:
        made = await acts.begin_roll_over(
            here.trust,
            here.school(int(form.school.data)),
            sent.filename,
            await sent.read(),
            form.holds_from.data,
            bool(form.admits.data),
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "file")
        return await _list_page(request, here, form)
    return redirect(request, "schools:roll_over", id=made.id)


async def roll_over(request: Request) -> Response:
    """Where the list stands: its columns, its preview, or what became of it."""
    here, found = await _roll_over(request)
    if found.state is RollOverState.COLUMNS:
        return await _columns_page(request, found, [])
    return await _preview_page(request, here, found)


async def learner_columns(request: Request) -> Response:
    """The columns once more."""
    _here, found = await _roll_over(request)
    if found.state not in (RollOverState.COLUMNS, RollOverState.PREVIEWED):
        return redirect(request, "schools:roll_over", id=found.id)
    return await _columns_page(request, found, [])


async def name_learner_columns(request: Request) -> Response:
    """Keep what the columns are."""
    here, found = await _roll_over(request)
    sent = await request.form()
    targets = [str(sent.get(f"column-{n}", "")) for n in range(len(found.headings))]
    found.targets = [target if target in columns.TARGETS else "" for target in targets]
    try:
        await acts.name_columns(here.trust, found, found.targets, request.state.person)
    except Refused as refusal:
        return await _columns_page(request, found, [refusal.sentence(gettext)])
    return redirect(request, "schools:roll_over", id=found.id)


async def apply(request: Request) -> Response:
    """Write all of it, as the preview showed it."""
    here, found = await _roll_over(request)
    try:
        await acts.apply_roll_over(here.trust, found, request.state.person)
    except acts.PreviewIsOld as refusal:
        await acts.look_again(here.trust, found)
        flash(request, refusal.sentence(gettext))
    else:
        flash(request, gettext("The list is applied."))
    return redirect(request, "schools:roll_over", id=found.id)


async def drop(request: Request) -> Response:
    """Forget the list."""
    here, found = await _roll_over(request)
    await acts.drop_roll_over(here.trust, found, request.state.person)
    flash(request, gettext("The list is dropped. Nothing of it is kept."))
    return redirect(request, "schools:roll_overs")


async def _roll_over(request: Request) -> tuple[Here, RollOver]:
    here = await cluster_here(request)
    found = await RollOver.one(here.trust, id=request.path_params["id"])
    if not here.shows(found.part_id):
        raise NotHere
    await found.fetch_related("part", "batch")
    return here, found


async def _list_page(request: Request, here: Here, form: RollOverForm) -> Response:
    found = await (
        RollOver.within(here.trust)
        .filter(part_id__in=[school.id for school in here.schools])
        .exclude(state=RollOverState.DROPPED)
        .select_related("part", "batch")
        .order_by("-id")
        .limit(100)
    )
    return page(
        request,
        "schools/roll_overs.html",
        scope=here,
        form=form,
        roll_overs=found,
        states=STATES,
        duties=await duties_of(here.trust),
    )


async def _columns_page(request: Request, found: RollOver, refused: list[str]) -> Response:
    return page(
        request,
        "schools/roll_over_columns.html",
        status=422 if refused else 200,
        roll_over=found,
        refused=refused,
        targets=[("", gettext("Leave out")), *columns.CALLED.items()],
        system=columns.NAMES.get(found.source, ""),
    )


async def _preview_page(request: Request, here: Here, found: RollOver) -> Response:
    counts = {kind: found.counts.get(kind, 0) for kind in _SHOWN}
    wrong = counts[What.WRONG.value]
    show = request.query_params.get("show", What.WRONG.value if wrong else "all")
    show = show if show in counts else "all"
    rows = RollOverRow.within(here.trust).filter(roll_over_id=found.id)
    count = sum(counts.values()) if show == "all" else counts[show]
    if show != "all":
        rows = rows.filter(kind=show)
    last = max(1, -(-count // ROWS))
    text = request.query_params.get("page", "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    current = min(max(asked, 1), last)
    language = language_of(request)
    schools = {school.id: school.called(language) for school in here.schools}
    shown = await rows.order_by("id").offset((current - 1) * ROWS).limit(ROWS)
    return page(
        request,
        "schools/roll_over.html",
        scope=here,
        roll_over=found,
        rows=[_shown(row, schools) for row in shown],
        counts=counts,
        same=found.counts.get(What.SAME.value, 0),
        kinds=KINDS_OF_ROWS,
        show=show,
        current=current,
        last=last,
        states=STATES,
        system=columns.NAMES.get(found.source, ""),
        is_waiting=found.state is RollOverState.PREVIEWED,
        may_apply=here.part is None and not wrong and any(counts.values()),
        duties=await duties_of(here.trust),
    )


_SHOWN = [what.value for what in What if what is not What.SAME]


def _shown(row: RollOverRow, schools: dict[int, str]) -> dict[str, Any]:
    """A line of the preview in words."""
    details, sentences = row.details, []
    if trouble := details.get("trouble"):
        sentences.append(str(TROUBLES[Trouble(trouble)]))
    if row.kind == What.MOVED.value:
        before = schools.get(details.get("from") or 0, "")
        if before:
            sentences.append(gettext("Comes from {school}.").format(school=before))
        elif details.get("from"):
            sentences.append(gettext("Comes from another school of the trust."))
        else:
            sentences.append(gettext("Had left, and comes back."))
    for name, was, now in details.get("changed", []):
        text = gettext("{fact}: {was} becomes {now}.")
        sentences.append(
            text.format(fact=columns.CALLED[name], was=was or gettext("not known"), now=now)
        )
    if row.kind == What.LEFT.value:
        sentences.append(
            gettext("Is not on the list: leaves, and becomes a former learner in the register.")
            if details.get("member")
            else gettext("Is not on the list: leaves.")
        )
    if row.kind == What.GUARDIAN.value:
        sentences.append(
            gettext("Has no child at a school afterwards: proposed to the yearly review.")
        )
    if row.kind in (What.TIED.value, What.UNTIED.value):
        tied = gettext("Becomes a guardian of {learner}, as {relation}.")
        named = gettext("Named for {learner}.")
        relation = details.get("relation", "")
        sentences.append(
            (tied if row.kind == What.TIED.value else named).format(
                learner=details["learner"],
                relation=RELATIONS[Relation(relation)] if relation else "",
            )
        )
    if why := details.get("untied"):
        sentences.append(str(UNTIED[Untied(why)]))
    return {"row": row, "sentences": sentences, "class": details.get("class", "")}
