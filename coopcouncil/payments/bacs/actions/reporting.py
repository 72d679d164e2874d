"""What Bacs' reports lead to: mandates ended or amended, debits failed or taken back. Each once."""

from hashlib import sha256

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.sealing import seal
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.receiving import fail
from coopcouncil.payments.actions.undoing import take_back
from coopcouncil.payments.bacs.actions.claims import claimed, debit_of
from coopcouncil.payments.bacs.actions.mandates import LIVING, bacs_lock, end, record
from coopcouncil.payments.bacs.codes import ADDACS, ENDS_THE_MANDATE, REASONS, arudd_code
from coopcouncil.payments.bacs.kinds import Did, LineState, MandateState, Report
from coopcouncil.payments.bacs.models import (
    MANDATE,
    BacsAdvice,
    BacsLine,
    BacsMandate,
    BacsReport,
)
from coopcouncil.payments.bacs.reading import Advice, OfAnother, Read, read
from coopcouncil.payments.bacs.rules import NoServiceUserNumber, ReadBefore
from coopcouncil.payments.kinds import FailureReason, TakenBack
from coopcouncil.payments.models import Payment
from coopcouncil.payouts.reads import paying_account
from coopcouncil.payouts.rules.details import BankDetails


async def read_report(org: Organisation, name: str, data: bytes, by: Person | None) -> BacsReport:
    """Read a report and do what it says, all of it or nothing; the same file once."""
    report: Read = read(data)
    own = await paying_account(org)
    if own is None or not own.service_user_number:
        raise NoServiceUserNumber
    if report.user_number != own.service_user_number:
        raise OfAnother(report.user_number)
    async with bacs_lock(org):
        digest = sha256(data).hexdigest()
        if await BacsReport.within(org).filter(file_hash=digest).exists():
            raise ReadBefore
        row = await BacsReport.create(
            organisation=org,
            kind=report.kind,
            file_hash=digest,
            name=name[:200],
            read_at=clock.now(),
            read_by=by,
        )
        for advice in report.advices:
            mandate = await BacsMandate.within(org).get_or_none(reference=advice.reference[:18])
            did, line = Did.UNKNOWN, None
            if mandate is not None and report.kind is Report.DDICA:
                line = await debit_of(org, mandate, advice)
                did = Did.UNKNOWN if line is None else Did.CLAIMED
            elif mandate is not None:
                did = await _do(org, report.kind, mandate, advice, by)
            said = await BacsAdvice.create(
                organisation=org,
                report=row,
                mandate=mandate,
                reference=advice.reference[:40],
                code=advice.code[:10],
                advised_on=advice.on,
                amount=advice.pence,
                did=did,
            )
            if mandate is not None and line is not None:
                await claimed(org, mandate, line, said, advice, by)
        await audit.record(
            org.id,
            by.id if by else None,
            f"read a report of Bacs: {report.kind.value}",
            f"bacs-report:{row.id}",
            lines=len(report.advices),
            hash=digest,
        )
        return row


async def _do(
    org: Organisation, kind: Report, mandate: BacsMandate, advice: Advice, by: Person | None
) -> Did:
    match kind:
        case Report.ADDACS:
            return await _addacs(org, mandate, advice, by)
        case Report.AUDDIS:
            return await _auddis(org, mandate, advice, by)
        case Report.ARUDD:
            return await _arudd(org, mandate, advice, by)
        case Report.DDICA:  # What each claim leads to: `claims`.
            return Did.UNKNOWN


async def _addacs(
    org: Organisation, mandate: BacsMandate, advice: Advice, by: Person | None
) -> Did:
    """The payer's bank ended, changed or gave back an instruction."""
    did = ADDACS.get(advice.code, Did.UNKNOWN)
    lives = mandate.state in LIVING
    if did is Did.ENDED and lives:
        await end(org, mandate, f"ADDACS {advice.code}", by, tell_bank=False)
        return did
    if did is Did.AMENDED and lives and advice.new_account is not None:
        await _move(org, mandate, advice.new_account, by)
        return did
    if did is Did.REINSTATED and mandate.state is MandateState.ENDED:
        others = BacsMandate.within(org).filter(member_id=mandate.member_id, state__in=LIVING)
        if not await others.exists():
            mandate.state, mandate.ended_on, mandate.ended_because = MandateState.ACTIVE, None, ""
            mandate.tell_bank = False
            await mandate.save()
            await record(org, by, "a Direct Debit mandate stands again", mandate)
            return did
    return Did.UNKNOWN if did is Did.UNKNOWN else Did.NOTED


async def _auddis(
    org: Organisation, mandate: BacsMandate, advice: Advice, by: Person | None
) -> Did:
    """A bank did not take an instruction. Where it names another account, it is lodged anew."""
    if mandate.state not in LIVING:
        return Did.NOTED
    if advice.new_account is not None:
        await _move(org, mandate, advice.new_account, by)
        mandate.state, mandate.usable_from = MandateState.NEW, None
        await mandate.save()
        return Did.AMENDED
    await end(
        org, mandate, f"AUDDIS {advice.code}", by, tell_bank=False, state=MandateState.REFUSED
    )
    return Did.REFUSED


async def _arudd(org: Organisation, mandate: BacsMandate, advice: Advice, by: Person | None) -> Did:
    """A debit came back: it failed, or if it had settled it is taken back."""
    code = arudd_code(advice.code)
    lines = BacsLine.within(org).filter(
        mandate_id=mandate.id,
        amount=advice.pence,
        state__in=[LineState.SENT, LineState.SETTLED],
        file__processed_on=advice.on,
    )
    line = await lines.order_by("id").first()
    did = Did.UNKNOWN
    if line is not None and line.payment_id is not None:
        payment = await Payment.one(org, id=line.payment_id)
        if line.state is LineState.SENT:
            reason = REASONS.get(code, FailureReason.OTHER)
            await fail(payment, reason, clock.today())
            did = Did.FAILED
        else:
            await take_back(
                payment,
                TakenBack.LATE_FAILURE,
                Money(advice.pence),
                clock.today(),
                f"arudd:{line.id}",
                by=by,
                note=f"ARUDD {advice.code}",
            )
            did = Did.TAKEN_BACK
        line.state = LineState.RETURNED
        await line.save(update_fields=["state"])
    if code in ENDS_THE_MANDATE and mandate.state in LIVING and did is not Did.UNKNOWN:
        await end(org, mandate, f"ARUDD {advice.code}", by, tell_bank=False)
    return did


async def _move(
    org: Organisation, mandate: BacsMandate, bank: BankDetails, by: Person | None
) -> None:
    mandate.sealed = seal(bank.plain, MANDATE, f"{org.id}:{mandate.member_id}")
    mandate.last_four = bank.account_number[-4:]
    await mandate.save()
    await record(org, by, "moved a Direct Debit mandate to another account", mandate)
