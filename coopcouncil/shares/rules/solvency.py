"""Whether the society can pay shares out and still pay everybody else. Pure."""

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money


class NotSolvent(Refused):
    """Share capital stands behind the creditors."""

    def __init__(self, net_assets: Money) -> None:
        self.net_assets = net_assets

    def sentence(self, _: Gettext) -> str:
        text = _(
            "By the books what there is exceeds what is owed to others by {sum} only. Shares that "
            "come to more cannot be paid out. Suspend the notice, or pay a part."
        )
        return text.format(sum=self.net_assets)


class NotEnoughMoney(Refused):
    """Promised before it is there."""

    def __init__(self, free: Money) -> None:
        self.free = free

    def sentence(self, _: Gettext) -> str:
        text = _(
            "There is {sum} in the bank and in cash that is not promised to others. "
            "Suspend the notice, or pay a part."
        )
        return text.format(sum=self.free)


class PaidOutAlready(Refused):
    """The money has gone, or is going."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The money for these shares is on its way or paid. "
            "Take it out of the payment run first; what is paid cannot be reversed here."
        )


def may_pay_out(amount: Money, net_assets: Money, at_hand: Money, promised: Money) -> None:
    """Refuse what would leave too little: for the creditors, or for what is promised already.

    >>> may_pay_out(Money(100), Money(100), Money(150), Money(50))
    """
    if amount > net_assets:
        raise NotSolvent(Money(max(0, net_assets.pence)))
    if amount > at_hand - promised:
        raise NotEnoughMoney(Money(max(0, (at_hand - promised).pence)))
