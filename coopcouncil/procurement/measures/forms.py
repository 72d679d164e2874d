"""What people write about measures."""

from collections.abc import Iterator, Sequence
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    FieldList,
    FileField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.procurement.measures.labels import COLUMNS, MATTERS, WHENCE, criterion_called
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.models import Measure
from coopcouncil.procurement.measures.reads import Wanted
from coopcouncil.procurement.measures.rules import Draft, Source


class SearchForm(Form):
    """What is looked for among the measures."""

    in_address = True

    text = StringField(lazy("Words"), [Optional(), Length(max=100)])
    outcome = SelectField(lazy("Mission or outcome"), validate_choice=False)
    award = SelectField(
        lazy("Edition or award criterion of the Social Value Model"), validate_choice=False
    )
    goal = SelectField(lazy("Well-being goal of Wales"), validate_choice=False)
    unit = SelectField(lazy("Counted in"), validate_choice=False)
    whence = SelectField(lazy("Where it is from"), validate_choice=False)

    def offer(self, units: Sequence[str], whence: Sequence[str], language: str) -> None:
        """The choices there are."""
        any_ = ("", gettext("All"))
        frame = library()
        outcomes = [any_]
        for mission in frame.missions.values():
            outcomes.append((mission.code, mission.titled(language)))
            outcomes += [
                (one.code, f"– {one.titled(language)}")
                for one in frame.outcomes.values()
                if one.mission == mission.code
            ]
        self.outcome.choices = outcomes
        self.award.choices = [any_, *_awards(language)]
        goals = frame.goals.values()
        self.goal.choices = [any_, *((one.code, one.titled(language)) for one in goals)]
        self.unit.choices = [any_, *((one, one) for one in units)]
        self.whence.choices = [any_, *((k, v) for k, v in WHENCE.items() if k in whence)]

    def wanted(self) -> Wanted:
        """What is looked for; an answer that is none means everything."""
        chosen = {}
        for name in ("outcome", "award", "goal", "unit", "whence"):
            said = self[name].data or ""
            chosen[name] = said if said in {value for value, _ in self[name].choices} else ""
        return Wanted(text=(self.text.data or "")[:100], **chosen)


def _awards(language: str) -> Iterator[tuple[str, str]]:
    """Each edition, the criteria that are known of it, and what it does not ask for."""
    for edition in model().editions.values():
        yield edition.code, edition.number
        for one in model().criteria.values():
            if one.edition == edition.code:
                yield one.code, f"– {criterion_called(one, language)}"
        text = gettext("Outside {edition}")
        yield f"outside:{edition.code}", text.format(edition=edition.number)


class MeasureForm(Form):
    """A measure of the council's own."""

    code = StringField(
        lazy("Code"),
        [InputRequired(), Length(max=40)],
        description=lazy("Short and your own. For example: CC1."),
    )
    title = StringField(
        lazy("What is counted, in English"),
        [InputRequired(), Length(max=300)],
        description=lazy("For example: Weeks worked by apprentices on the contract."),
    )
    title_cy = StringField(lazy("What is counted, in Welsh"), [Optional(), Length(max=300)])
    unit = StringField(
        lazy("Unit, in English"),
        [InputRequired(), Length(max=100)],
        description=lazy("For example: weeks."),
    )
    unit_cy = StringField(lazy("Unit, in Welsh"), [Optional(), Length(max=100)])
    evidence = TextAreaField(
        lazy("Evidence wanted, in English"),
        [InputRequired(), Length(max=2_000)],
        description=lazy("What shows that it came, without personal details where that can be."),
    )
    evidence_cy = TextAreaField(lazy("Evidence wanted, in Welsh"), [Optional(), Length(max=2_000)])
    outcome = SelectField(lazy("Outcome that it serves"))
    serves = CheckboxesField(
        lazy("Award criteria of the Social Value Model that it serves"),
        description=lazy("Where you follow an edition of it. Leave it out where it serves none."),
    )
    goals = CheckboxesField(lazy("Well-being goals of Wales that it serves"))
    matters = CheckboxesField(
        lazy("Non-commercial matters that it touches"),
        choices=[(k, v) for k, v in MATTERS.items()],
        description=lazy(
            "Local Government Act 1988, section 17(5), in our words. A tender that uses the "
            "measure says why it may."
        ),
    )
    proxy = MoneyField(
        lazy("Worth of one unit, where a source states one"),
        [Optional()],
        description=lazy("In pounds. Leave it out where you have no source."),
    )
    proxy_source = StringField(
        lazy("Source of that worth, in English"), [Optional(), Length(max=300)]
    )
    proxy_source_cy = StringField(
        lazy("Source of that worth, in Welsh"), [Optional(), Length(max=300)]
    )
    proxy_year = IntegerField(
        lazy("Year of that worth"), [Optional(), NumberRange(min=1990, max=2100)]
    )

    def offer(self, language: str) -> None:
        """The outcomes and goals of the frame."""
        frame = library()
        outcomes = ((one.code, one.titled(language)) for one in frame.outcomes.values())
        self.outcome.choices = [("", gettext("None of them")), *outcomes]
        self.serves.choices = [
            (one.code, criterion_called(one, language)) for one in model().criteria.values()
        ]
        self.goals.choices = [(one.code, one.titled(language)) for one in frame.goals.values()]

    def draft(self) -> Draft:
        """The measure as it is to be."""
        worth: Money | None = self.proxy.data
        return Draft(
            code=self.code.data,
            title=self.title.data,
            title_cy=self.title_cy.data or "",
            unit=self.unit.data,
            unit_cy=self.unit_cy.data or "",
            evidence=self.evidence.data,
            evidence_cy=self.evidence_cy.data or "",
            outcome=self.outcome.data or "",
            goals=tuple(self.goals.data or ()),
            serves=tuple(self.serves.data or ()),
            matters=tuple(self.matters.data or ()),
            proxy=None if worth is None else worth.pence,
            proxy_source=self.proxy_source.data or "",
            proxy_source_cy=self.proxy_source_cy.data or "",
            proxy_year=self.proxy_year.data,
        )


class ChangeForm(MeasureForm):
    """A measure's next edition."""

    because = StringField(lazy("Why it is changed"), [InputRequired(), Length(max=500)])


def filled(row: Measure) -> dict[str, Any]:
    """A measure's own answers, to start from."""
    names = ("code", "title", "title_cy", "unit", "unit_cy", "evidence", "evidence_cy", "outcome")
    return {
        **{name: getattr(row, name) for name in names},
        "goals": list(row.goals),
        "serves": list(row.serves),
        "matters": list(row.matters),
        "proxy": None if row.proxy is None else Money(row.proxy),
        "proxy_source": row.proxy_source,
        "proxy_source_cy": row.proxy_source_cy,
        "proxy_year": row.proxy_year,
    }


class RetireForm(Form):
    """Why something is used no longer."""

    because = TextAreaField(lazy("Why is it used no longer?"), [InputRequired(), Length(max=500)])


class ImportForm(Form):
    """Somebody's set, and what its licence says."""

    file = FileField(
        lazy("The set, as CSV or Excel workbook (.xlsx)"),
        description=lazy("The first row holds the headings; one measure in each row after it."),
    )
    name = StringField(lazy("Name of the set"), [InputRequired(), Length(max=200)])
    name_cy = StringField(
        lazy("Name of the set in Welsh, where it has one"), [Optional(), Length(max=200)]
    )
    version = StringField(
        lazy("Version"),
        [InputRequired(), Length(max=40)],
        description=lazy("As its publisher gives it. For example: 2026."),
    )
    licence = StringField(
        lazy("Licence"),
        [InputRequired(), Length(max=200)],
        description=lazy("By what right the council uses it. For example: CC BY-NC-ND 4.0."),
    )
    attribution = TextAreaField(
        lazy("Attribution"),
        [InputRequired(), Length(max=1_000)],
        description=lazy("What the licence asks you to say: whose it is, and where it is found."),
    )
    may_publish = RadioField(
        lazy("Does the licence let the council show the set to everybody?"),
        choices=[
            ("no", lazy("No, or we are not sure: staff alone see it, and no worth is published")),
            ("yes", lazy("Yes")),
        ],
        validators=[InputRequired()],
    )
    licensed = BooleanField(
        lazy("The council holds this licence, and it allows this use"), [InputRequired()]
    )

    def source(self) -> Source:
        """The set's names and licence."""
        return Source(
            name=self.name.data,
            version=self.version.data,
            licence=self.licence.data,
            attribution=self.attribution.data,
            may_publish=self.may_publish.data == "yes",
            name_cy=self.name_cy.data or "",
        )


class ColumnsForm(Form):
    """What each column of a list holds."""

    columns = FieldList(SelectField(validate_choice=False))

    def offer(self, headings: Sequence[str]) -> None:
        """One question for each column, under its heading."""
        while len(self.columns.entries) < len(headings):
            self.columns.append_entry("")
        for place, entry in enumerate(self.columns.entries[: len(headings)]):
            entry.choices = [("", gettext("Leave out")), *COLUMNS.items()]
            entry.label.text = headings[place] or gettext("Column without a heading")

    def chosen(self, count: int) -> list[str]:
        """The columns; what is none of the answers is left out."""
        said = [str(entry.data or "") for entry in self.columns.entries[:count]]
        said += [""] * (count - len(said))
        return [one if one in set(COLUMNS) else "" for one in said]
