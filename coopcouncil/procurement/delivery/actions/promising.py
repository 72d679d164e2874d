"""Promises become commitments: from a winning bid, or written down by the contract manager."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import NeedOrOffer, Organisation
from coopcouncil.procurement.bids.models import Answer, NeedAnswered
from coopcouncil.procurement.bids.needs import is_own, needs_answered
from coopcouncil.procurement.delivery.groups import Group, kept, of_recipient
from coopcouncil.procurement.delivery.models import Commitment, Instalment
from coopcouncil.procurement.delivery.rules.refusals import (
    InstalmentsDiffer,
    NoRecipient,
    OutsideContract,
    RecipientSupplies,
    may_amount,
)
from coopcouncil.procurement.delivery.rules.status import Due
from coopcouncil.procurement.delivery.telling import recipients_people, tell
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.tenders.models import Criterion

AFTER_END = timedelta(days=365)


@dataclass(frozen=True)
class Promise:
    """A promise as it is written down; the instalments make its amount."""

    title: str
    amount: Decimal
    dues: tuple[Due, ...]
    unit: str = ""
    title_cy: str = ""
    unit_cy: str = ""
    evidence: str = ""
    evidence_cy: str = ""
    mission: str = ""
    goals: tuple[str, ...] = ()
    owner: str = ""
    ward: str = ""
    recipient: Organisation | None = None
    recipient_name: str = ""
    recipient_email: str = ""
    need: NeedOrOffer | None = None
    group: Group | None = None
    criterion_id: int | None = None
    replaces: Commitment | None = None

    def whom(self, language: str) -> str:
        """The recipient, with the group of its members that is meant."""
        if self.group is not None:
            return self.group.called(language)
        return self.recipient.called(language) if self.recipient else self.recipient_name


def may_promise(contract: Contract, promise: Promise, supplier: str) -> None:
    """Refuse what cannot be followed, or would be confirmed by who promised it."""
    may_amount(promise.amount)
    for one in promise.dues:
        may_amount(one.amount)
        if not contract.starts_on <= one.on <= contract.ends_on + AFTER_END:
            raise OutsideContract
    whole = sum((one.amount for one in promise.dues), Decimal(0))
    if whole != promise.amount:
        raise InstalmentsDiffer(_shown(promise.amount), _shown(whole))
    if promise.recipient is None and not (promise.recipient_name and promise.recipient_email):
        raise NoRecipient
    of_recipient(promise.recipient, promise.group)
    names = {promise.recipient_name.casefold()}
    if promise.recipient is not None:
        names |= {promise.recipient.name.casefold(), promise.recipient.name_cy.casefold()}
    if supplier.casefold() in names:
        raise RecipientSupplies


def _shown(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


async def write_down(
    org: Organisation, contract: Contract, promise: Promise, by: Person | None
) -> Commitment:
    """A promise of a contract, by hand."""
    supplier = await contract.supplier
    may_promise(contract, promise, supplier.name)
    async with in_transaction():
        await lock("contract", contract.id)
        made = await _make(org, contract, promise, by)
        await audit.record(
            org.id,
            by.id if by else None,
            "wrote a promise down",
            f"contract:{contract.id}",
            commitment=made.number,
        )
        return made


async def _make(
    org: Organisation, contract: Contract, promise: Promise, by: Person | None
) -> Commitment:
    number = await Commitment.within(org).filter(contract_id=contract.id).count() + 1
    made = await Commitment.create(
        organisation=org,
        contract=contract,
        number=number,
        made_at=clock.now(),
        made_by=by,
        title=promise.title,
        title_cy=promise.title_cy,
        unit=promise.unit,
        unit_cy=promise.unit_cy,
        amount=promise.amount,
        evidence=promise.evidence,
        evidence_cy=promise.evidence_cy,
        mission=promise.mission,
        goals=list(promise.goals),
        owner=promise.owner,
        ward=promise.ward,
        recipient=promise.recipient,
        **kept(promise.group),
        recipient_name=promise.recipient_name,
        recipient_email=promise.recipient_email,
        need=promise.need,
        criterion_id=promise.criterion_id,
        replaces=promise.replaces,
    )
    await _due(org, made, promise.dues)
    return made


async def _due(org: Organisation, commitment: Commitment, dues: Sequence[Due]) -> None:
    await Instalment.bulk_create(
        Instalment(organisation=org, commitment=commitment, due_on=one.on, amount=one.amount)
        for one in dues
    )


async def promised_by_contract(org: Organisation, contract: Contract, by: Person | None) -> None:
    """Each figure that the winning bid offered for a measure, in the contract's transaction.

    What the bid gives to needs of local organisations is promised to those who posted them, and
    they are told; for whom the rest is, and in which ward, the contract manager writes down. All
    is due in equal parts at the end of each year of the contract. Promises in words are written
    down by hand.
    """
    if contract.offer_id is None:
        return
    answers = (
        await Answer.within(org)
        .filter(offer_id=contract.offer_id, criterion__kind=CriterionKind.FIGURE, figure__gt=0)
        .select_related("criterion__measure")
        .order_by("criterion__place")
    )
    supplier = await contract.supplier
    given: dict[int, list[NeedAnswered]] = defaultdict(list)
    for one in await needs_answered(org, contract.offer_id):
        if not is_own(one.need, supplier.name):
            given[one.criterion_id].append(one)
    for answer in answers:
        assert answer.figure is not None
        rest = answer.figure
        for one in given[answer.criterion_id]:
            rest -= one.amount
            made = await _offered(org, contract, answer.criterion, one.amount, one.need, by)
            made.contract, contract.supplier = contract, supplier
            people = await recipients_people(made)
            facts = {"amount": one.amount, "need": one.need.text, "need_cy": one.need.text_cy}
            await tell(org, people, "need_promised", made, f"/promises/{made.id}", **facts)
        if rest > 0:
            await _offered(org, contract, answer.criterion, rest, None, by)


async def _offered(
    org: Organisation,
    contract: Contract,
    criterion: Criterion,
    amount: Decimal,
    need: NeedOrOffer | None,
    by: Person | None,
) -> Commitment:
    measure = criterion.measure
    number = await Commitment.within(org).filter(contract_id=contract.id).count() + 1
    made = await Commitment.create(
        organisation=org,
        contract=contract,
        number=number,
        criterion=criterion,
        measure=measure,
        title=measure.title if measure else criterion.title,
        title_cy=measure.title_cy if measure else criterion.title_cy,
        unit=measure.unit if measure else "",
        unit_cy=measure.unit_cy if measure else "",
        amount=amount,
        evidence=measure.evidence if measure else "",
        evidence_cy=measure.evidence_cy if measure else "",
        mission=measure.mission if measure else "",
        goals=list(measure.goals) if measure else [],
        proxy=measure.proxy if measure else None,
        proxy_is_public=bool(measure and measure.may_publish),
        recipient=need.organisation if need else None,
        need=need,
        made_at=clock.now(),
        made_by=by,
    )
    await _due(org, made, yearly(contract.starts_on, contract.ends_on, amount))
    return made


def yearly(starts_on: date, ends_on: date, amount: Decimal) -> tuple[Due, ...]:
    """An amount in equal parts, whole where it is whole, the last part taking what is over.

    >>> [(due.on.isoformat(), str(due.amount))
    ...  for due in yearly(date(2027, 4, 1), date(2030, 3, 31), Decimal(10))]
    [('2028-03-31', '3'), ('2029-03-31', '3'), ('2030-03-31', '4')]
    """
    days = []
    year = 1
    while (day := _anniversary(starts_on, year)) < ends_on:
        days.append(day)
        year += 1
    days.append(ends_on)
    step = Decimal(1) if amount == amount.to_integral_value() else Decimal("0.0001")
    part = (amount / len(days)).quantize(step, rounding="ROUND_DOWN")
    if part == 0:
        return (Due(ends_on, amount),)
    last = amount - part * (len(days) - 1)
    return tuple(
        Due(day, last if place == len(days) - 1 else part) for place, day in enumerate(days)
    )


def _anniversary(starts_on: date, years: int) -> date:
    """The last day of a year of the contract."""
    year = starts_on.year + years
    month_day = (2, 28) if (starts_on.month, starts_on.day) == (2, 29) else None
    month, day = month_day or (starts_on.month, starts_on.day)
    return date(year, month, day) - timedelta(days=1)
