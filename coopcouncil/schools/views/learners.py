"""The learners of a day, on a page and in a file: names and classes, nobody's address."""

import csv
import io
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response
from tortoise.transactions import in_transaction

from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import language_of
from coopcouncil.kernel.pages import page
from coopcouncil.members.words import folded
from coopcouncil.schools.access import Here, cluster_here
from coopcouncil.schools.forms import FindLearnersForm
from coopcouncil.schools.models import LearnerLine
from coopcouncil.schools.reads import ages_of, lines_of, members_of_learners, names_of_members
from coopcouncil.schools.rules.learners import age_on, allowed, is_associate

PAGE = 50


async def learners(request: Request) -> Response:
    """The learners of a day, by name; searched by name, class and school."""
    here = await cluster_here(request)
    form, on, found = await _found(request, here)
    ages = await ages_of(here.trust, on, form.known_at)
    last = max(1, -(-len(found) // PAGE))
    text = request.query_params.get("page", "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    current = min(max(asked, 1), last)
    shown = found[(current - 1) * PAGE : current * PAGE]
    members = await _members_among(here, shown, on, form.known_at)
    return page(
        request,
        "schools/learners.html",
        scope=here,
        form=form,
        on=on,
        is_past=on != clock.today() or form.known_at is not None,
        count=len(found),
        current=current,
        last=last,
        learners=[
            {
                "line": line,
                "age": age_on(line.date_of_birth, on) if line.date_of_birth else None,
                "associate": is_associate(line.date_of_birth, on, ages),
                "school": line.part.called(language_of(request)) if line.part else "",
                "is_member": line.learner_id in members,
            }
            for line in shown
        ],
        ages=ages,
    )


async def learners_file(request: Request) -> Response:
    """The list as a file: names, classes, ages; no address and no guardian. It is recorded."""
    here = await cluster_here(request)
    form, on, found = await _found(request, here)
    ages = await ages_of(here.trust, on, form.known_at)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["given_name", "family_name", "school", "year", "class", "age", "may_vote_as_member"]
    )
    slugs = {school.id: school.slug for school in here.schools}
    members = await _members_among(here, found, on, form.known_at)
    for line in found:
        may = {each.value for each in allowed(line.date_of_birth, on, ages)}
        writer.writerow(
            [
                harmless(line.given_name),
                harmless(line.family_name),
                slugs.get(line.part_id or 0, ""),
                harmless(line.year),
                harmless(line.class_name),
                age_on(line.date_of_birth, on) if line.date_of_birth else "",
                "yes" if "vote" in may and line.learner_id in members else "no",
            ]
        )
    async with in_transaction():
        await audit.record(
            here.trust.id,
            request.state.person.id,
            "exported learners",
            f"organisation:{request.state.org.id}",
            learners=len(found),
        )
    return Response(
        out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{request.state.org.slug}-learners-{on}'
            '.csv"',
            "cache-control": "no-store",
        },
    )


async def _members_among(
    here: Here, lines: list[LearnerLine], on: date, known_at: datetime | None
) -> set[int]:
    """Those of these learners who were members on the day."""
    found = await members_of_learners(here.trust, [line.learner for line in lines], on, known_at)
    names = await names_of_members(found.values(), on, known_at)
    return {learner for learner, member in found.items() if names.get(member, ("", "", False))[2]}


async def _found(request: Request, here: Here) -> tuple[FindLearnersForm, date, list[LearnerLine]]:
    form = await form_of(request, FindLearnersForm)
    form.offer(here.schools, language_of(request))
    form.validate()
    on = form.on.data or clock.today()
    chosen = {school.id for school in here.schools}
    if form.school.data:
        chosen &= {int(form.school.data)} if form.school.data.isdecimal() else set()
    text, group = folded(form.q.data or ""), folded(form.class_name.data or "")
    found = [
        line
        for line in await lines_of(here.trust, on, schools=chosen, known_at=form.known_at)
        if text in folded(line.name) and (not group or group == folded(line.class_name))
    ]
    return form, on, found
