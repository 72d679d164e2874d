"""What a withdrawal needs besides: its notice, and whoever is paid by bank."""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import cancel
from coopcouncil.payouts.actions.payees import add_payee, payee_of
from coopcouncil.payouts.models import Payee, PayoutItem
from coopcouncil.savings.juniors.models import GuardianAuthority
from coopcouncil.savings.kinds import Way
from coopcouncil.savings.models import (
    SavingsAccount,
    SavingsMovement,
    SavingsNotice,
    SavingsProduct,
)
from coopcouncil.savings.reads import holders_of
from coopcouncil.savings.rules.refusals import NoticeNeeded, NoticeStillRuns


async def notice_for(
    org: Organisation,
    account: SavingsAccount,
    product: SavingsProduct,
    amount: Money,
    on: date,
) -> SavingsNotice | None:
    """The notice that has run and covers it, where the product asks for one."""
    if not product.notice_days:
        return None
    moved = await SavingsMovement.within(org).filter(account_id=account.id, notice_id__isnull=False)
    used = {one.notice_id for one in moved}
    covering = SavingsNotice.within(org).filter(
        account_id=account.id, taken_back_at=None, amount__gte=amount.pence
    )
    given = [one for one in await covering.order_by("earliest_on", "id") if one.id not in used]
    if not given:
        raise NoticeNeeded(product.notice_days)
    if given[0].earliest_on > on:
        raise NoticeStillRuns(given[0].earliest_on)
    return given[0]


async def payee_for(
    org: Organisation, account: SavingsAccount, guardian: int | None, by: Person | None
) -> Payee:
    """Who is paid by bank: the first holder, or the guardian of a child."""
    if account.junior_id is None:
        member = (await holders_of(account))[0]
        return await payee_of(org, await Member.one(org, id=member), by)
    authority = await GuardianAuthority.one(org, id=guardian, junior_id=account.junior_id)
    if authority.member_id is not None:
        return await payee_of(org, await Member.one(org, id=authority.member_id), by)
    # The one who was paid before for this child: another account for them is a change, and waits.
    before = SavingsMovement.within(org).filter(account_id=account.id, way=Way.BANK, amount__lt=0)
    paid = PayoutItem.within(org).filter(
        source__in=[source_of(one) for one in await before],
        payee__member_id=None,
        payee__name=authority.name,
    )
    last = await paid.order_by("-id").select_related("payee").first()
    if last is not None:
        return last.payee
    email = authority.contact if "@" in authority.contact else ""
    return await add_payee(org, authority.name, email, by)


async def call_back(
    org: Organisation, movement: SavingsMovement, reason: str, by: Person | None
) -> None:
    """What was to be paid out is not owed any more; once it is on its way, it is too late."""
    item = await PayoutItem.within(org).get_or_none(source=source_of(movement))
    if item is not None:
        await cancel(org, item, reason, by)


def source_of(movement: SavingsMovement) -> str:
    return f"savings-movement:{movement.id}"
