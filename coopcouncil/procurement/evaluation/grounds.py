"""The grounds for excluding a supplier, as data: the Procurement Act 2023's Schedules 6 and 7.

The words are headings, shorter than the law: whoever finds one reads the paragraph itself.
"""

from dataclasses import dataclass

from babel.support import LazyProxy

from coopcouncil.kernel.i18n import lazy

__all__ = ["DEBARRED", "DEBARRED_DISCRETIONARY", "DISCRETIONARY", "GROUNDS", "MANDATORY", "Ground"]


@dataclass(frozen=True)
class Ground:
    """One ground: its code as kept, the Schedule (none for the debarment list), its paragraphs."""

    code: str
    schedule: int | None
    paragraphs: str
    heading: LazyProxy

    @property
    def is_mandatory(self) -> bool:
        """Whether it leaves the council no choice."""
        return self.code in MANDATORY


DEBARRED = "debarred-mandatory"
DEBARRED_DISCRETIONARY = "debarred-discretionary"


def _of(schedule: int, paragraphs: str, heading: LazyProxy) -> Ground:
    return Ground(f"{schedule}/{paragraphs}", schedule, paragraphs, heading)


_MANDATORY = (
    _of(6, "2", lazy("Corporate manslaughter or corporate homicide")),
    _of(6, "3", lazy("Terrorism")),
    _of(6, "4-17", lazy("Theft, fraud, bribery, money laundering and the like")),
    _of(6, "18-26", lazy("Labour market, slavery and human trafficking offences")),
    _of(6, "27-28", lazy("Organised crime")),
    _of(6, "29-31", lazy("Tax offences")),
    _of(6, "32", lazy("Cartel offence")),
    _of(6, "33-34", lazy("Attempts, and like offences outside the United Kingdom")),
    _of(6, "36-38", lazy("Misconduct in relation to tax")),
    _of(6, "39-42", lazy("Competition law infringements")),
    _of(6, "43", lazy("Failure to cooperate with an investigation")),
    Ground(DEBARRED, None, "", lazy("On the debarment list by a mandatory ground")),
)
_DISCRETIONARY = (
    _of(7, "1-3", lazy("Labour market misconduct")),
    _of(7, "4", lazy("Environmental misconduct")),
    _of(7, "5-6", lazy("Insolvency, bankruptcy and the like")),
    _of(7, "7-10", lazy("Potential competition infringements")),
    _of(7, "11", lazy("Professional misconduct")),
    _of(7, "12", lazy("Breach of contract and poor performance")),
    _of(7, "13", lazy("Acting improperly in procurement")),
    _of(7, "14", lazy("Threat to national security")),
    Ground(
        DEBARRED_DISCRETIONARY, None, "", lazy("On the debarment list by a discretionary ground")
    ),
)

MANDATORY = frozenset(one.code for one in _MANDATORY)
DISCRETIONARY = frozenset(one.code for one in _DISCRETIONARY)
GROUNDS = {one.code: one for one in (*_MANDATORY, *_DISCRETIONARY)}
