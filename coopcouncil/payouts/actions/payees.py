"""Who is paid, and to which account. A changed one waits, and is asked about by another way."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask_or_do
from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.checks.people import must_be_another
from coopcouncil.checks.rules import NotForWhomItConcerns
from coopcouncil.kernel import audit, clock, mail
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.sealing import fingerprint, seal
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of, members_behind
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payouts.kinds import Channel, DetailsState
from coopcouncil.payouts.models import DETAILS, Payee, PayeeDetails
from coopcouncil.payouts.reads import live_details, name_of, waiting_details
from coopcouncil.payouts.rules.details import (
    WAIT,
    BankDetails,
    ChangeWaits,
    ConfirmedAlready,
    SameDetails,
)


async def payee_of(org: Organisation, member: Member, by: Person | None) -> Payee:
    """The member as somebody who is paid; made where there was none."""
    async with in_transaction():
        await lock("payee-of", member.id)
        found = await Payee.within(org).get_or_none(member_id=member.id)
        if found is not None:
            return found
        entry = await entry_of(org, member.id)
        name = entry.name if entry else member.number
        return await _add(org, name or member.number, "", member, by)


async def add_payee(org: Organisation, name: str, email: str, by: Person | None) -> Payee:
    """Somebody else who is paid."""
    async with in_transaction():
        return await _add(org, name, email, None, by)


async def _add(
    org: Organisation, name: str, email: str, member: Member | None, by: Person | None
) -> Payee:
    made = await Payee.create(
        organisation=org,
        name=name,
        email=email,
        member=member,
        created_at=clock.now(),
        created_by=by,
    )
    await audit.record(org.id, by.id if by else None, "added a payee", f"payee:{made.id}")
    return made


async def give_details(
    org: Organisation, payee: Payee, bank: BankDetails, told_by: str, by: Person | None
) -> PayeeDetails:
    """Record where a payee wants to be paid.

    The first account can be used once it has been checked. Another account than before waits for
    48 hours and until somebody has asked the payee by another way; the address that is known is
    told at once.
    """
    async with in_transaction():
        await lock("payee", payee.id)
        now = clock.now()
        live = await live_details(org, payee)
        if await waiting_details(org, payee):
            raise ChangeWaits(await name_of(org, payee))
        print_ = fingerprint(bank.plain, DETAILS)
        if live is not None and bytes(live.fingerprint) == print_:
            raise SameDetails
        made = await PayeeDetails.create(
            organisation=org,
            payee=payee,
            account_name=bank.name,
            sealed=seal(bank.plain, DETAILS, f"{org.id}:{payee.id}"),
            last_four=bank.account_number[-4:],
            fingerprint=print_,
            is_change=live is not None,
            told_by=told_by,
            recorded_at=now,
            recorded_by=by,
            usable_from=now + WAIT if live else now,
        )
        subject = f"payee-details:{made.id}"
        await audit.record(
            org.id,
            by.id if by else None,
            "recorded bank details",
            subject,
            payee=payee.id,
            is_change=made.is_change,
        )
        if live is not None:
            await _tell(org, payee, live)
        member = await Member.within(org).get_or_none(id=payee.member_id)
        # A member's own words on the own page are never enough: somebody checks them.
        await ask_or_do(
            org,
            CheckKind.PAYEE_CHANGE,
            Money(0),
            subject,
            f"{payee.name}: {made.masked}",
            {"payee": payee.id},
            by,
            member=member,
        )
        return await PayeeDetails.one(org, id=made.id)


async def _tell(org: Organisation, payee: Payee, live: PayeeDetails) -> None:
    """Tell the address that was known before, so that whoever did not ask can say so."""
    to, language = payee.email, "en"
    if payee.member_id is not None:
        entry = await entry_of(org, payee.member_id)
        if entry is None or await stopped([payee.member_id]):
            return
        to, language = entry.email, entry.language or "en"
    if to:
        await mail.send(
            org.id,
            to,
            "email/payouts/changed",
            language,
            {"organisation": org.called(language), "name": payee.name, "account": live.masked},
        )


async def make_live(org: Organisation, check: Check, by: Person | None) -> None:
    """The second person agrees: these details stand from now on, when their wait is over."""
    details = await PayeeDetails.one(org, id=int(check.subject.partition(":")[2]))
    await lock("payee", details.payee_id)
    now = clock.now()
    await (
        PayeeDetails.within(org)
        .filter(payee_id=details.payee_id, state=DetailsState.LIVE)
        .update(state=DetailsState.REPLACED, ended_at=now)
    )
    details.state = DetailsState.LIVE
    await details.save(update_fields=["state"])


async def not_live(org: Organisation, check: Check, by: Person | None) -> None:
    """They do not stand: the old ones do."""
    await (
        PayeeDetails.within(org)
        .filter(id=int(check.subject.partition(":")[2]), state=DetailsState.ASKED)
        .update(state=DetailsState.REFUSED, ended_at=clock.now())
    )


async def confirm(
    org: Organisation, details: PayeeDetails, channel: Channel, note: str, by: Person | None
) -> None:
    """Somebody has asked the payee by another way than the one by which the change came: another
    person than the payee, and than whoever wrote the change down where the rules ask for two."""
    async with in_transaction():
        await lock("payee", details.payee_id)
        found = await PayeeDetails.one(org, id=details.id)
        payee = await Payee.one(org, id=found.payee_id)
        if by is not None and payee.member_id in await members_behind(by, org):
            raise NotForWhomItConcerns
        if (await rulebook_on(org, clock.today())).rules.check_payee_change:
            await must_be_another(org, found.recorded_by_id, by)
        over = found.state in (DetailsState.REFUSED, DetailsState.REPLACED)
        if over or found.confirmed_at is not None or not found.is_change:
            raise ConfirmedAlready
        found.confirmed_at, found.confirmed_by = clock.now(), by
        found.channel, found.confirmed_note = channel, note
        await found.save(
            update_fields=["confirmed_at", "confirmed_by_id", "channel", "confirmed_note"]
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "confirmed bank details",
            f"payee-details:{found.id}",
            channel=channel,
        )


async def record_sight(org: Organisation, details: PayeeDetails, by: Person) -> None:
    """Somebody who prepares payments looked at the whole account number."""
    await audit.record(org.id, by.id, "saw bank details", f"payee-details:{details.id}")
