"""What a member changes without asking anybody, and what they ask to be put right."""

from collections.abc import Mapping

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.members import actions as register
from coopcouncil.members.kinds import Fact
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.recording import history_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.actions.telling import tell_answered
from coopcouncil.privacy.models import CorrectionRequest, Outcome
from coopcouncil.privacy.rules import AskedAlready, Decided, NothingAsked, OwnCase, ReasonForIt


async def addresses_of(person: Person) -> list[str]:
    """The addresses that a person has proven: no other may become the register's."""
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False).order_by("id")
    return [str(one) for one in await proven.values_list("address", flat=True)]


async def change_own(
    org: Organisation, entry: RegisterEntry, facts: Mapping[str, Fact], why: str, by: Person
) -> None:
    """Contact facts and choices: recorded at once, from today, by the member."""
    member = await Member.one(org, id=entry.member_id)
    await register.change(org, member, facts, by=by, reason=why)


async def ask_correction(
    org: Organisation, entry: RegisterEntry, facts: Mapping[str, Fact], said: str, by: Person
) -> CorrectionRequest:
    """Ask that facts of the register be put right; a keeper decides."""
    async with in_transaction():
        await lock("privacy", entry.member_id)
        if not facts and not said.strip():
            raise NothingAsked
        open_ones = CorrectionRequest.within(org).filter(member_id=entry.member_id, outcome=None)
        if await open_ones.exists():
            raise AskedAlready
        made = await CorrectionRequest.create(
            organisation=org,
            member_id=entry.member_id,
            person=by,
            facts=dict(facts),
            said=said.strip(),
            asked_at=clock.now(),
        )
        await audit.record(org.id, by.id, "asked for a correction", f"correction:{made.id}")
    return made


async def decide_correction(
    org: Organisation,
    request: CorrectionRequest,
    *,
    approve: bool,
    always: bool,
    reason: str,
    by: Person,
) -> None:
    """Approve, and thereby record it, or refuse; either is told to the member on their page.

    `always` where the register was wrong from the beginning, else it holds from today.
    """
    async with in_transaction():
        await lock("privacy", request.member_id)
        await request.refresh_from_db()
        if request.outcome is not None:
            raise Decided
        if request.person_id == by.id:
            raise OwnCase
        if not approve and not reason.strip():
            raise ReasonForIt
        if approve and request.facts:
            member = await Member.one(org, id=request.member_id)
            history = await history_of(member.id)
            since = history[0].valid_from if always else None
            await register.change(
                org, member, request.facts, by=by, effective_on=since, reason=reason.strip()
            )
        request.outcome = Outcome.DONE if approve else Outcome.REFUSED
        request.decided_at, request.decided_by = clock.now(), by
        request.reason = reason.strip()
        await request.save(update_fields=["outcome", "decided_at", "decided_by_id", "reason"])
        verb = "approved a correction" if approve else "refused a correction"
        await audit.record(org.id, by.id, verb, f"correction:{request.id}")
        await tell_answered(org, request, f"correction:{request.id}")
