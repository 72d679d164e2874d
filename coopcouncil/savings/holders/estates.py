"""Savings of somebody who has died: to who may give a receipt, with two officers, once each."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask
from coopcouncil.checks.models import Check, CheckKind
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.recording import Recording
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import add_payee
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.payouts.models import Payee
from coopcouncil.savings.actions.cash import not_own
from coopcouncil.savings.actions.leaving import source_of
from coopcouncil.savings.actions.moving import begin, move
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.holders.kinds import Ground
from coopcouncil.savings.holders.models import EstatePayment
from coopcouncil.savings.holders.reads import estate_payments, has_died
from coopcouncil.savings.holders.rules import (
    HasNotDied,
    MoreThanNamed,
    NoNomination,
    OwesALoan,
    StillHasSavings,
    left_without_a_grant,
)
from coopcouncil.savings.kinds import MovementKind, Way
from coopcouncil.savings.loans.actions.attaching import free_accounts
from coopcouncil.savings.loans.kinds import State
from coopcouncil.savings.loans.models import Loan
from coopcouncil.savings.loans.reads import standings
from coopcouncil.savings.models import SavingsAccount, SavingsHolder
from coopcouncil.savings.reads import balance_of, holders_of, pledged_on
from coopcouncil.savings.rules.accounts import may_take_out
from coopcouncil.shares.models import ShareNomination

SUBJECT = "savings-estate"
_RUNS = (State.OFFERED, State.SIGNED, State.ON_ITS_WAY, State.RUNNING)


async def ask_to_pay_estate(
    org: Organisation,
    account: SavingsAccount,
    ground: Ground,
    paid_to: str,
    email: str,
    amount: Money,
    evidence: str,
    by: Person | None,
) -> EstatePayment:
    """Put it before a second officer, whatever the sum: the saver can no longer object."""
    async with in_transaction():
        found, product, _rules = await begin(org, account)
        await not_own(org, found, by)
        holders = await holders_of(found)
        # Of several holders the others survive: that is a change of holders.
        if len(holders) != 1 or not await has_died(org, holders):
            raise HasNotDied
        member = await Member.one(org, id=holders[0])
        await _may_pay(org, found, member.id, ground, amount)
        payee = await add_payee(org, paid_to.strip()[:150], email.strip(), by)
        made = await EstatePayment.create(
            organisation=org,
            account=found,
            member=member,
            ground=ground,
            paid_to=paid_to.strip()[:150],
            evidence=evidence.strip()[:300],
            amount=amount.pence,
            payee=payee,
            asked_on=clock.today(),
            asked_at=clock.now(),
            asked_by=by,
        )
        await ask(
            org,
            CheckKind.WITHDRAWAL,
            amount,
            f"{SUBJECT}:{made.id}",
            f"{product.name}, {found.number}: {made.paid_to} ({ground.value}), {made.evidence}"[
                :300
            ],
            {},
            by,
            member=member,
        )
        await record(org, by, "asked to pay savings of an estate", f"savings-account:{found.id}")
    return made


async def estate_checked(org: Organisation, check: Check, by: Person | None) -> None:
    """A second officer agrees: it is owed to who may give a receipt."""
    async with in_transaction():
        found = await EstatePayment.one(org, id=int(check.subject.partition(":")[2]))
        account, product, _rules = await begin(
            org, await SavingsAccount.one(org, id=found.account_id)
        )
        await not_own(org, account, by)
        await _may_pay(org, account, found.member_id, found.ground, found.sum, besides=found.id)
        payable = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
        movement = await move(
            org,
            account,
            product,
            MovementKind.WITHDRAWAL,
            Way.BANK,
            -found.amount,
            clock.today(),
            by,
            text=f"Estate: {found.paid_to}",
            against=Line(payable.id, -found.amount),
        )
        found.movement = movement
        await found.save(update_fields=["movement_id"])
        payee = await Payee.one(org, id=int(str(found.payee_id)))
        words = f"{product.name}, {account.number}"
        source = source_of(movement)
        await owe(org, payee, found.sum, PayoutKind.SAVINGS, words, source=source, by=by)


async def estate_not_checked(org: Organisation, check: Check, by: Person | None) -> None:
    """Nobody agreed: it counts toward no limit."""
    found = await EstatePayment.one(org, id=int(check.subject.partition(":")[2]))
    found.given_up_at = clock.now()
    await found.save(update_fields=["given_up_at"])


async def keep_savings(
    book: Recording, member_id: int, left_on: date, because: Cause | None
) -> None:
    """What `members.within.AFTER_LEAVING` asks: nobody leaves with an open account or a loan.

    A death or a meeting's expulsion is recorded at once; what becomes of the savings follows.
    """
    org = book.org
    if org.legal_form is not LegalForm.CREDIT_UNION or because in (Cause.DIED, Cause.EXPELLED):
        return
    held = SavingsHolder.within(org).filter(member_id=member_id, account__closed_on=None)
    accounts = [one.account.number for one in await held.select_related("account")]
    loans = Loan.within(org).filter(member_id=member_id, state__in=list(_RUNS))
    numbers = [one.number for one in await loans.order_by("number")]
    if accounts or numbers:
        raise StillHasSavings(sorted(accounts), numbers)


async def _may_pay(
    org: Organisation,
    account: SavingsAccount,
    member: int,
    ground: Ground,
    amount: Money,
    *,
    besides: int | None = None,
) -> None:
    may_take_out(
        amount.pence, (await balance_of(account)).pence, (await pledged_on(account)).pence, 0
    )
    free = sum(pence for _account, pence in await free_accounts(org, member))
    kept = await _owed_beyond_pledges(org, member)
    if kept and amount.pence > free - kept:
        raise OwesALoan(Money(kept), Money(max(0, free - kept)))
    named = None
    if ground is Ground.NOMINEE:
        stands = ShareNomination.within(org).filter(member_id=member, revoked_at=None)
        nomination = await stands.order_by("-id").first()
        if nomination is None:
            raise NoNomination
        named = nomination.amount
    paid = sum(
        one.amount
        for one in await estate_payments(org, member)
        if one.ground is not Ground.GRANT and one.id != besides
    )
    left = left_without_a_grant(ground, paid, named)
    if left is not None and amount.pence > left:
        raise MoreThanNamed(Money(left))


async def _owed_beyond_pledges(org: Organisation, member: int) -> int:
    """What a dead member's loans want of the savings that are not attached to them: a society's
    claim on its member's shares goes before a nominee's and the estate's (CCBSA 2014 s.35)."""
    running = await Loan.within(org).filter(member_id=member, state=State.RUNNING)
    return sum(max(0, one.position.owed - one.attached) for one in await standings(running))
