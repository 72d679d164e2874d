"""Letting a vote go to an e-mail address that changed after the roll was sealed."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.telling import languages_for
from coopcouncil.ballots.actions.twoofficers import second
from coopcouncil.ballots.models import Ballot, EmailRelease, RollEntry
from coopcouncil.ballots.reads import course_of, organisation_of, rules_of
from coopcouncil.ballots.rules.releases import may_ask, may_release, may_settle
from coopcouncil.ballots.rules.state import State, state_of
from coopcouncil.kernel import audit, clock, config, mail
from coopcouncil.members.safeguarding import stopped


async def ask_release(
    ballot: Ballot, entry: RollEntry, email: str, reason: str, by: Person
) -> EmailRelease:
    """Put a changed address before a second officer, and tell the old one at once."""
    new = email.strip().lower()
    async with in_transaction():
        await locks.alone(ballot)
        old = await address_of(ballot, entry)
        waiting = EmailRelease.of(ballot).filter(entry_id=entry.id, agreed_at=None, refused_at=None)
        may_ask(await _state(ballot), await waiting.exists(), old, new)
        release = await EmailRelease.create(
            ballot=ballot,
            entry=entry,
            email=new,
            reason=reason,
            asked_by=by,
            asked_at=clock.now(),
        )
        # A voter whom nobody may write to keeps the old address: it cannot be told.
        if old and await _tell_old(ballot, entry, old):
            release.told_at = clock.now()
            await release.save(update_fields=["told_at"])
        await _record(ballot, by, "asked to change a roll address", entry)
    return release


async def agree_release(ballot: Ballot, release: EmailRelease, by: Person) -> None:
    """The second officer agrees: from now on the new address carries the vote."""
    async with in_transaction():
        entry = await _begin_settling(ballot, release, by)
        await second(ballot, release.asked_by_id, by.id)
        may_release(await address_of(ballot, entry), release.told_at is not None)
        release.agreed_at, release.agreed_by = clock.now(), by
        await release.save(update_fields=["agreed_at", "agreed_by_id"])
        await _record(ballot, by, "agreed to change a roll address", entry)


async def refuse_release(ballot: Ballot, release: EmailRelease, by: Person) -> None:
    """The second officer refuses: the address on the roll stays."""
    async with in_transaction():
        entry = await _begin_settling(ballot, release, by)
        release.refused_at = clock.now()
        await release.save(update_fields=["refused_at"])
        await _record(ballot, by, "refused to change a roll address", entry)


async def address_of(ballot: Ballot, entry: RollEntry) -> str:
    """The address that carries the entry's vote now."""
    agreed = EmailRelease.of(ballot).filter(entry_id=entry.id, agreed_at__not_isnull=True)
    last = await agreed.order_by("-agreed_at").first()
    return last.email if last else entry.email


async def _begin_settling(ballot: Ballot, release: EmailRelease, by: Person) -> RollEntry:
    await locks.alone(ballot)
    await release.refresh_from_db()
    settled = release.agreed_at is not None or release.refused_at is not None
    may_settle(await _state(ballot), release.asked_by_id, by.id, settled)
    return await RollEntry.one_of(ballot, id=release.entry_id)


async def _state(ballot: Ballot) -> State:
    return state_of(await course_of(ballot), clock.now())


async def _tell_old(ballot: Ballot, entry: RollEntry, old: str) -> bool:
    """Whether the old address was written to."""
    if await stopped([entry.member_id]):
        return False
    org = await organisation_of(ballot)
    for language in languages_for(entry.language, (await rules_of(ballot)).bilingual):
        await mail.send(
            org.id,
            old,
            "email/ballots/address_changing",
            language,
            {
                "voter": entry.name,
                "organisation": org.called(language),
                "title": ballot.called(language),
                "contact": org.email or org.telephone,
                "link": f"{config.current().base_url}/{org.slug}/ballots/{ballot.id}",
            },
            about=f"ballot:{ballot.id}",
        )
    return True


async def _record(ballot: Ballot, by: Person, verb: str, entry: RollEntry) -> None:
    # Never the address itself: the record is read by more people than the roll.
    await audit.record(
        ballot.organisation_id, by.id, verb, f"ballot:{ballot.id}", roll_number=entry.number
    )
