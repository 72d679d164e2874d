"""The rulebook's questions about late payments."""

from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import number_of
from coopcouncil.organisations.forms.shares import pence_of

_NONE = lazy("0 means that there is none.")


class ArrearsQuestions(Form):
    """Named as the parameters of `chapters/arrears.py`."""

    first_reminder_days = number_of(
        "first_reminder_days",
        lazy("Days after a payment counts as late until the first reminder"),
        description=_NONE,
    )
    second_reminder_days = number_of(
        "second_reminder_days", lazy("Days until the second reminder"), description=_NONE
    )
    third_reminder_days = number_of(
        "third_reminder_days", lazy("Days until the last reminder"), description=_NONE
    )
    debit_retries = number_of(
        "debit_retries", lazy("How often a payment that failed is tried again by itself")
    )
    debit_retry_days = number_of(
        "debit_retry_days", lazy("Days after which a payment that failed is tried again")
    )
    retry_fees_most = pence_of(lazy("Most that trying one payment may cost in fees"))
