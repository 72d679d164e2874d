"""The cluster: members once each, by school and constituency, in figures and as a drawing."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.labels import names_of
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.access import KEEPING, cluster_here
from coopcouncil.schools.actions.learners import set_duties
from coopcouncil.schools.drawing import SchoolFigures, cluster_map
from coopcouncil.schools.forms import DayForm, DutiesForm
from coopcouncil.schools.models import Duty
from coopcouncil.schools.reads import Figures, duties_of, figures_of


async def cluster(request: Request) -> Response:
    """Every school with its members and its turnout."""
    here = await cluster_here(request)
    form, on, known_at = await _times(request)
    figures = await figures_of(here.trust, on, known_at)
    language = language_of(request)
    names = await names_of(here.trust)
    drawn = [
        SchoolFigures(
            school.called(language),
            figures.of(school.id),
            *figures.turnouts.get(school.id, (None, None)),
        )
        for school in here.schools
    ]
    return page(
        request,
        "schools/cluster.html",
        form=form,
        on=on,
        known_at=known_at,
        is_past=on != clock.today() or known_at is not None,
        scope=here,
        figures=figures,
        groups=_groups(figures, names.constituencies),
        schools=[(school, school.called(language)) for school in here.schools],
        drawn=drawn,
        map=cluster_map(drawn),
        turnout_of={school.id: figure for school, figure in zip(here.schools, drawn, strict=True)},
        lost={None: gettext("No school")} if here.part is None and figures.of(None) else {},
    )


async def cluster_file(request: Request) -> Response:
    """The same figures as a file; numbers of people, and nobody's name."""
    here = await cluster_here(request)
    _form, on, known_at = await _times(request)
    figures = await figures_of(here.trust, on, known_at)
    names = await names_of(here.trust)
    groups = _groups(figures, names.constituencies)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["school", *(harmless(name) for _number, name in groups), "members", "learners", "votes",
         "voters"]
    )  # fmt: skip
    rows: list[tuple[int | None, str]] = [(school.id, school.slug) for school in here.schools]
    if here.part is None:
        rows.append((None, ""))
    for part, name in rows:
        votes, voters = figures.turnouts.get(part, ("", "")) if part else ("", "")
        counts = [figures.counts.get((part, number), 0) for number, _name in groups]
        learners = figures.learners.get(part, 0) if part else ""
        writer.writerow([name, *counts, figures.of(part), learners, votes, voters])
    return Response(
        out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{request.state.org.slug}-cluster-{on}'
            '.csv"',
            "cache-control": "no-store",
        },
    )


async def duties(request: Request) -> Response:
    """Which constituency is whose."""
    here = await cluster_here(request)
    found = await duties_of(here.trust)
    form = DutiesForm(data={duty.value: str(found.get(duty, "")) for duty in Duty})
    form.offer((await names_of(here.trust)).constituencies)
    return page(request, "schools/duties.html", form=form)


async def keep_duties(request: Request) -> Response:
    """Keep which constituency is whose."""
    here = await cluster_here(request)
    form = await form_of(request, DutiesForm)
    form.offer((await names_of(here.trust)).constituencies)
    if not form.validate():
        return page(request, "schools/duties.html", form=form)
    chosen = {duty: form[duty.value].data for duty in Duty}
    await set_duties(
        here.trust,
        {duty: int(number) if number else None for duty, number in chosen.items()},
        request.state.person,
    )
    flash(request, gettext("The constituencies are kept."))
    return redirect(request, "schools:cluster")


async def home_panel(request: Request) -> Panel | None:
    """On the home of a trust or a school, for those who keep it and its teachers."""
    org: Organisation = request.state.org
    roles = {role.value for role in request.state.roles}
    keeps = bool(request.state.roles & KEEPING)
    if request.state.person is None or not (keeps or roles & {"teacher", "returning-officer"}):
        return None
    if org.parent_id is None and not await Organisation.exists(parent_id=org.id):
        return None
    facts = {
        "keeps": keeps,
        "is_trust": org.parent_id is None,
        "runs": "returning-officer" in roles and org.parent_id is None,
        "teaches": keeps or "teacher" in roles,
    }
    return Panel("schools/_panel.html", facts, place=28)


async def _times(request: Request) -> tuple[DayForm, date, datetime | None]:
    form = await form_of(request, DayForm)
    form.validate()
    return form, form.on.data or clock.today(), form.known_at


def _groups(figures: Figures, names: Mapping[int, str]) -> list[tuple[int | None, str]]:
    """The constituencies as columns; with one for members of none, where there are any."""
    columns: list[tuple[int | None, str]] = list(names.items())
    if figures.among(None):
        columns.append((None, gettext("No constituency")))
    return columns
