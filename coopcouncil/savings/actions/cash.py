"""Cash goes over the till that the teller opened today."""

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.reads import members_behind
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.juniors.models import GuardianAuthority
from coopcouncil.savings.kinds import Way
from coopcouncil.savings.models import SavingsAccount, SavingsMovement, TillDay
from coopcouncil.savings.reads import holders_of
from coopcouncil.savings.rules.refusals import NoTillOpen, OwnAccount
from coopcouncil.savings.rules.till import in_till


async def cash_in(till: TillDay) -> Money:
    """What should lie in the till now."""
    moved = SavingsMovement.everywhere().filter(till_id=till.id)
    return Money(in_till(till.opening_float, [one.amount for one in await moved]))


async def till_of(
    org: Organisation, way: Way, till: TillDay | None, by: Person | None
) -> TillDay | None:
    """Cash goes over the till that the teller opened today."""
    if way is not Way.CASH or till is not None or by is None:
        return till
    found = await TillDay.within(org).get_or_none(teller_id=by.id, on=clock.today(), closed_at=None)
    if found is None:
        raise NoTillOpen
    return found


async def not_own(org: Organisation, account: SavingsAccount, by: Person | None) -> None:
    """No officer pays into, or undoes anything on, an account of their own or of a child for whom
    they signed."""
    if by is None:
        return
    own = await members_behind(by, org)
    theirs = set(await holders_of(account))
    if account.junior_id is not None:
        signed = GuardianAuthority.within(org).filter(junior_id=account.junior_id)
        theirs |= {one.member_id for one in await signed if one.member_id is not None}
    if own & theirs:
        raise OwnAccount
