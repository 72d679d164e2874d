"""What members choose to pay, and how."""

from coopcouncil.kernel.forms import BooleanField, CheckboxesField, Form
from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.models import Charge


class PayForm(Form):
    """Which charges to pay now."""

    charges = CheckboxesField(lazy("What would you like to pay?"), coerce=int)
    saves_card = BooleanField(
        lazy("Save this card, and take what I owe from it when it falls due, with notice each time")
    )

    def offer(self, charges: list[Charge], language: str) -> None:
        """The charges to choose from."""
        self.charges.choices = [(one.id, f"{one.called(language)}: {one.owed}") for one in charges]
