"""Many members at once, through the register's own recording."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from coopcouncil.accounts.models import Person
from coopcouncil.demo.names import Invented
from coopcouncil.members.kinds import Fact, Kind, Status
from coopcouncil.members.models import Constituency
from coopcouncil.members.recording import Entry, recording
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Joining:
    """One who joins, with what differs from the usual."""

    who: Invented
    joined: date
    facts: dict[str, Fact] = field(default_factory=dict)


async def enrol(
    org: Organisation, joiners: Iterable[Joining], reason: str, by: Person | None, prefix: str = ""
) -> list[int]:
    """Enter them all in one change-set, numbered onward from 1; their member ids in order."""
    people = list(joiners)
    async with recording(org, Kind.IMPORT, reason, by) as book:
        ids = await book.new_members([f"{prefix}{n:04}" for n in range(1, len(people) + 1)])
        await book.write(
            [
                Entry(member, joining.joined, facts(joining), reason)
                for member, joining in zip(ids, people, strict=True)
            ]
        )
        await book.told(members=ids[:100])
    return ids


def facts(joining: Joining) -> dict[str, Fact]:
    """What the register says of someone who joins."""
    who = joining.who
    return {
        "given_name": who.given_name,
        "family_name": who.family_name,
        "email": who.email,
        "email_purposes": "notices voting" if who.email else "",
        "postal_address": who.postal_address,
        "postcode": who.postcode,
        "date_of_birth": who.born.isoformat(),
        "language": "en",
        "format": "standard",
        "status": Status.MEMBER.value,
        "joined_on": joining.joined.isoformat(),
        **joining.facts,
    }


async def constituencies(
    org: Organisation, names: Iterable[tuple[str, str, str]]
) -> dict[str, Constituency]:
    """Make the constituencies (key, English, Welsh) in this order."""
    return {
        key: await Constituency.create(
            organisation=org, key=key, name=name, name_cy=name_cy, place=place
        )
        for place, (key, name, name_cy) in enumerate(names, 1)
    }


def joined_between(stream: Random, first: date, last: date) -> date:
    """A day in the span, more of them lately than long ago."""
    span = (last - first).days
    return first + timedelta(days=int(span * stream.random() ** 0.7))


def wanted_format(stream: Random) -> str:
    """How somebody wants to be written to: nearly everybody in standard print."""
    drawn = stream.random()
    if drawn < 0.03:
        return "large-print"
    if drawn < 0.034:
        return "audio"
    if drawn < 0.037:
        return "braille"
    return "telephone" if drawn < 0.042 else "standard"
