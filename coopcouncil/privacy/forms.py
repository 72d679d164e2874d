"""What members type about themselves, and what keepers answer."""

from typing import Any

from coopcouncil.kernel.forms import (
    CheckboxesField,
    DateField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.kinds import NO_PURPOSE, Fact, Format
from coopcouncil.members.labels import FORMATS, LANGUAGES, PURPOSES
from coopcouncil.members.models import RegisterEntry

SERVICE = ("notices", "voting")
"""What an address may be for that belongs to membership itself; news are asked apart."""


class WhichForm(Form):
    """Which of several members with one address somebody is."""

    number = StringField(lazy("Member number"), [InputRequired(), Length(max=40)])
    born = DateField(lazy("Date of birth"), [InputRequired()])


class ContactForm(Form):
    """Where to reach the member."""

    email = SelectField(lazy("E-mail address"))
    postal_address = TextAreaField(lazy("Postal address"), [Optional(), Length(max=1000)])
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])

    def offer(self, addresses: list[str], now: str) -> None:
        """Only addresses that the person has proven, and the one that stands there."""
        known = list(dict.fromkeys([*addresses, *([now] if now else [])]))
        self.email.choices = [("", lazy("None: write to me by post")), *((a, a) for a in known)]

    def facts(self) -> dict[str, Fact]:
        """As the journal writes them."""
        return {
            "email": self.email.data or "",
            "postal_address": self.postal_address.data or "",
            "postcode": (self.postcode.data or "").upper(),
        }


class ChoicesForm(Form):
    """In which language and format, and for what the e-mail address may be used."""

    language = RadioField(
        lazy("Language"), choices=[*LANGUAGES.items(), ("", lazy("Both languages"))], default=""
    )
    format = RadioField(
        lazy("Format of letters"),
        choices=[(f.value, text) for f, text in FORMATS.items()],
        default=Format.STANDARD.value,
    )
    purposes = CheckboxesField(
        lazy("What may the e-mail address be used for?"),
        choices=[(purpose, PURPOSES[purpose]) for purpose in SERVICE],
        description=lazy(
            "These belong to your membership. What is not ticked comes by post, where your "
            "postal address is known."
        ),
    )
    news = RadioField(
        lazy("May we send you news by e-mail?"),
        choices=[("no", lazy("No")), ("yes", lazy("Yes"))],
        default="no",
        description=lazy("Only by your consent. You can withdraw it at any time, here."),
    )

    @staticmethod
    def showing(entry: RegisterEntry) -> dict[str, Any]:
        """The data that shows what is chosen now."""
        said = entry.email_purposes.split()
        return {
            "language": entry.language if entry.language in LANGUAGES else "",
            "format": entry.format.value,
            "purposes": list(SERVICE) if not said else [p for p in SERVICE if p in said],
            "news": "yes" if "news" in said else "no",
        }

    def facts(self) -> dict[str, Fact]:
        """As the journal writes them. Nothing ticked is not the same as nothing said."""
        wanted = [purpose for purpose in SERVICE if purpose in (self.purposes.data or [])]
        if self.news.data == "yes":
            wanted.append("news")
        return {
            "language": self.language.data or "",
            "format": self.format.data,
            "email_purposes": " ".join(wanted) or NO_PURPOSE,
        }


class CorrectionForm(Form):
    """What a keeper of the register must agree to."""

    given_name = StringField(lazy("Given name"), [Optional(), Length(max=100)])
    family_name = StringField(lazy("Family name"), [Optional(), Length(max=100)])
    date_of_birth = DateField(lazy("Date of birth"))
    joined_on = DateField(lazy("Date joined"))
    said = TextAreaField(
        lazy("Is anything else wrong?"),
        [Optional(), Length(max=2000)],
        description=lazy("Say what it says, what it should say, and how that can be seen."),
    )

    def changed(self, entry: RegisterEntry) -> dict[str, Fact]:
        """The facts that are to be different."""
        born, joined = self.date_of_birth.data, self.joined_on.data
        asked: dict[str, Fact] = {
            "given_name": self.given_name.data or "",
            "family_name": self.family_name.data or "",
        }
        if born is not None:
            asked["date_of_birth"] = born.isoformat()
        if joined is not None:
            asked["joined_on"] = joined.isoformat()
        was: dict[str, Fact] = {
            "given_name": entry.given_name,
            "family_name": entry.family_name,
            "date_of_birth": entry.date_of_birth.isoformat() if entry.date_of_birth else None,
            "joined_on": entry.joined_on.isoformat() if entry.joined_on else None,
        }
        return {name: value for name, value in asked.items() if was[name] != value}


class AskForm(Form):
    """Something to add to a request."""

    said = TextAreaField(lazy("Anything to add?"), [Optional(), Length(max=2000)])


class DecisionForm(Form):
    """A keeper's decision."""

    decision = RadioField(
        lazy("Your decision"),
        choices=[("approve", lazy("Approve")), ("refuse", lazy("Refuse"))],
        validators=[InputRequired()],
    )
    always = RadioField(
        lazy("Since when is it so?"),
        choices=[
            ("today", lazy("It has changed: from today")),
            ("always", lazy("The register was wrong from the beginning")),
        ],
        default="today",
    )
    reason = TextAreaField(
        lazy("Reason"),
        [Optional(), Length(max=500)],
        description=lazy("The member reads it. A refusal needs one."),
    )


class ErasureDecisionForm(Form):
    """A keeper's decision about a wish to be forgotten."""

    decision = RadioField(
        lazy("Your decision"),
        choices=[("approve", lazy("Erase what may be erased")), ("refuse", lazy("Refuse"))],
        validators=[InputRequired()],
    )
    reason = TextAreaField(
        lazy("Reason"),
        [Optional(), Length(max=500)],
        description=lazy("The member reads it. A refusal needs one."),
    )


class ReasonForm(Form):
    """A reason that the person reads."""

    reason = TextAreaField(lazy("Why is more time needed?"), [InputRequired(), Length(max=500)])


class AnswerForm(Form):
    """How the rest of an access request was answered."""

    answer = TextAreaField(
        lazy("What else was held, and how was it handed over?"), [InputRequired(), Length(max=2000)]
    )
