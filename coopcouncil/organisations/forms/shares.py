"""The rulebook's questions about shares."""

from coopcouncil.kernel.forms import BooleanField
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.fields import number_field, pence_field


class ShareQuestions:
    """Named as the parameters of `chapters/shares.py`."""

    par_value = pence_field(
        lazy("Value of a share of membership"),
        description=lazy("Neither withdrawable nor transferable. 0 means there are none."),
    )
    par_maximum = number_field("par_maximum", lazy("Most shares of membership that one may hold"))
    par_forfeited = BooleanField(lazy("Whoever leaves loses the shares of membership"))
    withdrawable_value = pence_field(
        lazy("Value of a withdrawable share"), description=lazy("0 means there are none.")
    )
    withdrawable_minimum = number_field(
        "withdrawable_minimum", lazy("Fewest withdrawable shares that one may hold")
    )
    withdrawable_maximum = number_field(
        "withdrawable_maximum",
        lazy("Most withdrawable shares that one may hold"),
        description=lazy("0 means no limit but the law’s."),
    )
    withdrawal_notice_days = number_field(
        "withdrawal_notice_days", lazy("Days’ notice before shares are withdrawn")
    )
    withdrawals_in_turn = BooleanField(lazy("Withdrawals are paid in the order of their notices"))
    leaving_withdraws = BooleanField(lazy("Leaving counts as notice to withdraw all shares"))
    transferable_value = pence_field(
        lazy("Value of a transferable share"), description=lazy("0 means there are none.")
    )
    transferable_minimum = number_field(
        "transferable_minimum", lazy("Fewest transferable shares that one may hold")
    )
    transferable_maximum = number_field(
        "transferable_maximum",
        lazy("Most transferable shares that one may hold"),
        description=lazy("0 means no limit."),
    )
    share_certificates = BooleanField(lazy("Certificates are issued for shares"))
