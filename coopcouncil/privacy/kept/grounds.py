"""A group of tables that stay, and the grounds and times that several share."""

from dataclasses import dataclass

from babel.support import LazyProxy

from coopcouncil.kernel.i18n import lazy


@dataclass(frozen=True)
class Kept:
    """Tables that stay: what is in them, on what ground, and for how long."""

    tables: tuple[str, ...]
    what: LazyProxy
    basis: LazyProxy
    how_long: LazyProxy


SECURITY = lazy("Needed to let the right person in; of no use afterwards.")
LAW = lazy("A legal obligation: the law requires the register and forbids falsifying it.")
PROOF = lazy("It proves who could vote and that the count is right.")
RECORD = lazy("It is the organisation’s own record: how it was run, by whom and by which rules.")
ASKED = lazy("It belongs to a membership, and shows how it came about.")
SAFE = lazy("Needed to keep people safe. Only those whom the organisation named see it.")
MONEY = lazy("Accounts must add up, and the law requires them to be kept.")
WORKS = lazy("The site cannot work without it; it says little or nothing of people.")

ALWAYS = lazy("As long as the organisation exists: a past state must be shown as it was.")
DISPUTE = lazy("With the record of the ballot, as long as its result can be disputed.")
WITH_IT = lazy("As long as the record that it belongs to.")
SHORT = lazy("A day or so.")
SIX_YEARS = lazy("Six years after the year in which it ended, then the books may be thinned out.")
