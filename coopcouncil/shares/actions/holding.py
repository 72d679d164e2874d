"""What happens to a holding after its allotment: paid, passed on, ended; a mistake reversed."""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.allotting import allowed
from coopcouncil.shares.actions.book import ShareBook, has_come, keeping
from coopcouncil.shares.actions.paying_out import owe_no_more
from coopcouncil.shares.models import (
    EventKind,
    ShareEvent,
    ShareHolding,
    ShareKind,
)
from coopcouncil.shares.reads import HeldShares, held_of, rules_and_classes, state_of
from coopcouncil.shares.rules.limits import is_paid_up, may_give_up, may_pay
from coopcouncil.shares.rules.refusals import (
    NothingHeld,
    NotTransferable,
    ReversedAlready,
    ToAnother,
    WhySo,
)

_TOGETHER = frozenset({EventKind.SPLIT, EventKind.TRANSFERRED})


async def pay(
    org: Organisation, holding: ShareHolding, amount: Money, on: date, *, by: Person | None
) -> ShareEvent:
    """A payment on the shares came in."""
    has_come(on)
    async with keeping(org, "", by) as book:
        state = await _state(holding, on)
        may_pay(amount, state.due)
        pence = amount.pence
        return await book.add(holding, EventKind.PAID, on, paid=pence, amount=pence)


async def transfer(
    org: Organisation,
    holding: ShareHolding,
    to: Member,
    shares: int,
    on: date,
    *,
    minute: str = "",
    reason: str = "",
    by: Person | None,
) -> ShareEvent:
    """Pass the shares on. The whole keeps its number; a part first becomes its own holding."""
    has_come(on)
    if holding.kind is not ShareKind.TRANSFERABLE:
        raise NotTransferable
    async with keeping(org, reason, by) as book:
        state = await _state(holding, on)
        is_paid_up(state.due)
        if state.holder_id == to.id:
            raise ToAnother
        await _may_give_up(org, state, shares)
        await book.is_member(to.id, on)
        await book.has_numbers(to.id, on)
        await allowed(org, to.id, holding.kind, shares, on, is_exempt=False)
        passed = holding
        worth = shares * holding.nominal
        if shares < state.shares:
            passed = await book.new_holding(holding.kind, holding.nominal, holding)
            await book.add(holding, EventKind.SPLIT, on, shares=-shares, paid=-worth, amount=worth)
            await book.add(
                passed,
                EventKind.SPLIT,
                on,
                shares=shares,
                paid=worth,
                amount=worth,
                holder=state.holder_id,
            )
        return await book.add(
            passed,
            EventKind.TRANSFERRED,
            on,
            amount=worth,
            holder=to.id,
            minute=minute,
            reason=reason,
        )


async def cancel(
    org: Organisation,
    holding: ShareHolding,
    on: date,
    *,
    minute: str,
    reason: str,
    by: Person | None,
) -> ShareEvent:
    """Forfeit a whole holding: the shares end, and what was paid stays with the organisation."""
    has_come(on)
    if not reason.strip():
        raise WhySo
    async with keeping(org, reason, by) as book:
        state = await _state(holding, on)
        return await cancelled(book, holding, state, on, minute=minute, reason=reason)


async def cancelled(
    book: ShareBook,
    holding: ShareHolding,
    state: HeldShares,
    on: date,
    *,
    minute: str,
    reason: str,
) -> ShareEvent:
    """The event of a forfeiture, inside a change-set that is under way."""
    return await book.add(
        holding,
        EventKind.CANCELLED,
        on,
        shares=-state.shares,
        paid=-state.paid,
        amount=state.paid,
        minute=minute,
        reason=reason,
    )


async def paid_out(
    book: ShareBook,
    holding: ShareHolding,
    shares: int,
    paid: int,
    on: date,
    *,
    minute: str,
    reason: str,
) -> ShareEvent:
    """The event of shares bought back, inside a change-set that is under way."""
    return await book.add(
        holding,
        EventKind.WITHDRAWN,
        on,
        shares=-shares,
        paid=-paid,
        amount=paid,
        minute=minute,
        reason=reason,
    )


async def reverse(
    org: Organisation, event: ShareEvent, *, reason: str, by: Person | None
) -> list[ShareEvent]:
    """Take out what was recorded in error; the parts of one transfer go together."""
    if not reason.strip():
        raise WhySo
    async with keeping(org, reason, by) as book:
        group = [event]
        if event.kind in _TOGETHER:
            group = (
                await ShareEvent.within(org)
                .filter(change_set_id=event.change_set_id, kind__in=list(_TOGETHER))
                .order_by("-id")
            )
        done = []
        for one in group:
            # Shares that came of interest end with the interest: `returning.take_back_return`.
            if one.kind in (EventKind.REVERSED, EventKind.ADDED):
                raise NotHere
            if await ShareEvent.within(org).filter(reverses_id=one.id).exists():
                raise ReversedAlready
            if one.kind is EventKind.WITHDRAWN:
                await owe_no_more(org, one, by)
            holding = await ShareHolding.one(org, id=one.holding_id)
            done.append(
                await book.add(
                    holding,
                    EventKind.REVERSED,
                    one.effective_on,
                    amount=one.amount,
                    reason=reason,
                    reverses=one,
                )
            )
        return done


async def _state(holding: ShareHolding, on: date) -> HeldShares:
    state = await state_of(holding, on)
    if state is None or not state.shares:
        raise NothingHeld
    return state


async def _may_give_up(org: Organisation, state: HeldShares, shares: int) -> None:
    _rules, classes = await rules_and_classes(org)
    share = next((each for each in classes if each.kind is state.kind), None)
    assert state.holder_id is not None
    own = await held_of(org, state.holder_id)
    holds = sum(one.shares for one in own if one.kind is state.kind)
    may_give_up(share, shares, holds, state.shares)
