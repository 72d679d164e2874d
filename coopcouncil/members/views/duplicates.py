"""People who may be in the register twice: looked at, decided, merged, undone."""

from starlette.requests import Request
from starlette.responses import Response
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.duplicates.forms import MergeForm, UnmergeForm
from coopcouncil.members.duplicates.keys import MOST_SHARING
from coopcouncil.members.duplicates.merging import merge, recorded_since, tell_apart, unmerge
from coopcouncil.members.duplicates.models import Decision, Likeness, LookedThrough, Merge
from coopcouncil.members.duplicates.pairs import (
    PAGE,
    Pair,
    is_behind,
    pairs_on,
    side_by_side,
    waiting_count,
)
from coopcouncil.members.duplicates.rounds import begin_to_look, look_through
from coopcouncil.members.duplicates.words import how_sure, told
from coopcouncil.members.labels import names_of
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation

SHOWN = {"waiting": Decision.WAITING, "different": Decision.DIFFERENT}
AT_ONCE = 3_000
"""So many changed members are looked at while the person waits; more is a job."""


async def duplicates(request: Request) -> Response:
    """The pairs that wait, those told apart, and who was merged."""
    org = request.state.org
    show = request.query_params.get("show", "waiting")
    asked = request.query_params.get("page", "1")
    current = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    current = max(current, 1)
    looked = await LookedThrough.within(org).first()
    if request.headers.get("hx-target") == "progress-of-look" and not (looked and looked.step):
        return redirect(request, "members:duplicates")
    pairs: list[Pair] = []
    merges: list[Merge] = []
    if show == "merged":
        done = Merge.within(org).select_related("kept", "gone", "change_set")
        merges = await done.order_by("-id").offset((current - 1) * PAGE).limit(PAGE)
        count = await Merge.within(org).count()
    else:
        show = show if show in SHOWN else "waiting"
        pairs, count = await pairs_on(org, SHOWN[show], await names_of(org), current)
    return page(
        request,
        "members/duplicates.html",
        block="progress",
        show=show,
        pairs=[(pair, how_sure(pair.likeness.confidence), *_reasons(pair)) for pair in pairs],
        merges=merges,
        current=current,
        last=max(1, -(-count // PAGE)),
        looked=looked,
        is_behind=await is_behind(org),
        most_sharing=MOST_SHARING,
        counts={
            "waiting": await waiting_count(org),
            "different": await Likeness.within(org).filter(decision=Decision.DIFFERENT).count(),
            "merged": await Merge.within(org).count(),
        },
    )


async def look(request: Request) -> Response:
    """Look through what changed: at once where that is little, else by jobs."""
    org = request.state.org
    looked = await LookedThrough.within(org).first()
    if not (looked and looked.step) and await _changed_members(org) <= AT_ONCE:
        await look_through(org)
        flash(request, gettext("The register is looked through."))
    else:
        async with in_transaction():
            await begin_to_look(org)
    return redirect(request, "members:duplicates")


async def pair(request: Request) -> Response:
    """Two side by side, and the questions of a merge."""
    found = await _pair(request)
    return await _pair_page(request, found, MergeForm.about(found))


async def merge_pair(request: Request) -> Response:
    """Make one member of the two."""
    found = await _pair(request)
    form = await form_of(request, MergeForm)
    form.offer(found)
    if form.validate():
        org = request.state.org
        ids = [found.earlier.member_id, found.later.member_id]
        if form.keep.data == "later":
            ids.reverse()
        kept, gone = [await Member.one(org, id=member_id) for member_id in ids]
        try:
            await merge(
                org,
                kept,
                gone,
                form.chosen(found),
                reason=form.reason.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = gettext("Member number {gone} now points to {kept}.")
            flash(request, text.format(gone=gone.number, kept=kept.number))
            return redirect(request, "members:duplicates")
    return await _pair_page(request, found, form)


async def different(request: Request) -> Response:
    """Record that the two are different people."""
    found = await Likeness.one(request.state.org, id=request.path_params["id"])
    async with in_transaction():
        await tell_apart(found, request.state.person)
    flash(request, gettext("Noted: they are different people. They are not shown again."))
    return redirect(request, "members:duplicates")


async def unmerging(request: Request) -> Response:
    """What undoing a merge does, before it is done."""
    made = await _merge(request)
    return await _unmerge_page(request, made, UnmergeForm())


async def unmerge_pair(request: Request) -> Response:
    """Two members of one again."""
    made = await _merge(request)
    form = await form_of(request, UnmergeForm)
    if form.validate():
        try:
            await unmerge(request.state.org, made, reason=form.reason.data, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The merge is undone: the two are two members again."))
            return redirect(request, "members:member", id=made.gone_id)
    return await _unmerge_page(request, made, form)


def _reasons(found: Pair) -> tuple[list[str], list[str]]:
    return told(found.likeness.reasons)


async def _pair(request: Request) -> Pair:
    org = request.state.org
    found = await Likeness.one(org, id=request.path_params["id"])
    earlier = await entry_of(org, found.earlier_id)
    later = await entry_of(org, found.later_id)
    if earlier is None or later is None:
        raise NotHere
    return side_by_side(found, earlier, later, await names_of(org))


async def _pair_page(request: Request, found: Pair, form: MergeForm) -> Response:
    speaks_for, speaks_against = _reasons(found)
    return page(
        request,
        "members/duplicate.html",
        pair=found,
        form=form,
        sure=how_sure(found.likeness.confidence),
        speaks_for=speaks_for,
        speaks_against=speaks_against,
    )


async def _merge(request: Request) -> Merge:
    made = await Merge.one(request.state.org, id=request.path_params["id"])
    await made.fetch_related("kept", "gone", "change_set")
    return made


async def _unmerge_page(request: Request, made: Merge, form: UnmergeForm) -> Response:
    return page(
        request,
        "members/unmerge.html",
        made=made,
        form=form,
        since=await recorded_since(made),
    )


async def _changed_members(org: Organisation) -> int:
    rows = await connections.get("default").execute_query_dict(
        "SELECT count(*) AS n FROM (SELECT FROM register_change AS r "
        "JOIN change_set AS c ON c.id = r.change_set_id WHERE c.organisation_id = $1 "
        "AND c.number > coalesce((SELECT number FROM looked_through "
        "WHERE organisation_id = $1), 0) LIMIT $2) AS moved",
        [org.id, AT_ONCE + 1],
    )
    return int(rows[0]["n"])
