"""What people write about employees, reserved contracts and courses."""

from collections.abc import Sequence

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    InputRequired,
    Length,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.mutuals.hr.columns import CALLED
from coopcouncil.mutuals.kinds import Answer, Verdict
from coopcouncil.mutuals.rules.courses import Decision
from coopcouncil.mutuals.rules.reservation import Dates
from coopcouncil.mutuals.stages import KINDS

VERDICTS = {
    Verdict.BEGUN: lazy("It has begun"),
    Verdict.PASSED: lazy("It is passed"),
    Verdict.NOT_NEEDED: lazy("It is not needed"),
    Verdict.STOPPED: lazy("It has stopped"),
    Verdict.REOPENED: lazy("It is open again"),
    Verdict.NOTED: lazy("Only a note"),
}


class ExportForm(Form):
    """An export from the HR system."""

    file = FileField(lazy("File of employees"))


class ExportColumnsForm(Form):
    """What the columns of an export are, and of which day it tells."""

    targets = FieldList(SelectField(validate_choice=False))
    as_of = DateField(lazy("Of which day does the export tell?"), validators=[InputRequired()])
    is_complete = RadioField(
        lazy("Does it hold everybody who is employed here?"),
        choices=[
            ("yes", lazy("Yes: whoever is missing has left")),
            ("no", lazy("No: whoever is missing is left as they are")),
        ],
        default="yes",
    )

    def offer(self, headings: Sequence[str]) -> None:
        """One question for each column, under its heading."""
        choices = [("", lazy("Leave out")), *CALLED.items()]
        for place, entry in enumerate(self.targets.entries[: len(headings)]):
            entry.choices = choices
            entry.label.text = headings[place] or gettext("Column {number}").format(
                number=place + 1
            )

    def validate(self, extra_validators: object = None) -> bool:
        """Whether everything could be read; no export tells of a day to come."""
        good = super().validate(extra_validators)
        if self.as_of.data is not None and self.as_of.data > clock.today():
            self.wrong(gettext("Choose a day that has come."), "as_of")
            good = False
        return good

    def chosen(self, columns: int) -> list[str]:
        """The targets of all columns; what is no target is left out."""
        said = [entry.data if entry.data in CALLED else "" for entry in self.targets.entries]
        return [*said, *[""] * columns][:columns]


class ApplyForm(Form):
    """Applying an export from which many are missing."""

    sure = BooleanField(lazy("The export holds everybody, and those who are missing have left"))


class UndoForm(Form):
    """Why an export is taken back."""

    reason = StringField(lazy("Why is it undone?"), validators=[InputRequired(), Length(max=500)])


class ContractForm(Form):
    """A contract that an authority may reserve."""

    title = StringField(lazy("Contract"), validators=[InputRequired(), Length(max=200)])
    authority = StringField(lazy("Authority"), validators=[InputRequired(), Length(max=200)])
    service = TextAreaField(
        lazy("Public service that it is about"), validators=[InputRequired(), Length(max=2000)]
    )
    awarded_on = DateField(lazy("Day on which it is or was awarded"), validators=[InputRequired()])
    starts_on = DateField(lazy("First day"), validators=[InputRequired()])
    ends_on = DateField(
        lazy("Last day, with every extension that it allows"), validators=[InputRequired()]
    )
    award_before = DateField(
        lazy("Last award of a comparable reserved contract by the same authority"),
        description=lazy("Leave empty if there was none."),
    )

    def dates(self) -> Dates:
        """The days of the contract."""
        return Dates(
            self.awarded_on.data, self.starts_on.data, self.ends_on.data, self.award_before.data
        )


class AnswerForm(Form):
    """What somebody says of a test."""

    answer = RadioField(
        lazy("Is this so?"),
        choices=[
            (Answer.YES.value, lazy("Yes")),
            (Answer.NO.value, lazy("No")),
            (Answer.UNSURE.value, lazy("Not sure yet")),
        ],
        validators=[InputRequired()],
    )
    evidence = TextAreaField(lazy("On what evidence?"), validators=[Length(max=4000)])


class CourseForm(Form):
    """A course begins."""

    kind = RadioField(
        lazy("What is it to become?"),
        choices=[(key, kind.title) for key, kind in KINDS.items()],
        validators=[InputRequired()],
    )
    title = StringField(lazy("Name in English"), validators=[InputRequired(), Length(max=200)])
    title_cy = StringField(lazy("Name in Welsh"), validators=[Length(max=200)])
    contact = StringField(
        lazy("Who to talk to"),
        validators=[Length(max=300)],
        description=lazy("A person or an office, seen by the council’s officers alone."),
    )
    begun_on = DateField(lazy("Since when?"), validators=[InputRequired()])


class StageForm(Form):
    """What is entered of a stage."""

    verdict = RadioField(
        lazy("Where does it stand?"),
        choices=[(verdict.value, text) for verdict, text in VERDICTS.items()],
        validators=[InputRequired()],
    )
    on = DateField(lazy("On which day?"), validators=[InputRequired()])
    decided_by = StringField(
        lazy("Who decided?"),
        validators=[Length(max=200)],
        description=lazy("For example: Cabinet, minute 14; or a name with the office."),
    )
    note = TextAreaField(lazy("Note"), validators=[Length(max=4000)])
    evidence = StringField(
        lazy("Evidence"),
        validators=[Length(max=500)],
        description=lazy("A report, legal advice or its address."),
    )

    def decision(self) -> Decision:
        """What is to be entered."""
        return Decision(
            Verdict(self.verdict.data),
            self.on.data,
            self.decided_by.data or "",
            self.note.data or "",
            self.evidence.data or "",
        )


class DueForm(Form):
    """By when a stage is due."""

    due_on = DateField(lazy("By which day is it due?"))


class EndForm(Form):
    """A course ends: as an organisation, or without."""

    became = SelectField(lazy("What did it become?"), coerce=int)
    ended_on = DateField(lazy("On which day?"), validators=[InputRequired()])
    why = TextAreaField(lazy("Note"), validators=[Length(max=2000)])

    def offer(self, listed: Sequence[tuple[int, str]]) -> None:
        """The organisations on the council's list, or none of them."""
        self.became.choices = [(0, lazy("It did not become an organisation")), *listed]
