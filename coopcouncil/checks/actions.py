"""Asking for a second person, approving, refusing: each in one transaction."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.alone import why_two
from coopcouncil.checks.models import Check, CheckKind, State
from coopcouncil.checks.people import why_one_person
from coopcouncil.checks.rules import (
    AskedAlready,
    NotYours,
    SayWhy,
    is_open,
    may_check,
)
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Forbidden, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import members_behind
from coopcouncil.organisations.models import Organisation, entered, rulebook_on

Does = Callable[[Organisation, Check, Person | None], Awaitable[None]]

DOES: dict[CheckKind | tuple[CheckKind, str], Does] = {}
"""What is done once a check is given, inside the same transaction. Filled in `told.py`; a kind
may have one for all, and one for each sort of subject ("payment" of "payment:12")."""

LEADS: dict[str, str] = {}
"""Where to see what a check is about: the route, which takes its `id`, by the sort of subject."""

CONCERNS = "concerns"
"""The fact of a check that names further members whom it concerns."""

WHY = "why_two"
"""The fact of a check that says what asked for a second person."""

UNDOES: dict[CheckKind | tuple[CheckKind, str], Does] = {}
"""What is told when a check is refused, taken back or has expired. Filled in `told.py`."""


async def ask(
    org: Organisation,
    kind: CheckKind,
    amount: Money,
    subject: str,
    text: str,
    facts: Mapping[str, object],
    by: Person | None,
    *,
    member: Member | None = None,
) -> Check:
    """Put a deed before a second person; the same subject waits once (`AskedAlready`)."""
    async with in_transaction():
        return await _ask(org, kind, amount, subject, text, facts, by, member, State.WAITING)


async def ask_or_do(
    org: Organisation,
    kind: CheckKind,
    amount: Money,
    subject: str,
    text: str,
    facts: Mapping[str, object],
    by: Person | None,
    *,
    member: Member | None = None,
    others: Collection[int] = (),
) -> Check:
    """Do it at once where the rulebook lets one person; else as `ask`. The state says which.

    `others` are members whom it concerns besides `member`: neither do they check it.
    """
    async with in_transaction():
        why = await why_two(org, kind, amount, by, member=member, others=others)
        state = State.WAITING if why else State.ALONE
        if why:
            facts = {**facts, WHY: why.value}
        if others:
            facts = {**facts, CONCERNS: sorted(others)}
        check = await _ask(org, kind, amount, subject, text, facts, by, member, state)
        if state is State.ALONE:
            await _found(DOES, check)(org, check, by)
        return check


async def done_alone(
    org: Organisation,
    kind: CheckKind,
    amount: Money,
    subject: str,
    text: str,
    by: Person,
    *,
    member: Member,
) -> None:
    """Write down what one person has done by a rule of its own, whatever the sum: it stands in the
    list of what was done alone, and counts toward the sums that need two."""
    async with in_transaction():
        await _ask(org, kind, amount, subject, text, {}, by, member, State.ALONE)


async def approve(org: Organisation, check: Check, by: Person) -> Check:
    """The second person agrees: the deed is done, in the same transaction or not at all."""
    async with in_transaction():
        found = await _open(org, check)
        await _may(org, found, by)
        await _decide(org, found, State.APPROVED, by)
        await _found(DOES, found)(org, found, by)
    return found


async def refuse(org: Organisation, check: Check, reason: str, by: Person) -> Check:
    """The second person does not agree, and says why."""
    if not reason.strip():
        raise SayWhy
    async with in_transaction():
        found = await _open(org, check)
        await _may(org, found, by)
        await _decide(org, found, State.REFUSED, by, reason.strip()[:500])
        await _undo(org, found, by)
    return found


async def take_back(org: Organisation, check: Check, by: Person) -> Check:
    """Who asked no longer wants it."""
    async with in_transaction():
        found = await _open(org, check)
        if found.asked_by_id != by.id:
            raise NotYours
        await _decide(org, found, State.TAKEN_BACK, by)
        await _undo(org, found, by)
    return found


async def drop(org: Organisation, kind: CheckKind, subject: str, by: Person | None) -> None:
    """Take back what waits for this subject, if anything does: it is not what it was any more.

    Whoever calls it has undone the rest; `UNDOES` is not told.
    """
    async with in_transaction():
        await lock("check-of", f"{org.id}:{kind.value}:{subject}")
        waiting = Check.within(org).filter(kind=kind, subject=subject, state=State.WAITING)
        for one in await waiting:
            await lock("check", one.id)
            found = await Check.one(org, id=one.id)
            if found.state is State.WAITING:
                await _decide(org, found, State.TAKEN_BACK, by)


async def open_ones(org: Organisation) -> list[Check]:
    """What still waits, the oldest first."""
    found = Check.within(org).filter(state=State.WAITING, expires_at__gt=clock.now())
    return await found.select_related("asked_by").order_by("id")


async def why_not(org: Organisation, check: Check, by: Person) -> Refused | None:
    """What would keep this person from checking it now, if anything."""
    try:
        is_open(check.state, check.expires_at, clock.now())
        await _may(org, check, by)
    except Refused as refusal:
        return refusal
    return None


async def drop_old() -> int:
    """Drop what nobody checked in time; how many. For the worker."""
    dropped = 0
    late = Check.everywhere().filter(state=State.WAITING, expires_at__lte=clock.now())
    for one in await late.order_by("id").limit(1000):
        async with in_transaction():
            org = await Organisation.get(id=one.organisation_id)
            await lock("check", one.id)
            found = await Check.one(org, id=one.id)
            if found.state is State.WAITING:
                await _decide(org, found, State.EXPIRED, None)
                await _undo(org, found, None)
                dropped += 1
    return dropped


async def _ask(
    org: Organisation,
    kind: CheckKind,
    amount: Money,
    subject: str,
    text: str,
    facts: Mapping[str, object],
    by: Person | None,
    member: Member | None,
    state: State,
) -> Check:
    # Two tabs ask for one thing: the second finds the first.
    await lock("check-of", f"{org.id}:{kind.value}:{subject}")
    now = clock.now()
    same = Check.within(org).filter(kind=kind, subject=subject, state=State.WAITING)
    for before in await same:
        if before.expires_at > now:
            raise AskedAlready
        await _decide(org, before, State.EXPIRED, None)
        await _undo(org, before, None)
    rules = (await rulebook_on(org, clock.today())).rules
    is_alone = state is State.ALONE
    check = await Check.create(
        organisation=org,
        kind=kind,
        amount=amount.pence,
        subject=subject,
        text=text,
        facts=dict(facts),
        member=member,
        state=state,
        asked_at=now,
        asked_by=by,
        expires_at=now + timedelta(days=rules.check_days),
        decided_at=now if is_alone else None,
    )
    verb = "did alone" if is_alone else "asked for a check of"
    await audit.record(
        org.id,
        by.id if by else None,
        f"{verb} a {kind.value}",
        f"check:{check.id}",
        about=subject,
        amount=amount.pence,
    )
    return check


async def _open(org: Organisation, check: Check) -> Check:
    """The check as it stands now, under its lock: of two who decide at once one does."""
    await lock("check", check.id)
    found = await Check.one(org, id=check.id)
    is_open(found.state, found.expires_at, clock.now())
    return found


async def _may(org: Organisation, check: Check, by: Person) -> None:
    here = await entered(org.slug, by)
    if here is None:
        raise Forbidden
    may_check(
        check.kind,
        check.asked_by_id,
        by.id,
        here[1],
        one_person=await why_one_person(org, check.asked_by_id, by),
        concerns=bool(await members_behind(by, org) & _concerned(check)),
    )


def _concerned(check: Check) -> set[int]:
    others = check.facts.get(CONCERNS)
    found = {int(one) for one in others} if isinstance(others, list) else set()
    return found if check.member_id is None else {*found, check.member_id}


async def _decide(
    org: Organisation, check: Check, state: State, by: Person | None, reason: str = ""
) -> None:
    check.state, check.decided_at, check.decided_by, check.reason = state, clock.now(), by, reason
    await check.save(update_fields=["state", "decided_at", "decided_by_id", "reason"])
    await audit.record(
        org.id,
        by.id if by else None,
        f"decided on a {check.kind.value}: {state.value}",
        f"check:{check.id}",
        about=check.subject,
        amount=check.amount,
    )


async def _undo(org: Organisation, check: Check, by: Person | None) -> None:
    sort = check.subject.partition(":")[0]
    told = UNDOES.get((check.kind, sort)) or UNDOES.get(check.kind)
    if told is not None:
        await told(org, check, by)


def _found(deeds: Mapping[CheckKind | tuple[CheckKind, str], Does], check: Check) -> Does:
    sort = check.subject.partition(":")[0]
    return deeds.get((check.kind, sort)) or deeds[check.kind]
