"""What the lead writes about the outcome."""

from collections.abc import Sequence

from coopcouncil.kernel.forms import (
    URL,
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
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.procurement.outcome.actions.contracting import ContractDraft, Indicator
from coopcouncil.procurement.outcome.actions.notices import NoticeDraft
from coopcouncil.procurement.outcome.kinds import NoticeKind
from coopcouncil.procurement.outcome.labels import NOTICES

WORDS = [InputRequired(lazy("Say why, in a sentence.")), Length(max=2000)]
MOST_INDICATORS = 6


class RunForm(Form):
    """Why a sum is made, and the order that was drawn where bids are level."""

    because = TextAreaField(
        lazy("Why is the sum made?"),
        WORDS,
        description=lazy("It stays beside the sum. The first time: that the scores are agreed."),
    )
    drawn = StringField(
        lazy("Bids in the order in which the lot was drawn"),
        [Optional(), Length(max=200)],
        description=lazy("Letters with commas between them, the first drawn at the front: B, A"),
    )

    def keys(self, by_label: dict[str, str]) -> tuple[str, ...]:
        """The offers that the letters name; a letter that names none stays as it was typed."""
        typed = (self.drawn.data or "").replace(";", ",").split(",")
        letters = [one.strip().upper() for one in typed if one.strip()]
        return tuple(by_label.get(letter, f"?{letter}") for letter in letters)


class DecideForm(Form):
    """Who is awarded a lot."""

    award = RadioField(lazy("What is decided?"), [InputRequired(lazy("Choose one."))])
    because = TextAreaField(
        lazy("Reason"),
        WORDS,
        description=lazy("Every bidder reads it in its assessment summary."),
    )

    def offer(self, first: str) -> None:
        """The first of the sum, or nobody."""
        text = gettext("The lot is awarded to {name}").format(name=first)
        self.award.choices = [*([("first", text)] if first else []), ("none", _NOBODY)]


_NOBODY = lazy("The lot is awarded to nobody")


class BecauseForm(Form):
    """A step back, with its reason."""

    because = TextAreaField(lazy("Reason"), WORDS)


class WordsForm(Form):
    """What a summary says about one criterion."""

    own = TextAreaField(
        lazy("As the bidder reads it"),
        [Optional(), Length(max=4000)],
        description=lazy("Left empty, it is the reason of the moderation."),
    )
    for_others = TextAreaField(
        lazy("As other bidders read it, if this bid wins"),
        [Optional(), Length(max=4000)],
        description=lazy(
            "Where a part of the bid is confidential, say the rest. Left empty, others read what "
            "the bidder reads."
        ),
    )


class NoticeForm(Form):
    """A notice that was published on the central digital platform."""

    kind = SelectField(lazy("Which notice?"), choices=[(k.value, v) for k, v in NOTICES.items()])
    published_on = DateField(
        lazy("When was it published there?"), [InputRequired(lazy("Enter the day."))]
    )
    number = StringField(
        lazy("Its number"),
        [Optional(), Length(max=40)],
        description=lazy("As the platform gave it, like 2026/S 000-012345"),
    )
    address = StringField(
        lazy("Its address"),
        [Optional(), Length(max=300), URL(message=lazy("Enter a whole address, with https://."))],
    )
    ocid = StringField(
        lazy("The platform’s id of the procurement"),
        [Optional(), Length(max=60)],
        description=lazy("It begins with ocds-h6vhtk- and is stored as it stands there."),
    )
    standstill_until = DateField(
        lazy("Until when does the standstill last by the notice?"),
        [Optional()],
        description=lazy(
            "Only for an award notice that gives a later day than the law, or a standstill by "
            "choice."
        ),
    )
    note = TextAreaField(lazy("Note"), [Optional(), Length(max=2000)])

    def validate_ocid(self, field: StringField) -> None:
        """The platform's own ids alone."""
        field.data = (field.data or "").strip()
        if field.data and not field.data.startswith("ocds-h6vhtk-"):
            raise ValidationError(gettext("The platform’s ids begin with ocds-h6vhtk-."))

    def draft(self) -> NoticeDraft:
        """The notice as it was written down."""
        return NoticeDraft(
            NoticeKind(self.kind.data),
            self.published_on.data,
            (self.number.data or "").strip(),
            (self.address.data or "").strip(),
            (self.note.data or "").strip(),
            self.ocid.data or "",
            self.standstill_until.data,
        )


class ContractForm(Form):
    """A contract as it was entered into."""

    number = StringField(
        lazy("Contract number"),
        [InputRequired(lazy("Enter the number of the contract.")), Length(max=40)],
    )
    title = StringField(
        lazy("Title in English"), [InputRequired(lazy("Enter a title.")), Length(max=200)]
    )
    title_cy = StringField(lazy("Title in Welsh"), [Optional(), Length(max=200)])
    subject = TextAreaField(lazy("What it is about, in English"), [Optional(), Length(max=2000)])
    subject_cy = TextAreaField(lazy("What it is about, in Welsh"), [Optional(), Length(max=2000)])
    value = MoneyField(
        lazy("Value with VAT"),
        [
            InputRequired(lazy("Enter the value in pounds.")),
        ],
        description=lazy("Over the whole length, without extensions."),
    )
    signed_on = DateField(lazy("Signed on"), [InputRequired(lazy("Enter the day."))])
    starts_on = DateField(lazy("Begins on"), [InputRequired(lazy("Enter the day."))])
    ends_on = DateField(lazy("Ends on"), [InputRequired(lazy("Enter the day."))])
    may_extend_until = DateField(lazy("May be extended until"), [Optional()])
    indicators = TextAreaField(
        lazy("Key performance indicators"),
        [Optional(), Length(max=4000)],
        description=lazy(
            "One in a line: its name, a line | between, and its target. "
            "For a second language: name | target | name in Welsh | target in Welsh. "
            "Begin the line with * where the indicator is one of social value."
        ),
    )

    no_indicators_because = TextAreaField(
        lazy("Why are there no indicators?"),
        [Optional(), Length(max=2000)],
        description=lazy(
            "Only where the performance of a large contract could not appropriately be assessed by "
            "any, as with one delivery (Procurement Act 2023, section 52)."
        ),
    )

    def validate_value(self, field: MoneyField) -> None:
        """Nobody pays less than nothing."""
        if field.data is not None and field.data.pence < 0:
            raise ValidationError(gettext("A value is not below nought."))

    def validate_indicators(self, field: TextAreaField) -> None:
        """Each line has a name and a target."""
        lines = _lines(field.data)
        if len(lines) > MOST_INDICATORS:
            text = gettext("Six indicators are enough: this has {count}.")
            raise ValidationError(text.format(count=len(lines)))
        for number, line in enumerate(lines, 1):
            parts = _parts(line)
            is_whole = len(parts) in (2, 4) and all(part.strip("* ") for part in parts)
            if not is_whole or len(parts[0]) > 200:
                text = gettext("Line {number} of the indicators is not: name | target.")
                raise ValidationError(text.format(number=number))

    def draft(self) -> ContractDraft:
        """The contract with its indicators."""
        assert self.value.data is not None
        return ContractDraft(
            number=self.number.data.strip(),
            title=self.title.data.strip(),
            title_cy=(self.title_cy.data or "").strip(),
            subject=(self.subject.data or "").strip(),
            subject_cy=(self.subject_cy.data or "").strip(),
            value=self.value.data.pence,
            signed_on=self.signed_on.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            may_extend_until=self.may_extend_until.data,
            indicators=tuple(_indicator(line) for line in _lines(self.indicators.data)),
            no_indicators_because=(self.no_indicators_because.data or "").strip(),
        )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _parts(line: str) -> list[str]:
    return [one.strip() for one in line.split("|")]


def _indicator(line: str) -> Indicator:
    parts: Sequence[str] = _parts(line)
    title, target, *welsh = parts
    title_cy, target_cy = welsh or ("", "")
    return Indicator(
        title.removeprefix("*").strip(), target, title_cy, target_cy, title.startswith("*")
    )


class PublisherForm(Form):
    """As what open contracting data is published."""

    prefix = StringField(
        lazy("OCDS prefix"),
        [Optional(), Length(max=20)],
        description=lazy(
            "Given by the Open Contracting Partnership to your organisation, like ocds-abc123. "
            "Without it nothing is published as open contracting data."
        ),
    )
    scheme = StringField(
        lazy("Register of your organisation"),
        [Optional(), Length(max=20)],
        description=lazy(
            "As org-id.guide names it: GB-LAE for a council in England, GB-LAW in Wales"
        ),
    )
    number = StringField(lazy("Number in that register"), [Optional(), Length(max=40)])
    address = StringField(
        lazy("Website"),
        [Optional(), Length(max=300), URL(message=lazy("Enter a whole address, with https://."))],
    )


class SendForm(Form):
    """The last look before the summaries go out."""

    looked = BooleanField(
        lazy("I have read each summary, and none of them tells what is confidential."),
        [InputRequired(lazy("Read them first, and say so."))],
    )
