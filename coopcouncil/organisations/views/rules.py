"""The rules in plain words, their history, and recording new ones."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations import actions
from coopcouncil.organisations.forms.rules import RulesForm
from coopcouncil.organisations.models import (
    Organisation,
    RulebookVersion,
    rulebook_on,
    rulebook_versions,
)
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet, RulesOfTheFuture, RulesOutOfOrder
from coopcouncil.organisations.statute import breaches
from coopcouncil.organisations.two_times import TwoTimes, times_asked
from coopcouncil.organisations.words import Section, in_words


@dataclass(frozen=True)
class Change:
    """A rule that new rules would say differently."""

    before: str
    after: str


async def rules(request: Request) -> Response:
    """The rules in force today, or on another day, as known then or now."""
    times = times_asked(request)
    try:
        version = await rulebook_on(request.state.org, times.on, times.known_at)
    except NoRulesYet:
        return page(request, "organisations/no_rules.html", times=times)
    return await _rules_page(request, version, times)


async def rules_version(request: Request) -> Response:
    """The rules as they were at some time."""
    number = request.path_params["number"]
    versions = await rulebook_versions(request.state.org)
    version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise NotHere
    return await _rules_page(request, version, times_asked(request))


async def new_rules(request: Request) -> Response:
    """The form, filled with the rules in force."""
    form = RulesForm.filled(await _in_force(request.state.org), clock.today())
    return page(request, "organisations/new_rules.html", form=form)


async def check_rules(request: Request) -> Response:
    """What would change, to look at before it is recorded; nothing is written yet."""
    form = await form_of(request, RulesForm)
    if not form.validate():
        return page(request, "organisations/new_rules.html", form=form)
    form.against(breaches(form.rules(), request.state.org.legal_form))
    # From the page that shows the changes one can come back, with everything still typed.
    if form.problems() or "change" in await request.form():
        return page(request, "organisations/new_rules.html", form=form)
    before = await _in_force(request.state.org)
    return page(
        request,
        "organisations/check_rules.html",
        form=form,
        changes=_changes(before, form.rules()),
        today=clock.today(),
    )


async def record_rules(request: Request) -> Response:
    """Record them from the day of their registration on."""
    form = await form_of(request, RulesForm)
    if not form.validate():
        return page(request, "organisations/new_rules.html", form=form)
    form.against(breaches(form.rules(), request.state.org.legal_form))
    if form.problems():
        return page(request, "organisations/new_rules.html", form=form)
    try:
        await actions.record_rules(
            request.state.org,
            form.rules(),
            form.effective_from.data,
            by=request.state.person,
            note=form.note.data or "",
        )
    except Refused as refusal:
        of_the_day = isinstance(refusal, RulesOfTheFuture | RulesOutOfOrder)
        form.refuse(refusal, at="effective_from" if of_the_day else None)
        return page(request, "organisations/new_rules.html", form=form)
    flash(request, gettext("The new rules are recorded."))
    return redirect(request, "organisations:rules")


async def _in_force(org: Organisation) -> Rulebook:
    try:
        return (await rulebook_on(org, clock.today())).rules
    except NoRulesYet:
        return Rulebook.usual(org.legal_form)


async def _rules_page(request: Request, version: RulebookVersion, times: TwoTimes) -> Response:
    versions = await rulebook_versions(request.state.org)
    return page(
        request,
        "organisations/rules.html",
        times=times,
        version=version,
        sections=_said(version.rules),
        versions=[each for each in versions if times.knew(each.recorded_at)],
        current=(await rulebook_on(request.state.org, clock.today())).id,
        owner=version.organisation,
    )


def _said(rulebook: Rulebook) -> tuple[Section, ...]:
    return in_words(rulebook, gettext, ngettext)


def _changes(before: Rulebook, after: Rulebook) -> list[Change]:
    """The sentences that differ, by the parameters that they speak of."""
    old = {name: line.text for s in _said(before) for line in s.lines for name in line.about}
    new = {name: line.text for s in _said(after) for line in s.lines for name in line.about}
    pairs = dict.fromkeys((old[name], new[name]) for name in new if old[name] != new[name])
    return [Change(was, becomes) for was, becomes in pairs]
