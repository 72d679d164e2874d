"""Runs: prepared by one, approved by another with the hash of the file, sent, never twice."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask_or_do, drop
from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.models import Member
from coopcouncil.members.reads import members_behind
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import happened
from coopcouncil.payouts.files.making import made
from coopcouncil.payouts.files.transfer import Transfer
from coopcouncil.payouts.kinds import Format, ItemState, RunState, What
from coopcouncil.payouts.models import PaymentRun, PayoutItem, RunLine
from coopcouncil.payouts.reads import lines_of, payable_details, paying_account
from coopcouncil.payouts.rules.runs import (
    NoPayingAccount,
    NoServiceUser,
    NotApproved,
    NothingInIt,
    NotOwed,
    RunChanged,
    RunIsSent,
    WrongTurn,
    may_be_paid_on,
    may_change,
)


async def prepare(
    org: Organisation, items: Sequence[int], format: Format, pay_on: date, by: Person | None
) -> PaymentRun:
    """Put payments together into a run."""
    if not items:
        raise NothingInIt
    own = await paying_account(org)
    if own is None:
        raise NoPayingAccount
    if format is Format.BACS and not own.service_user_number:
        raise NoServiceUser
    may_be_paid_on(format, pay_on, clock.today())
    async with in_transaction():
        await lock("payment-runs", org.id)
        last = await PaymentRun.within(org).order_by("-number").first()
        run = await PaymentRun.create(
            organisation=org,
            number=last.number + 1 if last else 1,
            format=format,
            pay_on=pay_on,
            prepared_at=clock.now().replace(microsecond=0),
            prepared_by=by,
        )
        await _take_in(org, run, items, by)
        await _record(org, by, "prepared a payment run", run)
    return run


async def add(org: Organisation, run: PaymentRun, items: Sequence[int], by: Person | None) -> None:
    """Take further payments in; what was approved is not approved any more."""
    async with in_transaction():
        found = await _changing(org, run, by)
        await _take_in(org, found, items, by)
        await _record(org, by, "added to a payment run", found)


async def take_out(org: Organisation, run: PaymentRun, item: int, by: Person | None) -> None:
    """Leave a payment out; what was approved is not approved any more."""
    async with in_transaction():
        found = await _changing(org, run, by)
        await _take_out(org, found, [item], by)
        await _record(org, by, "took out of a payment run", found)


async def drop_run(org: Organisation, run: PaymentRun, by: Person | None) -> None:
    """Give a run up before it is sent; everything in it is owed as before."""
    async with in_transaction():
        found = await _changing(org, run, by)
        await _take_out(org, found, [line.item_id for line in await lines_of(org, found.id)], by)
        found.state = RunState.DROPPED
        await found.save(update_fields=["state"])
        await _record(org, by, "dropped a payment run", found)


async def ask_for_approval(org: Organisation, run: PaymentRun, by: Person | None) -> PaymentRun:
    """Make the file and put its hash before the second person."""
    async with in_transaction():
        found = await _locked(org, run)
        if found.state is not RunState.DRAFT:
            raise WrongTurn
        lines = await lines_of(org, found.id)
        if not lines:
            raise NothingInIt
        may_be_paid_on(found.format, found.pay_on, clock.today())
        data = await file_of(org, found)
        found.file_hash = sha256(data).hexdigest()
        found.payments, found.total = len(lines), sum(line.amount for line in lines)
        found.state, found.prepared_by = RunState.ASKED, by
        fields = ["file_hash", "payments", "total", "state", "prepared_by_id"]
        await found.save(update_fields=fields)
        await ask_or_do(
            org,
            CheckKind.PAYMENT_RUN,
            found.sum,
            f"payment-run:{found.id}",
            _in_words(found, lines),
            {"hash": found.file_hash, "payments": found.payments},
            by,
            member=await _preparer_among_payees(org, lines, by),
            others={
                line.item.payee.member_id for line in lines if line.item.payee.member_id is not None
            },
        )
        return await PaymentRun.one(org, id=found.id)


async def approved(org: Organisation, check: Check, by: Person | None) -> None:
    """The second person agrees to this very file."""
    found = await _locked(org, int(check.subject.partition(":")[2]))
    data = await file_of(org, found)
    right = check.facts.get("hash") == found.file_hash == sha256(data).hexdigest()
    if found.state is not RunState.ASKED or not right:
        raise RunChanged
    for line in await lines_of(org, found.id):
        # Details can have changed since: then nothing of this run goes out.
        if (await payable_details(org, line.item.payee)).id != line.details_id:
            raise RunChanged
    found.state, found.approved_at, found.approved_by = RunState.APPROVED, clock.now(), by
    await found.save(update_fields=["state", "approved_at", "approved_by_id"])
    await _record(org, by, "approved a payment run", found)


async def not_approved(org: Organisation, check: Check, by: Person | None) -> None:
    """It is a draft again."""
    found = await _locked(org, int(check.subject.partition(":")[2]))
    if found.state is RunState.ASKED:
        await _to_draft(found)


async def take_file(org: Organisation, run: PaymentRun, by: Person) -> bytes:
    """The approved file, the same byte for byte; that it was taken is recorded."""
    async with in_transaction():
        found = await _locked(org, run)
        if found.state not in (RunState.APPROVED, RunState.SENT):
            raise NotApproved
        if found.state is RunState.APPROVED:
            may_be_paid_on(found.format, found.pay_on, clock.today())
        data = await file_of(org, found)
        if sha256(data).hexdigest() != found.file_hash:
            # After it was sent, what came back is in it no more.
            raise RunIsSent if found.state is RunState.SENT else NotApproved
        await _record(org, by, "took the file of a payment run", found)
        return data


async def mark_sent(org: Organisation, run: PaymentRun, by: Person) -> None:
    """Somebody gave the file to the bank. Nothing is paid yet."""
    async with in_transaction():
        found = await _locked(org, run)
        if found.state is RunState.SENT:
            return
        if found.state is not RunState.APPROVED:
            raise NotApproved
        lines = await lines_of(org, found.id)
        for line in lines:
            if (await payable_details(org, line.item.payee)).id != line.details_id:
                raise RunChanged
        for line in lines:
            await lock("payout", line.item_id)
            item = await PayoutItem.one(org, id=line.item_id)
            item.state = ItemState.SENT
            item.tries += 1
            await item.save(update_fields=["state", "tries"])
            await happened(org, item, What.SENT, by, run=found)
        found.state, found.sent_at, found.sent_by = RunState.SENT, clock.now(), by
        await found.save(update_fields=["state", "sent_at", "sent_by_id"])
        await _record(org, by, "sent a payment run", found)


async def file_of(org: Organisation, run: PaymentRun) -> bytes:
    """The file as the run stands."""
    own = await paying_account(org)
    if own is None:
        raise NoPayingAccount
    if run.format is Format.BACS and not own.service_user_number:
        raise NoServiceUser
    return made(
        run.format,
        name=org.name,
        slug=org.slug,
        number=run.number,
        made_at=run.prepared_at,
        pay_on=run.pay_on,
        origin=own.details,
        user_number=own.service_user_number,
        user_name=own.service_user_name,
        transfers=[
            Transfer(line.details.bank, line.amount, line.item.reference)
            for line in await lines_of(org, run.id)
        ],
    )


def _in_words(run: PaymentRun, lines: Sequence[RunLine]) -> str:
    """Its number and whom it pays, as far as there is room."""
    paid_to = "; ".join(f"{line.item.payee.name} {line.sum}" for line in lines)
    text = f"{run.number}: {paid_to}"
    return text if len(text) <= 300 else text[:299] + "…"


async def _preparer_among_payees(
    org: Organisation, lines: Sequence[RunLine], by: Person | None
) -> Member | None:
    """A run that pays the one who prepared it never goes alone."""
    if by is None:
        return None
    found = await members_behind(by, org) & {line.item.payee.member_id for line in lines}
    return await Member.within(org).get_or_none(id=min(found)) if found else None


async def _take_in(
    org: Organisation, run: PaymentRun, items: Sequence[int], by: Person | None
) -> None:
    for number in sorted(set(items)):
        await lock("payout", number)
        item = await PayoutItem.one(org, id=number)
        if item.state is not ItemState.OWED:
            raise NotOwed
        await item.fetch_related("payee")
        details = await payable_details(org, item.payee)
        await RunLine.create(
            organisation=org, run=run, item=item, details=details, amount=item.amount
        )
        item.state = ItemState.PREPARED
        await item.save(update_fields=["state"])
        await happened(org, item, What.PREPARED, by, run=run)


async def _take_out(
    org: Organisation, run: PaymentRun, items: Sequence[int], by: Person | None
) -> None:
    for number in items:
        await lock("payout", number)
        line = await RunLine.one(org, run_id=run.id, item_id=number, is_live=True)
        item = await PayoutItem.one(org, id=number)
        line.is_live, item.state = False, ItemState.OWED
        await line.save(update_fields=["is_live"])
        await item.save(update_fields=["state"])
        await happened(org, item, What.TAKEN_OUT, by, run=run)


async def _changing(org: Organisation, run: PaymentRun, by: Person | None) -> PaymentRun:
    """The run as a draft, whatever was asked or approved before."""
    found = await _locked(org, run)
    may_change(found.state)
    if found.state is not RunState.DRAFT:
        await drop(org, CheckKind.PAYMENT_RUN, f"payment-run:{found.id}", by)
        await _to_draft(found)
    return found


async def _to_draft(run: PaymentRun) -> None:
    run.state, run.file_hash, run.approved_at, run.approved_by = RunState.DRAFT, "", None, None
    await run.save(update_fields=["state", "file_hash", "approved_at", "approved_by_id"])


async def _locked(org: Organisation, run: PaymentRun | int) -> PaymentRun:
    number = run if isinstance(run, int) else run.id
    await lock("payment-run", number)
    return await PaymentRun.one(org, id=number)


async def _record(org: Organisation, by: Person | None, verb: str, run: PaymentRun) -> None:
    await audit.record(
        org.id,
        by.id if by else None,
        verb,
        f"payment-run:{run.id}",
        hash=run.file_hash,
        payments=run.payments,
        total=run.total,
    )
