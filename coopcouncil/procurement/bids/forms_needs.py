"""The needs that a promise may answer: a box beside each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, HiddenField, Length, Optional, StringField
from coopcouncil.kernel.i18n import gettext
from coopcouncil.organisations.models import NeedOrOffer
from coopcouncil.procurement.bids.rules.answers import figure_of
from coopcouncil.procurement.bids.rules.paper import shown


class NeedsForm(Form):
    """How much of a figure answers which need; an empty box answers none."""

    seen = HiddenField()

    def boxes(self) -> list[StringField]:
        """One beside each need."""
        return [one for one in self if one.name.startswith("need-")]

    def fill(self, amounts: Mapping[int, Decimal], version: int) -> None:
        """As the draft has it."""
        self.seen.data = str(version)
        for box in self.boxes():
            amount = amounts.get(_number(box))
            box.data = "" if amount is None else shown(amount)

    def amounts(self) -> dict[int, Decimal] | None:
        """What was typed; none, and a sentence at each box that cannot be read."""
        found: dict[int, Decimal] = {}
        good = True
        for box in self.boxes():
            try:
                amount = figure_of(box.data or "")
            except Refused as refusal:
                self.refuse(refusal, box.name)
                good = False
                continue
            if amount:
                found[_number(box)] = amount
        return found if good else None

    def began_with(self) -> int:
        """The version of the draft that the page showed."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def form_for(needs: Sequence[NeedOrOffer], language: str) -> type[NeedsForm]:
    """The form of these needs, each labelled with whose it is and its words."""
    text = gettext("{organisation}: {need}")
    boxes = {
        f"need-{one.id}": StringField(
            text.format(organisation=one.organisation.called(language), need=one.says(language)),
            [Optional(), Length(max=60)],
        )
        for one in needs
    }
    return cast("type[NeedsForm]", type("FormOfNeeds", (NeedsForm,), dict(boxes)))


def _number(box: StringField) -> int:
    return int(box.name.removeprefix("need-"))
