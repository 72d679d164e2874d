"""Making and rehearsing a ballot's key. The private half passes through and stays nowhere here."""

from pathlib import Path

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import keys, locks
from coopcouncil.ballots.models import Ballot, KeyRehearsal, KeySide
from coopcouncil.ballots.reads import course_of, paper_length_of, rules_of
from coopcouncil.ballots.rules.course import (
    KeyNotHere,
    OnePersonTwoCopies,
    WrongKey,
    may_change,
    may_keep,
)
from coopcouncil.kernel import audit, clock, config
from coopcouncil.organisations.rulebook import KeyKeeper


async def make_key(ballot: Ballot, folder: Path, by: Person | None) -> bytes | None:
    """A fresh key, in place of an earlier one. The officer's private half is returned, to be
    shown once; the platform's is put into the folder of keys."""
    private, public = keys.make()
    async with in_transaction():
        may_change(await course_of(ballot))
        await locks.alone(ballot)
        await ballot.refresh_from_db()
        may_change(await course_of(ballot))
        before = bytes(ballot.public_key) if ballot.public_key else None
        ballot.public_key = public
        ballot.paper_length = await paper_length_of(ballot)
        await ballot.save(update_fields=["public_key", "paper_length"])
        await KeyRehearsal.of(ballot).delete()
        await _record(ballot, by, "made a ballot's key", keeper=ballot.key_keeper.value)
        if ballot.key_keeper is KeyKeeper.PLATFORM:
            # Before the commit: a public half whose private half is nowhere would seal votes
            # that nobody can ever open.
            keys.keep(folder, public, private)
    if before:
        keys.destroy(folder, before)
    return private if ballot.key_keeper is KeyKeeper.OFFICER else None


async def change_keeper(ballot: Ballot, keeper: KeyKeeper, folder: Path, by: Person | None) -> None:
    """Someone else keeps the private half: then the key is made anew."""
    rules = await rules_of(ballot)
    by_rules = rules.election_key if ballot.is_election else rules.resolution_key
    may_keep(keeper, by_rules, config.current().demo)
    async with in_transaction():
        may_change(await course_of(ballot))
        await locks.alone(ballot)
        await ballot.refresh_from_db()
        may_change(await course_of(ballot))
        before = bytes(ballot.public_key) if ballot.public_key else None
        ballot.key_keeper = keeper
        ballot.public_key = ballot.paper_length = None
        await ballot.save(update_fields=["key_keeper", "public_key", "paper_length"])
        await KeyRehearsal.of(ballot).delete()
        await _record(ballot, by, "chose who keeps a ballot's key", keeper=keeper.value)
    if before:
        keys.destroy(folder, before)


async def rehearse_kept(ballot: Ballot, folder: Path, by: Person | None) -> None:
    """The platform's own key opens a test envelope."""
    private = keys.kept(folder, bytes(ballot.public_key or b""))
    if private is None:
        raise KeyNotHere
    await _rehearse(ballot, KeySide.PLATFORM, private, by)


async def rehearse_held(ballot: Ballot, side: KeySide, private: bytes, by: Person | None) -> None:
    """The officer's or the scrutineer's copy opens a test envelope."""
    await _rehearse(ballot, side, private, by)


async def _rehearse(ballot: Ballot, side: KeySide, private: bytes, by: Person | None) -> None:
    public = bytes(ballot.public_key or b"")
    if keys.public_half(private) != public or not keys.rehearse(public, private, ballot.id):
        raise WrongKey
    async with in_transaction():
        await locks.alone(ballot)
        if by and await KeyRehearsal.of(ballot).filter(by_id=by.id).exclude(side=side).exists():
            raise OnePersonTwoCopies
        await KeyRehearsal.create(ballot=ballot, side=side, at=clock.now(), by=by)
        await _record(ballot, by, "rehearsed a ballot's key", side=side.value)


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )
