"""What things are called."""

from collections.abc import Iterable

from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.procurement.measures.kinds import Column
from coopcouncil.procurement.measures.library.model import AwardCriterion, model
from coopcouncil.procurement.measures.reads import Whence

WHENCE = {
    Whence.OPEN: lazy("Open library"),
    Whence.OWN: lazy("Our own"),
    Whence.BROUGHT: lazy("Brought in"),
}
COLUMNS = {
    Column.CODE: lazy("Code"),
    Column.TITLE: lazy("Wording in English"),
    Column.TITLE_CY: lazy("Wording in Welsh"),
    Column.UNIT: lazy("Unit in English"),
    Column.UNIT_CY: lazy("Unit in Welsh"),
    Column.EVIDENCE: lazy("Evidence in English"),
    Column.EVIDENCE_CY: lazy("Evidence in Welsh"),
    Column.OUTCOME: lazy("Outcome"),
    Column.GOALS: lazy("Well-being goals"),
    Column.SERVES: lazy("Award criteria of the Social Value Model"),
    Column.PROXY: lazy("Worth of one unit in pounds"),
    Column.PROXY_SOURCE: lazy("Source of the worth in English"),
    Column.PROXY_SOURCE_CY: lazy("Source of the worth in Welsh"),
    Column.PROXY_YEAR: lazy("Year of the worth"),
}
MATTERS = {
    "a": lazy(
        "Pay and conditions of the workforce, who is in it, and how its people are trained, moved "
        "or promoted"
    ),
    "b": lazy("Whether people work for the contractor as self-employed"),
    "c": lazy("Business in fields of government policy that have nothing to do with the contract"),
    "d": lazy("Conduct in industrial disputes"),
    "e": lazy("The country that supplies come from, and where contractors have their business"),
    "f": lazy("Political, industrial or sectarian ties of contractors and their people"),
    "g": lazy(
        "Money given, or not given, to institutions which the authority supports, or does not"
    ),
    "h": lazy("Use of the authority’s own services under the Building Acts"),
}
"""The Local Government Act 1988, s.17(5), in our words."""


def serving(outcome: str, serves: Iterable[str], language: str) -> list[str]:
    """What of the model a measure serves: award criteria, and the outcome where that is all."""
    found = [criterion_called(one, language) for one in model().named(serves)]
    alone = model().unread_outcome(outcome, serves)
    if alone is not None:
        number = model().editions[alone.edition].number
        found.append(f"{number}, {alone.number}: {alone.titled(language)}")
    return found


def criterion_called(one: AwardCriterion, language: str) -> str:
    """An award criterion with its edition and number: PPN 002, 1c: Fair pay practices."""
    number = model().editions[one.edition].number
    before = f"{number}, {one.letter}" if one.letter else number
    name = f"{before}: {one.titled(language)}"
    return name if one.published else gettext("{name} (our name for it)").format(name=name)
