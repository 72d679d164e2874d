"""The rulebook's questions about payments."""

from coopcouncil.kernel.forms import BooleanField, Form
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import number_of


class PaymentQuestions(Form):
    """Named as the parameters of `chapters/payments.py`."""

    charged_days_ahead = number_of(
        "charged_days_ahead", lazy("Days before its period begins that a charge is raised")
    )
    payment_grace_days = number_of(
        "payment_grace_days", lazy("Days after its due day when a payment counts as late")
    )
    joining_paid_first = BooleanField(
        lazy("Who is admitted is a member once what joining costs has arrived")
    )
