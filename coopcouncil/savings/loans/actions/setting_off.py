"""A member's own savings against the same member's loan (CCBSA 2014 s.35).

While the member lives: what is attached, by as many people as the rulebook wants for money that
leaves savings. After a death: what is attached first, then what else the member alone had, always
by two, since nobody can object any more; the estate is told what remains, of both.
"""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask, ask_or_do
from coopcouncil.checks.kinds import CheckKind
from coopcouncil.checks.models import Check
from coopcouncil.kernel import clock, mail
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.moving import set_off
from coopcouncil.savings.actions.pledging import pledges_of, release
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.loans.actions.attaching import free_accounts
from coopcouncil.savings.loans.actions.collecting import settle_charges
from coopcouncil.savings.loans.actions.deeds import accrue_to, deed, fresh, told
from coopcouncil.savings.loans.actions.following import hold
from coopcouncil.savings.loans.actions.lending import not_own
from coopcouncil.savings.loans.actions.repaying import after_money
from coopcouncil.savings.loans.kinds import HoldKind, State, Way
from coopcouncil.savings.loans.models import Loan, LoanEvent, LoanHold
from coopcouncil.savings.loans.reads import counted, rows_of, source_of, standing
from coopcouncil.savings.loans.rules.refusals import NothingAttached, TellTheEstate
from coopcouncil.savings.loans.rules.replay import What
from coopcouncil.savings.models import SavingsAccount

SUBJECT = "loan-set-off"


async def reach(org: Organisation, loan: Loan) -> Money:
    """How much of what is owed the savings would pay today."""
    held = sum(one.amount for one in await pledges_of(org, source_of(loan)))
    free = 0
    if await has_died(org, [loan.member_id]):
        free = sum(pence for _account, pence in await free_accounts(org, loan.member_id))
    return Money(min((await standing(loan)).position.owed, held + free))


async def ask_set_off(
    org: Organisation, loan: Loan, by: Person | None, *, estate: str = "", email: str = ""
) -> Check:
    """Set off what the savings reach for, or put it before a second person. `estate` is who deals
    with it after a death, who is told."""
    async with deed(org):
        found = await fresh(org, loan, State.RUNNING)
        await not_own(org, found, by)
        died = bool(await has_died(org, [found.member_id]))
        if died and not estate.strip():
            raise TellTheEstate
        if died:
            await _no_interest_since(org, found, by)
        amount = await reach(org, found)
        if not amount:
            raise NothingAttached
        facts = {"estate": estate.strip()[:150], "email": email.strip()[:254]}
        text = f"Loan {found.number}, savings set off. {estate.strip()}".strip()[:300]
        subject, member = f"{SUBJECT}:{found.id}", await Member.one(org, id=found.member_id)
        kind = CheckKind.WITHDRAWAL
        if died:
            return await ask(org, kind, amount, subject, text, facts, by, member=member)
        return await ask_or_do(org, kind, amount, subject, text, facts, by, member=member)


async def _no_interest_since(org: Organisation, loan: Loan, by: Person | None) -> None:
    """The death is in the register: no letter, no debit and no interest from that day on."""
    if await LoanHold.within(org).filter(loan_id=loan.id, kind=HoldKind.DEATH).exists():
        return
    entry = await entry_of(org, loan.member_id)
    if entry is not None and entry.left_on is not None:
        await hold(org, loan, HoldKind.DEATH, entry.left_on, "", by)


async def set_off_checked(org: Organisation, check: Check, by: Person | None) -> None:
    """It is agreed: as much is paid as was agreed and is owed still; the estate is told."""
    async with in_transaction():
        loan = await Loan.one(org, id=int(check.subject.partition(":")[2]))
        paid = await set_off_savings(org, loan, by, most=check.sum, reference=f"check:{check.id}")
        estate = str(check.facts.get("estate") or "")
        if estate:
            await _tell_estate(org, loan, paid, estate, str(check.facts.get("email") or ""))


async def set_off_savings(
    org: Organisation, loan: Loan, by: Person | None, *, most: Money, reference: str
) -> Money:
    """Pay what the savings reach for, no more than `most`, and let go of the rest; how much was
    paid."""
    async with deed(org):
        found = await fresh(org, loan, State.RUNNING)
        await not_own(org, found, by)
        today = clock.today()
        held = await pledges_of(org, source_of(found))
        died = bool(await has_died(org, [found.member_id]))
        owed = min((await standing(found, today)).position.owed, most.pence)
        free = await free_accounts(org, found.member_id) if died else []
        if not owed or not (held or any(pence for _account, pence in free)):
            raise NothingAttached
        await accrue_to(org, found, today, by)
        await release(org, source_of(found), by)
        parts = [(await SavingsAccount.one(org, id=one.account_id), one.amount) for one in held]
        left = owed
        for place, (account, pence) in enumerate([*parts, *free]):
            part = min(left, pence)
            if part:
                await _pay(org, found, account, part, f"{reference}:{place}", by)
                left -= part
        await after_money(org, found, today, by)
        await settle_charges(org, found, owed - left, by)
        await told(org, by, "set savings against a loan", f"loan:{found.id}", amount=owed - left)
        return Money(owed - left)


async def _pay(
    org: Organisation,
    loan: Loan,
    account: SavingsAccount,
    pence: int,
    reference: str,
    by: Person | None,
) -> None:
    loans = await account_for(org, Purpose.LOANS)
    text, today = f"Set against loan {loan.number}", clock.today()
    moved = await set_off(
        org,
        account,
        Money(pence),
        today,
        by,
        against=Line(loans.id, -pence, member=loan.member_id),
        text=text,
        reference=f"{SUBJECT}:{loan.id}:{reference}",
    )
    await LoanEvent.create(
        organisation=org,
        loan=loan,
        on=today,
        what=What.REPAID,
        way=Way.SAVINGS,
        amount=pence,
        text=text,
        posting_id=moved.posting_id,
        recorded_at=clock.now(),
        recorded_by=by,
    )


async def _tell_estate(org: Organisation, loan: Loan, paid: Money, estate: str, email: str) -> None:
    entry = await entry_of(org, loan.member_id)
    language = (entry.language if entry else "") or "en"
    await told(
        org, None, "told an estate of savings set off", f"loan:{loan.id}", by_mail=bool(email)
    )
    if email:
        await mail.send(
            org.id,
            email,
            "email/savings/estate_set_off",
            language,
            {**await for_the_estate(org, loan), "estate": estate, "paid": paid},
            about=f"loan:{loan.id}",
        )


async def for_the_estate(org: Organisation, loan: Loan) -> dict[str, object]:
    """What who deals with an estate must know of the loan, and of the savings that are left."""
    entry = await entry_of(org, loan.member_id)
    free = sum(pence for _account, pence in await free_accounts(org, loan.member_id))
    rows = counted((await rows_of(org.id, [loan.id]))[loan.id])
    language = (entry.language if entry else "") or "en"
    return {
        "organisation": org.called(language),
        "member": entry.name if entry else "",
        "number": loan.number,
        "owed": (await standing(loan)).owed,
        "savings": Money(free),
        "paid": Money(sum(one.amount for one in rows if one.way is Way.SAVINGS)),
    }
