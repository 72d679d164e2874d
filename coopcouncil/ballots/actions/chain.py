"""Adding to a ballot's public chain."""

from coopcouncil.ballots.models import Ballot, BallotEvent, EventKind
from coopcouncil.ballots.rules.chain import START, Event, canonical
from coopcouncil.kernel import clock


async def add_event(ballot: Ballot, kind: EventKind, /, **facts: object) -> BallotEvent:
    """The next link: inside a transaction that holds the ballot's lock alone.

    `facts` are public for ever, of integers and strings, and name nobody.
    """
    last = await BallotEvent.of(ballot).order_by("-n").first()
    # Whole seconds, as the public line has them.
    event = Event(
        n=last.n + 1 if last else 1,
        kind=kind.value,
        at=clock.now().replace(microsecond=0),
        facts=facts,
        previous=last.hash if last else START,
    )
    canonical(facts)
    return await BallotEvent.create(
        ballot_id=ballot.id,
        n=event.n,
        kind=kind,
        at=event.at,
        facts=facts,
        previous=event.previous,
        hash=event.hash,
    )


async def events_of(ballot: Ballot) -> list[Event]:
    """The chain as the public reads it."""
    return [
        Event(row.n, row.kind.value, row.at, row.facts, row.previous)
        for row in await BallotEvent.of(ballot).order_by("n")
    ]


async def head_of(ballot: Ballot) -> str:
    """The last link's hash: whoever holds it holds all that came before."""
    last = await BallotEvent.of(ballot).order_by("-n").first()
    return last.hash if last else START
