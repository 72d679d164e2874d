"""The board decides on applications, several at once; who is admitted enters the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.joining.actions.money import charge_for_joining, tell_costs, waits_for_money
from coopcouncil.joining.actions.settled import told_settled
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.joining.reads import house_of
from coopcouncil.joining.rules.applications import NobodyChosen, may_decide
from coopcouncil.kernel import audit, clock, mail
from coopcouncil.kernel.db import lock
from coopcouncil.members.actions import next_number
from coopcouncil.members.kinds import Fact, Kind, MemberKind, Status
from coopcouncil.members.recording import Recording, recording
from coopcouncil.members.safeguarding import stopped
from coopcouncil.members.within import admit_within, readmit_within
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.allotting import allotted
from coopcouncil.shares.actions.book import has_come, keeping
from coopcouncil.shares.models import ShareKind


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the board decided, when, and where its minutes say so."""

    to: State
    on: date
    minute: str = ""
    reason: str = ""
    joins_on: date | None = None
    """From which day they are members; the day of the decision unless another is said."""
    allots: bool = False
    """Each of them is allotted a share of membership with the admission."""


async def decide(
    org: Organisation,
    ids: Sequence[int],
    decision: Decision,
    by: Person | None,
    site: str,
    former: int | None = None,
) -> int:
    """Refer, admit or refuse these applications: all of them or none. How many they were.

    `former` is the member who returns under the old number, where one application is admitted.
    """
    if decision.to is State.ADMITTED:
        async with recording(org, Kind.ADMISSION, decision.minute, by) as book:
            found = await _decided(org, ids, decision, by)
            # A share is allotted to a member, and who returns was one: neither waits.
            waits = not decision.allots and former is None and await waits_for_money(org)
            members = [await _into_register(book, one, decision, former, waits) for one in found]
            for one, member in zip(found, members, strict=True):
                one.member_id = member
                one.state = State.ADMITTED
                await one.save()
            await book.told(members=members[:100], minute=decision.minute)
            if decision.allots:
                await _allot(org, members, decision, by)
            for member in members:
                await charge_for_joining(org, member, decision.joins_on or decision.on, by)
            for one in found:
                await told_settled(one, decision.joins_on or decision.on, by)
                await (tell_costs if waits else _welcome)(org, one, site)
                await _in_register_now(one)
        return len(found)
    async with in_transaction():
        # As an admission does, before the applications: whoever hears of it may need it.
        await lock("register", org.id)
        found = await _decided(org, ids, decision, by)
        for one in found:
            one.state = decision.to
            await one.save()
            if decision.to is State.REFUSED:
                await told_settled(one, None, by)
                await _tell_refused(org, one)
    return len(found)


async def _decided(
    org: Organisation, ids: Sequence[int], decision: Decision, by: Person | None
) -> list[Application]:
    """The applications under lock, with the decision on them."""
    if not ids:
        raise NobodyChosen
    await lock("applications", org.id)
    found = await Application.within(org).filter(id__in=list(ids)).order_by("id")
    rules, today, now = (await house_of(org)).rules, clock.today(), clock.now()
    for one in found:
        may_decide(
            one.state,
            decision.to,
            one.received_at.astimezone(clock.LONDON).date(),
            decision.on,
            decision.minute,
            decision.reason,
            rules.admission_by_board,
            today,
            decision.joins_on,
        )
        one.minute, one.reason = decision.minute, decision.reason
        one.decided_by = by
        if decision.to is not State.REFERRED:
            one.decided_on, one.settled_at = decision.on, now
        await audit.record(
            org.id,
            by.id if by else None,
            f"an application was {decision.to.value}",
            f"application:{one.id}",
            minute=decision.minute,
        )
    return found


async def _into_register(
    book: Recording, one: Application, decision: Decision, former: int | None, waits: bool
) -> int:
    joins_on = decision.joins_on or decision.on
    is_organisation = one.member_kind is MemberKind.ORGANISATION
    facts: dict[str, Fact] = {
        "given_name": one.given_name,
        "family_name": one.family_name,
        "email": one.email,
        "email_purposes": one.email_purposes,
        "postal_address": one.postal_address,
        "postcode": one.postcode,
        "date_of_birth": one.date_of_birth.isoformat() if one.date_of_birth else None,
        "language": one.language,
        "constituency_id": one.constituency_id,
        "part_id": one.part_id,
        "fits": one.fits,
        "member_kind": one.member_kind.value,
        "representative": one.representative,
        "representative_email": one.email if is_organisation else "",
        "status": Status.APPLICANT.value if waits else Status.MEMBER.value,
        "joined_on": None if waits else joins_on.isoformat(),
    }
    if former is not None:
        await readmit_within(book, former, joins_on, facts, decision.minute)
        return former
    number = await next_number(book.org)
    return await admit_within(book, facts, number, reason=decision.minute)


async def _allot(
    org: Organisation, members: Sequence[int], decision: Decision, by: Person | None
) -> None:
    """A share of membership to each; what is due on it is for the treasurer to take."""
    on = decision.joins_on or decision.on
    has_come(on)
    async with keeping(org, decision.minute, by) as shares:
        for member in members:
            await allotted(shares, member, ShareKind.PAR, 1, on, minute=decision.minute)


async def _welcome(org: Organisation, one: Application, site: str) -> None:
    if not one.email or await stopped([one.member_id]):
        return
    await one.fetch_related("member")
    await mail.send(
        org.id,
        one.email,
        template="email/joining/welcome",
        language=one.language or "en",
        context={
            "organisation": org.called(one.language),
            "name": one.name,
            "number": one.member.number if one.member else "",
            "link": f"{site}/{org.slug}/",
        },
        about=f"application:{one.id}",
    )


async def _in_register_now(one: Application) -> None:
    """Where somebody lives stands in the register alone from here on."""
    one.email = one.postal_address = one.postcode = ""
    one.date_of_birth = None
    await one.save(update_fields=["email", "postal_address", "postcode", "date_of_birth"])


async def _tell_refused(org: Organisation, one: Application) -> None:
    if one.email:
        await mail.send(
            org.id,
            one.email,
            template="email/joining/refused",
            language=one.language or "en",
            context={
                "organisation": org.called(one.language),
                "name": one.name,
                "reason": one.reason,
            },
            sensitive=True,
            about=f"application:{one.id}",
        )
