"""What things are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.savings.holders.kinds import Change, Ground

CHANGES = {
    Change.ADDED: lazy("Somebody holds it too"),
    Change.PARTED: lazy("One of the holders leaves it"),
    Change.DIED: lazy("One of the holders has died"),
}
GROUNDS = {
    Ground.NOMINEE: lazy("To whom the member named in writing"),
    Ground.SMALL: lazy("To who appears entitled, without a grant (small payments)"),
    Ground.GRANT: lazy("To personal representatives, with a grant seen"),
}
