"""The count, its sheet, the declaration: for officers as it is made, then for all."""

import csv
import io
from dataclasses import dataclass, fields
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions import publishing
from coopcouncil.ballots.actions import results as acts
from coopcouncil.ballots.actions.seating import seats_of
from coopcouncil.ballots.drawing import lanes_of
from coopcouncil.ballots.forms.course import ReasonForm
from coopcouncil.ballots.models import (
    Ballot,
    CountRun,
    Declaration,
    Kind,
    LotDraw,
    OpenedBox,
    Publication,
)
from coopcouncil.ballots.reads import paper_of, roll_of, rules_of, state_now
from coopcouncil.ballots.rules.counting import NotCounted
from coopcouncil.ballots.rules.publishing import papers_are_withheld, rankings_could_point
from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.ballots.rules.state import State
from coopcouncil.ballots.views.ballots import majority_of
from coopcouncil.ballots.views.found import WATCHERS, ballot_of
from coopcouncil.counting import sheet as sheets
from coopcouncil.counting.outcome import Outcome, Totals
from coopcouncil.kernel import files, pdf
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language, lazy
from coopcouncil.kernel.models import StoredFile
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.access import KEEPING
from coopcouncil.organisations.models import Role

RULES = {
    "scottish-2011": lazy("Scottish local elections’ STV (SSI 2011/399, Schedule 1)"),
    "ers97": lazy(
        "ERS97 (How to conduct an election by the single transferable vote, 3rd edition)"
    ),
    "meek-prf": lazy("Meek’s STV (the reference rule of the PR Foundation)"),
    "fptp": lazy("Most votes win"),
    "approval": lazy("Approval"),
    "resolution": lazy("Resolution"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A ballot whose papers were counted, as far as this reader may know."""

    ballot: Ballot
    box: OpenedBox
    run: CountRun
    outcome: acts.Counted


async def result(request: Request) -> Response:
    """The result: for officers from the first count on, for everybody once it is declared."""
    ballot = await _visible(request)
    found = await _counted(ballot)
    ctx = await _context(request, ballot, found)
    return page(request, "ballots/result.html", **ctx)


async def count(request: Request) -> Response:
    """Count what came out of the box."""
    ballot = await ballot_of(request)
    try:
        await acts.count_ballot(ballot, request.state.person)
    except Refused as refusal:
        ctx = await _context(request, ballot, await _counted(ballot))
        ctx["refusal"] = refusal.sentence(gettext)
        return page(request, "ballots/result.html", status=refusal.status, **ctx)
    flash(request, gettext("The papers are counted. Nothing is declared yet."))
    return redirect(request, "ballots:result", id=ballot.id)


async def declaration(request: Request) -> Response:
    """Check before declaring; after a declaration, correct it and say why."""
    ballot = await ballot_of(request)
    found = await _counted(ballot)
    if found is None:
        raise NotCounted
    before = await Declaration.of(ballot).order_by("-n").first()
    form = await form_of(request, ReasonForm)
    form.suit((await rules_of(ballot)).bilingual)
    if request.method == "POST" and (before is None or form.validate()):
        reason = form.said() if before else Reason("")
        try:
            await acts.declare(ballot, found.run, reason, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The result is declared, and the voters are being told."))
            return redirect(request, "ballots:result", id=ballot.id)
    ctx = await _context(request, ballot, found)
    return page(request, "ballots/declare.html", form=form, before=before, **ctx)


async def count_sheet(request: Request) -> Response:
    """The count sheet as CSV or PDF."""
    ballot = await _visible(request)
    found = await _counted(ballot)
    if found is None or not isinstance(found.outcome, Outcome | Totals):
        raise NotHere
    name = f"count-sheet-{ballot.id}"
    if request.path_params["form"] == "csv":
        return _download(_csv(found.outcome).encode(), "text/csv; charset=utf-8", f"{name}.csv")
    if request.path_params["form"] != "pdf":
        raise NotHere
    ctx = await _context(request, ballot, found)
    lang = language.get()
    ctx["organisation"] = request.state.org.called(lang)
    data = await pdf.render("print/ballots/count_sheet.html", lang, **ctx)
    return _download(data, "application/pdf", f"{name}.pdf")


async def publish(request: Request) -> Response:
    """Make the public bundle of the declared result."""
    ballot = await ballot_of(request)
    await publishing.publish(ballot, request.state.person)
    flash(request, gettext("The bundle is published. Put its hash into the minutes."))
    return redirect(request, "ballots:result", id=ballot.id)


async def papers(request: Request) -> Response:
    """The papers, for the scrutineers."""
    ballot = await ballot_of(request)
    name, text = await publishing.papers_for_scrutineers(ballot, request.state.person)
    return _download(text.encode(), "text/plain; charset=utf-8", f"ballot-{ballot.id}-{name}")


async def bundle(request: Request) -> Response:
    """The public bundle: for anybody, member or not."""
    ballot = await Ballot.one(request.state.org, id=request.path_params["id"])
    found = await Publication.of(ballot).order_by("-id").first()
    if found is None:
        raise NotHere
    stored = await StoredFile.get(id=found.bundle_id)
    return _download(await files.read(stored), "application/zip", stored.name)


async def _visible(request: Request) -> Ballot:
    ballot = await ballot_of(request)
    state = await state_now(ballot)
    watches = request.state.roles.intersection(WATCHERS)
    if state is State.DECLARED or (watches and state is State.BOX_OPENED):
        return ballot
    raise NotHere


async def _counted(ballot: Ballot) -> Counted | None:
    """The newest count, or for whoever does not run the ballot the declared one."""
    run = await CountRun.of(ballot).order_by("-n").first()
    box = await OpenedBox.of(ballot).get_or_none()
    if run is None or box is None:
        return None
    return Counted(ballot, box, run, await acts.counted(ballot, box))


async def _context(request: Request, ballot: Ballot, found: Counted | None) -> dict[str, Any]:
    declared = await Declaration.of(ballot).order_by("-n").first()
    outcome = found.outcome if found else None
    sheet = sheets.of(outcome) if isinstance(outcome, Outcome) else None
    roll = await roll_of(ballot)
    return {
        "ballot": ballot,
        "state": await state_now(ballot),
        "Kind": Kind,
        "box": found.box if found else await OpenedBox.of(ballot).get_or_none(),
        "run": found.run if found else None,
        "outcome": outcome,
        "kind_of_outcome": type(outcome).__name__,
        "sheet": sheet,
        "words": _words() if sheet else None,
        "action": sheets.action,
        "lanes": lanes_of(outcome, sheet, gettext)
        if isinstance(outcome, Outcome) and sheet
        else (),
        "quota": outcome.quota / 10**outcome.decimals if isinstance(outcome, Outcome) else None,
        "rule": RULES.get(ballot.count_rule, ballot.count_rule),
        "majority": majority_of(ballot),
        "roll": roll,
        "lots": await LotDraw.of(ballot).get_or_none(),
        "declared": declared,
        "is_declared": bool(declared and found and declared.run_id == found.run.id),
        "publication": await Publication.of(ballot).order_by("-id").first(),
        "could_point": rankings_could_point(
            ballot.kind.value, len(sheet.rows) if sheet else 0, found.box.count if found else 0
        ),
        "is_withheld": found is not None
        and papers_are_withheld(ballot.papers.value, found.box.count, ballot.papers_withheld_below),
        "scrutineer": Role.SCRUTINEER in request.state.roles,
        "officer": bool(request.state.roles.intersection({"returning-officer"})),
        "refusal": None,
        "may_seat": declared is not None
        and bool(request.state.roles & KEEPING)
        and request.state.org.parent_id is None
        and await seats_of(ballot) is not None,
        "names": {
            one.place: one.option.called(language.get())
            for one in await paper_of(ballot)
            if one.option
        },
    }


def _words() -> sheets.Words:
    english = sheets.Words()
    said = {
        "candidate": gettext("Candidate"),
        "stage": gettext("Stage {stage}"),
        "first": gettext("First preferences"),
        "surplus": gettext("Surplus of {names}"),
        "excluded": gettext("Exclusion of {names}"),
        "result": gettext("Result"),
        "elected_at": gettext("Elected at stage {stage}"),
        "excluded_at": gettext("Excluded at stage {stage}"),
        "non_transferable": gettext("Non-transferable"),
        "total": gettext("Total"),
        "quota": gettext("Quota"),
    }
    return sheets.Words(
        **{each.name: said.get(each.name, getattr(english, each.name)) for each in fields(english)}
    )


def _csv(outcome: Outcome | Totals) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if isinstance(outcome, Outcome):
        rows = sheets.csv_rows(sheets.of(outcome), _words())
    else:
        rows = [[gettext("Candidate"), gettext("Votes"), gettext("Result")]]
        for one in outcome.candidates:
            won = gettext("Elected") if one.number in outcome.elected else ""
            rows.append([one.name, str(outcome.totals[one.number]), won])
    # Names are people's words, which a spreadsheet must not run; figures may begin with a sign.
    writer.writerows([[harmless(row[0]), *row[1:]] for row in rows])
    return text.getvalue()


def _download(data: bytes, kind: str, name: str) -> Response:
    return Response(
        data,
        media_type=kind,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
