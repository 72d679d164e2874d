"""What is lent, asking for it, the household's sheet, and taking an application back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.actions.deeds import deed, told
from coopcouncil.savings.loans.kinds import Outcome, State
from coopcouncil.savings.loans.models import (
    Loan,
    LoanApplication,
    LoanProduct,
    LoanSheet,
)
from coopcouncil.savings.loans.models.applications import PARTS
from coopcouncil.savings.loans.rules.apr import cap_of, may_be_lent_at
from coopcouncil.savings.loans.rules.dates import A_YEAR, Every
from coopcouncil.savings.loans.rules.refusals import (
    DecidedAlready,
    NameTaken,
    NotNow,
    OutsideTheProduct,
)


@dataclass(frozen=True)
class Offered:
    """What the credit union lends, as it is typed."""

    name: str
    name_cy: str
    about: str
    about_cy: str
    rate_parts: int
    least: Money
    most: Money
    longest_months: int
    secured: bool
    corporate: bool
    attached_withdrawable: bool
    on_offer: bool = True


@dataclass(frozen=True)
class Asked:
    """What somebody asks for."""

    amount: Money
    every: Every
    payments: int
    attach: Money
    purpose: str


async def save_product(
    org: Organisation, product: LoanProduct | None, said: Offered, by: Person | None
) -> LoanProduct:
    """Put a kind of loan on offer, or change it for loans to come."""
    may_be_lent_at(Fraction(said.rate_parts, PARTS), cap_of(org.nation))
    values = {
        **{name: value for name, value in vars(said).items() if name not in ("least", "most")},
        "least": said.least.pence,
        "most": said.most.pence,
    }
    async with deed(org):
        same = await LoanProduct.within(org).get_or_none(name=said.name)
        if same is not None and (product is None or same.id != product.id):
            raise NameTaken
        if product is None:
            product = await LoanProduct.create(organisation=org, **values)
        else:
            product.update_from_dict(values)
            await product.save()
        await told(
            org, by, "saved a kind of loan", f"loan-product:{product.id}", parts=said.rate_parts
        )
        return product


def months_of(every: Every, payments: int) -> int:
    """How many months so many payments take, rounded up."""
    return -(-payments * 12 // A_YEAR[every])


def may_be_asked(product: LoanProduct, asked: Asked) -> None:
    """Whether the product lends such a sum for so long."""
    inside = product.least <= asked.amount.pence <= product.most
    if not inside or not 1 <= months_of(asked.every, asked.payments) <= product.longest_months:
        raise OutsideTheProduct(product.least, product.most, product.longest_months)


async def apply(
    org: Organisation,
    member: Member,
    product: LoanProduct,
    asked: Asked,
    sheet: tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]] | None,
    *,
    by_member: bool,
    by: Person | None,
    refinances: Loan | None = None,
    applied_on: date | None = None,
) -> LoanApplication:
    """Ask for a loan, with the household's month where it is known."""
    may_be_asked(product, asked)
    async with deed(org) as now:
        if refinances is not None and (
            refinances.member_id != member.id or refinances.state is not State.RUNNING
        ):
            raise NotNow
        made = await LoanApplication.create(
            organisation=org,
            member=member,
            product=product,
            amount=asked.amount.pence,
            every=asked.every,
            payments=asked.payments,
            attach=asked.attach.pence,
            purpose=asked.purpose,
            refinances=refinances,
            by_member=by_member,
            applied_on=applied_on or clock.today(),
            recorded_at=now,
            recorded_by=by,
        )
        if sheet is not None:
            await _sheet(org, made, sheet, "", "", by_member, by)
        await told(org, by, "asked for a loan", f"loan-application:{made.id}")
        return made


async def record_sheet(
    org: Organisation,
    application: LoanApplication,
    sheet: tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]],
    evidence: str,
    note: str,
    by: Person | None,
) -> LoanSheet:
    """A month of the household as the officer has it, with what was seen."""
    async with deed(org):
        found = await LoanApplication.one(org, id=application.id)
        if found.outcome is not None:
            raise DecidedAlready
        return await _sheet(org, found, sheet, evidence, note, False, by)


async def _sheet(
    org: Organisation,
    application: LoanApplication,
    sheet: tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]],
    evidence: str,
    note: str,
    by_member: bool,
    by: Person | None,
) -> LoanSheet:
    income, outgoings, credit = sheet
    made = await LoanSheet.create(
        organisation=org,
        application=application,
        income=dict(income),
        outgoings=dict(outgoings),
        credit=dict(credit),
        evidence=evidence,
        note=note,
        by_member=by_member,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    # No sums: the record is read by more people than may know.
    await told(org, by, "recorded a sheet of income", f"loan-application:{application.id}")
    return made


async def take_application_back(
    org: Organisation, application: LoanApplication, by: Person | None
) -> None:
    """The member no longer wants it."""
    async with deed(org) as now:
        found = await LoanApplication.one(org, id=application.id)
        if found.outcome is not None:
            raise DecidedAlready
        found.outcome, found.decided_at, found.decided_by = Outcome.WITHDRAWN, now, by
        found.decided_on = clock.today()
        await found.save(update_fields=["outcome", "decided_at", "decided_on", "decided_by_id"])
        await told(org, by, "took an application back", f"loan-application:{found.id}")
