"""The roll of a whole register, cut and sealed by the jobs that do it beside the pages."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import asyncpg

from bench import Row, row
from bench.filled import Register
from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions.keys import make_key, rehearse_kept
from coopcouncil.ballots.actions.longroll import ask_for_cut, ask_for_seal, work_on_roll
from coopcouncil.ballots.actions.setup import Electorate, Terms, Texts, create_ballot
from coopcouncil.ballots.models import Ballot, Footing, Kind, Roll, RollEntry, RollWork
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import rulebook_on


async def roll(
    register: Register, officer: Person, database: asyncpg.Connection, keys: Path
) -> list[Row]:
    """Cutting the roll of a ballot from the register, its fingerprint and all; then sealing it."""
    opens = clock.now() + timedelta(days=30)
    ballot = await create_ballot(
        register.org,
        Kind.RESOLUTION,
        Texts("New paint", "", "Shall the hall be painted?", ""),
        Terms(Footing.OUTSIDE, seats=1),
        Electorate(clock.today() - timedelta(days=1), opens, opens + timedelta(days=8)),
        await rulebook_on(register.org, clock.today()),
        officer,
    )
    await make_key(ballot, keys, officer)
    await rehearse_kept(ballot, keys, officer)
    await ballot.refresh_from_db()
    await ask_for_cut(ballot, officer)
    cut = await _worked(ballot)
    voters = await RollEntry.of(ballot).count()
    if voters != (await Roll.of(ballot).get()).count or voters < register.size * 9 // 10:
        raise AssertionError(f"{voters} of {register.size} are on the roll")
    await ask_for_seal(ballot, officer)
    sealed = await _worked(ballot)
    if (await Roll.of(ballot).get()).sealed_at is None:
        raise AssertionError("the roll was not sealed")
    began = perf_counter()
    await database.execute("CREATE TEMP TABLE beside AS SELECT * FROM roll_entry")
    copied = perf_counter() - began
    beside = "the same rows copied within PostgreSQL, no index, no fingerprint"
    return [
        row(
            f"register, cutting a roll of {voters:,}",
            cut.seconds,
            "s",
            beside,
            copied,
            "one INSERT … SELECT, then the fingerprint over all lines; "
            f"{cut.memory:.0f} MiB more than before",
        ),
        row(
            f"register, sealing a roll of {voters:,}",
            sealed.seconds,
            "s",
            beside,
            copied,
            f"the fingerprint over all lines again; {sealed.memory:.0f} MiB more than before",
        ),
    ]


@dataclass(frozen=True)
class Worked:
    """What a job took: seconds, and how many MiB this process grew at most."""

    seconds: float
    memory: float


async def _worked(ballot: Ballot) -> Worked:
    work = await RollWork.get(ballot_id=ballot.id)
    _forget_the_largest()
    before, began = _memory("VmRSS:"), perf_counter()
    await work_on_roll({"work": work.id})
    seconds = perf_counter() - began
    if await RollWork.filter(ballot_id=ballot.id).exists():
        raise AssertionError("the work on the roll is not done")
    return Worked(seconds, max(0.0, _memory("VmHWM:") - before))


def _forget_the_largest() -> None:
    """The kernel's note of the largest size of this process begins anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _memory(which: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(which))
