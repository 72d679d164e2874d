"""The rulebook's questions about shares."""

from typing import Any

from coopcouncil.kernel.forms import BooleanField, Form, InputRequired, StringField
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.forms.numbers import number_of, share_of


class PenceField(StringField):  # type: ignore[misc]
    """Pounds and pence as people write them, kept as whole pence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist:
            try:
                self.data = Money.read(valuelist[0]).pence
            except ValueError:
                raise ValueError(gettext("Enter an amount of money, like 1,234.50.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(Money(self.data)).replace("£", "") if self.data is not None else ""


def pence_of(label: Any, **kw: Any) -> PenceField:
    """A sum that the rules fix; its range is the statute's to say."""
    return PenceField(label, validators=[InputRequired()], **kw)


class ShareQuestions(Form):
    """Named as the parameters of `chapters/shares.py`."""

    par_value = pence_of(
        lazy("Value of a share of membership"),
        description=lazy("Neither withdrawable nor transferable. 0 means there are none."),
    )
    par_maximum = number_of("par_maximum", lazy("Most shares of membership that one may hold"))
    par_forfeited = BooleanField(lazy("Whoever leaves loses the shares of membership"))
    withdrawable_value = pence_of(
        lazy("Value of a withdrawable share"), description=lazy("0 means there are none.")
    )
    withdrawable_minimum = number_of(
        "withdrawable_minimum", lazy("Fewest withdrawable shares that one may hold")
    )
    withdrawable_maximum = number_of(
        "withdrawable_maximum",
        lazy("Most withdrawable shares that one may hold"),
        description=lazy("0 means no limit but the law’s."),
    )
    withdrawal_notice_days = number_of(
        "withdrawal_notice_days", lazy("Days’ notice before shares are withdrawn")
    )
    withdrawals_in_turn = BooleanField(lazy("Withdrawals are paid in the order of their notices"))
    leaving_withdraws = BooleanField(lazy("Leaving counts as notice to withdraw all shares"))
    transferable_value = pence_of(
        lazy("Value of a transferable share"), description=lazy("0 means there are none.")
    )
    transferable_minimum = number_of(
        "transferable_minimum", lazy("Fewest transferable shares that one may hold")
    )
    transferable_maximum = number_of(
        "transferable_maximum",
        lazy("Most transferable shares that one may hold"),
        description=lazy("0 means no limit."),
    )
    share_interest_most = share_of(
        lazy("Most interest on shares in a year"),
        description=lazy("For example 5%. 0% means none."),
    )
    patronage_dividend = BooleanField(lazy("Members may get a dividend on what they bought"))
    labour_dividend = BooleanField(lazy("Members may get a dividend on the hours they worked"))
    share_certificates = BooleanField(lazy("Certificates are issued for shares"))
