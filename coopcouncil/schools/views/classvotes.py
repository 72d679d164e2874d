"""Class votes: asked of classes, told by teachers, apart from the ballots of the law."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.schools.access import Here, cluster_here
from coopcouncil.schools.actions import classvotes as acts
from coopcouncil.schools.forms import ClassVoteForm, DayForm, TallyForm, counts_of
from coopcouncil.schools.models import ClassVote
from coopcouncil.schools.reads import class_votes_at, tallies_at
from coopcouncil.schools.rules.classvotes import result


async def class_votes(request: Request) -> Response:
    """The questions of the schools here, the latest first."""
    here = await cluster_here(request)
    form = await form_of(request, DayForm)
    form.validate()
    found = await class_votes_at(here.trust, [s.id for s in here.schools], form.moment)
    return page(
        request, "schools/class_votes.html", scope=here, votes=found, times=form, at=form.moment
    )


async def new_class_vote(request: Request) -> Response:
    """The form of a question."""
    return page(request, "schools/new_class_vote.html", form=await _form(request))


async def begin_class_vote(request: Request) -> Response:
    """Put a question to the classes of a school."""
    here = await cluster_here(request)
    form = await _form(request)
    if form.validate():
        try:
            vote = await acts.begin_class_vote(
                here.trust,
                here.school(int(form.school.data)),
                form.question.data,
                form.question_cy.data or "",
                form.options.data,
                form.options_cy.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "options")
        else:
            flash(request, gettext("Classes can be asked now."))
            return redirect(request, "schools:class_vote", id=vote.id)
    return page(request, "schools/new_class_vote.html", form=form)


async def class_vote(request: Request) -> Response:
    """The question, the form for a class, and what the classes said so far."""
    here, vote = await _vote(request)
    return await _vote_page(request, here, vote, TallyForm(), [""] * len(vote.options))


async def tell(request: Request) -> Response:
    """Note what one class said."""
    here, vote = await _vote(request)
    form = await form_of(request, TallyForm)
    sent = await request.form()
    counts = counts_of(sent, len(vote.options))
    typed = [str(sent.get(f"count-{n}", "")) for n in range(len(vote.options))]
    if form.validate() and counts is not None:
        try:
            await acts.tell(here.trust, vote, form.class_name.data, counts, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            said = gettext("What class {name} said is noted.")
            flash(request, said.format(name=form.class_name.data))
            return redirect(request, "schools:class_vote", id=vote.id)
    if counts is None:
        form.wrong(gettext("Enter whole numbers up to 500."))
    return await _vote_page(request, here, vote, form, typed)


async def close_class_vote(request: Request) -> Response:
    """From here on the result stands."""
    here, vote = await _vote(request)
    await acts.close_class_vote(here.trust, vote, request.state.person)
    flash(request, gettext("The class vote is closed."))
    return redirect(request, "schools:class_vote", id=vote.id)


async def _form(request: Request) -> ClassVoteForm:
    here = await cluster_here(request)
    form = await form_of(request, ClassVoteForm)
    form.offer(here.schools, language_of(request))
    return form


async def _vote(request: Request) -> tuple[Here, ClassVote]:
    here = await cluster_here(request)
    vote = await ClassVote.one(here.trust, id=request.path_params["id"])
    if not here.shows(vote.part_id):
        raise NotHere
    await vote.fetch_related("part")
    return here, vote


async def _vote_page(
    request: Request, here: Here, vote: ClassVote, form: TallyForm, typed: list[str]
) -> Response:
    times = await form_of(request, DayForm)
    times.validate()
    tallies = await tallies_at(here.trust, vote, times.moment)
    return page(
        request,
        "schools/class_vote.html",
        scope=here,
        vote=vote,
        form=form,
        typed=typed,
        options=vote.offers(language_of(request)),
        tallies=tallies,
        times=times,
        at=times.moment,
        result=result(len(vote.options), {each.class_name: each.counts for each in tallies}),
    )
