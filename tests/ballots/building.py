"""Builders of ballots: a test varies only what it is about."""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.ballots.actions.box import close_ballot, open_box
from coopcouncil.ballots.actions.keys import make_key, rehearse_kept
from coopcouncil.ballots.actions.roll import cut_roll, seal_roll
from coopcouncil.ballots.actions.setup import (
    Choice,
    Electorate,
    Terms,
    Texts,
    add_option,
    create_ballot,
)
from coopcouncil.ballots.models import Ballot, Footing, Kind, RollEntry
from coopcouncil.kernel import clock, config
from coopcouncil.organisations.models import Grant, Organisation, Role, RulebookVersion
from coopcouncil.organisations.rulebook import KeyKeeper, Rulebook
from tests.make import make_member, make_organisation
from tests.pageclient import Page, Pages

_numbers = itertools.count(1)

QUALIFYING = date(2026, 11, 1)
OPENS = datetime.fromisoformat("2026-11-10T09:00+00:00")
CLOSES = datetime.fromisoformat("2026-11-20T17:00+00:00")
BEFORE = OPENS - timedelta(days=3)
DURING = OPENS + timedelta(days=2)
AFTER = CLOSES + timedelta(hours=1)

CANDIDATES = ("Ffion Rees", "Joan Bright", "Omar Khan", "Pat Lowe")


async def make_person(name: str = "Ada Lovell", email: str = "") -> Person:
    """Someone who has proven an address."""
    person = await Person.create(name=name, created_at=clock.now())
    await EmailAddress.create(
        person=person,
        address=email or f"person-{next(_numbers)}@example.org",
        proven_at=clock.now(),
    )
    return person


async def make_officer(org: Organisation, role: Role, name: str = "Ros Officer") -> Person:
    """Someone who holds a role in the organisation."""
    person = await make_person(name)
    await Grant.create(organisation=org, person=person, role=role, granted_at=clock.now())
    return person


async def make_rules(org: Organisation, **parameters: Any) -> RulebookVersion:
    """The organisation's rules, from long ago."""
    rules = Rulebook(
        **{
            "ballots_outside_meetings": True,
            "election_key": KeyKeeper.PLATFORM,
            **parameters,
        }
    )
    return await RulebookVersion.create(
        organisation=org,
        number=1,
        effective_from=date(2020, 1, 1),
        parameters=rules.written(),
        recorded_at=clock.now(),
    )


async def make_voters(org: Organisation, count: int) -> None:
    """Members with an address each: voter-1@example.org and so on."""
    for n in range(1, count + 1):
        await make_member(org, f"Voter Number{n}", email=f"voter-{n}@example.org")


async def make_draft(
    org: Organisation | None = None,
    kind: Kind = Kind.RESOLUTION,
    *,
    voters: int = 3,
    candidates: Sequence[str] = CANDIDATES,
    seats: int = 2,
    most_choices: int | None = None,
    rules: dict[str, Any] | None = None,
    opens_at: datetime = OPENS,
    closes_at: datetime = CLOSES,
) -> Ballot:
    """A ballot that is still being set up, and its electorate in the register."""
    org = org or await make_organisation()
    version = await RulebookVersion.within(org).order_by("id").first() or await make_rules(
        org, **(rules or {})
    )
    await make_voters(org, voters)
    ballot = await create_ballot(
        org,
        kind,
        Texts(
            "New paint",
            "Paent newydd",
            "Shall the hall be painted?",
            "A ddylid peintio’r neuadd?",
            office="" if kind is Kind.RESOLUTION else "Director",
            office_cy="" if kind is Kind.RESOLUTION else "Cyfarwyddwr",
        ),
        Terms(Footing.OUTSIDE, seats=seats, most_choices=most_choices),
        Electorate(QUALIFYING, opens_at, closes_at),
        version,
        by=None,
    )
    if kind is not Kind.RESOLUTION:
        for name in candidates:
            await add_option(ballot, Choice(name, name, f"I am {name}.", f"{name} ydw i."), None)
    return ballot


async def make_ballot(
    org: Organisation | None = None, kind: Kind = Kind.RESOLUTION, **kw: Any
) -> Ballot:
    """A sealed ballot whose key the platform keeps, coming on `OPENS`."""
    with clock.frozen(BEFORE):
        ballot = await make_draft(org, kind, **kw)
        await make_ready(ballot)
        await seal_roll(ballot, None)
    await ballot.refresh_from_db()
    return ballot


async def make_ready(ballot: Ballot) -> None:
    """All that stands before sealing."""
    await make_key(ballot, key_folder(), None)
    await rehearse_kept(ballot, key_folder(), None)
    await cut_roll(ballot, None)


async def entry_number(ballot: Ballot, n: int = 1) -> RollEntry:
    """The roll's entry with this number."""
    return await RollEntry.of(ballot).get(number=n)


async def close_and_open(ballot: Ballot, after: datetime = AFTER) -> None:
    """Past the closing time: closed, and the box opened."""
    with clock.frozen(after):
        await close_ballot(ballot, None)
        await open_box(ballot, key_folder(), None)


def key_folder() -> Path:
    """Where this run keeps the platform's keys."""
    return config.current().keys


async def two_officers(client: Pages, org: Organisation) -> tuple[Pages, Pages]:
    """A returning officer's and a secretary's browser."""
    first = await make_officer(org, Role.RETURNING_OFFICER, "Ros Officer")
    second = await make_officer(org, Role.SECRETARY, "Sam Secretary")
    return client.as_(first), client.as_(second)


async def upload(page: Page, address: str, name: str, data: bytes, client: Pages) -> Page:
    """Send the page's form with a file in it."""
    return await client.post(address, page.fields, files={"file": (name, data)})
