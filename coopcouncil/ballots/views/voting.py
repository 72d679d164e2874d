"""The voter's journey: one question, check, cast. The choice travels in the body alone.

The same pages serve a signed-in member and (by `codes`) whoever holds a letter's code: the
`Booth` says where the forms go and what they carry along.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions.voting import cast_vote, facts_for
from coopcouncil.ballots.forms.voting import Filled, filled_in
from coopcouncil.ballots.labels import RESOLUTION_CHOICES
from coopcouncil.ballots.models import Ballot, Kind, Option, RollEntry, Way
from coopcouncil.ballots.reads import OnPaper, paper_of, standing_of, votes_of
from coopcouncil.ballots.rules.refusals import NoSuchVoter, NotOnTheRoll
from coopcouncil.ballots.rules.voting import may_cast
from coopcouncil.ballots.views.ballots import majority_of
from coopcouncil.ballots.views.found import ballot_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.pages import address, page, redirect


@dataclass(frozen=True, slots=True)
class Booth:
    """Where this voter's forms lead, and for which entry of the roll."""

    ballot: Ballot
    entry: RollEntry
    way: Way
    fill: str
    check: str
    cast: str
    leave: str
    # More that each form carries in its body.
    along: Mapping[str, str] = field(default_factory=dict)
    # Whether the voter holds several votes, so that each page says whose this is.
    says_whose: bool = False


async def vote(request: Request) -> Response:
    """The paper."""
    return await show_paper(request, await _booth(request))


async def choose_voter(request: Request) -> Response:
    """For whom: where several entries of the roll share an address."""
    ballot = await ballot_of(request)
    entries = await votes_of(ballot, request.state.person)
    if len(entries) == 1:
        return redirect(request, "ballots:vote", id=ballot.id, number=entries[0].number)
    if not entries:
        raise NotOnTheRoll
    marked = {entry.id: (await facts_for(ballot, entry.id)).voter for entry in entries}
    return page(request, "ballots/choose_voter.html", ballot=ballot, entries=entries, voters=marked)


async def fill_again(request: Request) -> Response:
    """The paper with what was chosen before, to change it."""
    booth = await _booth(request)
    return await show_paper(request, booth, await _filled(request, booth))


async def check(request: Request) -> Response:
    """What the paper says, before it is cast."""
    return await show_check(request, await _booth(request))


async def cast(request: Request) -> Response:
    """Into the box."""
    booth = await _booth(request)
    again = await put_in(request, booth)
    if again is not None:
        return again
    return redirect(request, "ballots:voted", id=booth.ballot.id, number=booth.entry.number)


async def voted(request: Request) -> Response:
    """Your vote is in the box: nothing of what it says."""
    booth = await _booth(request)
    return await show_voted(request, booth)


async def show_paper(request: Request, booth: Booth, filled: Filled | None = None) -> Response:
    """The one question, or the sentence why there is none."""
    facts = await facts_for(booth.ballot, booth.entry.id)
    may_cast(facts.course, facts.voter, clock.now())
    options = await paper_of(booth.ballot)
    return page(
        request,
        "ballots/vote.html",
        status=422 if filled and filled.refusal else 200,
        booth=booth,
        ballot=booth.ballot,
        kind=booth.ballot.kind.value,
        options=options,
        choices=[
            {**choice, "photo": _photo(request, booth.ballot, choice.get("option"))}
            for choice in _choices(booth.ballot, options)
        ],
        most=_most(booth.ballot, options),
        majority=majority_of(booth.ballot),
        filled=filled or Filled(None),
        refusal=filled.refusal.sentence(gettext) if filled and filled.refusal else None,
        votes_again=facts.voter.has_voted,
    )


async def show_check(request: Request, booth: Booth) -> Response:
    """Check your answers; a paper that cannot be read comes back to be mended."""
    filled = await _filled(request, booth)
    if filled.ranking is None:
        return await show_paper(request, booth, filled)
    facts = await facts_for(booth.ballot, booth.entry.id)
    may_cast(facts.course, facts.voter, clock.now())
    options = await paper_of(booth.ballot)
    names = {choice["position"]: choice["name"] for choice in _choices(booth.ballot, options)}
    return page(
        request,
        "ballots/check.html",
        booth=booth,
        ballot=booth.ballot,
        filled=filled,
        is_ranked=booth.ballot.kind is Kind.STV,
        said=[names[int(place)] for place in filled.ranking.split()],
        left_out=len(names) - len(filled.ranking.split()),
        votes_again=facts.voter.has_voted,
    )


async def put_in(request: Request, booth: Booth) -> Response | None:
    """Cast what the body says; an answer only where it must be filled in or meant again."""
    filled = await _filled(request, booth)
    if filled.ranking is None:
        return await show_paper(request, booth, filled)
    if filled.is_blank and not filled.is_blank_meant:
        return await show_check(request, booth)
    await cast_vote(booth.ballot, booth.entry.id, filled.ranking, booth.way)
    return None


async def show_voted(request: Request, booth: Booth) -> Response:
    """The confirmation, which says nothing of the vote."""
    facts = await facts_for(booth.ballot, booth.entry.id)
    return page(
        request,
        "ballots/voted.html",
        booth=booth,
        ballot=booth.ballot,
        has_voted=facts.voter.has_voted,
    )


async def _booth(request: Request) -> Booth:
    """The signed-in person's own vote, or one of several they may cast."""
    ballot = await ballot_of(request)
    entries = await votes_of(ballot, request.state.person)
    if not entries:
        raise NotOnTheRoll
    number = request.path_params["number"]
    entry = next((one for one in entries if one.number == number), None)
    if entry is None:
        raise NoSuchVoter
    params = {"id": ballot.id, "number": number}
    return Booth(
        ballot=ballot,
        entry=entry,
        way=Way.WEB,
        fill=address(request, "ballots:fill_again", **params),
        check=address(request, "ballots:check", **params),
        cast=address(request, "ballots:cast", **params),
        leave=address(request, "ballots:ballot", id=ballot.id),
        says_whose=len(entries) > 1,
    )


async def _filled(request: Request, booth: Booth) -> Filled:
    return await filled_in(request, booth.ballot, await standing_of(booth.ballot))


def _choices(ballot: Ballot, options: list[OnPaper]) -> list[dict[str, object]]:
    """What stands on the paper, in its order and the reader's language."""
    if ballot.kind is Kind.RESOLUTION:
        return [{"position": n, "name": str(text)} for n, text in RESOLUTION_CHOICES.items()]
    lang = language.get()
    shown = []
    for one in options:
        if one.is_withdrawn or one.option is None:
            continue
        own = one.option.statement_cy if lang == "cy" else one.option.statement
        shown.append(
            {
                "position": one.place,
                "name": one.option.called(lang),
                "statement": one.option.says(lang),
                "statement_lang": None if own else ("en" if lang == "cy" else "cy"),
                "option": one.option,
            }
        )
    return shown


def _photo(request: Request, ballot: Ballot, option: object) -> str | None:
    if not isinstance(option, Option) or option.photo_id is None:
        return None
    return address(request, "ballots:photo", id=ballot.id, option=option.id)


def _most(ballot: Ballot, options: list[OnPaper]) -> int:
    """How many may be chosen on an approval paper; nothing for as many as there are."""
    return ballot.most_choices or 0 if ballot.kind is Kind.APPROVAL else 0
