"""What people write about the year's duties."""

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    InputRequired,
    Length,
    RadioField,
    StringField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.statutory.year.kinds import Audit
from coopcouncil.statutory.year.labels import AUDITS


class DoneForm(Form):
    """That a duty was done."""

    done_on = DateField(lazy("On which day was it done?"), validators=[InputRequired()])
    note = StringField(
        lazy("Note"),
        validators=[Length(max=500)],
        description=lazy("For example the receipt’s number, or the minute of the meeting."),
    )


class KeepForm(Form):
    """Who signs a return, with the figures that it tells."""

    first = StringField(lazy("Committee member"), validators=[InputRequired(), Length(max=200)])
    second = StringField(
        lazy("Another committee member"), validators=[InputRequired(), Length(max=200)]
    )
    secretary = StringField(lazy("Secretary"), validators=[InputRequired(), Length(max=200)])

    def signatories(self) -> dict[str, str]:
        """The three, by office."""
        return {
            "committee-1": self.first.data,
            "committee-2": self.second.data,
            "secretary": self.secretary.data,
        }


class PlainKeepForm(Form):
    """Keeping figures that nobody signs."""

    def signatories(self) -> dict[str, str]:
        """Nobody."""
        return {}


class FactsForm(Form):
    """What the program cannot work out for itself."""

    incorporated_on = DateField(
        lazy("Day on which a company was incorporated"),
        description=lazy(
            "Its first accounts and its first confirmation statement are reckoned from it."
        ),
    )
    review_begins = DateField(
        lazy("First day of a company’s review period"),
        description=lazy(
            "The day on which it was registered, or the day after the one to which its last "
            "confirmation statement was made up."
        ),
    )
    audit = RadioField(
        lazy("Is there a full audit?"),
        choices=[(audit.value, text) for audit, text in AUDITS.items()],
        default=Audit.UNKNOWN.value,
    )
    is_over_turnover = BooleanField(
        lazy("The society turned over more than £90,000 in the year before this one"),
        description=lazy("Without a full audit, the report of a qualified auditor is then due."),
    )
