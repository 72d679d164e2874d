"""Homes: what they are, when they are empty, which day one looks at."""

from typing import Any

from coopcouncil.housing.forms import choices
from coopcouncil.housing.kinds import HomeKind, RentEvery
from coopcouncil.housing.labels import KINDS, RENTS
from coopcouncil.housing.models import HomeLine
from coopcouncil.housing.rules.homes import FACTS, HomeState
from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money

_MOST_RENT = 10_000_000


class AsAtForm(Form):
    """Which day, as known on which; it stands in the address."""

    in_address = True

    q = StringField(lazy("Reference, address or name"))
    state = SelectField(lazy("Which homes"), default="all", validate_choice=False)
    on = DateField(lazy("As at the end of"))
    known = DateField(lazy("As known at the end of"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.state.choices = [
            ("all", lazy("All homes")),
            ("let", lazy("Those let")),
            ("empty", lazy("Those standing empty")),
        ]


class HomeFacts(Form):
    """What a home is."""

    postal_address = TextAreaField(lazy("Address"), [InputRequired(), Length(max=500)])
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])
    bedrooms = IntegerField(lazy("Bedrooms"), [Optional(), NumberRange(0, 20)])
    kind = SelectField(lazy("Kind of home"), choices=choices(KINDS))
    rent = MoneyField(lazy("Rent"), [Optional()])
    rent_every = SelectField(lazy("The rent is for"), choices=choices(RENTS))
    adaptations = TextAreaField(
        lazy("Adaptations"),
        [Optional(), Length(max=1000)],
        description=lazy("For example: ramp, level shower. Of the home, not of who lives there."),
    )
    is_let = BooleanField(lazy("The co-operative lets this home"))

    def validate_rent(self, field: MoneyField) -> None:
        """No rent below nothing, none that is a slip of the finger."""
        if field.data is not None and not 0 <= field.data.pence <= _MOST_RENT:
            raise ValidationError(gettext("Enter a rent from £0 to £100,000."))

    def facts(self) -> dict[str, Any]:
        """As the lines of a home hold them."""
        weekly = self.rent_every.data != "month"
        rent = self.rent.data
        has_rent = rent is not None
        every = RentEvery.WEEK if weekly else RentEvery.MONTH
        return {
            "postal_address": self.postal_address.data or "",
            "postcode": self.postcode.data or "",
            "bedrooms": self.bedrooms.data,
            "kind": HomeKind(self.kind.data),
            "rent_pence": rent.pence if rent is not None else None,
            "rent_every": every if has_rent else None,
            "rent_weeks": int(self.rent_every.data[-2:]) if has_rent and weekly else None,
            "adaptations": self.adaptations.data or "",
            "is_let": bool(self.is_let.data),
        }

    @staticmethod
    def showing(state: HomeState | HomeLine) -> dict[str, Any]:
        """What the form begins with."""
        every = f"week-{state.rent_weeks}" if state.rent_weeks else "month"
        kept = {name: getattr(state, name) for name in FACTS if not name.startswith("rent")}
        rent = None if state.rent_pence is None else Money(state.rent_pence)
        return {**kept, "rent": rent, "rent_every": every if rent is not None else "week-52"}


class NewHomeForm(HomeFacts):
    """A home, and since when it is there."""

    reference = StringField(
        lazy("Reference"),
        [InputRequired(), Length(max=40)],
        description=lazy("What the co-operative calls it, for example 12 or B-03."),
    )
    effective_on = DateField(lazy("From which day does this hold?"), [InputRequired()])


class ChangeHomeForm(HomeFacts):
    """What is different from a day on."""

    effective_on = DateField(lazy("From which day does this hold?"), [InputRequired()])
    reason = TextAreaField(lazy("Reason"), [Optional(), Length(max=1000)])


class CorrectHomeForm(HomeFacts):
    """What should have been recorded."""

    effective_on = DateField(lazy("From which day does this hold?"), [InputRequired()])
    reason = TextAreaField(lazy("Why is this put right?"), [InputRequired(), Length(max=1000)])

    def only(self, line: HomeLine) -> None:
        """Ask for what the line speaks of, and for nothing else."""
        for name in FACTS:
            if not name.startswith("rent_") and getattr(line, name) is None:
                del self[name]
        if line.rent_pence is None:
            del self["rent"], self["rent_every"]

    def corrected(self) -> dict[str, Any]:
        """The facts that the form asked for."""
        found: dict[str, Any] = {}
        for name in FACTS:
            if name in self and not name.startswith("rent_"):
                data = self[name].data
                found[name] = HomeKind(data) if name == "kind" else data
        if "rent" in self:
            whole = HomeFacts(
                data={"rent": self.rent.data, "rent_every": self.rent_every.data, "kind": "other"}
            ).facts()
            found |= {name: whole[name] for name in FACTS if name.startswith("rent_")}
        return found


class EmptyForm(Form):
    """From when a home is empty, and why."""

    vacated_on = DateField(lazy("First day on which it stands empty"), [InputRequired()])
    ready_on = DateField(lazy("Ready to be let on"), [Optional()])
    why = TextAreaField(lazy("Why is it empty?"), [InputRequired(), Length(max=1000)])


class VoidForm(EmptyForm):
    """What has become of an empty home."""

    let_on = DateField(lazy("Let from"), [Optional()])
    reason = TextAreaField(
        lazy("If something was wrong before: what"), [Optional(), Length(max=1000)]
    )
