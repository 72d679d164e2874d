"""The organisation's votes, and each one's page for its members."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coopcouncil.ballots.labels import DECISIONS, EVENTS, FOOTINGS, KINDS, STATES
from coopcouncil.ballots.models import Ballot, BallotEvent, EventKind, Kind, RollEntry
from coopcouncil.ballots.reads import (
    ballots_with_my_vote,
    constituencies_of,
    courses,
    paper_of,
    roll_of,
    state_now,
    turnout_of,
    voted_in,
    votes_of,
)
from coopcouncil.ballots.rules.majority import Passing
from coopcouncil.ballots.rules.publishing import rankings_could_point
from coopcouncil.ballots.rules.state import State, state_of
from coopcouncil.ballots.views.found import WATCHERS, ballot_of, option_of
from coopcouncil.kernel import clock, files
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.models import StoredFile
from coopcouncil.kernel.pages import page
from coopcouncil.organisations.access import is_member
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Organisation, Role, has_rules
from coopcouncil.organisations.rulebook import Papers


@dataclass(frozen=True, slots=True)
class Shown:
    """A ballot in a list: where it stands, and whether the reader has a vote in it."""

    ballot: Ballot
    state: State
    is_mine: bool


SECTIONS = (
    ("open", (State.OPEN, State.SUSPENDED)),
    ("coming", (State.COMING,)),
    ("over", (State.ENDED, State.CLOSED, State.BOX_OPENED)),
    ("decided", (State.DECLARED, State.VOIDED)),
    ("drafts", (State.DRAFT,)),
)


async def ballots(request: Request) -> Response:
    """Open now, coming, and what was decided."""
    shown = await shown_to(request)
    sections = [(name, [one for one in shown if one.state in states]) for name, states in SECTIONS]
    return page(
        request,
        "ballots/ballots.html",
        sections=[(name, found) for name, found in sections if found],
        has_rules=await has_rules(request.state.org),
        states=STATES,
        State=State,
    )


async def shown_to(request: Request) -> list[Shown]:
    """The organisation's ballots that this reader may know of, the next to close first."""
    org: Organisation = request.state.org
    found = await Ballot.within(org).order_by("closes_at", "id")
    course, now = await courses(found), clock.now()
    person = request.state.person
    mine = await ballots_with_my_vote(org, person) if person else set()
    watches = bool(request.state.roles.intersection(WATCHERS))
    shown = [Shown(one, state_of(course[one.id], now), one.id in mine) for one in found]
    return [one for one in shown if watches or one.state is not State.DRAFT]


async def home_panel(request: Request) -> Panel | None:
    """On the organisation's home: where the reader's vote is awaited, and what else is open."""
    org, person = request.state.org, request.state.person
    if person is None or not (request.state.roles or await is_member(person, org)):
        return None
    found = [one for one in await shown_to(request) if one.state is State.OPEN]
    officer = Role.RETURNING_OFFICER in request.state.roles
    over = [one for one in await shown_to(request) if one.state is State.ENDED] if officer else []
    if not found and not over:
        return None
    waiting = {one.ballot.id for one in found if one.is_mine} - await voted_in(org, person)
    return Panel(
        "ballots/_panel.html",
        {"open": found, "waiting": waiting, "over": over},
        awaits=bool(waiting or over),
        place=10,
    )


async def ballot(request: Request) -> Response:
    """One ballot: the question, who votes, until when, and what has happened so far."""
    found = await ballot_of(request)
    person = request.state.person
    events = await BallotEvent.of(found).order_by("n")
    state = await state_now(found)
    options, roll = await paper_of(found), await roll_of(found)
    return page(
        request,
        "ballots/ballot.html",
        ballot=found,
        state=state,
        State=State,
        Kind=Kind,
        states=STATES,
        kinds=KINDS,
        footings=FOOTINGS,
        decisions=DECISIONS,
        passing=Passing.read(found.passing) if found.passing else None,
        majority=majority_of(found),
        options=options,
        who_votes=await who_votes(found),
        roll=roll,
        could_point=found.papers is Papers.PUBLIC
        and rankings_could_point(found.kind.value, len(options), roll.count if roll else 0),
        votes=await votes_of(found, person) if person else [],
        events=events,
        says=EVENTS,
        suspended_because=_reason(events, EventKind.SUSPENDED),
        voided_because=_reason(events, EventKind.VOIDED),
        turnout=await turnout_of(found) if state in (State.OPEN, State.SUSPENDED) else [],
        watches=bool(request.state.roles.intersection(WATCHERS)),
    )


async def who_votes(found: Ballot) -> str:
    """The electorate in words."""
    lang = language.get()
    names = [one.called(lang) for one in await constituencies_of(found)]
    if found.part_id:
        names.append((await Organisation.get(id=found.part_id)).called(lang))
    return ", ".join(names) or gettext("All members with a vote")


def majority_of(found: Ballot) -> tuple[str, ...]:
    """What carries it, in plain words, with its quorum."""
    if not found.passing:
        return ()
    said = Passing.read(found.passing).sentences(gettext)
    if found.quorum:
        text = gettext("At least {number} must take part.")
        said = (*said, text.format(number=found.quorum))
    return said


def _reason(events: list[BallotEvent], kind: EventKind) -> dict[str, str]:
    facts = next((event.facts for event in reversed(events) if event.kind is kind), {})
    return {"en": facts.get("reason", ""), "cy": facts.get("reason_cy", "")}


async def on_roll(request: Request) -> Response:
    """Whether the reader is on the roll, and as what."""
    found = await ballot_of(request)
    entries: list[RollEntry] = []
    if request.state.person:
        entries = await votes_of(found, request.state.person)
        for entry in entries:
            await entry.fetch_related("constituency", "part")
    return page(
        request,
        "ballots/on_roll.html",
        ballot=found,
        entries=entries,
        roll=await roll_of(found),
        state=await state_now(found),
        State=State,
    )


async def photo(request: Request) -> Response:
    """A candidate's photo."""
    found = await ballot_of(request)
    option = await option_of(request, found)
    if option.photo_id is None:
        raise NotHere
    file = await StoredFile.get(id=option.photo_id)
    return StreamingResponse(
        files.stream(file),
        media_type=file.content_type,
        headers={"cache-control": "private, max-age=3600"},
    )
