"""Letter codes: made, replaced, struck, and used to cast a vote."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.chain import add_event
from coopcouncil.ballots.actions.voting import cast_vote, facts_for
from coopcouncil.ballots.models import (
    Ballot,
    EventKind,
    LetterRun,
    PaperMark,
    RollEntry,
    VotingCode,
    Way,
)
from coopcouncil.ballots.reads import course_of, state_now
from coopcouncil.ballots.rules.codes import (
    BITS,
    CodeUnknown,
    NobodyToWriteTo,
    Struck,
    VoterOnPaper,
    code_of,
    digest,
    may_issue,
    may_open,
    read_code,
)
from coopcouncil.ballots.rules.state import state_of
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.config import current, kept_secret
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Issued:
    """A run's codes in clear, by roll entry: on their way to the printer, and nowhere else."""

    run: LetterRun
    codes: dict[int, str] = field(repr=False)
    replaced: frozenset[int]


@dataclass(frozen=True, slots=True)
class OpenedByCode:
    """What a live code opens."""

    ballot: Ballot
    entry: RollEntry


async def issue_codes(
    ballot: Ballot, entries: list[int] | None, by: Person | None, reason: str = ""
) -> Issued:
    """Make a fresh code for each of these roll entries (None: all), striking older ones.

    Voters whose paper has arrived get none. The codes are returned once; kept are hashes.
    """
    async with in_transaction() as connection:
        await locks.alone(ballot)
        may_issue(state_of(await course_of(ballot), clock.now()))
        rows = await connection.execute_query_dict(
            "SELECT e.id, EXISTS (SELECT FROM voting_code c WHERE c.entry_id = e.id"
            " AND c.struck_at IS NULL) AS has_code FROM roll_entry e WHERE e.ballot_id = $1"
            " AND ($2::bigint[] IS NULL OR e.id = ANY ($2::bigint[]))"
            " AND NOT EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id)"
            " ORDER BY e.number",
            [ballot.id, entries],
        )
        if not rows:
            raise NobodyToWriteTo
        replaced = frozenset(row["id"] for row in rows if row["has_code"])
        await _strike(ballot, list(replaced), Struck.REPLACED)
        codes = {row["id"]: code_of(secrets.randbits(BITS)) for row in rows}
        run = await LetterRun.create(
            ballot=ballot,
            n=await LetterRun.of(ballot).count() + 1,
            letters=len(codes),
            reason=reason,
            at=clock.now(),
            by=by,
        )
        hashes = [digest(_key(), read_code(code)) for code in codes.values()]
        await connection.execute_query(
            "INSERT INTO voting_code (ballot_id, run_id, struck_because, entry_id, hmac)"
            " SELECT $1, $2, '', * FROM unnest($3::bigint[], $4::text[])",
            [ballot.id, run.id, list(codes), hashes],
        )
        await add_event(
            ballot, EventKind.LETTERS, run=run.n, letters=len(codes), replaced=len(replaced)
        )
        await _record(
            ballot, by, "made letters with codes", run=run.n, letters=len(codes), reason=reason
        )
    return Issued(run, codes, replaced)


async def replace_code(ballot: Ballot, entry: RollEntry, by: Person | None, reason: str) -> Issued:
    """One voter's new code; the old one opens nothing any more."""
    if await PaperMark.of(ballot).filter(entry_id=entry.id).exists():
        raise VoterOnPaper
    return await issue_codes(ballot, [entry.id], by, reason)


async def open_by_code(org: Organisation, plain: str) -> OpenedByCode:
    """The roll entry that a code opens now.

    Forged, struck, of another organisation, or used where a vote cannot be changed: all are
    `CodeUnknown`. A live code's bearer is told when it works from, or that voting is over.
    """
    row = await VotingCode.filter(
        hmac=digest(_key(), plain), struck_at=None, ballot__organisation_id=org.id
    ).first()
    if row is None:
        raise CodeUnknown
    ballot = await Ballot.one(org, id=row.ballot_id)
    state = await state_now(ballot)
    may_open(state, ballot.opens_at, ballot.closes_at)
    entry = await RollEntry.one_of(ballot, id=row.entry_id)
    voter = (await facts_for(ballot, entry.id)).voter
    if voter.has_paper or (voter.has_voted and not voter.may_change):
        raise CodeUnknown
    return OpenedByCode(ballot, entry)


@asynccontextmanager
async def holding(opened: OpenedByCode, plain: str) -> AsyncIterator[None]:
    """A transaction in which the code stays live: one struck a moment ago casts no vote."""
    async with in_transaction():
        await locks.beside_others(opened.ballot.id)
        live = VotingCode.of(opened.ballot).filter(hmac=digest(_key(), plain), struck_at=None)
        if not await live.exists():
            raise CodeUnknown
        yield


async def cast_by_code(org: Organisation, plain: str, ranking: str) -> OpenedByCode:
    """Cast the vote that a code opens."""
    opened = await open_by_code(org, plain)
    async with holding(opened, plain):
        await cast_vote(opened.ballot, opened.entry.id, ranking, Way.CODE)
    return opened


async def strike_for_paper(ballot: Ballot, entries: list[int]) -> None:
    """A paper has come: its voter's code is over. Inside the transaction that marks it."""
    await _strike(ballot, entries, Struck.PAPER)


async def restore_after_paper(ballot: Ballot, entry: int) -> None:
    """The mark was a slip: the code that it struck opens its entry again."""
    struck = (
        await VotingCode.of(ballot)
        .filter(entry_id=entry, struck_because=Struck.PAPER)
        .order_by("-id")
        .first()
    )
    if (
        struck is not None
        and not await VotingCode.of(ballot).filter(entry_id=entry, struck_at=None).exists()
    ):
        struck.struck_at, struck.struck_because = None, ""
        await struck.save(update_fields=["struck_at", "struck_because"])


async def _strike(ballot: Ballot, entries: list[int], why: Struck) -> None:
    await connections.get("default").execute_query(
        "UPDATE voting_code SET struck_at = $3, struck_because = $4 WHERE ballot_id = $1"
        " AND entry_id = ANY ($2::bigint[]) AND struck_at IS NULL",
        [ballot.id, entries, clock.now(), why.value],
    )


def _key() -> bytes:
    return _kept(current().keys / "letter-codes")


@lru_cache
def _kept(path: Path) -> bytes:
    return kept_secret(path).encode()


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )
