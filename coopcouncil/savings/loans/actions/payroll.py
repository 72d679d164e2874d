"""Payments from wages: what an employer is to take, and the list that comes with the money."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.cells import is_cut_sum
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.actions.collecting import ask_no_more
from coopcouncil.savings.loans.actions.deeds import deed, fresh, told
from coopcouncil.savings.loans.actions.repaying import repay
from coopcouncil.savings.loans.kinds import State, Way
from coopcouncil.savings.loans.models import (
    Loan,
    PayrollEmployer,
    PayrollPlace,
    PayrollReturn,
)
from coopcouncil.savings.loans.reads import Standing, standings
from coopcouncil.savings.loans.rules.refusals import (
    CameBefore,
    ListUnreadable,
    NotNow,
    TotalDiffers,
    UnknownReference,
)

MOST_LINES = 5_000


class Wanted(NamedTuple):
    """What an employer is asked to take from one person's wages."""

    place: PayrollPlace
    standing: Standing
    amount: Money


class Sent(NamedTuple):
    """A line of an employer's list."""

    line: int
    reference: str
    amount: Money


async def add_employer(
    org: Organisation, name: str, contact: str, by: Person | None
) -> PayrollEmployer:
    """An employer who takes loan payments from wages."""
    async with deed(org):
        if await PayrollEmployer.within(org).filter(name=name).exists():
            raise NotNow
        made = await PayrollEmployer.create(organisation=org, name=name, contact=contact)
        await told(org, by, "added an employer", f"payroll-employer:{made.id}")
        return made


async def pay_from_wages(
    org: Organisation, loan: Loan, employer: PayrollEmployer, reference: str, by: Person | None
) -> PayrollPlace:
    """From now on this loan is paid by that employer."""
    async with deed(org):
        found = await fresh(org, loan, State.RUNNING, State.SIGNED, State.OFFERED)
        places = PayrollPlace.within(org).filter(ended_on=None)
        taken = await places.filter(employer_id=employer.id, reference=reference).exists()
        if taken or await places.filter(loan_id=found.id).exists():
            raise NotNow
        made = await PayrollPlace.create(
            organisation=org,
            employer=employer,
            loan=found,
            reference=reference,
            since=clock.today(),
        )
        await ask_no_more(org, found, by)
        await told(org, by, "put a loan on a payroll", f"loan:{found.id}")
        return made


async def leave_payroll(org: Organisation, place: PayrollPlace, by: Person | None) -> None:
    """The loan is no longer paid from wages."""
    async with deed(org):
        found = await PayrollPlace.one(org, id=place.id)
        if found.ended_on is not None:
            raise NotNow
        found.ended_on = clock.today()
        await found.save(update_fields=["ended_on"])
        await told(org, by, "took a loan off a payroll", f"loan:{found.loan_id}")


async def wanted(org: Organisation, employer: PayrollEmployer, to: date) -> list[Wanted]:
    """What is to be taken up to a day: what is late, and what falls due by then."""
    places = await (
        PayrollPlace.within(org)
        .filter(employer_id=employer.id, ended_on=None, loan__state=State.RUNNING)
        .select_related("loan")
        .order_by("reference")
    )
    found = []
    for place, one in zip(places, await standings([place.loan for place in places]), strict=True):
        due = sum(amount for day, amount in one.terms.due if one.position.on <= day <= to)
        ahead = sum(e.amount for e in one.events if e.what == "repaid" and e.on > one.agreed.since)
        past = sum(amount for day, amount in one.terms.due if day < one.position.on)
        due = max(0, due - max(0, ahead - past))
        pence = min(one.late.overdue + due, one.position.owed)
        if pence:
            found.append(Wanted(place, one, Money(pence)))
    return found


def read_list(text: str) -> list[Sent]:
    """An employer's list: a reference and an amount a line, in any order of columns before them.

    >>> read_list("reference,amount\\nA12,40.00\\n")
    [Sent(line=2, reference='A12', amount=Money(pence=4000))]
    """
    rows = list(csv.reader(io.StringIO(text)))
    found: list[Sent] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if number == 1 and "amount" in [cell.lower() for cell in cells]:
            continue
        if len(cells) < 2 or number > MOST_LINES:
            raise ListUnreadable(number)
        try:
            amount = Money.read(cells[1])
        except ValueError:
            raise ListUnreadable(number) from None
        if not cells[0] or amount.pence < 0 or is_cut_sum(cells[1:]):
            raise ListUnreadable(number)
        if amount:
            found.append(Sent(number, cells[0], amount))
    return found


async def take_list(
    org: Organisation,
    employer: PayrollEmployer,
    on: date,
    total: Money,
    lines: Sequence[Sent],
    by: Person | None,
) -> PayrollReturn:
    """Record the list as payments, all or nothing; its lines must come to the money."""
    found = sum(line.amount.pence for line in lines)
    if found != total.pence or not lines:
        raise TotalDiffers(total.pence, found)
    marks = "\n".join(sorted(f"{line.reference}\t{line.amount.pence}" for line in lines))
    fingerprint = hashlib.sha256(marks.encode()).hexdigest()
    async with deed(org) as now:
        same = PayrollReturn.within(org).filter(employer_id=employer.id, on=on)
        if await same.filter(fingerprint=fingerprint).exists():
            raise CameBefore
        places = {
            place.reference: place
            for place in await PayrollPlace.within(org)
            .filter(employer_id=employer.id, ended_on=None)
            .select_related("loan")
        }
        made = await PayrollReturn.create(
            organisation=org,
            employer=employer,
            on=on,
            fingerprint=fingerprint,
            total=total.pence,
            lines=len(lines),
            recorded_at=now,
            recorded_by=by,
        )
        seen: set[str] = set()
        for line in lines:
            place = places.get(line.reference)
            if place is None or line.reference in seen:
                raise UnknownReference(line.line, line.reference)
            seen.add(line.reference)
            reference = f"payroll:{made.id}:{line.line}"
            await repay(org, place.loan, line.amount, on, Way.PAYROLL, by, reference=reference)
        await told(
            org, by, "recorded a payroll list", f"payroll-return:{made.id}", lines=len(lines)
        )
        return made
