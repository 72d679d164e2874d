"""What a merge of two members means for shares: the holdings are the kept member's.

No share changes hands by it, so it is no transfer: an event of its own says that the holder's
number is another one, from the first day on which both the holding and the kept member are known.
"""

from collections.abc import Sequence

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.duplicates.carrying import Carrying, Went
from coopcouncil.members.duplicates.models import Merge
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.book import keeping
from coopcouncil.shares.kinds import EventKind
from coopcouncil.shares.models import (
    ShareApplication,
    ShareEvent,
    ShareHolding,
    ShareNomination,
)
from coopcouncil.shares.reads import events_of, holdings_ever_of, notices
from coopcouncil.shares.rules.replay import standing


class SharesWait(Refused):
    """Something about shares waits for a decision under the number that would go."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "An application for shares, a notice to withdraw or a nomination stands under that "
            "number. Decide on it first, and record a nomination anew under the number that stays."
        )


async def nothing_waits(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """What a member asked for or signed is not re-signed by a merge: it is settled first."""
    waits = (
        await ShareApplication.within(org).filter(member_id=gone, outcome=None).exists()
        or await ShareNomination.within(org).filter(member_id=gone, revoked_at=None).exists()
        or any(notice.left for _row, notice in await notices(org, member_id=gone))
    )
    return [SharesWait()] if waits else []


async def _carry(org: Organisation, made: Merge, by: Person | None) -> Sequence[Went]:
    reason = ""
    went: list[Went] = []
    async with keeping(org, reason, by) as book:
        history = await book.history(made.kept_id)
        for holding_id in await holdings_ever_of(org, made.gone_id):
            holding = await ShareHolding.one(org, id=holding_id)
            # Each time that the number that goes came to hold it.
            for event in standing(await events_of(org, [holding_id])):
                if event.holder != made.gone_id:
                    continue
                on = max(event.effective_on, history[0].valid_from)
                said = await book.add(holding, EventKind.RENUMBERED, on, holder=made.kept_id)
                went.append((said.id, None))
    return went


async def _give_back(
    org: Organisation, made: Merge, went: Sequence[Went], by: Person | None
) -> None:
    async with keeping(org, "", by) as book:
        for row, _became in went:
            event = await ShareEvent.one(org, id=row)
            if await ShareEvent.within(org).filter(reverses_id=event.id).exists():
                continue
            holding = await ShareHolding.one(org, id=event.holding_id)
            await book.add(holding, EventKind.REVERSED, event.effective_on, reverses=event)


HOLDINGS = Carrying(_carry, _give_back)
