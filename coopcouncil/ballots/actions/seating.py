"""Those elected are given their seats: all that a person ticked, or none of them."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.models import Ballot, BallotConstituency, Declaration, Fills, Option
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.ballots.rules.seating import (
    NobodyTicked,
    NoSeatsHere,
    NotDeclared,
    NotSeated,
    NumberMissing,
)
from coopcouncil.ballots.rules.standing import NoMemberOfThatNumber
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.members.duplicates.pointing import kept_of
from coopcouncil.members.kinds import Fact
from coopcouncil.members.models import Member
from coopcouncil.members.reads import as_at
from coopcouncil.officers.actions import change_officer, choose_again, take_office
from coopcouncil.officers.kinds import Chosen, Office
from coopcouncil.officers.models import Officer, OfficerEntry
from coopcouncil.officers.reads import in_office
from coopcouncil.officers.rules.refusals import NotAMember
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Seats:
    """Seats that a ballot fills: who has one by it already, and how a member takes one."""

    taken: Callable[[Collection[int]], Awaitable[frozenset[int]]]
    take: Callable[[Member, date, Person | None], Awaitable[None]]


FILLING: list[Callable[[Ballot], Awaitable[Seats | None]]] = []
"""Filled in `told.py`: seats that a higher slice keeps, such as a forum's. The first answers."""


@dataclass(frozen=True)
class Elected:
    """Somebody elected, by the declared result."""

    option: Option
    member: Member | None
    has_seat: bool


async def seats_of(ballot: Ballot) -> Seats | None:
    """The seats that a ballot fills, where this site keeps a list of them."""
    for asks in FILLING:
        if found := await asks(ballot):
            return found
    return _committee(ballot) if ballot.fills is Fills.COMMITTEE else None


async def elected_in(ballot: Ballot) -> tuple[Elected, ...]:
    """Those elected by the result as declared last, in the order of the paper."""
    declared = await Declaration.of(ballot).order_by("-n").select_related("run").first()
    if declared is None:
        raise NotDeclared
    seats = await seats_of(ballot)
    if seats is None:
        raise NoSeatsHere
    org = await organisation_of(ballot)
    places = declared.run.result["elected"]
    options = await Option.of(ballot).filter(place__in=places).select_related("member")
    found = [
        (option, await kept_of(org, option.member) if option.member else None)
        for option in sorted(options, key=lambda option: option.place)
    ]
    taken = await seats.taken([member.id for _option, member in found if member])
    return tuple(
        Elected(option, member, member is not None and member.id in taken)
        for option, member in found
    )


async def give_seats(
    ballot: Ballot,
    chosen: Sequence[int],
    numbers: Mapping[int, str],
    since: date,
    by: Person | None,
) -> int:
    """Those of these options who were elected take their seats from a day on; how many.

    `numbers` says by option which member it is, where the nomination did not.
    """
    async with in_transaction():
        elected = await elected_in(ballot)
        seats = await seats_of(ballot)
        wanted = [one for one in elected if one.option.id in set(chosen) and not one.has_seat]
        if not wanted or seats is None:
            raise NobodyTicked
        org = await organisation_of(ballot)
        for one in wanted:
            try:
                member = one.member or await _named(org, numbers.get(one.option.id, ""))
                await seats.take(member, since, by)
            except Refused as refusal:
                raise NotSeated(one.option.name, refusal) from refusal
            if one.member is None:
                await Option.of(ballot).filter(id=one.option.id).update(member_id=member.id)
        await audit.record(
            ballot.organisation_id,
            by.id if by else None,
            "gave those elected their seats",
            f"ballot:{ballot.id}",
            seats=len(wanted),
        )
    return len(wanted)


async def _named(org: Organisation, number: str) -> Member:
    if not number:
        raise NumberMissing
    member = await Member.within(org).filter(number=number).first()
    if member is None:
        raise NoMemberOfThatNumber(number)
    return await kept_of(org, member)


def _committee(ballot: Ballot) -> Seats:
    """The committee, whose register is the officers'."""

    async def taken(members: Collection[int]) -> frozenset[int]:
        org = await organisation_of(ballot)
        closed = ballot.closes_at.astimezone(clock.LONDON).date()
        return frozenset(
            each.entry.member_id
            for each in await in_office(org, clock.today())
            if each.seat is not None
            and each.entry.member_id in set(members)
            and each.entry.chosen == Chosen.ELECTED
            and each.entry.chosen_on is not None
            and each.entry.chosen_on >= closed
        )

    async def take(member: Member, since: date, by: Person | None) -> None:
        org = await organisation_of(ballot)
        facts = await _officer_facts(ballot, org, member, since)
        current = await in_office(org, since)
        sitting = next((e.entry for e in current if e.entry.member_id == member.id), None)
        before = OfficerEntry.within(org).filter(member_id=member.id, superseded_at=None)
        last = await before.order_by("-valid_from").first()
        if sitting is None:
            officer = await Officer.one(org, id=last.officer_id) if last else None
            await take_office(org, facts, since, by=by, officer=officer)
            return
        officer = await Officer.one(org, id=sitting.officer_id)
        if Office.COMMITTEE in sitting.held:
            await choose_again(org, officer, Chosen.ELECTED, since, by=by)
            return
        chosen: dict[str, Fact] = {
            "offices": f"{Office.COMMITTEE.value} {sitting.offices}",
            "chosen": facts["chosen"],
            "chosen_on": facts["chosen_on"],
        }
        await change_officer(org, officer, chosen, since, by=by)

    return Seats(taken, take)


async def _officer_facts(
    ballot: Ballot, org: Organisation, member: Member, since: date
) -> dict[str, Fact]:
    entry = await as_at(org, since).filter(member_id=member.id).first()
    if entry is None:
        raise NotAMember
    copied = ("given_name", "family_name", "postal_address", "postcode", "email", "email_purposes")
    facts: dict[str, Fact] = {name: getattr(entry, name) for name in copied}
    named = await BallotConstituency.of(ballot)
    return {
        **facts,
        "date_of_birth": entry.date_of_birth.isoformat() if entry.date_of_birth else None,
        "member_id": member.id,
        "constituency_id": named[0].constituency_id if len(named) == 1 else None,
        "offices": Office.COMMITTEE.value,
        "chosen": Chosen.ELECTED.value,
        "chosen_on": min(since, clock.today()).isoformat(),
    }
