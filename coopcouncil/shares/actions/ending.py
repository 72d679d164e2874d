"""What becomes of shares when a membership ends."""

from dataclasses import dataclass, field
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.shares.actions.book import keeping
from coopcouncil.shares.actions.holding import cancelled, paid_out
from coopcouncil.shares.actions.paying_out import owe_holder
from coopcouncil.shares.actions.withdrawing import noticed
from coopcouncil.shares.labels import KINDS
from coopcouncil.shares.labels_ending import FATES
from coopcouncil.shares.models import ShareEvent, ShareHolding, ShareKind, ShareWithdrawal
from coopcouncil.shares.reads import HeldShares, held_of, notices, rules_and_classes
from coopcouncil.shares.rules.ending import Fate, fate_of
from coopcouncil.shares.rules.queue import earliest


@dataclass
class Ended:
    """What was done with the shares of somebody who left."""

    events: list[ShareEvent] = field(default_factory=list)
    notices: list[ShareWithdrawal] = field(default_factory=list)
    kept: list[HeldShares] = field(default_factory=list)
    """Held on: transferable shares wait for their transfer."""


async def ended(
    org: Organisation,
    member: Member,
    on: date,
    *,
    reason: str,
    by: Person | None,
    minute: str = "",
) -> Ended:
    """Do with a leaver's shares what the rules say; call it in the leaving's own transaction.

    Shares of membership are cancelled (or paid back), notice is taken as given for those that
    can be withdrawn, transferable ones are held until they are transferred.
    """
    done = Ended()
    own = await held_of(org, member.id, on)
    rules, _classes = await rules_and_classes(org)
    if not own or rules is None:
        return done
    async with keeping(org, reason, by) as book:
        for state in own:
            holding = await ShareHolding.one(org, id=state.id)
            fate, unnoticed = await _fate(org, rules, state)
            if fate is Fate.CANCELLED:
                event = await cancelled(book, holding, state, on, minute=minute, reason=reason)
                done.events.append(event)
            elif fate is Fate.REPAID:
                event = await paid_out(
                    book, holding, state.shares, state.paid, on, minute=minute, reason=reason
                )
                await owe_holder(org, event, member.id, by)
                done.events.append(event)
            elif fate is Fate.NOTICED:
                made = await noticed(
                    org, holding, unnoticed, on, reason=reason, by=by, is_leaving=True
                )
                done.notices.append(made)
            else:
                done.kept.append(state)
    return done


async def foretold(org: Organisation, member_id: int, on: date) -> list[str]:
    """What `ended` would do with each of the member's holdings on that day, in sentences."""
    rules, _classes = await rules_and_classes(org)
    own = await held_of(org, member_id, on) if rules is not None else []
    told = []
    for state in own:
        assert rules is not None
        fate, unnoticed = await _fate(org, rules, state)
        text = str(FATES[fate]).format(
            number=f"{state.number:,}",
            kind=KINDS[state.kind],
            shares=f"{unnoticed if fate is Fate.NOTICED else state.shares:,}",
            paid=state.paid_sum,
            day=shown_date(earliest(on, rules.withdrawal_notice_days)),
        )
        told.append(text)
    return told


async def _fate(org: Organisation, rules: Rulebook, state: HeldShares) -> tuple[Fate, int]:
    """What becomes of a holding, and how many of its shares are under no notice yet."""
    unnoticed = state.shares
    if state.kind is ShareKind.WITHDRAWABLE:
        unnoticed -= sum(n.left for _row, n in await notices(org, holding_id=state.id))
    return fate_of(state.kind, rules, unnoticed=unnoticed, is_paid_up=not state.due), unnoticed
