"""A proposal, and what the meeting said."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.forms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.savings.dividends.hooks import Resolution
from coopcouncil.savings.dividends.labels import RESULTS
from coopcouncil.savings.kinds import Vote
from coopcouncil.savings.labels import VOTES
from coopcouncil.savings.models import SavingsProduct


class PercentField(StringField):  # type: ignore[misc]
    """A rate in per cent, as people write it, kept exactly."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = (valuelist[0] if valuelist else "").replace("%", "").strip() or "0"
        try:
            found = Decimal(text)
        except InvalidOperation:
            raise ValueError(gettext("Enter a rate like 2.5.")) from None
        if not found.is_finite() or not 0 <= found <= 100 or -int(found.as_tuple().exponent) > 4:
            raise ValueError(gettext("Enter a rate like 2.5."))
        self.data = found

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}"


class RateForm(Form):
    """The rate of one kind of account."""

    product = HiddenField()
    percent = PercentField(lazy("Per cent a year"))


class ProposalForm(Form):
    """For which days, at what rates."""

    since = DateField(lazy("First day"), [InputRequired()])
    to = DateField(lazy("Last day"), [InputRequired()])
    rates = FieldList(FormField(RateForm), max_entries=50)

    def name(self, products: Sequence[SavingsProduct], language: str) -> None:
        """Call each rate by its kind of account."""
        names = {str(one.id): one.called(language) for one in products}
        for entry in self.rates.entries:
            text = gettext("{kind}: per cent a year")
            entry.form.percent.label.text = text.format(
                kind=names.get(str(entry.form.product.data), "")
            )

    def by_product(self) -> dict[int, Decimal]:
        """The rates that were typed."""
        return {
            int(entry.form.product.data): entry.form.percent.data
            for entry in self.rates.entries
            if str(entry.form.product.data).isdecimal()
        }


class VoteForm(Form):
    """What the general meeting said."""

    vote: Any = RadioField(
        lazy("What did the meeting say?"),
        choices=[(key.value, text) for key, text in VOTES.items()],
        validators=[InputRequired()],
        default=Vote.CARRIED.value,
    )
    resolution: Any = SelectField(
        lazy("Its resolution"),
        description=lazy("The day is then the meeting’s own."),
        validators=[Optional()],
    )
    on = DateField(
        lazy("Day of the meeting"),
        [Optional()],
        description=lazy("Only for a meeting that was held elsewhere."),
    )
    minute = StringField(lazy("Minute"), [Optional(), Length(max=300)])

    def offer(self, found: Sequence[Resolution], language: str) -> None:
        """The resolutions of general meetings; without any there is no question."""
        if not found:
            del self.resolution
            return
        self.resolution.choices = [
            ("", gettext("None of these; the meeting was held elsewhere")),
            *(
                (
                    one.reference,
                    gettext("{resolution}, {day}: {result}").format(
                        resolution=one.called(language),
                        day=day(one.on, gettext),
                        result=RESULTS[one.result],
                    ),
                )
                for one in found
            ),
        ]
