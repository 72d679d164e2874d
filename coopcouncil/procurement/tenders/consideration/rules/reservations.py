"""Whether a lot may be kept for some suppliers alone: each condition, from dates or from answers.

The tests of section 33 are those that a mutual keeps for its own contracts (`coopcouncil.mutuals`),
seen from the other side.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.mutuals.rules.reservation import free_again, last_day
from coopcouncil.procurement.kinds import Procedure, Reservation, Subject
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Said
from coopcouncil.procurement.tenders.consideration.rules.law import Lift, is_below, lifting

CONDITIONS: Mapping[Reservation, tuple[Condition, ...]] = {
    Reservation.NONE: (),
    Reservation.SUPPORTED_EMPLOYMENT: (
        Condition.FLEXIBLE,
        Condition.SUPPORTED_AIM,
        Condition.SUPPORTED_SHARE,
    ),
    Reservation.SERVICE_MUTUAL: (
        Condition.FLEXIBLE,
        Condition.MUTUAL_SERVICE,
        Condition.MUTUAL_TERM,
        Condition.MUTUAL_PROFITS,
        Condition.MUTUAL_CONTROL,
        Condition.MUTUAL_AWARD_BEFORE,
    ),
    Reservation.LOCAL: (
        Condition.BELOW_THRESHOLD,
        Condition.NO_CROSS_BORDER,
        Condition.AREA_STATED,
    ),
    Reservation.UNITED_KINGDOM: (Condition.BELOW_THRESHOLD, Condition.NO_CROSS_BORDER),
    Reservation.SMALL_OR_SOCIAL: (Condition.BELOW_THRESHOLD, Condition.SIZE_STATED),
}
BY_CONTRACT = frozenset({Condition.BELOW_THRESHOLD, Condition.FLEXIBLE})
"""What the contract alone decides: nobody is asked."""
BY_PLACE = frozenset({Reservation.LOCAL, Reservation.UNITED_KINGDOM})


class EvidenceNeeded(Refused):
    """An answer that nobody could check."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say on what evidence, so that others can check it.")


class DayNeeded(Refused):
    """When was it?"""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Enter the day of the last such award, or say that there was none.")


@dataclass(frozen=True)
class Answered:
    """What was said last of a condition."""

    said: Said
    evidence: str = ""
    on_day: date | None = None


@dataclass(frozen=True)
class Contract:
    """What of the contract decides."""

    subject: Subject
    procedure: Procedure
    value: int
    """In pence with VAT: of the whole procurement, not of the lot."""
    nation: str
    on: date
    """The day of the notice, or today."""
    starts_on: date | None = None
    last_on: date | None = None
    """Its last day, with every extension."""

    @property
    def is_below(self) -> bool:
        """Whether it is below the threshold."""
        return is_below(self.value, self.subject, self.procedure, self.on)

    def lifting(self, matters: Collection[str]) -> tuple[Lift, ...]:
        """The laws that lift the ban on all these matters for it."""
        return lifting(matters, self.nation, self.on, self.is_below, self.subject)


@dataclass(frozen=True)
class Finding:
    """One condition: what the contract itself decides, and what was said."""

    condition: Condition
    by_contract: bool | None
    answer: Answered | None
    limit: date | None = None

    @property
    def holds(self) -> bool | None:
        """Whether it is met; None while nobody knows. What the contract decides overrules."""
        if self.by_contract is not None:
            return self.by_contract
        if self.answer is None or self.answer.said is Said.UNSURE:
            return None
        return self.answer.said is Said.YES


def findings(
    reservation: Reservation, contract: Contract, answers: Mapping[Condition, Answered]
) -> tuple[Finding, ...]:
    """Every condition of the reservation, in order."""
    return tuple(
        _finding(condition, contract, answers.get(condition))
        for condition in CONDITIONS[reservation]
    )


def is_lawful_by_place(reservation: Reservation, contract: Contract) -> bool:
    """Whether some law lets the council choose by place at all (Local Government Act 1988,
    s.17(5)(e)); reservations that don't choose by place need none."""
    if reservation not in BY_PLACE:
        return True
    return bool(laws_by_place(contract))


def laws_by_place(contract: Contract) -> tuple[Lift, ...]:
    """The laws by which such a contract may be kept for suppliers of a place."""
    laws = contract.lifting(("e",))
    return tuple(one for one in laws if one.keeps_by_place)


def may_answer(condition: Condition, answered: Answered) -> None:
    """Refuse an answer that rests on nothing."""
    if answered.said is not Said.UNSURE and not answered.evidence.strip():
        raise EvidenceNeeded
    no_award_day = condition is Condition.MUTUAL_AWARD_BEFORE and answered.on_day is None
    if no_award_day and answered.said is Said.NO:
        raise DayNeeded


def _far_enough(contract: Contract, limit: date) -> bool | None:
    """Three years end with the day of the award (s.33(5)): after the notice, before the contract
    begins. Between the two nobody knows yet, and what was said counts."""
    if contract.on >= limit:
        return True
    if contract.starts_on is not None and contract.starts_on > limit:
        return None
    return False


def _finding(condition: Condition, contract: Contract, answer: Answered | None) -> Finding:
    by_contract: bool | None = None
    limit: date | None = None
    if condition is Condition.BELOW_THRESHOLD:
        by_contract = contract.is_below
    elif condition is Condition.FLEXIBLE:
        by_contract = contract.procedure is not Procedure.OPEN
    elif condition is Condition.MUTUAL_SERVICE and contract.procedure is not Procedure.LIGHT_TOUCH:
        by_contract = False
    elif condition is Condition.MUTUAL_TERM and contract.starts_on and contract.last_on:
        limit = last_day(contract.starts_on)
        by_contract = contract.last_on <= limit
    elif condition is Condition.MUTUAL_AWARD_BEFORE and answer and answer.on_day:
        limit = free_again(answer.on_day)
        by_contract = _far_enough(contract, limit)
    return Finding(condition, by_contract, answer, limit)
