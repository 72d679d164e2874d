"""The rulebook's questions about two people."""

from coopcouncil.kernel.forms import BooleanField, Form
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import number_of
from coopcouncil.organisations.forms.shares import pence_of

_ALWAYS = lazy("0 means always.")


class CheckQuestions(Form):
    """Named as the parameters of `chapters/checks.py`."""

    check_refund_from = pence_of(lazy("A refund needs two people from"), description=_ALWAYS)
    check_write_off_from = pence_of(
        lazy("Writing off a debt, or taking off a charge, needs two people from"),
        description=_ALWAYS,
    )
    check_loan_from = pence_of(lazy("A loan needs two people from"), description=_ALWAYS)
    check_withdrawal_from = pence_of(
        lazy("A withdrawal needs two people from"), description=_ALWAYS
    )
    check_payment_run_from = pence_of(
        lazy("A payment run needs two people from"), description=_ALWAYS
    )
    check_payee_change = BooleanField(lazy("Another bank account of a payee needs two people"))
    check_days = number_of("check_days", lazy("Days after which what nobody checked is dropped"))
