"""The loan book in figures, for the board and the regulator's returns."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.kinds import State
from coopcouncil.savings.loans.models import Loan
from coopcouncil.savings.loans.reads import capital_of, rules_of, standings, table_of
from coopcouncil.savings.loans.rules.arrears import Band, provision
from coopcouncil.savings.loans.rules.limits import is_large


@dataclass(frozen=True)
class LoanFigures:
    """The loan book on a day, for the board and the regulator's returns."""

    on: date
    loans: int
    borrowers: int
    owed: Money
    interest_due: Money
    attached: Money
    corporate: Money
    large_exposures: Money
    by_band: dict[Band, tuple[int, Money]]
    """By age of arrears: how many loans, and what they owe in all."""
    overdue: Money
    provision: Money
    """What the table would have set aside."""
    lent: Money
    """Paid out since the first day asked for."""
    lent_loans: int
    repaid: Money
    interest: Money
    """Charged since the first day asked for."""
    written_off: Money
    recovered: Money


async def figures(org: Organisation, on: date, since: date | None = None) -> LoanFigures:
    """The loan book as at the end of a day, and what moved since another (default: that year's)."""
    since = since or date(on.year, 1, 1)
    every = await Loan.within(org).exclude(state__in=[State.OFFERED, State.DROPPED, State.SIGNED])
    table = table_of(await rules_of(org))
    capital = await capital_of(org, min(on, clock.today()))
    by_band = dict.fromkeys(Band, (0, 0))
    exposures: dict[int, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    borrowers: set[int] = set()
    now = await standings(every, on)
    before = {s.loan.id: s for s in await standings(every, since - timedelta(days=1))}
    for one in now:
        earlier, at = before[one.loan.id].position, one.position
        for name, value in (
            ("lent", at.paid_out - earlier.paid_out),
            ("lent_loans", at.paid_out > 0 and not earlier.paid_out),
            ("repaid", at.paid_interest + at.paid_principal),
            ("repaid", -earlier.paid_interest - earlier.paid_principal),
            ("interest", at.charged - earlier.charged),
            ("written_off", at.written_off - earlier.written_off),
            ("recovered", at.recovered - earlier.recovered),
        ):
            total[name] += value
        if not at.owed:
            continue
        total["loans"] += 1
        borrowers.add(one.loan.member_id)
        count, pence = by_band[one.band]
        by_band[one.band] = (count + 1, pence + at.owed)
        exposures[one.loan.member_id] += at.owed - one.attached
        for name, value in (
            ("owed", at.owed),
            ("due", at.interest),
            ("attached", min(one.attached, at.owed)),
            ("corporate", at.owed if one.loan.corporate else 0),
            ("overdue", one.late.overdue),
            ("provision", provision(at.owed, one.attached, one.late.days, table)),
        ):
            total[name] += value
    return LoanFigures(
        on=on,
        loans=total["loans"],
        borrowers=len(borrowers),
        owed=Money(total["owed"]),
        interest_due=Money(total["due"]),
        attached=Money(total["attached"]),
        corporate=Money(total["corporate"]),
        large_exposures=Money(sum(p for p in exposures.values() if is_large(p, capital))),
        by_band={one: (count, Money(pence)) for one, (count, pence) in by_band.items()},
        overdue=Money(total["overdue"]),
        provision=Money(total["provision"]),
        lent=Money(total["lent"]),
        lent_loans=total["lent_loans"],
        repaid=Money(total["repaid"]),
        interest=Money(total["interest"]),
        written_off=Money(total["written_off"]),
        recovered=Money(total["recovered"]),
    )
