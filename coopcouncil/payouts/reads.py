"""What stands: payees with their details, what is owed, what is with the bank."""

from collections.abc import Sequence
from dataclasses import dataclass

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.kinds import DetailsState, ItemState
from coopcouncil.payouts.models import (
    Payee,
    PayeeDetails,
    PayingAccount,
    PayingAccountChange,
    PayoutItem,
    RunLine,
)
from coopcouncil.payouts.rules.details import may_be_paid


async def paying_account(org: Organisation) -> PayingAccount | None:
    """Where the organisation pays from."""
    return await PayingAccount.within(org).get_or_none()


async def waiting_account(org: Organisation) -> PayingAccountChange | None:
    """The account to pay from that somebody asked for, and that is not in use yet."""
    found = PayingAccountChange.within(org).filter(used_at=None)
    return await found.filter(state__in=[DetailsState.ASKED, DetailsState.LIVE]).first()


async def name_of(org: Organisation, payee: Payee) -> str:
    """What the payee is called; a member as the register has it today."""
    if payee.member_id is not None:
        entry = await entry_of(org, payee.member_id)
        if entry is not None and entry.name:
            return entry.name
    return payee.name


async def live_details(org: Organisation, payee: Payee) -> PayeeDetails | None:
    """The account that stands."""
    found = PayeeDetails.within(org).filter(payee_id=payee.id, state=DetailsState.LIVE)
    return await found.first()


async def waiting_details(org: Organisation, payee: Payee) -> PayeeDetails | None:
    """The account that waits for a second person."""
    found = PayeeDetails.within(org).filter(payee_id=payee.id, state=DetailsState.ASKED)
    return await found.first()


async def payable_details(org: Organisation, payee: Payee) -> PayeeDetails:
    """The account that money may go to now; else the reason why there is none."""
    live, waiting = await live_details(org, payee), await waiting_details(org, payee)
    may_be_paid(
        await name_of(org, payee),
        live.state if live else None,
        is_change=live is not None and live.is_change,
        is_confirmed=live is not None and live.confirmed_at is not None,
        usable_from=live.usable_from if live else clock.now(),
        change_waits=waiting is not None,
        now=clock.now(),
    )
    assert live is not None
    return live


@dataclass(frozen=True)
class Owed:
    """Something that is owed, with what keeps it from being paid."""

    item: PayoutItem
    name: str
    account: str
    trouble: Refused | None


async def owed(org: Organisation, ids: Sequence[int] | None = None) -> list[Owed]:
    """What is owed and in no run, the oldest first."""
    found = PayoutItem.within(org).filter(state=ItemState.OWED)
    if ids is not None:
        found = found.filter(id__in=list(ids))
    rows = []
    for item in await found.select_related("payee").order_by("id"):
        account, trouble = "", None
        try:
            account = (await payable_details(org, item.payee)).masked
        except Refused as refusal:
            trouble = refusal
        rows.append(Owed(item, await name_of(org, item.payee), account, trouble))
    return rows


async def lines_of(org: Organisation, run_id: int) -> list[RunLine]:
    """The payments of a run, with their payees and accounts, in the order of the file."""
    found = RunLine.within(org).filter(run_id=run_id, is_live=True)
    return await found.select_related("item__payee", "details").order_by("id")


async def awaiting_bank(org: Organisation) -> list[PayoutItem]:
    """What was sent and has not come back as a line of the bank: for matching statements."""
    found = PayoutItem.within(org).filter(state=ItemState.SENT)
    return await found.select_related("payee").order_by("id")


async def owed_in_all(org: Organisation) -> Money:
    """What has not been paid yet."""
    open_ = [ItemState.OWED, ItemState.PREPARED, ItemState.SENT]
    amounts = await PayoutItem.within(org).filter(state__in=open_).values_list("amount", flat=True)
    return Money(sum(int(str(one)) for one in amounts))
