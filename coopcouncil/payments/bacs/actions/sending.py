"""Files for Bacs: mandates lodged, charges collected, each file once."""

from datetime import date
from hashlib import sha256

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.sealing import seal, unseal
from coopcouncil.kernel.workdays import add_working_days, working_day_from
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.receiving import (
    begin,
    fail,
    processing,
    settle,
)
from coopcouncil.payments.actions.sparing import not_now, taken_back
from coopcouncil.payments.bacs.actions.mandates import bacs_lock
from coopcouncil.payments.bacs.actions.telling import announce
from coopcouncil.payments.bacs.kinds import FileState, LineState, MandateState
from coopcouncil.payments.bacs.models import BacsFile, BacsLine, BacsMandate
from coopcouncil.payments.bacs.reads import ever_claimed, held_by_claims
from coopcouncil.payments.bacs.rules import (
    FileGone,
    NoServiceUserNumber,
    NothingToCollect,
    NothingToLodge,
    collected_on,
    may_collect_on,
    may_send,
    settled_from,
    usable_from,
)
from coopcouncil.payments.kinds import FailureReason, Method
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payouts.files import standard18
from coopcouncil.payouts.models import PayingAccount
from coopcouncil.payouts.reads import paying_account
from coopcouncil.payouts.rules.details import BankDetails

LINE = "bacs-line"


async def lodge(org: Organisation, by: Person | None) -> BacsFile:
    """A file that tells Bacs of new mandates (0N) and of those that ended here (0C)."""
    await _own(org)
    async with bacs_lock(org):
        # Sent on a working day, processed on the next.
        processed_on = add_working_days(working_day_from(clock.today()), 1)
        planned = await _planned(org)
        new = await BacsMandate.within(org).filter(state=MandateState.NEW).order_by("id")
        over = BacsMandate.within(org).filter(state=MandateState.ENDED, tell_bank=True)
        told = [(one, standard18.NEW_INSTRUCTION) for one in new if one.id not in planned]
        told += [
            (one, standard18.CANCELLED_INSTRUCTION)
            for one in await over.order_by("id")
            if one.id not in planned
        ]
        if not told:
            raise NothingToLodge
        file = await _file(org, processed_on, by)
        for mandate, code in told:
            await _line(org, file, mandate, code, 0, None)
        return await _counted(org, file, by, "made a file of Direct Debit mandates")


async def collect(org: Organisation, on: date, by: Person | None) -> BacsFile:
    """A file that collects on a day what is due by then; members are told of sum and day now."""
    await _own(org)
    may_collect_on(on, clock.today())
    async with bacs_lock(org):
        processed_on = add_working_days(on, -1)
        usable = BacsMandate.within(org).filter(
            state__in=[MandateState.LODGED, MandateState.ACTIVE], usable_from__lte=processed_on
        )
        file: BacsFile | None = None
        for mandate in await usable.order_by("id"):
            charges = await _due(org, mandate, on)
            pence = sum(one.owed.pence for one in charges)
            if not pence:
                continue
            file = file or await _file(org, processed_on, by)
            member = await Member.one(org, id=mandate.member_id)
            payment = await begin(
                org,
                member,
                Method.BACS_DEBIT,
                Money(pence),
                charges=charges,
                by=by,
                reference=f"bacs:{file.number}:{mandate.reference}",
            )
            code = standard18.REGULAR if await _collected(org, mandate) else standard18.FIRST_DEBIT
            await _line(org, file, mandate, code, pence, payment)
            await announce(org, mandate, on, charges, Money(pence))
        if file is None:
            raise NothingToCollect
        return await _counted(org, file, by, "made a file of Direct Debits")


async def give_up(org: Organisation, file: BacsFile, by: Person | None) -> None:
    """Not sent: what it would have collected is owed as before."""
    async with bacs_lock(org):
        found = await _made(org, file)
        for line in await lines_of(org, found):
            line.state = LineState.DROPPED
            await line.save(update_fields=["state"])
            if line.payment_id is not None:
                payment = await Payment.one(org, id=line.payment_id)
                await fail(payment, FailureReason.CANCELLED, clock.today())
        found.state = FileState.DROPPED
        await found.save(update_fields=["state"])
        await _record(org, by, "gave up a file for Bacs", found)


async def take_bacs_file(org: Organisation, file: BacsFile, by: Person) -> bytes:
    """The file for Bacs, as long as Bacs takes it; that it was taken is recorded."""
    async with bacs_lock(org):
        found = await _made(org, file)
        may_send(found.processed_on, clock.today())
        data = await file_of(org, found)
        await audit.record(
            org.id,
            by.id,
            "took a file for Bacs",
            f"bacs-file:{found.id}",
            hash=sha256(data).hexdigest(),
        )
        return data


async def send(org: Organisation, file: BacsFile, by: Person) -> None:
    """Bacs has it: debits are on their way, mandates wait for their banks' objections."""
    async with bacs_lock(org):
        found = await BacsFile.one(org, id=file.id)
        if found.state in (FileState.SENT, FileState.SETTLED):
            return
        found = await _made(org, found)
        may_send(found.processed_on, clock.today())
        await _counted(org, found, by, "sent a file to Bacs")
        found.file_hash = sha256(await file_of(org, found)).hexdigest()
        for line in await lines_of(org, found):
            line.state = LineState.SENT
            await line.save(update_fields=["state"])
            mandate = await BacsMandate.one(org, id=line.mandate_id)
            if line.payment_id is not None:
                await processing(await Payment.one(org, id=line.payment_id))
                mandate.state = MandateState.ACTIVE
            elif line.code == standard18.NEW_INSTRUCTION:
                mandate.state = MandateState.LODGED
                mandate.usable_from = usable_from(found.processed_on)
            else:
                mandate.tell_bank = False
            await mandate.save()
        found.state, found.sent_at, found.sent_by = FileState.SENT, clock.now(), by
        await found.save()


async def settle_due() -> int:
    """What no report of a return can be on its way for any more counts as paid; how many debits."""
    done = 0
    for one in await BacsFile.everywhere().filter(state=FileState.SENT).order_by("id"):
        if clock.today() < settled_from(one.processed_on):
            continue
        org = await Organisation.get(id=one.organisation_id)
        async with bacs_lock(org):
            file = await BacsFile.one(org, id=one.id)
            if file.state is not FileState.SENT:
                continue
            for line in await lines_of(org, file):
                if line.state is not LineState.SENT:
                    continue
                line.state = LineState.SETTLED
                await line.save(update_fields=["state"])
                if line.payment_id is not None:
                    payment = await Payment.one(org, id=line.payment_id)
                    await settle(payment, collected_on(file.processed_on))
                    done += 1
            file.state = FileState.SETTLED
            await file.save(update_fields=["state"])
    return done


async def lines_of(org: Organisation, file: BacsFile) -> list[BacsLine]:
    """What is in it, in its order."""
    found = BacsLine.within(org).filter(file_id=file.id).exclude(state=LineState.DROPPED)
    return await found.select_related("mandate").order_by("id")


async def file_of(org: Organisation, file: BacsFile) -> bytes:
    """The bytes of Standard 18."""
    own = await _own(org)
    lines = await lines_of(org, file)
    if not lines:
        raise FileGone
    return standard18.written(
        standard18.Submission(
            user_number=own.service_user_number,
            user_name=own.service_user_name or own.account_name,
            serial=(500_000 + file.number) % 1_000_000,  # Never a payment run's.
            origin=own.details,
            made_on=file.made_at.astimezone(LONDON).date(),
            processed_on=file.processed_on,
            entries=[
                standard18.Entry(
                    BankDetails.read(
                        unseal(line.sealed, LINE, f"{org.id}:{line.file_id}"), line.account_name
                    ),
                    line.code,
                    line.amount,
                    line.mandate.reference,
                )
                for line in lines
            ],
        )
    )


async def _own(org: Organisation) -> PayingAccount:
    own = await paying_account(org)
    if own is None or not own.service_user_number:
        raise NoServiceUserNumber
    return own


async def _made(org: Organisation, file: BacsFile) -> BacsFile:
    found = await BacsFile.one(org, id=file.id)
    if found.state is not FileState.MADE:
        raise FileGone
    return found


async def _file(org: Organisation, processed_on: date, by: Person | None) -> BacsFile:
    last = await BacsFile.within(org).order_by("-number").first()
    return await BacsFile.create(
        organisation=org,
        number=last.number + 1 if last else 1,
        processed_on=processed_on,
        made_at=clock.now().replace(microsecond=0),
        made_by=by,
    )


async def _line(
    org: Organisation,
    file: BacsFile,
    mandate: BacsMandate,
    code: str,
    pence: int,
    payment: Payment | None,
) -> None:
    bank = mandate.bank
    await BacsLine.create(
        organisation=org,
        file=file,
        mandate=mandate,
        payment=payment,
        code=code,
        amount=pence,
        account_name=bank.name,
        sealed=seal(bank.plain, LINE, f"{org.id}:{file.id}"),
    )


async def _counted(org: Organisation, file: BacsFile, by: Person | None, verb: str) -> BacsFile:
    lines = await lines_of(org, file)
    file.debits = sum(line.amount > 0 for line in lines)
    file.instructions = len(lines) - file.debits
    file.total = sum(line.amount for line in lines)
    await file.save(update_fields=["debits", "instructions", "total"])
    await _record(org, by, verb, file)
    return file


async def _planned(org: Organisation) -> set[int]:
    """Mandates whose instruction is in a file already."""
    waiting = BacsLine.within(org).filter(state=LineState.PLANNED, file__state=FileState.MADE)
    return {line.mandate_id for line in await waiting}


async def _due(org: Organisation, mandate: BacsMandate, on: date) -> list[Charge]:
    due = Charge.within(org).filter(member_id=mandate.member_id, due_on__lte=on)
    found = await due.order_by("due_on", "id")
    owed = [one for one in found if one.owed]
    off = await held_by_claims(org, [one.id for one in owed]) | await not_now(org, owed, on)
    # Taken back under the Guarantee, somebody has decided by now that it is owed; taken back
    # otherwise, the member is asked first.
    off |= await taken_back(org, owed) - await ever_claimed(org)
    return [one for one in owed if one.id not in off]


async def _collected(org: Organisation, mandate: BacsMandate) -> bool:
    """Whether a debit went by this mandate before: only the first one says so."""
    gone = BacsLine.within(org).filter(mandate_id=mandate.id, amount__gt=0)
    return await gone.exclude(state__in=[LineState.PLANNED, LineState.DROPPED]).exists()


async def _record(org: Organisation, by: Person | None, verb: str, file: BacsFile) -> None:
    await audit.record(
        org.id,
        by.id if by else None,
        verb,
        f"bacs-file:{file.id}",
        debits=file.debits,
        total=file.total,
        instructions=file.instructions,
    )
