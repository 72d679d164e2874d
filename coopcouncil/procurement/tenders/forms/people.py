"""Who takes part, and why something ends."""

from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    EmailField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.kinds import Basis
from coopcouncil.procurement.labels import BASES, PARTS
from coopcouncil.procurement.tenders.forms.choices import choices


class ReasonForm(Form):
    """Why."""

    because = TextAreaField(lazy("Why?"), [InputRequired(), Length(max=5_000)])


class PersonForm(Form):
    """Somebody is given a part."""

    email = EmailField(
        lazy("E-mail address"),
        [InputRequired(), Length(max=254)],
        description=lazy("The one that they sign in with here."),
    )
    part = RadioField(lazy("What will they do?"), [InputRequired()])

    def offer(self) -> None:
        """Every part there is."""
        self.part.choices = choices(PARTS)


class AssignForm(Form):
    """The criteria that an evaluator scores."""

    criteria = CheckboxesField(lazy("What do they score?"), [Optional()], coerce=int)


class PublishAgainForm(Form):
    """A change of what is published."""

    basis = RadioField(
        lazy("By which rule?"),
        [InputRequired()],
        choices=[(one.value, BASES[one]) for one in (Basis.CORRECTED, Basis.REFINED)],
        default=Basis.CORRECTED.value,
    )
    is_substantial = BooleanField(
        lazy("The change is substantial"),
        description=lazy(
            "Others might have bid, or bidders would answer otherwise. The deadline must be later."
        ),
    )
    because = TextAreaField(lazy("Why? Bidders read this."), [InputRequired(), Length(max=5_000)])
