"""Applications, points, the panel, offers."""

from collections.abc import Sequence
from typing import Any

from coopcouncil.housing.actions.admission import Admission
from coopcouncil.housing.actions.waiting import CriterionDraft
from coopcouncil.housing.forms import choices
from coopcouncil.housing.forms.tenancies import DatesForm
from coopcouncil.housing.labels import ANSWERS, CLOSED_WHYS
from coopcouncil.housing.models import PointsCriterion
from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Email,
    EmailField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.members.labels import LANGUAGES
from coopcouncil.members.models import RegisterEntry


class WishForm(Form):
    """What home somebody asks for."""

    bedrooms = IntegerField(
        lazy("Bedrooms needed"), [InputRequired(), NumberRange(0, 20)], default=1
    )
    needs = TextAreaField(
        lazy("What the home must have"),
        [Optional(), Length(max=1000)],
        description=lazy("For example: no stairs. Say what is needed, not why."),
    )

    def wish(self) -> dict[str, Any]:
        """As an application holds it."""
        return {"bedrooms": self.bedrooms.data, "needs": self.needs.data or ""}


class ApplicationForm(WishForm):
    """Who asks for a home; with a member's number the register knows the rest."""

    members = StringField(lazy("Member number, if they are a member"), [Optional(), Length(max=40)])
    given_name = StringField(lazy("Given name"), [Optional(), Length(max=100)])
    family_name = StringField(lazy("Family name"), [Optional(), Length(max=100)])
    email = EmailField(lazy("E-mail address"), [Optional(), Email(), Length(max=254)])
    telephone = StringField(lazy("Telephone"), [Optional(), Length(max=40)])
    postal_address = TextAreaField(lazy("Postal address"), [Optional(), Length(max=500)])
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])
    date_of_birth = DateField(lazy("Date of birth"), [Optional()])
    language = RadioField(lazy("Language"), choices=[*LANGUAGES.items()], default="en")
    applied_on = DateField(lazy("Applied on"), [InputRequired()])

    def validate_family_name(self, field: StringField) -> None:
        """Somebody must be asking."""
        if not (field.data or self.given_name.data or self.members.data):
            raise ValidationError(gettext("Give a name, or a member number."))

    def facts(self) -> dict[str, Any]:
        """As an application holds them."""
        found = {**self.wish(), "applied_on": self.applied_on.data}
        if self.telephone.data:
            found["telephone"] = self.telephone.data
        if self.members.data:
            return found
        return {
            **found,
            "given_name": self.given_name.data or "",
            "family_name": self.family_name.data or "",
            "email": (self.email.data or "").lower(),
            "postal_address": self.postal_address.data or "",
            "postcode": self.postcode.data or "",
            "date_of_birth": self.date_of_birth.data,
            "language": self.language.data,
        }


class CloseForm(Form):
    """Why an application is on the list no more."""

    why = RadioField(lazy("Why?"), choices=choices(CLOSED_WHYS)[1:])
    note = TextAreaField(lazy("Note"), [Optional(), Length(max=1000)])


def points_form(
    criteria: list[PointsCriterion], times: dict[int, int], language: str
) -> type[Form]:
    """How often each criterion of the scheme applies."""
    fields: dict[str, Any] = {}
    for criterion in criteria:
        text = gettext("{criterion} ({points} points, up to {most} times)")
        fields[f"criterion-{criterion.id}"] = IntegerField(
            text.format(
                criterion=criterion.called(language),
                points=criterion.points,
                most=criterion.most,
            ),
            [Optional(), NumberRange(0, criterion.most)],
            default=times.get(criterion.id, 0),
        )
    return type("PointsForm", (Form,), fields)


class SchemeForm(Form):
    """A scheme of points, a criterion to the line."""

    lines = TextAreaField(
        lazy("One criterion a line: points; how often at most; name; name in Welsh"),
        [InputRequired(), Length(max=10_000)],
        description=lazy("For example: 10; 1; Overcrowded; Gorlawn"),
    )
    effective_from = DateField(lazy("Holds from"), [InputRequired()])
    note = TextAreaField(lazy("Who decided it"), [Optional(), Length(max=1000)])

    def validate_lines(self, field: TextAreaField) -> None:
        """Every line can be read."""
        for number, line in enumerate(_lines(field.data), 1):
            if _criterion(line) is None:
                text = gettext("Line {number} is not like “10; 1; Overcrowded; Gorlawn”.")
                raise ValidationError(text.format(number=number))

    def criteria(self) -> list[CriterionDraft]:
        """The criteria in their order."""
        return [draft for line in _lines(self.lines.data) if (draft := _criterion(line))]


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def _criterion(line: str) -> CriterionDraft | None:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) not in (3, 4) or not parts[2] or any(len(part) > 200 for part in parts):
        return None
    points, most = parts[0], parts[1]
    plain = points.removeprefix("-")
    if not (plain.isascii() and plain.isdigit() and most.isascii() and most.isdigit()):
        return None
    if len(plain) > 4 or len(most) > 3 or int(plain) > 1000 or not 1 <= int(most) <= 100:
        return None
    return CriterionDraft(parts[2], parts[3] if len(parts) == 4 else "", int(points), int(most))


class PanelistForm(Form):
    """Who is of the panel."""

    email = EmailField(
        lazy("E-mail address with which they sign in"),
        [InputRequired(), Email(), Length(max=254)],
    )


class OfferForm(Form):
    """To whom the home is offered."""

    application = RadioField(lazy("Offer the home to"), coerce=int)
    why = TextAreaField(lazy("Reason for this choice"), [InputRequired(), Length(max=2000)])
    reply_by = DateField(lazy("They answer by"), [InputRequired()])


class AnswerForm(Form):
    """What became of an offer."""

    answer = RadioField(lazy("What became of the offer?"), choices=choices(ANSWERS))
    note = TextAreaField(lazy("Reason given"), [Optional(), Length(max=1000)])


class AdmissionFields(Form):
    """What is recorded of somebody who becomes a member with it."""

    decided_on = DateField(lazy("When did the board admit them?"), [InputRequired()])
    minute = StringField(
        lazy("Minute"),
        [Optional(), Length(max=100)],
        description=lazy("Such as “Board, 4 November 2026, minute 7”."),
    )
    former = RadioField(
        lazy("Were they a member before?"),
        [Optional()],
        validate_choice=False,
        default="",
        description=lazy("Whoever comes back keeps the old number and history."),
    )
    allots = BooleanField(lazy("Allot a share of membership with the admission"), default=True)
    agreed = BooleanField(lazy("They have signed the membership agreement"), [InputRequired()])

    def admits(self, again: Sequence[RegisterEntry], allots: bool) -> None:
        """Ask what there is to ask: of somebody back, of shares where there are some."""
        self.former.choices = [
            ("", gettext("No, or not known")),
            *((str(entry.member_id), f"{entry.name} ({entry.member_number})") for entry in again),
        ]
        if not again:
            del self["former"]
        if not allots:
            del self["allots"]

    def admits_nobody(self) -> None:
        """Whoever it is has been admitted already."""
        for name in ("decided_on", "minute", "former", "allots", "agreed"):
            del self[name]

    def admission(self, again: Sequence[RegisterEntry]) -> Admission | None:
        """What to record; nothing where nobody is admitted by it."""
        if "decided_on" not in self:
            return None
        said = (self["former"].data if "former" in self else "") or ""
        return Admission(
            decided_on=self.decided_on.data,
            minute=self.minute.data or "",
            allots="allots" in self and bool(self["allots"].data),
            former=next((e.member_id for e in again if str(e.member_id) == said), None),
        )


class SignForm(DatesForm, AdmissionFields):
    """The agreement that follows from an accepted offer."""


class ProspectiveForm(AdmissionFields):
    """Somebody becomes a member before there is a home for them."""

    on = DateField(lazy("From which day are they a member?"), [InputRequired()])


class NoteForm(Form):
    """A word about a closing."""

    note = TextAreaField(lazy("Note"), [Optional(), Length(max=1000)])
