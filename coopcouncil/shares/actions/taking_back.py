"""A return that was decided is taken back whole, while none of it has gone."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.ledger.actions import reverse
from coopcouncil.ledger.models import Posting
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import cancel
from coopcouncil.payouts.kinds import ItemState
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.shares.actions.adding import take_out
from coopcouncil.shares.actions.book import has_come, keeping
from coopcouncil.shares.actions.returning import LINE, record, spans, subject
from coopcouncil.shares.kinds import ReturnKind, ReturnState
from coopcouncil.shares.models_returns import ShareReturn, ShareReturnLine, ShareReturnReversal
from coopcouncil.shares.rules.refusals import WhySo
from coopcouncil.shares.rules.returns import (
    LaterOneFirst,
    NotDecidedYet,
    OnItsWay,
    TakenBackAlready,
)


async def take_back_return(
    org: Organisation, found: ShareReturn, on: date, reason: str, by: Person | None
) -> ShareReturnReversal:
    """Nothing is owed any more, the shares that came of it end, and the books have the same the
    other way round."""
    has_come(on)
    if not reason.strip():
        raise WhySo
    async with keeping(org, reason.strip()[:200], by) as book, in_transaction():
        await lock("ledger", org.id)
        await lock("share-returns", org.id)
        found = await ShareReturn.one(org, id=found.id)
        if found.state is not ReturnState.DECIDED:
            raise NotDecidedYet
        if await ShareReturnReversal.within(org).filter(share_return_id=found.id).exists():
            raise TakenBackAlready
        if found.kind is ReturnKind.INTEREST:
            if any(since > found.to for since, _to in await spans(org)):
                raise LaterOneFirst
            await take_out(book, found, reason.strip())
        lines = await ShareReturnLine.within(org).filter(share_return_id=found.id)
        items = await PayoutItem.within(org).filter(
            source__in=[f"{LINE}:{one.id}" for one in lines]
        )
        gone = [one for one in items if one.state not in (ItemState.OWED, ItemState.CANCELLED)]
        if gone:
            raise OnItsWay(len(gone))
        for item in items:
            if item.state is ItemState.OWED:
                await cancel(org, item, reason.strip()[:200], by)
        posting = await Posting.within(org).get(reference=subject(found))
        await reverse(org, posting, on, reason.strip(), by)
        made = await ShareReturnReversal.create(
            organisation=org,
            share_return=found,
            on=on,
            reason=reason.strip()[:200],
            reversed_at=clock.now(),
            reversed_by=by,
        )
        await record(org, by, f"took back: {found.kind.value}", found)
    return made
