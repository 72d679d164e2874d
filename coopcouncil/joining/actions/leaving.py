"""Membership ends: by the member's own word, or step by step against it.

What becomes of shares follows in `members.within.AFTER_LEAVING`, in the same transaction.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.joining.kinds import Heard, Verdict
from coopcouncil.joining.models import Expulsion
from coopcouncil.joining.reads import house_of
from coopcouncil.joining.rules.leaving import (
    AtAnotherStep,
    GroundsNeeded,
    MinuteNeeded,
    NotAMember,
    NotYet,
    UnderWay,
    Vote,
    may_appeal,
    may_call_hearing,
    may_decide,
    may_end,
    may_resign,
    served_on,
)
from coopcouncil.kernel import audit, clock, mail
from coopcouncil.kernel.db import lock
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause, Status
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation


async def resign(
    org: Organisation, entry: RegisterEntry, on: date, *, reason: str, by: Person, language: str
) -> None:
    """A member leaves by their own word, with the rules' notice."""
    async with in_transaction():
        rules = (await house_of(org)).rules
        may_resign(on, clock.today(), rules.resignation_notice_days)
        member = await Member.one(org, id=entry.member_id)
        await leave(org, member, on, reason=reason, by=by, because=Cause.RESIGNED)
        address = entry.representative_email or entry.email
        if address and not await stopped([entry.member_id]):
            await mail.send(
                org.id,
                address,
                template="email/joining/resigned",
                language=entry.language or language,
                context={
                    "organisation": org.called(entry.language or language),
                    "name": entry.name,
                    "on": on,
                },
                about=f"member:{member.id}",
            )


async def begin_expulsion(
    org: Organisation, member: Member, grounds: str, by: Person | None
) -> Expulsion:
    """Write down the grounds; nothing has happened to the member yet."""
    async with in_transaction():
        await lock("expulsion", member.id)
        if not grounds.strip():
            raise GroundsNeeded
        entry = await entry_of(org, member.id)
        if entry is None or entry.status not in (Status.MEMBER, Status.SUSPENDED):
            raise NotAMember
        if await Expulsion.within(org).filter(member_id=member.id, closed_at=None).exists():
            raise UnderWay
        made = await Expulsion.create(
            organisation=org,
            member=member,
            grounds=grounds.strip(),
            begun_at=clock.now(),
            begun_by=by,
        )
        await _record(org, by, "began an expulsion", made)
    return made


async def serve(
    org: Organisation,
    expulsion: Expulsion,
    sent_on: date,
    *,
    by_post: bool,
    hearing_on: date,
    hearing_at: str,
    by: Person,
) -> None:
    """The grounds went to the member in writing, with the day and place of the hearing.

    Until it is decided this can be recorded again: a hearing is put off with new notice.
    """
    async with in_transaction():
        await _locked(expulsion)
        if expulsion.decided_on is not None:
            raise AtAnotherStep
        if sent_on > clock.today():
            raise NotYet(sent_on)
        rules = (await house_of(org)).rules
        served = served_on(sent_on, by_post, rules.post_deemed_hours)
        may_call_hearing(served, hearing_on, rules.expulsion_notice_days)
        expulsion.sent_on, expulsion.sent_by_post, expulsion.served_on = sent_on, by_post, served
        expulsion.hearing_on, expulsion.hearing_at = hearing_on, hearing_at
        await expulsion.save()
        await _record(org, by, "served the grounds of an expulsion", expulsion)


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """How the hearing went and what was decided."""

    on: date
    heard: Heard
    answer: str
    vote: Vote
    minute: str


async def record_verdict(
    org: Organisation, expulsion: Expulsion, hearing: Hearing, by: Person
) -> None:
    """What those decided who could, by the rules' majority. Membership does not end by this."""
    async with in_transaction():
        await _locked(expulsion)
        if expulsion.decided_on is not None:
            raise AtAnotherStep
        may_decide(
            expulsion.hearing_on,
            hearing.on,
            hearing.vote,
            hearing.heard,
            hearing.minute,
            clock.today(),
        )
        rules = (await house_of(org)).rules
        verdict = hearing.vote.verdict(rules.extraordinary_share)
        expulsion.decided_on, expulsion.verdict = hearing.on, verdict
        expulsion.heard, expulsion.answer = hearing.heard, hearing.answer
        expulsion.votes_for = hearing.vote.votes_for
        expulsion.votes_against = hearing.vote.votes_against
        expulsion.minute = hearing.minute
        if verdict is Verdict.EXPELLED and rules.expulsion_appeal_days:
            expulsion.appeal_until = hearing.on + timedelta(days=rules.expulsion_appeal_days)
        if verdict is Verdict.KEPT:
            expulsion.closed_at = clock.now()
        await expulsion.save()
        await _record(org, by, f"an expulsion was decided: {verdict.value}", expulsion)


async def record_appeal(org: Organisation, expulsion: Expulsion, on: date, by: Person) -> None:
    """The member appealed in time."""
    async with in_transaction():
        await _locked(expulsion)
        if expulsion.appealed_on is not None or expulsion.closed_at is not None:
            raise AtAnotherStep
        may_appeal(expulsion.appeal_until, on, clock.today())
        expulsion.appealed_on = on
        await expulsion.save()
        await _record(org, by, "an appeal against an expulsion was recorded", expulsion)


async def decide_appeal(
    org: Organisation, expulsion: Expulsion, on: date, *, upheld: bool, minute: str, by: Person
) -> None:
    """What came of the appeal: upheld, the member stays."""
    async with in_transaction():
        await _locked(expulsion)
        if expulsion.appealed_on is None or expulsion.appeal_decided_on is not None:
            raise AtAnotherStep
        if on > clock.today() or on < expulsion.appealed_on:
            raise NotYet(max(on, expulsion.appealed_on))
        if not minute.strip():
            raise MinuteNeeded
        expulsion.appeal_decided_on, expulsion.appeal_minute = on, minute
        if upheld:
            expulsion.verdict, expulsion.closed_at = Verdict.KEPT, clock.now()
        await expulsion.save()
        verb = "upheld" if upheld else "dismissed"
        await _record(org, by, f"an appeal against an expulsion was {verb}", expulsion)


async def end_by_expulsion(org: Organisation, expulsion: Expulsion, on: date, by: Person) -> None:
    """The membership ends, once nothing can keep it any more, because somebody says so."""
    async with in_transaction():
        await _locked(expulsion)
        if expulsion.closed_at is not None:
            raise AtAnotherStep
        may_end(
            expulsion.verdict,
            expulsion.appeal_until,
            expulsion.appealed_on,
            expulsion.appeal_decided_on,
            clock.today(),
        )
        assert expulsion.decided_on is not None
        if on < expulsion.decided_on:
            raise NotYet(expulsion.decided_on)
        member = await Member.one(org, id=expulsion.member_id)
        await leave(org, member, on, reason=expulsion.minute, by=by, because=Cause.EXPELLED)
        expulsion.closed_at = clock.now()
        await expulsion.save()
        await _record(org, by, "an expulsion took effect", expulsion)


async def drop_expulsion(org: Organisation, expulsion: Expulsion, because: str, by: Person) -> None:
    """The procedure ends without a decision."""
    async with in_transaction():
        await _locked(expulsion)
        if expulsion.closed_at is not None or expulsion.decided_on is not None:
            raise AtAnotherStep
        expulsion.closed_at, expulsion.closed_because = clock.now(), because
        await expulsion.save()
        await _record(org, by, "an expulsion was dropped", expulsion)


async def _locked(expulsion: Expulsion) -> None:
    await lock("expulsion", expulsion.member_id)
    await expulsion.refresh_from_db()
    if expulsion.closed_at is not None:
        raise AtAnotherStep


async def _record(org: Organisation, by: Person | None, verb: str, expulsion: Expulsion) -> None:
    await audit.record(org.id, by.id if by else None, verb, f"expulsion:{expulsion.id}")
