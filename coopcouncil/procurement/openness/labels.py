"""How far a tender is, in the words of the public."""

from coopcouncil.kernel.i18n import lazy

TOLD = {
    "published": lazy("Open for bids"),
    "closed": lazy("Closed for bids, not opened yet"),
    "being-assessed": lazy("Bids are being assessed"),
    "awarded": lazy("Award published"),
    "contracted": lazy("Under contract"),
    "ended": lazy("Ended without a contract"),
}
