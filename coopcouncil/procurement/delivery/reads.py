"""What is asked of promises: how each stands, whose they are, and sums over many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.access import roles_of
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.procurement.bids.reads import bidder_of
from coopcouncil.procurement.delivery.groups import represented_by
from coopcouncil.procurement.delivery.models import (
    Commitment,
    Decision,
    Evidence,
    Instalment,
    RecipientAnswer,
    RemedyTaken,
    Report,
)
from coopcouncil.procurement.delivery.rules.status import (
    Due,
    Forecast,
    Standing,
    Told,
    forecast,
    standing,
)
from coopcouncil.procurement.delivery.standings import standings_of
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.tenders.models import TakesPart

CONFIRM = frozenset(
    {Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.TRUST_ADMINISTRATOR, Role.TREASURER}
)
"""Who may say for an organisation that a promise came."""


@dataclass(frozen=True)
class Answered:
    """A report, what the recipient said of it, and what was decided."""

    report: Report
    evidence: tuple[Evidence, ...]
    answer: RecipientAnswer | None
    decision: Decision | None

    def told(self) -> Told:
        """As the rules read it."""
        return Told(
            self.report.until,
            self.report.amount,
            self.answer.answered if self.answer else None,
            self.answer.amount if self.answer else None,
            self.decision.decided if self.decision else None,
            self.decision.amount if self.decision else None,
        )


@dataclass(frozen=True)
class Brief:
    """A commitment and how it stands: what a list of many needs."""

    commitment: Commitment
    standing: Standing

    @property
    def contract(self) -> Contract:
        """Of which contract it is."""
        return self.commitment.contract


@dataclass(frozen=True)
class Followed(Brief):
    """With its outlook, its instalments and its reports."""

    forecast: Forecast
    dues: tuple[Instalment, ...]
    reports: tuple[Answered, ...]


async def in_brief(
    org: Organisation, commitments: Sequence[Commitment], on: date | None = None
) -> list[Brief]:
    """Each with how it stands, without the rows behind it."""
    stands = await standings_of(org, commitments, on)
    return [Brief(one, stands[one.id]) for one in commitments]


def _stands(
    one: Commitment, dues: Sequence[Due], told: Sequence[Told], today: date
) -> tuple[Standing, Forecast]:
    stands = standing(dues, told, today, one.settled)
    return stands, forecast(one.contract.starts_on, dues, stands.kept, today)


async def followed(
    org: Organisation, commitments: Sequence[Commitment], on: date | None = None
) -> list[Followed]:
    """Each with how it stands; five queries however many there are."""
    numbers = [one.id for one in commitments]
    dues = await Instalment.within(org).filter(commitment_id__in=numbers).order_by("due_on")
    reports = (
        await Report.within(org)
        .filter(commitment_id__in=numbers)
        .select_related("reported_by")
        .order_by("id")
    )
    answered = await _answered(org, reports)
    today = on or clock.today()
    dues_of, told_of = defaultdict(list), defaultdict(list)
    for due in dues:
        dues_of[due.commitment_id].append(due)
    for each in answered:
        told_of[each.report.commitment_id].append(each)
    found = []
    for one in commitments:
        own, told = tuple(dues_of[one.id]), tuple(told_of[one.id])
        stands, pace = _stands(
            one,
            [Due(due.due_on, due.amount) for due in own],
            [each.told() for each in told if each.report.withdrawn_at is None],
            today,
        )
        found.append(Followed(one, stands, pace, own, told))
    return found


async def _answered(org: Organisation, reports: Sequence[Report]) -> list[Answered]:
    # By the promises, of which there are fewer: a statement takes 32,767 arguments and no more.
    numbers = list({one.commitment_id for one in reports})
    files = await Evidence.within(org).filter(report__commitment_id__in=numbers).order_by("id")
    answers = (
        await RecipientAnswer.within(org)
        .filter(report__commitment_id__in=numbers)
        .select_related("answered_by")
        .order_by("id")
    )
    last = {one.report_id: one for one in answers}
    decisions = (
        await Decision.within(org)
        .filter(answer__report__commitment_id__in=numbers)
        .select_related("decided_by")
    )
    decided = {one.answer_id: one for one in decisions}
    files_of = defaultdict(list)
    for file in files:
        files_of[file.report_id].append(file)
    found = []
    for one in reports:
        answer = last.get(one.id)
        found.append(
            Answered(
                one,
                tuple(files_of[one.id]),
                answer,
                decided.get(answer.id) if answer else None,
            )
        )
    return found


def _rows(org: Organisation):  # type: ignore[no-untyped-def]
    return Commitment.within(org).select_related(
        "contract__supplier", "contract__tender", "recipient", "recipient_group"
    )


async def all_commitments(
    org: Organisation, ids: Collection[int] | None = None
) -> list[Commitment]:
    """Every promise of every contract (or those of these ids), the newest contract first."""
    found = Commitment.within(org)
    if ids is not None:
        found = found.filter(id__in=list(ids))
    rows: list[Commitment] = await found.order_by("contract_id", "number")
    # Contracts and recipients are few and shared: joined, each would be made anew for each promise.
    numbers = {one.contract_id for one in rows}
    contracts = {
        one.id: one
        for one in await Contract.within(org)
        .filter(id__in=list(numbers))
        .select_related("supplier", "tender")
    }
    whom = {one.recipient_id for one in rows if one.recipient_id is not None}
    recipients = {one.id: one for one in await Organisation.filter(id__in=list(whom))}
    its = {one.recipient_group_id for one in rows if one.recipient_group_id is not None}
    groups = {one.id: one for one in await Constituency.everywhere().filter(id__in=list(its))}
    for one in rows:
        one.contract = contracts[one.contract_id]
        one.recipient = recipients.get(one.recipient_id or 0)
        one.recipient_group = groups.get(one.recipient_group_id or 0)
    return sorted(rows, key=lambda one: one.contract.signed_on, reverse=True)


async def commitments_of(org: Organisation, contract: Contract) -> list[Commitment]:
    """The promises of one contract."""
    rows: list[Commitment] = await _rows(org).filter(contract_id=contract.id).order_by("number")
    return rows


async def promised_by(org: Organisation, person: Person | None) -> list[Commitment]:
    """The promises of the suppliers that the person acts for."""
    suppliers = [one.id for one in await bidder_of(person, org)]
    rows: list[Commitment] = (
        await _rows(org).filter(contract__supplier_id__in=suppliers).order_by("id")
    )
    return rows


async def promised_to(org: Organisation, person: Person | None) -> list[Commitment]:
    """The promises to organisations that the person may speak for, or to groups of theirs."""
    if person is None:
        return []
    wanted = (
        await Commitment.within(org)
        .exclude(recipient_id=None)
        .select_related("recipient", "recipient_group")
    )
    numbers = await received_by(person, wanted)
    rows: list[Commitment] = await _rows(org).filter(id__in=list(numbers)).order_by("id")
    return rows


async def received_by(person: Person | None, promises: Sequence[Commitment]) -> set[int]:
    """The promises, by their ids, of which the person may say whether they came; each has
    recipient and group with it."""
    speaks = await speaks_for(person, {one.recipient for one in promises if one.recipient})
    own = {one.id for one in promises if one.recipient_id in speaks}
    return own | await represented_by(person, [one for one in promises if one.id not in own])


async def speaks_for(person: Person | None, orgs: Iterable[Organisation]) -> set[int]:
    """Those of the organisations for which the person may say whether a promise came."""
    if person is None:
        return set()
    return {one.id for one in orgs if await roles_of(person, one) & CONFIRM}


async def manages(org: Organisation, person: Person | None, roles: frozenset[Role]) -> set[int]:
    """The contracts that the person follows: every one for the procurement lead, else those of the
    tenders in which they are contract manager."""
    if person is None:
        return set()
    contracts = Contract.within(org)
    if Role.PROCUREMENT_LEAD not in roles:
        tenders = (
            await TakesPart.within(org)
            .filter(person_id=person.id, part=Part.CONTRACT_MANAGER, ended_at=None)
            .values_list("tender_id", flat=True)
        )
        contracts = contracts.filter(tender_id__in=list(tenders))
    return {int(one) for one in await contracts.values_list("id", flat=True)}  # type: ignore[call-overload]


async def remedies_of(org: Organisation, commitment: Commitment) -> list[RemedyTaken]:
    """What was done about it, the first first."""
    return (
        await RemedyTaken.within(org)
        .filter(commitment_id=commitment.id)
        .select_related("taken_by", "instead")
        .order_by("id")
    )


async def promised_elsewhere(
    org: Organisation, person: Person, roles: frozenset[Role]
) -> list[Organisation]:
    """The councils whose suppliers promised something to this organisation, for who may say whether
    it came: it is its own row too, so that it is told, and nothing more of the council."""
    rows = Commitment.everywhere().filter(recipient_id=org.id).exclude(organisation_id=org.id)
    if not roles & CONFIRM:
        found = await rows.select_related("recipient", "recipient_group")
        rows = rows.filter(id__in=list(await represented_by(person, found)))
    numbers = await rows.distinct().values_list("organisation_id", flat=True)
    return await Organisation.filter(id__in=list(numbers)).order_by("name")
