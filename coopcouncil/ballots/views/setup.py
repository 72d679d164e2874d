"""Setting a ballot up, and the page from which its officers run it."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions import setup as acts
from coopcouncil.ballots.forms.setup import (
    KindForm,
    OptionForm,
    SetupForm,
    SignOffForm,
    as_typed,
    opens_before_it_closes,
)
from coopcouncil.ballots.labels import DECISIONS, FOOTINGS, KEEPERS, KINDS, SIDES, STATES
from coopcouncil.ballots.models import (
    Ballot,
    BallotConstituency,
    KeyRehearsal,
    Kind,
    Option,
    WelshSignOff,
)
from coopcouncil.ballots.nominating import numbers_of
from coopcouncil.ballots.reads import (
    paper_of,
    roll_of,
    rules_of,
    state_now,
    turnout_of,
)
from coopcouncil.ballots.rules.majority import Decision, Passing
from coopcouncil.ballots.rules.obstacles import NotAPhoto
from coopcouncil.ballots.rules.state import State
from coopcouncil.ballots.settingup import obstacles_of
from coopcouncil.ballots.views.ballots import majority_of, who_votes
from coopcouncil.ballots.views.found import ballot_of, option_of
from coopcouncil.kernel import clock, config, files
from coopcouncil.kernel.errors import NotHere, Refused, TooLarge
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.models import StoredFile
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook

LARGEST_PHOTO = 5_000_000
PHOTOS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


async def new_ballot(request: Request) -> Response:
    """The first question; its answer stands in the address."""
    if "kind" in request.query_params:
        form = await form_of(request, KindForm)
        if form.validate():
            return redirect(request, "ballots:begin", kind=form.kind.data)
    else:
        form = KindForm()
    return page(request, "ballots/new.html", form=form)


async def begin(request: Request) -> Response:
    """A draft from the one form."""
    if request.path_params["kind"] not in list(Kind):
        raise NotHere
    kind = Kind(request.path_params["kind"])
    version = await rulebook_on(request.state.org, clock.today())
    form = await _setup_form(request, kind, version.rules.bilingual, {})
    if request.method == "POST" and form.validate() and opens_before_it_closes(form):
        try:
            ballot = await acts.create_ballot(
                request.state.org,
                kind,
                form.texts(),
                form.terms(),
                form.electorate(),
                version,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, at="footing")
        else:
            flash(request, gettext("The ballot is begun. Nobody else sees it yet."))
            return redirect(request, "ballots:manage", id=ballot.id)
    return _form_page(request, form, kind, None, version.rules)


async def change(request: Request) -> Response:
    """The same form, filled in."""
    ballot = await ballot_of(request)
    rules = await rules_of(ballot)
    named = [row.constituency_id for row in await BallotConstituency.of(ballot)]
    form = await _setup_form(request, ballot.kind, rules.bilingual, as_typed(ballot, named))
    if request.method == "POST" and form.validate() and opens_before_it_closes(form):
        by = request.state.person
        try:
            await acts.change_terms(ballot, form.terms(), by)
            await acts.change_texts(ballot, form.texts(), by)
            await acts.change_electorate(ballot, form.electorate(), by)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The changes are saved."))
            return redirect(request, "ballots:manage", id=ballot.id)
    return _form_page(request, form, ballot.kind, ballot, rules)


async def manage(request: Request) -> Response:
    """Everything about the ballot for those who run it, and what to do next."""
    ballot = await ballot_of(request)
    state = await state_now(ballot)
    rules = await rules_of(ballot)
    drafting = state is State.DRAFT
    roll = await roll_of(ballot)
    return page(
        request,
        "ballots/manage.html",
        ballot=ballot,
        state=state,
        State=State,
        Kind=Kind,
        states=STATES,
        kinds=KINDS,
        footings=FOOTINGS,
        decisions=DECISIONS,
        keepers=KEEPERS,
        sides=SIDES,
        passing=Passing.read(ballot.passing) if ballot.passing else None,
        majority=majority_of(ballot),
        rules=rules,
        obstacles=[one.sentence(gettext) for one in await obstacles_of(ballot)] if drafting else [],
        options=await paper_of(ballot),
        who_votes=await who_votes(ballot),
        roll=roll,
        rehearsals=await KeyRehearsal.of(ballot).order_by("at"),
        turnout=await turnout_of(ballot),
        signed_off=await WelshSignOff.within(request.state.org).order_by("-at").first(),
        is_demonstration=config.current().demo,
    )


async def options(request: Request) -> Response:
    """What stands on the paper, in order, with a form for one more."""
    ballot = await ballot_of(request)
    return await _options_page(request, ballot, await _option_form(request, ballot, None))


async def add_option(request: Request) -> Response:
    """One more at the end."""
    ballot = await ballot_of(request)
    form = await _option_form(request, ballot, None)
    if form.validate():
        try:
            photo = await _photo(request, form)
            await acts.add_option(ballot, form.choice(), request.state.person, photo)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is on the paper."))
            return redirect(request, "ballots:options", id=ballot.id)
    return await _options_page(request, ballot, form)


async def change_option(request: Request) -> Response:
    """Other words for one."""
    ballot = await ballot_of(request)
    option = await option_of(request, ballot)
    form = await _option_form(request, ballot, option)
    if request.method == "POST" and form.validate():
        try:
            photo = await _photo(request, form)
            await acts.change_option(option, ballot, form.choice(), request.state.person, photo)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The changes are saved."))
            return redirect(request, "ballots:options", id=ballot.id)
    return page(request, "ballots/option.html", form=form, ballot=ballot, option=option)


async def remove_option(request: Request) -> Response:
    """Off the paper."""
    ballot = await ballot_of(request)
    option = await option_of(request, ballot)
    await acts.remove_option(option, ballot, request.state.person)
    text = gettext("“{name}” is off the paper.")
    flash(request, text.format(name=option.called(language.get())))
    return redirect(request, "ballots:options", id=ballot.id)


async def move_option_up(request: Request) -> Response:
    """One place up."""
    ballot = await ballot_of(request)
    option = await option_of(request, ballot)
    await acts.move_option_up(option, ballot, request.state.person)
    return redirect(request, "ballots:options", id=ballot.id)


async def sign_off(request: Request) -> Response:
    """A named person answers for the Welsh of the voter's pages."""
    form = await form_of(request, SignOffForm)
    if request.method == "POST" and form.validate():
        await acts.sign_off_welsh(
            request.state.org, form.name.data, form.standing.data, request.state.person
        )
        flash(request, gettext("The Welsh is signed off."))
        return redirect(request, "ballots:ballots")
    last = await WelshSignOff.within(request.state.org).order_by("-at").first()
    return page(request, "ballots/sign_off.html", form=form, last=last)


async def _setup_form(
    request: Request, kind: Kind, bilingual: bool, values: dict[str, object]
) -> SetupForm:
    org: Organisation = request.state.org
    form = await form_of(request, SetupForm, data=values)
    form.suit(
        kind,
        await Constituency.within(org).filter(votes=True).order_by("place", "id"),
        await Organisation.filter(parent_id=org.id).order_by("name"),
        language.get(),
        bilingual,
    )
    return form


def _form_page(
    request: Request, form: SetupForm, kind: Kind, ballot: Ballot | None, rules: Rulebook
) -> Response:
    return page(
        request,
        "ballots/setup.html",
        form=form,
        kind=kind,
        ballot=ballot,
        rules=rules,
        kinds=KINDS,
        said=_in_words(rules),
    )


def _in_words(rules: Rulebook) -> dict[str, str]:
    """For each kind of decision, what carries it: shown beside the choice."""
    return {
        decision.value: " ".join(Passing.by(decision, rules).sentences(gettext))
        for decision in Decision
    }


async def _option_form(request: Request, ballot: Ballot, option: Option | None) -> OptionForm:
    names = ("name", "name_cy", "statement", "statement_cy")
    values: dict[str, object] = {"is_person": ballot.kind in (Kind.FPTP, Kind.STV)}
    if option is not None:
        values = {name: getattr(option, name) for name in names}
        values["is_person"] = option.name == option.name_cy
        values["member_number"] = (await numbers_of(ballot)).get(option.id, "")
    form = await form_of(request, OptionForm, data=values)
    form.suit((await rules_of(ballot)).bilingual, ballot.is_election)
    return form


async def _options_page(request: Request, ballot: Ballot, form: OptionForm) -> Response:
    return page(
        request,
        "ballots/options.html",
        form=form,
        ballot=ballot,
        options=await paper_of(ballot),
        numbers=await numbers_of(ballot),
        drafting=await state_now(ballot) is State.DRAFT,
        withdrawing=await state_now(ballot)
        in (State.COMING, State.OPEN, State.SUSPENDED, State.ENDED, State.CLOSED),
    )


async def _photo(request: Request, form: OptionForm) -> StoredFile | None:
    upload = form.photo.data
    if not isinstance(upload, UploadFile):
        return None
    data = await upload.read(LARGEST_PHOTO + 1)
    if len(data) > LARGEST_PHOTO:
        raise TooLarge(LARGEST_PHOTO)
    kind = next((kind for start, kind in PHOTOS.items() if data.startswith(start)), None)
    if kind is None:
        raise NotAPhoto
    return await files.put(request.state.org.id, upload.filename or "photo", kind, data)
