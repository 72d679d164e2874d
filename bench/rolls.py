"""The roll of a whole register."""

from datetime import timedelta
from time import perf_counter

import asyncpg

from bench import Row, row
from bench.filled import Register
from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions.roll import cut_roll
from coopcouncil.ballots.actions.setup import Electorate, Terms, Texts, create_ballot
from coopcouncil.ballots.models import Footing, Kind, RollEntry
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import rulebook_on


async def roll(register: Register, officer: Person, database: asyncpg.Connection) -> list[Row]:
    """Cutting the roll of a ballot from the register, its fingerprint and all."""
    opens = clock.now() + timedelta(days=30)
    ballot = await create_ballot(
        register.org,
        Kind.STV,
        Texts("Election of directors", "", "Who should be a director?", "", office="Director"),
        Terms(Footing.OUTSIDE, seats=3),
        Electorate(clock.today() - timedelta(days=1), opens, opens + timedelta(days=8)),
        await rulebook_on(register.org, clock.today()),
        officer,
    )
    began = perf_counter()
    roll = await cut_roll(ballot, officer)
    whole = perf_counter() - began
    voters = await RollEntry.of(ballot).count()
    if voters != roll.count or voters < register.size * 9 // 10:
        raise AssertionError(f"{roll.count} were said to be cut, {voters} are on the roll")
    began = perf_counter()
    await database.execute("CREATE TEMP TABLE beside AS SELECT * FROM roll_entry")
    copied = perf_counter() - began
    return [
        row(
            f"register, cutting a roll of {voters:,}",
            whole,
            "s",
            "the same rows copied within PostgreSQL, no index, no fingerprint",
            copied,
            "one INSERT … SELECT, then the fingerprint over all lines",
        )
    ]
