"""The roll: cut, looked at, handed to scrutineers, sealed."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coopcouncil.ballots.actions.longroll import ask_for_cut, ask_for_seal
from coopcouncil.ballots.models import Ballot, RollBar, RollDoing, RollEntry, RollWork
from coopcouncil.ballots.reads import roll_lines, roll_of, state_now
from coopcouncil.ballots.rules.roll import first_line
from coopcouncil.ballots.rules.state import State
from coopcouncil.ballots.settingup import obstacles_of
from coopcouncil.ballots.views.found import ballot_of
from coopcouncil.kernel import audit
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import flash, page, redirect

A_PAGE = 100


async def roll(request: Request) -> Response:
    """Who may vote, by name. Not who has: that stands on no page."""
    ballot = await ballot_of(request)
    work = await RollWork.of(ballot).first()
    if work is not None:
        return page(
            request,
            "ballots/roll_work.html",
            block="progress",
            ballot=ballot,
            work=work,
            sealing=work.doing is RollDoing.SEALING,
        )
    if request.headers.get("hx-request") == "true" and "working" in request.query_params:
        return redirect(request, "ballots:roll", id=ballot.id)
    search = request.query_params.get("search", "").strip()
    entries = RollEntry.of(ballot).order_by("number")
    if search:
        entries = entries.filter(name__icontains=search)
    found = await entries.count()
    last = max(1, -(-found // A_PAGE))
    asked = request.query_params.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
    current = min(max(int(asked) if is_number else 1, 1), last)
    rows = await entries.offset((current - 1) * A_PAGE).limit(A_PAGE)
    for row in rows:
        await row.fetch_related("constituency", "part")
    return page(
        request,
        "ballots/roll.html",
        ballot=ballot,
        roll=await roll_of(ballot),
        rows=rows,
        found=found,
        search=search,
        current=current,
        last=last,
        drafting=await state_now(ballot) is State.DRAFT,
        kept_off=await RollBar.of(ballot).order_by("name"),
    )


async def cut_roll(request: Request) -> Response:
    """From the register, as at the qualifying date."""
    ballot = await ballot_of(request)
    cut = await ask_for_cut(ballot, request.state.person)
    if cut is None:
        return redirect(request, "ballots:roll", id=ballot.id)
    text = ngettext(
        "The roll is cut: {count} voter.", "The roll is cut: {count} voters.", cut.count
    )
    flash(request, text.format(count=cut.count))
    return redirect(request, "ballots:roll", id=ballot.id)


async def roll_file(request: Request) -> Response:
    """The roll as it is hashed, with its salt: `sha256sum` of this file is the seal."""
    ballot = await ballot_of(request)
    cut = await roll_of(ballot)
    if cut is None:
        raise NotHere
    await audit.record(
        request.state.org.id, request.state.person.id, "took out a roll", f"ballot:{ballot.id}"
    )
    return StreamingResponse(
        _file(ballot, cut.salt),
        media_type="text/tab-separated-values; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="roll-{ballot.id}.tsv"'},
    )


async def _file(ballot: Ballot, salt: str) -> AsyncIterator[str]:
    yield first_line(salt)
    async for entries in roll_lines(ballot):
        yield "".join(entry.line for entry in entries)


async def ask_seal(request: Request) -> Response:
    """What sealing does, before it is done."""
    ballot = await ballot_of(request)
    return page(
        request,
        "ballots/seal.html",
        ballot=ballot,
        roll=await roll_of(ballot),
        obstacles=[one.sentence(gettext) for one in await obstacles_of(ballot)],
    )


async def seal(request: Request) -> Response:
    """From here on nothing changes."""
    ballot = await ballot_of(request)
    if not await ask_for_seal(ballot, request.state.person):
        return redirect(request, "ballots:roll", id=ballot.id)
    flash(request, gettext("The roll is sealed, and the voters are being told."))
    return redirect(request, "ballots:manage", id=ballot.id)
