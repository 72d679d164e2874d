"""What is typed of children who save."""

from collections.abc import Sequence
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.savings.juniors.actions.children import Child, Signed
from coopcouncil.savings.juniors.models import CollectionPoint
from coopcouncil.savings.kinds import Relation
from coopcouncil.savings.labels import RELATIONS


class GuardianForm(Form):
    """A guardian's authority, as it was signed."""

    guardian = StringField(lazy("Name of the guardian"), [InputRequired(), Length(max=201)])
    relation: Any = RadioField(
        lazy("What are they to the child?"),
        choices=[(key.value, text) for key, text in RELATIONS.items()],
        validators=[InputRequired()],
        default=Relation.PARENT.value,
    )
    contact = StringField(
        lazy("How to reach them"),
        [Optional(), Length(max=254)],
        description=lazy("Telephone or e-mail."),
    )
    member_number = StringField(
        lazy("Their member number, if they are a member"),
        [Optional(), Length(max=40)],
        description=lazy("Then they see the child’s passbook under their own savings."),
    )
    may_withdraw = BooleanField(lazy("They may take money out"))
    signed_on = DateField(lazy("Signed on"), [InputRequired()])

    def signed(self, member: int | None) -> Signed:
        """The authority as it will be recorded."""
        return Signed(
            name=self.guardian.data,
            relation=Relation(self.relation.data),
            signed_on=self.signed_on.data,
            contact=self.contact.data or "",
            may_withdraw=bool(self.may_withdraw.data),
            member=member,
        )


class ClassForm(Form):
    """Where a child brings its savings."""

    point: Any = SelectField(lazy("School"))
    class_name = StringField(lazy("Class"), [Optional(), Length(max=40)])

    def offer(self, points: Sequence[CollectionPoint], language: str) -> None:
        """The schools that collect."""
        self.point.choices = [
            ("", gettext("None")),
            *((str(one.id), one.called(language)) for one in points),
        ]


class JuniorForm(ClassForm, GuardianForm):
    """A child, and who signs for it."""

    given_name = StringField(lazy("Given name"), [InputRequired(), Length(max=100)])
    family_name = StringField(lazy("Family name"), [InputRequired(), Length(max=100)])
    date_of_birth = DateField(lazy("Date of birth"), [InputRequired()])
    postal_address = TextAreaField(lazy("Postal address"), [Optional(), Length(max=500)])
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])
    language: Any = RadioField(
        lazy("Language of the passbook"),
        choices=[("en", "English"), ("cy", "Cymraeg")],
        default="en",
        validators=[InputRequired()],
    )

    has_sheet = BooleanField(
        lazy("The guardian has the information sheet on how savings are protected"),
        [InputRequired()],
        description=lazy("Given before the child saves; that they confirmed it is recorded."),
    )

    def child(self) -> Child:
        """The child as it will be recorded."""
        return Child(
            given_name=self.given_name.data,
            family_name=self.family_name.data,
            date_of_birth=self.date_of_birth.data,
            postal_address=self.postal_address.data or "",
            postcode=self.postcode.data or "",
            language=self.language.data,
            class_name=self.class_name.data or "",
        )


class RevocationForm(Form):
    """An authority that no longer holds."""

    on = DateField(lazy("From which day does it no longer hold?"), [InputRequired()])
    because = StringField(lazy("Why?"), [InputRequired(), Length(max=300)])


class JoiningForm(Form):
    """The number under which the child is a member now."""

    number = StringField(lazy("Their member number"), [InputRequired(), Length(max=40)])


class PointForm(Form):
    """A school that collects."""

    name = StringField(lazy("Name of the school"), [InputRequired(), Length(max=200)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=200)])


class SignForm(Form):
    """Counting the coins, and signing."""

    counted: Any = MoneyField(lazy("How much did you count?"), [InputRequired()])
    name = StringField(lazy("Your name, as your signature"), [InputRequired(), Length(max=201)])
