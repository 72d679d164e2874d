"""What a bidder says of itself for each reserved lot."""

from collections.abc import Mapping, Sequence
from typing import cast

from coopcouncil.kernel.forms import Form, Length, Optional, StringField, TextAreaField
from coopcouncil.kernel.i18n import gettext
from coopcouncil.procurement.bids.rules.reserved import BODY, HOW, Statement
from coopcouncil.procurement.tenders.models import Lot


class ReservedForm(Form):
    """Two boxes for each lot; a box may stay empty until the bid is handed in."""

    def boxes(self, lot: int) -> tuple[StringField, TextAreaField]:
        """Those of one lot."""
        return self[f"body-{lot}"], self[f"how-{lot}"]

    def fill(self, said: Mapping[int, Statement], lots: Sequence[Lot]) -> None:
        """As the draft has it."""
        for lot in lots:
            body, how = self.boxes(lot.number)
            one = said.get(lot.number, Statement())
            body.data, how.data = one.body, one.how

    def said(self, lots: Sequence[Lot]) -> dict[int, Statement]:
        """What was typed."""
        found = {}
        for lot in lots:
            body, how = self.boxes(lot.number)
            found[lot.number] = Statement(body.data or "", how.data or "")
        return found


def form_for(lots: Sequence[Lot]) -> type[ReservedForm]:
    """The form of these lots."""
    fields: dict[str, object] = {}
    for lot in lots:
        fields[f"body-{lot.number}"] = StringField(
            gettext("Which kind of body is your organisation?"),
            [Optional(), Length(max=BODY)],
            description=gettext("For example: a registered society run by its employees."),
        )
        fields[f"how-{lot.number}"] = TextAreaField(
            gettext("How does it meet the conditions?"), [Optional(), Length(max=HOW)]
        )
    return cast("type[ReservedForm]", type("FormOfReservedLots", (ReservedForm,), fields))
