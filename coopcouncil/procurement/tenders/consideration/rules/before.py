"""What a notice still needs, from what was considered, said and cleared. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.procurement.kinds import Procedure, Reservation, Subject
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Topic
from coopcouncil.procurement.tenders.consideration.rules.law import threshold
from coopcouncil.procurement.tenders.consideration.rules.reservations import (
    Answered,
    Contract,
    findings,
    is_lawful_by_place,
)
from coopcouncil.procurement.tenders.rules.document import plain
from coopcouncil.procurement.tenders.rules.faults import Fault, Step


class NotConsidered(Refused):
    """The law asks for thought, and nothing is written down."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic

    def sentence(self, _: Gettext) -> str:
        return {
            Topic.SOCIAL_VALUE: _(
                "Record what the procurement might improve for the area, and how, before the "
                "process starts."
            ),
            Topic.CONSULTING: _("Record whether you consult on it."),
            Topic.WELL_BEING: _(
                "Record the socially responsible procurement objectives and the well-being goals."
            ),
            Topic.POLICY: _("Record how you had regard to the procurement policy statement."),
            Topic.WEIGHT: _("Record how much social value counts, and why."),
        }[self.topic]


class WeightDiffers(Refused):
    """Considered one thing, published another."""

    def __init__(self, considered: Decimal, given: Decimal) -> None:
        self.considered, self.given = considered, given

    def sentence(self, _: Gettext) -> str:
        text = _(
            "You considered {considered} per cent for social value, but the criteria give it "
            "{given} per cent."
        )
        return text.format(considered=plain(self.considered), given=plain(self.given))


class NoConflictsAssessment(Refused):
    """Procurement Act 2023, s.83: prepared before the tender notice."""

    def sentence(self, _: Gettext) -> str:
        return _("Prepare the conflicts assessment before the notice.")


class ConflictsNotConfirmed(Refused):
    """Procurement Act 2023, s.83: kept under review, and confirmed in each later notice."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Look at the conflicts assessment again, and confirm it for this notice or review it."
        )


class ConditionNotMet(Refused):
    """A lot is kept for some, and may not be."""

    def __init__(self, condition: Condition, is_open: bool) -> None:
        self.condition, self.is_open = condition, is_open

    def sentence(self, _: Gettext) -> str:
        if self.condition is Condition.FLEXIBLE:
            return _(
                "An open procedure cannot keep a lot for some suppliers. Choose a competitive "
                "flexible procedure, or open the lot to everybody."
            )
        if self.is_open:
            return _("A condition of the reservation is open. Say whether it is met.")
        return _("A condition of the reservation is not met. Open the lot to everybody.")


class NotByPlace(Refused):
    """Local Government Act 1988, s.17(5)(e)."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "No law that is known here lets the council choose suppliers by place for this "
            "contract. Open the lot to everybody, or take advice."
        )


class MeasureNotLinked(Refused):
    """It must belong to the subject of the contract (Procurement Act 2023, s.23)."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sentence(self, _: Gettext) -> str:
        text = _("Say how the measure {code} belongs to the subject of the contract.")
        return text.format(code=self.code)


class MeasureNotCleared(Refused):
    """Local Government Act 1988, s.17."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sentence(self, _: Gettext) -> str:
        text = _("Say why the measure {code} is no non-commercial consideration, or may be one.")
        return text.format(code=self.code)


class NothingLifts(Refused):
    """The law that was named doesn't cover what the measure touches."""

    def __init__(self, code: str, matters: Collection[str]) -> None:
        self.code, self.matters = code, tuple(sorted(matters))

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The measure {code} touches {matters} of section 17(5), and no law named lifts it."
        )
        return text.format(code=self.code, matters=", ".join(f"({one})" for one in self.matters))


class NotBelow(Refused):
    """The way that was chosen is for less."""

    def __init__(self, pence: int) -> None:
        self.pence = pence

    def sentence(self, _: Gettext) -> str:
        text = _("The value is not below the threshold of {amount}. Choose another procedure.")
        return text.format(amount=str(Money(self.pence)))


@dataclass(frozen=True)
class MeasureFacts:
    """A measure that was chosen."""

    code: str
    link: str
    cleared: str
    matters: tuple[str, ...] = ()
    lifted_by: str = ""


@dataclass(frozen=True)
class LotFacts:
    """A lot, and how much its criteria give to social value; None while they are unfinished."""

    number: int
    reservation: Reservation = Reservation.NONE
    answers: Mapping[Condition, Answered] = field(default_factory=dict)
    social: Decimal | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a tender before its notice."""

    contract: Contract
    topics: frozenset[Topic]
    weight: Decimal | None
    assessed: bool
    lots: tuple[LotFacts, ...]
    measures: tuple[MeasureFacts, ...]
    confirmed: bool = True
    """Whether the conflicts assessment was looked at again for a later notice."""


def wanted_topics(contract: Contract) -> tuple[Topic, ...]:
    """What the law asks to be considered for such a contract, and the weight always."""
    wales = contract.nation == "wales"
    covered = not contract.is_below
    wanted = []
    # The Act of 2012 is about services, and not for authorities with devolved Welsh functions.
    if contract.subject is Subject.SERVICES and covered and not wales:
        wanted += [Topic.SOCIAL_VALUE, Topic.CONSULTING]
    if wales:
        wanted.append(Topic.WELL_BEING)
    if covered:
        wanted.append(Topic.POLICY)
    return (*wanted, Topic.WEIGHT)


def faults_before(facts: Facts) -> Iterator[Fault]:
    """Everything that keeps the notice back, by the step where it is mended."""
    contract = facts.contract
    limit = threshold(contract.subject, contract.procedure, contract.on)
    if contract.procedure is Procedure.BELOW_THRESHOLD and limit and not contract.is_below:
        yield Fault(Step.ABOUT, NotBelow(limit.pence))
    for topic in wanted_topics(contract):
        if topic not in facts.topics:
            yield Fault(Step.CONSIDERATION, NotConsidered(topic))
    if facts.weight is not None:
        for social in sorted({one.social for one in facts.lots if one.social is not None}):
            if social != facts.weight:
                yield Fault(Step.CONSIDERATION, WeightDiffers(facts.weight, social))
    if not facts.assessed:
        yield Fault(Step.CONFLICTS, NoConflictsAssessment())
    elif not facts.confirmed:
        yield Fault(Step.CONFLICTS, ConflictsNotConfirmed())
    for lot in facts.lots:
        yield from _reservation(lot, contract, several=len(facts.lots) > 1)
    for measure in facts.measures:
        yield from _measure(measure, contract)


def _reservation(lot: LotFacts, contract: Contract, several: bool) -> Iterator[Fault]:
    number = lot.number if several else None
    if not is_lawful_by_place(lot.reservation, contract):
        yield Fault(Step.LOTS, NotByPlace(), number)
    for finding in findings(lot.reservation, contract, lot.answers):
        if not finding.holds:
            refusal = ConditionNotMet(finding.condition, finding.holds is None)
            yield Fault(Step.LOTS, refusal, number)


def _measure(one: MeasureFacts, contract: Contract) -> Iterator[Fault]:
    if not one.link:
        yield Fault(Step.MEASURES, MeasureNotLinked(one.code))
    if not one.cleared:
        yield Fault(Step.MEASURES, MeasureNotCleared(one.code))
    if one.matters and one.lifted_by not in {law.code for law in contract.lifting(one.matters)}:
        yield Fault(Step.MEASURES, NothingLifts(one.code, one.matters))
