"""What the procurement lead writes about contracts from before, and what is sent as a list."""

from collections.abc import Sequence

from wtforms import ValidationError

from coopcouncil.kernel.forms import (
    FileField,
    Form,
    HiddenField,
    Length,
    Optional,
    SelectField,
    StringField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.procurement.bids.models import Supplier
from coopcouncil.procurement.outcome.forms import ContractForm


class ElsewhereForm(ContractForm):
    """A contract without a tender here."""

    supplier = SelectField(lazy("Supplier"), validate_choice=False)
    supplier_name = StringField(
        lazy("Or a supplier that is new here: its name"), [Optional(), Length(max=200)]
    )

    def offer(self, suppliers: Sequence[Supplier]) -> None:
        """Every supplier here."""
        self.supplier.choices = [("", "–"), *((str(one.id), one.name) for one in suppliers)]

    def validate_supplier(self, field: SelectField) -> None:
        """One of the two, and one that is offered."""
        known = {key for key, _name in field.choices if key}
        if (field.data in known) == bool((self.supplier_name.data or "").strip()):
            raise ValidationError(gettext("Choose the supplier, or write its name: one of both."))

    def chosen(self, suppliers: Sequence[Supplier]) -> Supplier | str:
        """A supplier that is known, or a name."""
        found = next((one for one in suppliers if str(one.id) == self.supplier.data), None)
        return found or (self.supplier_name.data or "").strip()


class PromisesForm(Form):
    """A list of promises."""

    file = FileField(lazy("List of promises"), description=lazy("A CSV or an Excel workbook"))


class RowsForm(Form):
    """The list that was looked at."""

    rows = HiddenField()
