"""Interest that becomes shares, as the member chose: whole shares, and the rest as money."""

from collections.abc import Iterable
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.allotting import allowed
from coopcouncil.shares.actions.book import ShareBook
from coopcouncil.shares.kinds import EventKind, ShareKind, Taking
from coopcouncil.shares.models import ShareEvent, ShareHolding
from coopcouncil.shares.models_returns import (
    ShareInterestChoice,
    ShareReinvestment,
    ShareReturn,
    ShareReturnLine,
)
from coopcouncil.shares.reads import rules_and_classes
from coopcouncil.shares.rules.classes import ShareClass
from coopcouncil.shares.rules.refusals import ReversedAlready
from coopcouncil.shares.rules.returns import SharesMovedSince, into_shares


async def choose(org: Organisation, member: Member, taking: Taking, by: Person | None) -> None:
    """From now on the member takes interest this way; said again, nothing is written."""
    async with in_transaction():
        await lock("share-returns", org.id)
        if (await takings(org, [member.id]))[member.id] is taking:
            return
        await ShareInterestChoice.create(
            organisation=org, member=member, taking=taking, chosen_at=clock.now(), chosen_by=by
        )
        who = by.id if by else None
        verb = f"chose how to take interest on shares: {taking.value}"
        await audit.record(org.id, who, verb, f"member:{member.id}")


async def takings(org: Organisation, members: Iterable[int]) -> dict[int, Taking]:
    """How each of these members takes interest; paid out where nobody chose."""
    ids = list(members)
    found = dict.fromkeys(ids, Taking.PAID_OUT)
    for one in await ShareInterestChoice.within(org).filter(member_id__in=ids).order_by("id"):
        found[one.member_id] = one.taking
    return found


async def add(book: ShareBook, line: ShareReturnLine, on: date, text: str) -> int:
    """The pence of a line that become shares, inside a change-set that is under way.

    Nothing, where the member has left, the rules issue no such shares any more, or the member
    would hold more than the rules or the law allow: then it is paid out like everybody's.
    """
    share = await bearing(book.org)
    if share is None:
        return 0
    shares = into_shares(line.amount, share.value.pence)
    if not shares:
        return 0
    try:
        await book.is_member(line.member_id, on)
        await book.has_numbers(line.member_id, on)
        await allowed(book.org, line.member_id, share.kind, shares, on, is_exempt=False)
    except Refused:
        return 0
    pence = shares * share.value.pence
    holding = await book.new_holding(share.kind, share.value.pence)
    event = await book.add(
        holding,
        EventKind.ADDED,
        on,
        shares=shares,
        paid=pence,
        amount=pence,
        holder=line.member_id,
        minute=text[:200],
    )
    await ShareReinvestment.create(organisation=book.org, line=line, event=event, amount=pence)
    return pence


async def bearing(org: Organisation) -> ShareClass | None:
    """The shares that interest can become: those that the rules issue and that bear it."""
    if org.legal_form is LegalForm.CREDIT_UNION:
        return None
    _rules, classes = await rules_and_classes(org)
    by_kind = {one.kind: one for one in classes}
    return by_kind.get(ShareKind.WITHDRAWABLE) or by_kind.get(ShareKind.TRANSFERABLE)


async def added(org: Organisation, found: ShareReturn) -> dict[int, Money]:
    """By line: what of it became shares."""
    rows = ShareReinvestment.within(org).filter(line__share_return_id=found.id)
    return {one.line_id: one.sum for one in await rows}


async def take_out(book: ShareBook, found: ShareReturn, reason: str) -> None:
    """Every share that came of a return ends, as if it had never been; refused where one of
    them has been withdrawn or passed on since."""
    rows = ShareReinvestment.within(book.org).filter(line__share_return_id=found.id)
    for row in await rows.order_by("id"):
        event = await ShareEvent.one(book.org, id=row.event_id)
        holding = await ShareHolding.one(book.org, id=event.holding_id)
        others = ShareEvent.within(book.org).filter(holding_id=holding.id).exclude(id=event.id)
        for other in await others:
            if other.reverses_id == event.id:
                raise ReversedAlready
            raise SharesMovedSince(holding.number)
        await book.add(
            holding,
            EventKind.REVERSED,
            event.effective_on,
            amount=event.amount,
            reason=reason,
            reverses=event,
        )
