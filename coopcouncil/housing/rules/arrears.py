"""What arrears change, if the rules say so. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coopcouncil.housing.kinds import PlanKept
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.rulebook import Rulebook


class Effect(StrEnum):
    """What the rules may take from a member in arrears."""

    VOTE = "vote"
    STAND = "stand"
    TRANSFER = "transfer"
    ALLOCATION = "allocation"


@dataclass(frozen=True)
class Owed:
    """The latest that is noted of a member up to the day that decides."""

    pence: int
    owed_since: date | None
    plan: PlanKept


class KeptBackByArrears(Refused):
    """The rules keep a home from a member in arrears. It says no sum."""

    def sentence(self, _: Gettext) -> str:
        return _("The rules on money that is owed do not allow this. Ask the treasurer.")


def record_day(rules: Rulebook, decides: date) -> date:
    """The day on which arrears are looked at, for a decision of that day."""
    return decides - timedelta(days=rules.arrears_record_days)


def is_in_arrears(owed: Owed | None, rules: Rulebook, decides: date) -> bool:
    """Whether the rules count somebody as in arrears: money owed for long enough, and no plan
    kept where a plan exempts.

    >>> owed = Owed(12000, date(2026, 1, 5), PlanKept.NONE)
    >>> is_in_arrears(owed, Rulebook(arrears_after_weeks=4), date(2026, 2, 1))
    False
    >>> is_in_arrears(owed, Rulebook(arrears_after_weeks=4), date(2026, 2, 2))
    True
    """
    if owed is None or owed.pence == 0 or owed.owed_since is None:
        return False
    if owed.plan is PlanKept.KEPT and rules.arrears_plan_exempts:
        return False
    old_enough = owed.owed_since + timedelta(weeks=rules.arrears_after_weeks)
    return old_enough <= record_day(rules, decides)


def effects(rules: Rulebook) -> frozenset[Effect]:
    """What the rules take from members in arrears; by default nothing."""
    said = {
        Effect.VOTE: rules.arrears_bar_vote,
        Effect.STAND: rules.arrears_bar_standing,
        Effect.TRANSFER: rules.arrears_bar_transfer,
        Effect.ALLOCATION: rules.arrears_bar_allocation,
    }
    return frozenset(effect for effect, barred in said.items() if barred)


def is_barred(effect: Effect, owed: Owed | None, rules: Rulebook, decides: date) -> bool:
    """Whether the rules keep this from somebody who owes that."""
    return effect in effects(rules) and is_in_arrears(owed, rules, decides)
