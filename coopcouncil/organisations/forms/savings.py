"""The rulebook's questions about savings."""

from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import number_of, share_of
from coopcouncil.organisations.forms.shares import pence_of


class SavingsQuestions(Form):
    """Named as the parameters of `chapters/savings.py`."""

    savings_minimum = pence_of(lazy("What stays on a share account while it is open"))
    savings_limit = pence_of(lazy("Most that one person may hold"))
    savings_limit_share = share_of(lazy("… or this share of all shares, where that is more"))
    junior_limit = pence_of(lazy("Most that a child may have saved"))
    dividend_most = share_of(lazy("Highest dividend on shares"))
    dividend_capital = share_of(lazy("Capital against assets before rates may differ"))
    dormant_months = number_of(
        "dormant_months", lazy("Months without any act of the saver that make an account dormant")
    )
    dormant_attempts = number_of(
        "dormant_attempts", lazy("Attempts to reach the saver before that")
    )
    watch_capital = share_of(lazy("Tell the board when capital falls below this share of assets"))
    watch_liquidity = share_of(
        lazy("Tell the board when money at the bank falls below this share of savings")
    )
    watch_arrears = share_of(lazy("Tell the board when arrears pass this share of loans"))
