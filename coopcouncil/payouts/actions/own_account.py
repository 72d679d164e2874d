"""The account that the organisation pays from: asked for by one, agreed to by another, and where
it is another than before, confirmed with the bank and waited for."""

from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.checks.actions import ask_or_do, drop
from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.checks.people import must_be_another
from coopcouncil.kernel import audit, clock, config, jobs, mail
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.sealing import seal
from coopcouncil.organisations.models import Organisation, live_grants, rulebook_on
from coopcouncil.payouts.kinds import DetailsState
from coopcouncil.payouts.models import OWN, PayingAccount, PayingAccountChange
from coopcouncil.payouts.reads import paying_account, waiting_account
from coopcouncil.payouts.rules.details import (
    WAIT,
    BankDetails,
    ConfirmedAlready,
    OwnChangeWaits,
    SameDetails,
)


async def ask_paying_account(
    org: Organisation, bank: BankDetails, number: str, name: str, reason: str, by: Person | None
) -> PayingAccountChange:
    """Ask that payments are made from this account, under this number and name at Bacs.

    Where one stands already it stands on until the new one has been agreed to, confirmed with the
    bank, and waited for. Every officer is told at once.
    """
    async with in_transaction():
        await lock("paying-account", org.id)
        if await waiting_account(org):
            raise OwnChangeWaits
        now, before = clock.now(), await paying_account(org)
        same = (bank.plain, bank.name, number, name)
        if before and same == (
            before.details.plain,
            before.account_name,
            before.service_user_number,
            before.service_user_name,
        ):
            raise SameDetails
        made = await PayingAccountChange.create(
            organisation=org,
            account_name=bank.name,
            sealed=seal(bank.plain, OWN, f"{org.id}"),
            last_four=bank.account_number[-4:],
            service_user_number=number,
            service_user_name=name,
            reason=reason.strip()[:200],
            is_change=before is not None,
            recorded_at=now,
            recorded_by=by,
            usable_from=now + WAIT if before else now,
        )
        await _record(org, made, "asked for another account to pay from", by)
        await _tell_officers(org, made, by)
        await ask_or_do(
            org,
            CheckKind.PAYEE_CHANGE,
            Money(0),
            _subject(made),
            f"{made.account_name}: {made.masked}. {made.reason}"[:300],
            {},
            by,
        )
        return await PayingAccountChange.one(org, id=made.id)


async def account_agreed(org: Organisation, check: Check, by: Person | None) -> None:
    """A second person agrees: it stands as soon as nothing else keeps it."""
    found = await _locked(org, int(check.subject.partition(":")[2]))
    found.state = DetailsState.LIVE
    await found.save(update_fields=["state"])
    await _use(org, found, by)


async def account_not_agreed(org: Organisation, check: Check, by: Person | None) -> None:
    """It does not: the account before stays."""
    found = await _locked(org, int(check.subject.partition(":")[2]))
    if found.state is DetailsState.ASKED:
        await _end(found, DetailsState.REFUSED)


async def confirm_account(
    org: Organisation, change: PayingAccountChange, note: str, by: Person | None
) -> None:
    """Somebody has it from the bank itself that the account is the organisation's own: another
    than who asked for it, where the rules ask for two."""
    async with in_transaction():
        found = await _locked(org, change.id)
        if (await rulebook_on(org, clock.today())).rules.check_payee_change:
            await must_be_another(org, found.recorded_by_id, by)
        over = found.state in (DetailsState.REFUSED, DetailsState.REPLACED)
        if over or not found.is_change or found.confirmed_at is not None:
            raise ConfirmedAlready
        found.confirmed_at, found.confirmed_by, found.confirmed_note = clock.now(), by, note[:200]
        await found.save(update_fields=["confirmed_at", "confirmed_by_id", "confirmed_note"])
        await _record(org, found, "confirmed the account to pay from with the bank", by)
        await _use(org, found, by)


async def give_account_up(
    org: Organisation, change: PayingAccountChange, by: Person | None
) -> None:
    """It is not to be used after all, as long as it is not: the account before stays."""
    async with in_transaction():
        found = await _locked(org, change.id)
        over = found.state in (DetailsState.REFUSED, DetailsState.REPLACED)
        if over or found.used_at is not None:
            raise ConfirmedAlready
        await drop(org, CheckKind.PAYEE_CHANGE, _subject(found), by)
        await _end(found, DetailsState.REFUSED)
        await _record(org, found, "gave up another account to pay from", by)


@jobs.job("paying-account")
async def use_job(payload: jobs.Payload) -> None:
    """Its time has come: from now on it is paid from there, if nothing else keeps it."""
    org = await Organisation.get(id=payload["org"])
    async with in_transaction():
        await _use(org, await _locked(org, payload["change"]), None)


async def _use(org: Organisation, found: PayingAccountChange, by: Person | None) -> None:
    if found.state is not DetailsState.LIVE or found.used_at is not None:
        return
    now = clock.now()
    if found.is_change and found.confirmed_at is None:
        return
    if now < found.usable_from:
        # Asked for again where both agree and confirm in the meantime: then it finds it done.
        payload = {"org": org.id, "change": found.id}
        await jobs.enqueue("paying-account", payload, org.id, found.usable_from)
        return
    used = PayingAccountChange.within(org).filter(state=DetailsState.LIVE, used_at__isnull=False)
    await used.update(state=DetailsState.REPLACED, ended_at=now)
    found.used_at = now
    await found.save(update_fields=["used_at"])
    values: dict[str, Any] = {
        "account_name": found.account_name,
        "sealed": found.sealed,
        "last_four": found.last_four,
        "service_user_number": found.service_user_number,
        "service_user_name": found.service_user_name,
        "changed_at": now,
        "changed_by_id": found.recorded_by_id,
    }
    stands = await PayingAccount.within(org).get_or_none()
    if stands is None:
        await PayingAccount.create(organisation=org, **values)
    else:
        await stands.update_from_dict(values).save()
    await _record(org, found, "set the paying account", by)


async def _end(found: PayingAccountChange, state: DetailsState) -> None:
    found.state, found.ended_at = state, clock.now()
    await found.save(update_fields=["state", "ended_at"])


async def _locked(org: Organisation, number: int) -> PayingAccountChange:
    await lock("paying-account", org.id)
    return await PayingAccountChange.one(org, id=number)


async def _tell_officers(org: Organisation, made: PayingAccountChange, by: Person | None) -> None:
    """Whoever holds a role hears of it, and by whose hand: they can object while it waits."""
    holders = await live_grants(org.id).select_related("person")
    told = {one.person_id: one.person for one in holders if by is None or one.person_id != by.id}
    for one in told.values():
        address = await EmailAddress.filter(person_id=one.id).order_by("id").first()
        if address is None:
            continue
        language = one.language or "en"
        await mail.send(
            org.id,
            address.address,
            "email/payouts/own_account",
            language,
            {
                "organisation": org.called(language),
                "by": by.name if by else "",
                "account": made.masked,
                "is_change": made.is_change,
                "link": f"{config.current().base_url}/{org.slug}/payouts/account/{made.id}",
            },
            about=_subject(made),
        )


def _subject(made: PayingAccountChange) -> str:
    return f"paying-account:{made.id}"


async def _record(
    org: Organisation, made: PayingAccountChange, verb: str, by: Person | None
) -> None:
    await audit.record(org.id, by.id if by else None, verb, _subject(made))
