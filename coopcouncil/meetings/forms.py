"""Browser text in, drafts out."""

from datetime import date, time
from typing import Any

from coopcouncil.ballots.rules.majority import Decision
from coopcouncil.kernel.clock import london
from coopcouncil.kernel.forms import (
    URL,
    BooleanField,
    DataRequired,
    DateField,
    FileField,
    Form,
    HiddenField,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.meetings.actions.agenda import ItemDraft
from coopcouncil.meetings.actions.calling import When, Where
from coopcouncil.meetings.models import AttendanceWay, ItemKind, Kind, PaperLanguage

LONGEST_TEXT = 20_000


class WhenForm(Form):
    """The day and time of a meeting."""

    on = DateField(lazy("Day"), validators=[InputRequired()])
    at = TimeField(lazy("Time it begins"), validators=[InputRequired()])
    lasts = SelectField(
        lazy("How long it is expected to last"),
        choices=[
            ("60", lazy("1 hour")),
            ("90", lazy("1½ hours")),
            ("120", lazy("2 hours")),
            ("180", lazy("3 hours")),
            ("240", lazy("4 hours")),
            ("480", lazy("All day")),
        ],
        default="120",
    )
    short = BooleanField(lazy("Members are agreeing in writing to shorter notice"))

    def validate_on(self, field: Any) -> None:
        """A year that somebody can have meant."""
        if field.data and not 2000 <= field.data.year <= 2200:
            raise ValidationError(gettext("Enter a real date, like 21 11 2026."))

    def when(self) -> When:
        """The instant, from the wall clock in London."""
        day: date = self.on.data
        at: time = self.at.data or time()
        return When(day, london(day, at), int(self.lasts.data), bool(self.short.data))


class BeginForm(WhenForm):
    """The first question of a new meeting."""

    kind = HiddenField(default=Kind.AGM.value)

    def meeting_kind(self) -> Kind:
        """An AGM, unless the address asked for another."""
        return Kind.GENERAL if self.kind.data == Kind.GENERAL.value else Kind.AGM


class WhereForm(Form):
    """Where the meeting is held, and how to join from elsewhere."""

    place = TextAreaField(lazy("Place, in English"), validators=[Length(max=500)])
    place_cy = TextAreaField(lazy("Place, in Welsh"), validators=[Length(max=500)])
    online_address = StringField(
        lazy("Web address to join online"), validators=[Optional(), URL(), Length(max=500)]
    )
    joining = TextAreaField(lazy("How to join, in English"), validators=[Length(max=2000)])
    joining_cy = TextAreaField(lazy("How to join, in Welsh"), validators=[Length(max=2000)])

    def where(self) -> Where:
        """As the action takes it."""
        return Where(
            self.place.data or "",
            self.place_cy.data or "",
            self.online_address.data or "",
            self.joining.data or "",
            self.joining_cy.data or "",
        )


class TitleForm(Form):
    """What the meeting is called."""

    title = StringField(lazy("Title, in English"), validators=[DataRequired(), Length(max=200)])
    title_cy = StringField(lazy("Title, in Welsh"), validators=[Length(max=200)])


class ShortNoticeForm(Form):
    """How many agreed in writing."""

    agreed = IntegerField(
        lazy("How many members have agreed in writing?"),
        validators=[InputRequired(), NumberRange(min=1, max=10_000_000)],
    )
    note = TextAreaField(lazy("Where their agreements are kept"), validators=[Length(max=1000)])


class ReasonForm(Form):
    """Why a meeting is called off."""

    reason = TextAreaField(
        lazy("Reason, in English"), validators=[DataRequired(), Length(max=2000)]
    )
    reason_cy = TextAreaField(lazy("Reason, in Welsh"), validators=[Length(max=2000)])
    bilingual = False

    def validate_reason_cy(self, field: Any) -> None:
        """Members read the reason: both languages at the same time, where both are equal."""
        if self.bilingual and not field.data:
            raise ValidationError(gettext("Fill this in."))


class ItemForm(Form):
    """An item of the agenda."""

    kind = RadioField(
        lazy("What does the meeting do?"),
        choices=[
            (ItemKind.REPORT.value, lazy("Hears a report")),
            (ItemKind.RESOLUTION.value, lazy("Decides on a resolution")),
            (ItemKind.ELECTION.value, lazy("Elects people")),
            (ItemKind.AUDITORS.value, lazy("Appoints the auditors")),
            (ItemKind.OTHER.value, lazy("Something else")),
        ],
        validators=[InputRequired()],
    )
    title = StringField(lazy("Title, in English"), validators=[DataRequired(), Length(max=200)])
    title_cy = StringField(lazy("Title, in Welsh"), validators=[Length(max=200)])
    text = TextAreaField(lazy("Text, in English"), validators=[Length(max=LONGEST_TEXT)])
    text_cy = TextAreaField(lazy("Text, in Welsh"), validators=[Length(max=LONGEST_TEXT)])
    majority = SelectField(
        lazy("Majority needed at the meeting"),
        choices=[
            ("", lazy("No vote is taken")),
            (Decision.ORDINARY.value, lazy("Ordinary resolution")),
            (Decision.SPECIAL.value, lazy("Special resolution")),
            (Decision.EXTRAORDINARY.value, lazy("Extraordinary resolution")),
            (Decision.TRANSFER.value, lazy("Transfer to or union with another society")),
            (Decision.CONVERT.value, lazy("Conversion into a company")),
            (Decision.AUDIT.value, lazy("Going without a full audit")),
        ],
        default="",
    )
    ballot = SelectField(lazy("Ballot"), choices=[], default="", validate_choice=True)

    def draft(self, ballot: Any) -> ItemDraft:
        """As the action takes it; only resolutions and elections go to a ballot."""
        kind = ItemKind(self.kind.data)
        goes_to_ballot = kind in (ItemKind.RESOLUTION, ItemKind.ELECTION)
        votes = kind in (ItemKind.RESOLUTION, ItemKind.AUDITORS, ItemKind.OTHER)
        return ItemDraft(
            kind,
            self.title.data,
            self.title_cy.data or "",
            self.text.data or "",
            self.text_cy.data or "",
            self.majority.data if votes and ballot is None else "",
            ballot if goes_to_ballot else None,
        )


class PaperForm(Form):
    """A document for an item."""

    file = FileField(lazy("Document"))
    title = StringField(lazy("Title, in English"), validators=[Length(max=200)])
    title_cy = StringField(lazy("Title, in Welsh"), validators=[Length(max=200)])
    language = RadioField(
        lazy("In which language is it?"),
        choices=[
            (PaperLanguage.ENGLISH.value, lazy("English")),
            (PaperLanguage.WELSH.value, lazy("Welsh")),
            (PaperLanguage.BOTH.value, lazy("Both")),
        ],
        default=PaperLanguage.ENGLISH.value,
    )


class PostingForm(Form):
    """The day on which letters were posted."""

    posted_on = DateField(lazy("When did you post them?"), validators=[InputRequired()])


class FinderForm(Form):
    """The search of the attendance page; its words stay in the address."""

    in_address = True
    q = StringField(lazy("Name or member number"), validators=[Length(max=100)])


class ArrivalForm(Form):
    """Who came, and how."""

    member = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=2**63 - 1)])
    way = SelectField(
        choices=[(way.value, way.value) for way in AttendanceWay],
        default=AttendanceWay.IN_PERSON.value,
    )
    proxy_name = StringField(lazy("Name of the proxy"), validators=[Length(max=200)])
    q = HiddenField()


class ApprovalForm(Form):
    """How members see the minutes."""

    state = RadioField(
        lazy("Have members approved these minutes?"),
        choices=[
            ("draft", lazy("No, show them as a draft")),
            ("approved", lazy("Yes, show them as approved")),
        ],
        validators=[InputRequired()],
    )
