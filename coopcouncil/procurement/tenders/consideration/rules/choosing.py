"""May a measure be chosen for a tender, and how is it cleared? Pure."""

from collections.abc import Collection

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.measures.rules import Frozen
from coopcouncil.procurement.tenders.consideration.rules.before import NothingLifts
from coopcouncil.procurement.tenders.consideration.rules.reservations import Contract


class ChosenAlready(Refused):
    """One measure, once, in one version."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sentence(self, _: Gettext) -> str:
        return _("The measure {code} is chosen already.").format(code=self.code)


class InUse(Refused):
    """A criterion asks for it."""

    def __init__(self, criterion: str) -> None:
        self.criterion = criterion

    def sentence(self, _: Gettext) -> str:
        text = _("Criterion {code} asks for this measure. Change the criterion first.")
        return text.format(code=self.criterion)


def may_choose(frozen: Frozen, chosen: Collection[tuple[str, str]]) -> None:
    """Refuse the same measure twice, in another version too."""
    if (frozen.source, frozen.code) in chosen:
        raise ChosenAlready(frozen.code)


def may_clear(code: str, matters: Collection[str], lifted_by: str, contract: Contract) -> None:
    """Refuse a law that doesn't lift all that the measure touches, for this contract today."""
    if not matters:
        return
    laws = contract.lifting(matters)
    if lifted_by not in {one.code for one in laws}:
        raise NothingLifts(code, matters)
