"""What people say about a list: the file, how it is written, what its columns are."""

from collections.abc import Sequence

from coopcouncil.kernel.forms import (
    DateField,
    FieldList,
    FileField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.members.importing.headings import CALLED, TARGETS
from coopcouncil.members.importing.reading import ENCODINGS


class UploadForm(Form):
    """A list from a spreadsheet."""

    file = FileField(lazy("File of members"))


class UndoForm(Form):
    """Why a list is taken out again."""

    reason = StringField(lazy("Why is it undone?"), [InputRequired(), Length(max=500)])


class WritingForm(Form):
    """How a file is written, where the guess was wrong."""

    encoding = SelectField(
        lazy("Letters are written in"),
        choices=list(zip(ENCODINGS, ("UTF-8", "Windows-1252", "UTF-16"), strict=True)),
    )
    delimiter = SelectField(
        lazy("Cells are parted by"),
        choices=[
            ("comma", lazy("Comma")),
            ("semicolon", lazy("Semicolon")),
            ("tab", lazy("Tab")),
        ],
    )


class ColumnsForm(Form):
    """What the columns of a list are, and how the list is meant."""

    targets = FieldList(SelectField(validate_choice=False))
    blanks = RadioField(
        lazy("What does a blank cell mean?"),
        choices=[
            ("keep", lazy("Nothing is said: what the register knows stays")),
            ("clear", lazy("There is none: what the register knows is taken out")),
        ],
        default="keep",
    )
    holds_from = DateField(
        lazy("From which day does the list hold?"),
        description=lazy(
            "Leave this empty for an ordinary list: new members from the day they joined, "
            "changes from today."
        ),
    )

    source = StringField(
        lazy("Remember these columns as"),
        [Optional(), Length(max=100)],
        description=lazy(
            "Where such lists come from, for example “Box office”. The next list with these "
            "headings is understood the same way. Leave it empty to remember nothing."
        ),
    )

    def offer(self, headings: Sequence[str]) -> None:
        """One question for each column, under its heading."""
        choices = [("", lazy("Leave out")), *((t, CALLED[t]) for t in TARGETS)]
        for place, entry in enumerate(self.targets.entries):
            entry.choices = choices
            entry.label.text = headings[place] or gettext("Column {number}").format(
                number=place + 1
            )

    def chosen(self, width: int) -> list[str]:
        """What each column is; what is no answer on offer leaves the column out."""
        found = [entry.data if entry.data in TARGETS else "" for entry in self.targets.entries]
        return [*found, *[""] * width][:width]
