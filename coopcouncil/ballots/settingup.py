"""What still stands between a ballot and its opening, gathered from its rows."""

from coopcouncil.ballots.models import Ballot, Footing, KeyRehearsal, Kind, Option, WelshSignOff
from coopcouncil.ballots.nominating import against_candidates
from coopcouncil.ballots.reads import constituencies_of, organisation_of, roll_of, rules_of
from coopcouncil.ballots.rules.obstacles import Choice, Setup, obstacles_to_opening
from coopcouncil.kernel import clock, config
from coopcouncil.kernel.errors import Refused
from coopcouncil.organisations.rulebook import Rulebook


async def obstacles_of(ballot: Ballot) -> tuple[Refused, ...]:
    """The list that the officers see, and that must be empty before the roll is sealed."""
    return obstacles_to_opening(await _setup(ballot), clock.now(), clock.today())


async def _setup(ballot: Ballot) -> Setup:
    rules = await rules_of(ballot)
    roll = await roll_of(ballot)
    org = await organisation_of(ballot)
    return Setup(
        kind=ballot.kind.value,
        footing=ballot.footing.value,
        is_bilingual=rules.bilingual,
        title=ballot.title,
        title_cy=ballot.title_cy,
        question=ballot.question,
        question_cy=ballot.question_cy,
        explanation=ballot.explanation,
        explanation_cy=ballot.explanation_cy,
        office=ballot.office,
        office_cy=ballot.office_cy,
        choices=tuple(
            [
                Choice(one.name, one.name_cy, one.statement, one.statement_cy)
                for one in await Option.of(ballot).order_by("place")
            ]
        ),
        seats=ballot.seats,
        most_choices=ballot.most_choices,
        constituencies_without_welsh=tuple(
            [one.name for one in await constituencies_of(ballot) if not one.name_cy]
        ),
        qualifying_on=ballot.qualifying_on,
        closes_at=ballot.closes_at,
        on_roll=roll.count if roll else None,
        has_key=ballot.public_key is not None,
        keeper=ballot.key_keeper.value,
        rehearsed=frozenset([str(one.side) for one in await KeyRehearsal.of(ballot)]),
        rules_allow_footing=_allowed(ballot.footing, ballot.kind, rules),
        is_demonstration=config.current().demo,
        welsh_signed_off=await WelshSignOff.within(org).exists(),
        not_standing=await against_candidates(ballot),
    )


def _allowed(footing: Footing, kind: Kind, rules: Rulebook) -> bool:
    match footing:
        case Footing.ADVISORY:
            return True
        case Footing.MEETING:
            return rules.advance_votes
        case Footing.OUTSIDE:
            if kind is Kind.RESOLUTION:
                return rules.ballots_outside_meetings
            return rules.elections_outside_meetings
        case Footing.WRITTEN:
            return False
