"""Bank holidays, by nation, where a rulebook counts working days alone."""

from datetime import date
from functools import cache

from holidays import country_holidays

from coopcouncil.organisations.kinds import Nation

_PART = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


@cache
def _of_year(nation: Nation, year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv=_PART[nation], years=year))


def bank_holidays(nation: Nation, around: date) -> frozenset[date]:
    """Those of the year and of its neighbours: a notice can reach over New Year.

    >>> date(2026, 4, 6) in bank_holidays(Nation.WALES, date(2026, 3, 1))
    True
    """
    found = (_of_year(nation, around.year + n) for n in (-1, 0, 1))
    return frozenset().union(*found)
