"""What is typed about interest and dividends."""

from collections.abc import Sequence
from typing import Any

from coopcouncil.kernel.forms import (
    DateField,
    FileField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    RadioField,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.forms.numbers import ShareField
from coopcouncil.shares.kinds import ReturnKind, Taking
from coopcouncil.shares.labels import BASES, TAKINGS


class PercentField(ShareField):
    """A rate as people write it: 2.5, or 2.5%; a bare number is never a hundred times as much."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([f"{one.strip().rstrip('% ')}%" for one in valuelist])


class InterestForm(Form):
    """Interest on shares over some days."""

    since = DateField(lazy("From"), [InputRequired()])
    to = DateField(lazy("To the end of"), [InputRequired()])
    rate = PercentField(
        lazy("Interest in a year"), [InputRequired()], description=lazy("For example 2.5%.")
    )


class DividendForm(Form):
    """A part of the surplus, by purchases or by hours."""

    shared_by: Any = RadioField(
        lazy("What is it shared by?"),
        [InputRequired()],
        choices=[(kind.value, text) for kind, text in BASES.items()],
        default=ReturnKind.PURCHASES.value,
    )
    bought_since = DateField(lazy("From"), [InputRequired()])
    bought_to = DateField(lazy("To the end of"), [InputRequired()])
    pot = MoneyField(lazy("What is shared out"), [InputRequired()])
    table = FileField(
        lazy("What each bought or worked (CSV)"),
        description=lazy(
            "A row for each member: the member number, and what they bought or the hours they "
            "worked, like 37.5."
        ),
    )

    def offer(self, kinds: Sequence[ReturnKind]) -> None:
        """Only what the rules let it be shared by; one way is no question."""
        self.kinds = kinds
        if len(kinds) < 2:
            del self.shared_by

    @property
    def kind(self) -> ReturnKind:
        """What it is shared by."""
        if "shared_by" in self:
            return ReturnKind(self.shared_by.data)
        return self.kinds[0] if self.kinds else ReturnKind.PURCHASES


class DecideForm(Form):
    """What the members decided."""

    on = DateField(lazy("Day in the books"), [InputRequired()])
    decision = StringField(
        lazy("Where was it decided?"),
        [InputRequired(), Length(max=200)],
        description=lazy("For example: annual meeting of 4 June, resolution 5."),
    )


class TakingForm(Form):
    """How a member takes interest on shares from now on."""

    taking = RadioField(
        lazy("When interest is paid on your shares"),
        [InputRequired()],
        choices=[(one.value, text) for one, text in TAKINGS.items()],
    )

    @property
    def chosen(self) -> Taking:
        return Taking(self.taking.data)


class TakeBackForm(Form):
    """Why a return is taken back."""

    on = DateField(lazy("Day in the books"), [InputRequired()])
    reason = StringField(
        lazy("Why is it taken back?"),
        [InputRequired(), Length(max=200)],
        description=lazy("It stays in the history, with both postings."),
    )
