"""Instalments that payments collects by Direct Debit: asked for once, taken off when not needed."""

from datetime import date, timedelta

from tortoise.expressions import F

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions import charge, reduce_charge
from coopcouncil.payments.kinds import ChargeKind
from coopcouncil.payments.models import Charge
from coopcouncil.savings.holders.reads import has_died
from coopcouncil.savings.loans.kinds import State
from coopcouncil.savings.loans.models import Loan, PayrollPlace
from coopcouncil.savings.loans.reads import standing, standings

AHEAD = timedelta(days=14)
"""Direct Debits are asked for so long before, so that notice can be given."""


async def ask_for_instalments(org: Organisation, on: date, by: Person | None) -> int:
    """Ask for each running loan's payments that fall due soon; how many. Twice asks once."""
    made = 0
    wages = [p.loan_id for p in await PayrollPlace.within(org).filter(ended_on=None)]
    running = await Loan.within(org).filter(state=State.RUNNING).exclude(id__in=wages)
    dead = await has_died(org, [one.member_id for one in running])
    for one in await standings(running, on):
        if one.holds or one.loan.member_id in dead:
            continue
        asked = await _asked(org, one.loan)
        for due_on, amount in one.terms.due:
            source = f"loan:{one.loan.id}:{due_on.isoformat()}"
            if not on <= due_on <= on + AHEAD or source in asked:
                continue
            open_ones = sum(c.owed.pence for c in asked.values())
            pence = min(amount, one.position.owed - open_ones)
            if pence > 0:
                member = await Member.one(org, id=one.loan.member_id)
                asked[source] = await charge(
                    org,
                    member,
                    ChargeKind.LOAN,
                    Money(pence),
                    due_on,
                    f"Loan {one.loan.number}",
                    text_cy=f"Benthyciad {one.loan.number}",
                    source=source,
                    by=by,
                )
                made += 1
    return made


async def settle_charges(org: Organisation, loan: Loan, paid: int, by: Person | None) -> None:
    """So much came another way: that much is not asked for any more, the oldest first; nor is
    ever more asked for than is owed."""
    owed = (await standing(loan, clock.today())).position.owed
    for one in sorted((await _asked(org, loan)).values(), key=lambda c: c.due_on):
        keep = min(max(0, one.owed.pence - paid), owed)
        paid -= min(paid, one.owed.pence)
        if keep < one.owed.pence:
            less = Money(one.owed.pence - keep)
            await reduce_charge(org, one, less, "Paid in another way, or agreed anew", by=by)
        owed -= keep


async def ask_no_more(org: Organisation, loan: Loan, by: Person | None) -> None:
    """Other payments were agreed: what was asked for by the old ones is not owed that way."""
    for one in (await _asked(org, loan)).values():
        await reduce_charge(org, one, one.owed, "Agreed anew", by=by)


async def _asked(org: Organisation, loan: Loan) -> dict[str, Charge]:
    """The instalments that were asked for and are still open, by source."""
    found = Charge.within(org).filter(kind=ChargeKind.LOAN, source__startswith=f"loan:{loan.id}:")
    open_ones = await found.filter(amount__gt=F("paid") + F("relieved"))
    return {one.source or "": one for one in open_ones}
