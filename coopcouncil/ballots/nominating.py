"""Candidates whom a nomination names as members: who they are, and whether they may stand."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import date

from coopcouncil.ballots.models import Ballot, Fills, Option
from coopcouncil.ballots.reads import organisation_of, rules_of
from coopcouncil.ballots.rules.standing import (
    MayNotStand,
    NoMemberOfThatNumber,
    Nominee,
    StandsAlready,
    least_age,
    may_stand,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.members.duplicates.pointing import kept_of
from coopcouncil.members.kinds import Status
from coopcouncil.members.models import Member
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook

KeptOff = Callable[[Organisation, date, Rulebook], Awaitable[Collection[int]]]
"""The members, by id, from whom the rules take something on a day."""

KEPT_FROM_STANDING: list[KeptOff] = []
"""Filled in `told.py`: the members, by id, whom the rules keep from standing on a day."""

Asking = Callable[[Ballot, int, date], Awaitable[Sequence[Refused]]]

ASKED_OF_CANDIDATES: list[Asking] = []
"""Filled in `told.py`: what a higher slice asks of a member for the seats that a ballot fills."""


async def nominee(ballot: Ballot, number: str, option: Option | None = None) -> Member | None:
    """The member with this number, if they may stand; without a number, nobody in particular."""
    if not number:
        return None
    org = await organisation_of(ballot)
    found = await Member.within(org).filter(number=number).first()
    if found is None:
        raise NoMemberOfThatNumber(number)
    found = await kept_of(org, found)
    others = Option.of(ballot).filter(member_id=found.id)
    if option is not None:
        others = others.exclude(id=option.id)
    if await others.exists():
        raise StandsAlready
    await _may_stand(ballot, found.id)
    return found


async def against_candidates(ballot: Ballot) -> tuple[Refused, ...]:
    """What would keep from standing those on the paper who were nominated as members."""
    found: list[Refused] = []
    for option in await Option.of(ballot).filter(member_id__isnull=False).order_by("place"):
        assert option.member_id is not None
        try:
            await _may_stand(ballot, option.member_id)
        except Refused as refusal:
            found.append(MayNotStand(option.name, refusal))
    return tuple(found)


async def numbers_of(ballot: Ballot) -> dict[int, str]:
    """By option, the member number of whoever was nominated as a member."""
    named = await Option.of(ballot).filter(member_id__isnull=False).select_related("member")
    return {option.id: option.member.number for option in named if option.member}


async def _may_stand(ballot: Ballot, member_id: int) -> None:
    org, rules, today = await organisation_of(ballot), await rules_of(ballot), clock.today()
    entry = await as_at(org, today).filter(member_id=member_id).first()
    kept_back: set[int] = set()
    for asked in KEPT_FROM_STANDING:
        kept_back.update(await asked(org, today, rules))
    further: list[Refused] = []
    for asks in ASKED_OF_CANDIDATES:
        further += await asks(ballot, member_id, today)
    may_stand(
        Nominee(
            entry is not None,
            entry is not None and entry.status is Status.SUSPENDED,
            entry.date_of_birth if entry else None,
            member_id in kept_back,
            tuple(further),
        ),
        least_age(ballot.fills is Fills.COMMITTEE, rules.officer_age, rules.vote_age),
        ballot.closes_at.astimezone(clock.LONDON).date(),
    )
