"""Seats that the rules keep for constituencies, and what separate votes decide together."""

from fractions import Fraction

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import page
from coopcouncil.members.models import Constituency
from coopcouncil.members.reads import members_by_constituency
from coopcouncil.members.two_times import TwoTimes, two_times
from coopcouncil.mutuals.reads import PublishedVote, published_votes
from coopcouncil.mutuals.rules.weighing import Group, Outcome, decide
from coopcouncil.officers.reads import in_office
from coopcouncil.organisations.chapters.mutuals import MutualCount, by_key
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet

MOST = 20


async def seats(request: Request) -> Response:
    """Each constituency's seats on a day: who sits, and how many are free."""
    org, language = request.state.org, language_of(request)
    times = await two_times(request)
    rules = await _rules(org, times)
    kept = _kept(rules.reserved_seats) if rules else {}
    sitting: dict[int, list[str]] = {}
    for each in await in_office(org, times.on, times.known_at):
        if each.seat is not None and each.entry.constituency_id is not None:
            sitting.setdefault(each.entry.constituency_id, []).append(each.entry.name)
    counts = await members_by_constituency(org, times.on, times.known_at)
    told = [
        {
            "name": each.called(language),
            "seats": kept.get(each.key, 0),
            "sitting": sitting.get(each.id, []),
            "vacant": max(0, kept.get(each.key, 0) - len(sitting.get(each.id, []))),
            "over": max(0, len(sitting.get(each.id, [])) - kept.get(each.key, 0)),
            "members": counts.get(each.id, 0),
        }
        for each in await Constituency.within(org).order_by("place", "id")
        if each.key in kept or each.id in sitting
    ]
    known = {each.key for each in await Constituency.within(org)}
    return page(
        request,
        "mutuals/seats.html",
        times=times,
        constituencies=told,
        unknown=sorted(kept.keys() - known),
        seats=sum(kept.values()),
        most=rules.committee_seats if rules else 0,
    )


async def _rules(org: Organisation, times: TwoTimes) -> Rulebook | None:
    """The rules of the day, as they were known; none where a past day is asked for and none held
    then."""
    try:
        return (await rulebook_on(org, times.on, times.known_at)).rules
    except NoRulesYet:
        if not times.is_past:
            raise
        return None


async def weighing(request: Request) -> Response:
    """What published votes of single constituencies decide together, by the rules."""
    org, language = request.state.org, language_of(request)
    rules = (await rulebook_on(org, clock.today())).rules
    votes = await published_votes(org)
    asked = {text for text in request.query_params.getlist("vote")[:MOST] if text.isascii()}
    chosen = [vote for vote in votes if str(vote.ballot_id) in asked]
    majority = rules.special if request.query_params.get("majority") == "special" else None
    way = _way(request, rules.mutual_count)
    outcome: Outcome | None = None
    refusal: str | None = None
    if asked:
        weights = _kept(rules.constituency_weights)
        groups = [_group(vote, language, weights.get(vote.key, 0)) for vote in chosen]
        try:
            outcome = decide(groups, way, majority or rules.ordinary)
        except Refused as refused:
            refusal = refused.sentence(gettext)
    return page(
        request,
        "mutuals/weighing.html",
        status=422 if refusal else 200,
        votes=votes,
        chosen={vote.ballot_id for vote in chosen},
        outcome=outcome,
        refusal=refusal,
        way=way,
        by_rules=rules.mutual_count,
        special=majority is not None,
        percent=_percent,
        share=rules.special_share,
    )


def _group(vote: PublishedVote, language: str, weight: int) -> Group:
    name = (vote.constituency_cy if language == "cy" else "") or vote.constituency
    return Group(name, vote.votes_for, vote.against, weight)


def _way(request: Request, by_rules: MutualCount) -> MutualCount:
    asked = request.query_params.get("way", "")
    return MutualCount(asked) if asked in set(MutualCount) else by_rules


def _kept(text: str) -> dict[str, int]:
    try:
        return dict(by_key(text))
    except ValueError:
        return {}


def _percent(share: Fraction | None) -> str:
    """A share as a percentage with one decimal, rounded to the nearest.

    >>> _percent(Fraction(2, 3))
    '66.7%'
    """
    if share is None:
        return "–"
    tenths = (share * 1000 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}%"
