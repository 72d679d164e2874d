"""How loans stand: each lived through from its events, and all of them together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import AccountKind
from coopcouncil.ledger.kinds import Purpose as P
from coopcouncil.ledger.reads import books, has_books
from coopcouncil.ledger.rules import summary
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.savings.kinds import ProductKind
from coopcouncil.savings.loans.kinds import State, Why
from coopcouncil.savings.loans.models import (
    Loan,
    LoanAccrual,
    LoanAgreed,
    LoanEvent,
    LoanHold,
)
from coopcouncil.savings.loans.rules.arrears import Band, Table, band
from coopcouncil.savings.loans.rules.limits import Lending, Limits, is_large
from coopcouncil.savings.loans.rules.replay import (
    MONEY_IN,
    Agreed,
    Event,
    Late,
    Position,
    late,
    next_due,
    position,
)
from coopcouncil.savings.models import SavingsPledge
from coopcouncil.savings.reads import total_saved

RUNNING = (State.RUNNING, State.ON_ITS_WAY)
"""What may owe something."""


def source_of(loan: Loan) -> str:
    """Under which name savings are held against a loan."""
    return f"loan:{loan.id}"


@dataclass(frozen=True)
class Standing:
    """One loan on a day."""

    loan: Loan
    position: Position
    late: Late
    agreed: LoanAgreed
    terms: Agreed
    following: tuple[date, int] | None
    attached: int
    accrued: int
    holds: tuple[LoanHold, ...]
    events: tuple[Event, ...]

    @property
    def owed(self) -> Money:
        """What would settle it on this day."""
        return Money(self.position.owed)

    @property
    def overdue(self) -> Money:
        return Money(self.late.overdue)

    @property
    def band(self) -> Band:
        return band(self.late.days)

    @property
    def pledged(self) -> Money:
        return Money(self.attached)


async def standing(loan: Loan, on: date | None = None) -> Standing:
    """One loan on a day."""
    [found] = await standings([loan], on)
    return found


async def standings(loans: Sequence[Loan], on: date | None = None) -> list[Standing]:
    """Loans on a day, in their order."""
    on = on or clock.today()
    if not loans:
        return []
    org = loans[0].organisation_id
    ids = [loan.id for loan in loans]
    events: dict[int, list[Event]] = defaultdict(list)
    written = await rows_of(org, ids)
    for loan_id, rows in written.items():
        events[loan_id] = [row.fact for row in counted(rows)]
    agreed: dict[int, LoanAgreed] = {}
    for one in (
        await LoanAgreed.everywhere()
        .filter(organisation_id=org)
        .filter(loan_id__in=ids)
        .order_by("id")
    ):
        if one.since <= on or one.loan_id not in agreed:
            agreed[one.loan_id] = one
    accrued: dict[int, int] = defaultdict(int)
    for accrual in (
        await LoanAccrual.everywhere().filter(organisation_id=org).filter(loan_id__in=ids)
    ):
        accrued[accrual.loan_id] += accrual.amount
    pledges = await attached_to(org, loans)
    holds: dict[int, list[LoanHold]] = defaultdict(list)
    for hold in (
        await LoanHold.everywhere()
        .filter(organisation_id=org)
        .filter(loan_id__in=ids, ended_on=None)
        .order_by("id")
    ):
        holds[hold.loan_id].append(hold)
    made = []
    for loan in loans:
        own, last = events[loan.id], agreed[loan.id]
        terms = last.fact(_paid_before(written[loan.id], last))
        at = position(loan.anchor, own, on)
        made.append(
            Standing(
                loan=loan,
                position=at,
                late=late(terms, own, on, at.owed),
                agreed=last,
                terms=terms,
                following=next_due(terms, own, on, at.owed) if at.owed else None,
                attached=pledges[loan.id],
                accrued=accrued[loan.id],
                holds=tuple(holds[loan.id]),
                events=tuple(own),
            )
        )
    return made


async def rows_of(org: int, loans: Iterable[int]) -> dict[int, list[LoanEvent]]:
    """Everything that was written down of these loans, in the order of writing."""
    found: dict[int, list[LoanEvent]] = defaultdict(list)
    rows = (
        LoanEvent.everywhere()
        .filter(organisation_id=org)
        .filter(loan_id__in=list(loans))
        .order_by("id")
    )
    for row in await rows.select_related("recorded_by"):
        found[row.loan_id].append(row)
    return found


def _paid_before(rows: Sequence[LoanEvent], agreed: LoanAgreed) -> int:
    """What was known to have been paid when other payments were agreed; nothing at the first."""
    if agreed.why is Why.FIRST:
        return 0
    known = [row for row in rows if row.recorded_at <= agreed.recorded_at]
    return sum(row.amount for row in counted(known) if row.what in MONEY_IN)


def counted(rows: Sequence[LoanEvent]) -> list[LoanEvent]:
    """Without what was reversed, and without the reversals."""
    gone = {row.reverses_id for row in rows if row.reverses_id}
    return [row for row in rows if row.id not in gone and row.reverses_id is None]


async def attached_to(org: int, loans: Sequence[Loan]) -> dict[int, int]:
    """By loan: the savings that are held against it, in pence."""
    by_source = {source_of(loan): loan.id for loan in loans}
    found: dict[int, int] = defaultdict(int)
    pledges = (
        SavingsPledge.everywhere()
        .filter(organisation_id=org)
        .filter(source__in=list(by_source), released_at=None)
    )
    for pledge in await pledges:
        found[by_source[pledge.source]] += pledge.amount
    return found


async def loans_in_force(org: Organisation, members: Iterable[int] | None = None) -> list[Loan]:
    """Every loan that may owe something."""
    found = Loan.within(org).filter(state__in=RUNNING)
    if members is not None:
        found = found.filter(member_id__in=list(members))
    return await found.order_by("number")


async def rules_of(org: Organisation) -> Rulebook:
    """The rules in force."""
    return (await rulebook_on(org, clock.today())).rules


def limits_of(rules: Rulebook) -> Limits:
    """The rulebook's limits of lending."""
    return Limits(
        above_shares=rules.loan_above_shares,
        years_unsecured=rules.loan_years_unsecured,
        years_secured=rules.loan_years_secured,
        higher_tier=rules.loans_higher_capital,
        large_percent=rules.loan_large_percent,
        large_total_percent=rules.loan_large_total_percent,
        corporate_percent=rules.loan_corporate_percent,
    )


def table_of(rules: Rulebook) -> Table:
    """The rulebook's table of what is set aside."""
    return Table(
        rules.provision_general,
        rules.provision_after_90,
        rules.provision_after_180,
        rules.provision_after_365,
    )


async def capital_of(org: Organisation, on: date) -> int | None:
    """Reserves and what was earned so far, as the books say; share money is no capital here."""
    if not await has_books(org):
        return None
    found = await books(org, on)
    own = summary(found.kinds, found.trial)
    shares = sum(
        -found.trial.balances.get(one.id, 0)
        for one in found.accounts
        if one.kind is AccountKind.CAPITAL and one.purpose in (P.SHARE_CAPITAL, P.MEMBERS_SHARES)
    )
    return own.funds - shares


async def measured(
    org: Organisation,
    member: int,
    *,
    amount: int,
    attach: int,
    secured: bool,
    corporate: bool,
    lent_on: date,
    last_on: date,
    refinances: int | None = None,
) -> Lending:
    """What a new loan is to be measured against."""
    running = await standings(await loans_in_force(org), lent_on)
    exposures: dict[int, int] = defaultdict(int)
    owes = already = 0
    for one in running:
        if one.loan.id == refinances:
            # What the new loan pays off is not owed twice.
            already += one.attached if one.loan.member_id == member else 0
            continue
        exposures[one.loan.member_id] += one.position.owed - one.attached
        if one.loan.member_id == member:
            owes, already = owes + one.position.owed, already + one.attached
    capital = await capital_of(org, clock.today())
    others = (max(0, pence) for who, pence in exposures.items() if who != member)
    return Lending(
        amount=amount,
        lent_on=lent_on,
        last_on=last_on,
        secured=secured,
        corporate=corporate,
        owes_already=owes,
        attached=already + attach,
        all_shares=(await total_saved(org, ProductKind.SHARES)).pence,
        capital=capital,
        large_already=sum(pence for pence in others if is_large(pence, capital)),
        corporate_already=sum(one.position.owed for one in running if one.loan.corporate),
        book=sum(one.position.owed for one in running),
    )
