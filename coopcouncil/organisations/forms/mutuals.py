"""The mutuals' chapter of the rulebook as fields of its form."""

from typing import Any

from coopcouncil.kernel.forms import Form, Length, RadioField, StringField, ValidationError
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.organisations.chapters.mutuals import MutualCount, StaffJoin, by_key
from coopcouncil.organisations.forms.numbers import number_of


def is_by_key(_form: Form, field: Any) -> None:
    """Numbers by constituency, like staff=3, users=2."""
    try:
        by_key(field.data or "")
    except ValueError:
        raise ValidationError(gettext("Write keys and numbers like staff=3, users=2.")) from None


def weighs(form: Form, field: Any) -> None:
    """Weighted votes need their weights."""
    is_by_key(form, field)
    is_weighted = form["mutual_count"].data == MutualCount.WEIGHTED.value
    if is_weighted and not any(by_key(field.data or "").values()):
        raise ValidationError(gettext("Say what each constituency’s vote weighs."))


class MutualFields(Form):
    """Staff membership, reserved seats and weights."""

    staff_join = RadioField(
        lazy("How do employees become members?"),
        choices=[
            (StaffJoin.AUTOMATIC.value, lazy("From their first day, unless they decline")),
            (StaffJoin.APPLY.value, lazy("They apply like everybody else")),
        ],
    )
    staff_grace_days = number_of(
        "staff_grace_days", lazy("Days for which somebody who left the job stays a member")
    )
    reserved_seats = StringField(
        lazy("Board seats kept for constituencies"),
        validators=[Length(max=300), is_by_key],
        description=lazy("By key, like staff=3, users=2. Leave empty where there are none."),
    )
    mutual_count = RadioField(
        lazy("How do the votes of several constituencies decide?"),
        choices=[
            (MutualCount.TOGETHER.value, lazy("All together: one member, one vote")),
            (MutualCount.WEIGHTED.value, lazy("Each by itself, then by its weight")),
            (MutualCount.EACH.value, lazy("A majority in each of them is needed")),
        ],
    )
    constituency_weights = StringField(
        lazy("What each constituency’s vote weighs"),
        validators=[Length(max=300), weighs],
        description=lazy("By key, like staff=40, users=60. Needed only where votes are weighted."),
    )
