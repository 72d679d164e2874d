"""The figures that ratios and returns are made of."""

from dataclasses import dataclass
from datetime import date, timedelta

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.dates import months_after
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.at_hand import at_hand
from coopcouncil.ledger.reads import books, has_books
from coopcouncil.ledger.rules import summary
from coopcouncil.members.reads import members_by_constituency
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.kinds import ProductKind
from coopcouncil.savings.loans.figures import figures
from coopcouncil.savings.loans.reads import capital_of
from coopcouncil.savings.loans.rules.arrears import Band
from coopcouncil.savings.reads import total_saved
from coopcouncil.savings.watching.models import Dormancy
from coopcouncil.savings.watching.rules import Ratio, ratio


@dataclass(frozen=True)
class Figures:
    """What a return asks for, as at the end of its last day."""

    since: date
    to: date
    rows: tuple[tuple[str, int | Money], ...]


async def ratios(org: Organisation, on: date) -> tuple[Ratio, ...]:
    """Capital, liquidity and arrears as at the end of a day, each with its threshold."""
    rules = (await rulebook_on(org, clock.today())).rules
    found = await books(org, on)
    assets = summary(found.kinds, found.trial).assets
    savings = await _savings(org, on)
    loans = await figures(org, on)
    late = sum(money.pence for band, (_n, money) in loans.by_band.items() if band is not _FIRST)
    capital = await capital_of(org, on) or 0
    return (
        Ratio("capital", ratio(capital, assets), rules.watch_capital, True),
        Ratio(
            "liquidity",
            ratio((await at_hand(org, found)).pence, savings),
            rules.watch_liquidity,
            True,
        ),
        Ratio("arrears", ratio(late, loans.owed.pence), rules.watch_arrears, False),
    )


async def by_month(org: Organisation, today: date, months: int = 12) -> list[tuple[date, Money]]:
    """What is saved at the end of each of the last months, and today."""
    first = today.replace(day=1)
    ends = [months_after(first, -back) - timedelta(days=1) for back in range(months - 1, -1, -1)]
    rows = await connections.get("default").execute_query_dict(
        'SELECT "on", sum(amount)::bigint AS n FROM savings_movement'
        ' WHERE organisation_id = $1 GROUP BY "on" ORDER BY "on"',
        [org.id],
    )
    return [
        (end, Money(sum(row["n"] for row in rows if row["on"] <= end))) for end in (*ends, today)
    ]


async def return_figures(org: Organisation, since: date, to: date) -> Figures:
    """The figures of a quarterly or yearly return, by keys that stay the same for ever."""
    if not await has_books(org):
        return Figures(since, to, ())
    found = await books(org, to)
    own = summary(found.kinds, found.trial)
    loans = await figures(org, to, since)
    late = {band.value: money for band, (_n, money) in loans.by_band.items()}
    members = sum((await members_by_constituency(org, to)).values())
    juniors = JuniorSaver.within(org).filter(began_on__lte=to)
    left = juniors.filter(ended_on__lte=to)
    dormant = Dormancy.within(org).filter(since__lte=to)
    awake = dormant.filter(ended_on__lte=to)
    return Figures(
        since,
        to,
        (
            ("members", members),
            ("junior_savers", await juniors.count() - await left.count()),
            ("members_shares", await total_saved(org, ProductKind.SHARES, to)),
            ("junior_deposits", await total_saved(org, ProductKind.JUNIOR, to)),
            ("dormant_accounts", await dormant.count() - await awake.count()),
            ("total_assets", Money(own.assets)),
            ("liquid_assets", await at_hand(org, found)),
            ("capital", Money(await capital_of(org, to) or 0)),
            ("income_this_year", Money(own.income)),
            ("expenditure_this_year", Money(own.expenses)),
            ("loans", loans.loans),
            ("borrowers", loans.borrowers),
            ("loans_owed", loans.owed),
            ("loans_covered_by_shares", loans.attached),
            *((f"loans_{key}", money) for key, money in late.items()),
            ("provision", loans.provision),
            ("large_exposures", loans.large_exposures),
            ("lent_in_period", loans.lent),
            ("loans_made_in_period", loans.lent_loans),
            ("repaid_in_period", loans.repaid),
            ("interest_in_period", loans.interest),
            ("written_off_in_period", loans.written_off),
            ("recovered_in_period", loans.recovered),
        ),
    )


_FIRST = next(iter(Band))


async def _savings(org: Organisation, on: date) -> int:
    shares = await total_saved(org, ProductKind.SHARES, on)
    return (shares + await total_saved(org, ProductKind.JUNIOR, on)).pence
