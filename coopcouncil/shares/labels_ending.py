"""What becomes of a leaver’s holdings, in sentences."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.shares.rules.ending import Fate

FATES = {
    Fate.CANCELLED: lazy(
        "Holding {number} ({kind}, {shares}) is forfeited and cancelled; what was paid on it, "
        "{paid}, stays with the society."
    ),
    Fate.REPAID: lazy(
        "Holding {number} ({kind}, {shares}) ends; what was paid on it, {paid}, is owed."
    ),
    Fate.NOTICED: lazy(
        "Holding {number} ({kind}): the leaving counts as notice to withdraw {shares}. "
        "The board can pay them from {day}."
    ),
    Fate.KEPT: lazy("Holding {number} ({kind}, {shares}) stays as it is."),
}
