"""What becomes of shares when a membership ends."""

from dataclasses import dataclass, field
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.book import keeping
from coopcouncil.shares.actions.holding import cancelled, paid_out
from coopcouncil.shares.actions.paying_out import owe_holder
from coopcouncil.shares.actions.withdrawing import noticed
from coopcouncil.shares.models import ShareEvent, ShareHolding, ShareKind, ShareWithdrawal
from coopcouncil.shares.reads import HeldShares, held_of, notices, rules_and_classes


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
            if state.kind is ShareKind.PAR and rules.par_forfeited:
                event = await cancelled(book, holding, state, on, minute=minute, reason=reason)
                done.events.append(event)
            elif state.kind is ShareKind.PAR:
                event = await paid_out(
                    book, holding, state.shares, state.paid, on, minute=minute, reason=reason
                )
                await owe_holder(org, event, member.id, by)
                done.events.append(event)
            elif state.kind is ShareKind.WITHDRAWABLE and rules.leaving_withdraws:
                left = sum(n.left for _row, n in await notices(org, holding_id=holding.id))
                if state.shares > left and not state.due:
                    made = await noticed(
                        org,
                        holding,
                        state.shares - left,
                        on,
                        reason=reason,
                        by=by,
                        is_leaving=True,
                    )
                    done.notices.append(made)
                else:
                    done.kept.append(state)
            else:
                done.kept.append(state)
    return done
