"""Who of a member's holders has died, and what waits."""

from collections.abc import Collection

from tortoise.expressions import Q

from coopcouncil.members.reads import died
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.holders.models import EstatePayment, HolderChange
from coopcouncil.savings.models import SavingsAccount, SavingsHolder
from coopcouncil.savings.reads import holders_of


async def has_died(org: Organisation, members: Collection[int]) -> set[int]:
    """Who of these the register says has died."""
    return await died(org, members)


async def the_dead(org: Organisation, account: SavingsAccount) -> set[int]:
    """The holders of an account who have died."""
    return await has_died(org, await holders_of(account))


async def waiting_change(org: Organisation, account: SavingsAccount) -> HolderChange | None:
    """The change of holders that can still be agreed to."""
    found = HolderChange.within(org).filter(account_id=account.id, done_at=None, dropped_at=None)
    return await found.select_related("asked_by").first()


async def estate_payments(org: Organisation, member: int) -> list[EstatePayment]:
    """What was and is to be paid of a dead member's savings, and was not given up."""
    found = EstatePayment.within(org).filter(member_id=member, given_up_at=None)
    return await found.order_by("id")


async def changes_for(org: Organisation, members: Collection[int]) -> list[HolderChange]:
    """The changes that wait and concern these members: those who hold, and those who would."""
    held = await SavingsHolder.within(org).filter(member_id__in=list(members))
    found = HolderChange.within(org).filter(
        Q(account_id__in=[one.account_id for one in held]) | Q(member_id__in=list(members)),
        done_at=None,
        dropped_at=None,
    )
    return await found.select_related("account").order_by("id")
