"""Whether a promise may be replaced, and what of it stays. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.delivery.rules.refusals import NoWords
from coopcouncil.procurement.delivery.rules.status import Due, Standing, Status


class KeptAlready(Refused):
    """All of it came."""

    def sentence(self, _: Gettext) -> str:
        return _("All of this promise has come, so there is nothing to replace.")


class StillAsked(Refused):
    """Whether something of it came is not known yet."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Something of this promise is reported and not answered, or disputed and not decided. "
            "Wait for the answer, or decide it, and replace the rest then."
        )


class NotAgreed(Refused):
    """The other promise binds only who agreed to it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say who agreed for the supplier, and who for those it was promised to.")


def may_agree(because: str, worth: str, supplier: str, recipient: str) -> None:
    """Refuse a replacement without its reason, its worth, or somebody's word."""
    if not because.strip() or not worth.strip():
        raise NoWords
    if not supplier.strip() or not recipient.strip():
        raise NotAgreed


def may_replace(stands: Standing) -> None:
    """Refuse while it is open how much of it came, or where all came."""
    if stands.status is Status.DISPUTED or stands.waiting:
        raise StillAsked
    if stands.kept >= stands.promised:
        raise KeptAlready


def trimmed(dues: Sequence[Due], kept: Decimal) -> tuple[Due, ...]:
    """The first instalments, as far as what came goes.

    >>> from datetime import date
    >>> dues = [Due(date(2027, 3, 31), Decimal(3)), Due(date(2028, 3, 31), Decimal(4))]
    >>> [(due.on.year, int(due.amount)) for due in trimmed(dues, Decimal(5))]
    [(2027, 3), (2028, 2)]
    """
    left, found = kept, []
    for one in sorted(dues, key=lambda due: due.on):
        part = min(one.amount, left)
        if part > 0:
            found.append(Due(one.on, part))
        left -= part
    return tuple(found)
