"""A member's own attached savings against the same member's loan (CCBSA 2014 s.35)."""

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.moving import set_off
from coopcouncil.savings.actions.pledging import pledges_of, release
from coopcouncil.savings.loans.actions.collecting import settle_charges
from coopcouncil.savings.loans.actions.deeds import accrue_to, deed, fresh, told
from coopcouncil.savings.loans.actions.lending import not_own
from coopcouncil.savings.loans.actions.repaying import after_money
from coopcouncil.savings.loans.kinds import State, Way
from coopcouncil.savings.loans.models import Loan, LoanEvent
from coopcouncil.savings.loans.reads import source_of, standing
from coopcouncil.savings.loans.rules.refusals import NothingAttached
from coopcouncil.savings.loans.rules.replay import What
from coopcouncil.savings.models import SavingsAccount


async def set_off_savings(org: Organisation, loan: Loan, by: Person | None) -> Money:
    """Pay what the attached savings reach for, and let go of the rest; how much was paid."""
    async with deed(org):
        found = await fresh(org, loan, State.RUNNING)
        await not_own(org, found, by)
        today = clock.today()
        held = await pledges_of(org, source_of(found))
        left = owed = (await standing(found, today)).position.owed
        if not held or not owed:
            raise NothingAttached
        await accrue_to(org, found, today, by)
        await release(org, source_of(found), by)
        loans = await account_for(org, Purpose.LOANS)
        for pledge in held:
            pence = min(left, pledge.amount)
            if not pence:
                continue
            account = await SavingsAccount.one(org, id=pledge.account_id)
            text = f"Set against loan {found.number}"
            moved = await set_off(
                org,
                account,
                Money(pence),
                today,
                by,
                against=Line(loans.id, -pence, member=found.member_id),
                text=text,
                reference=f"loan-set-off:{pledge.id}",
            )
            await LoanEvent.create(
                organisation=org,
                loan=found,
                on=today,
                what=What.REPAID,
                way=Way.SAVINGS,
                amount=pence,
                text=text,
                posting_id=moved.posting_id,
                recorded_at=clock.now(),
                recorded_by=by,
            )
            left -= pence
        await after_money(org, found, today, by)
        await settle_charges(org, found, owed - left, by)
        await told(org, by, "set savings against a loan", f"loan:{found.id}", amount=owed - left)
        return Money(owed - left)
