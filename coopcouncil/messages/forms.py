"""What is written, and to whom."""

from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
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
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.members.labels import LANGUAGES, Names
from coopcouncil.messages.models import MessageKind, Worded
from coopcouncil.messages.rules import LONGEST_BODY, MOST_NUMBERS, Audience, numbers_in

ANY = ("", lazy("Any"))
WORDS = ("subject", "body", "subject_cy", "body_cy")


class WordsForm(Form):
    """The words in both languages."""

    subject = StringField(lazy("Subject in English"), [Optional(), Length(max=150)])
    body = TextAreaField(lazy("Text in English"), [Optional(), Length(max=LONGEST_BODY)])
    subject_cy = StringField(lazy("Subject in Welsh"), [Optional(), Length(max=150)])
    body_cy = TextAreaField(lazy("Text in Welsh"), [Optional(), Length(max=LONGEST_BODY)])

    def words(self) -> dict[str, Any]:
        """As the message keeps them; a subject is one line."""
        said = {name: str(self[name].data or "") for name in WORDS}
        return {k: " ".join(v.split()) if k.startswith("subject") else v for k, v in said.items()}

    @staticmethod
    def showing(worded: Worded) -> dict[str, Any]:
        """The data that shows these words."""
        return {name: getattr(worded, name) for name in WORDS}


class MessageForm(WordsForm):
    """A message of either kind."""

    kind = RadioField(
        lazy("What kind of message is it?"),
        choices=[
            (MessageKind.SERVICE.value, lazy("About membership: it goes to everybody concerned")),
            (MessageKind.NEWS.value, lazy("News: it goes to those who asked for news")),
        ],
        default=MessageKind.SERVICE.value,
        description=lazy(
            "Promotion, appeals and offers are news, whatever else is in them. The law keeps the "
            "two apart."
        ),
    )


class AudienceForm(Form):
    """To whom it goes: everything that is chosen must fit."""

    status = RadioField(
        lazy("Who?"),
        choices=[
            ("members", lazy("Members")),
            ("suspended", lazy("Suspended members alone")),
            ("applicants", lazy("Applicants")),
        ],
        default="members",
    )
    constituency = SelectField(lazy("Constituency"))
    part = SelectField(lazy("School"))
    member_class = SelectField(lazy("Class of member"))
    language = SelectField(lazy("Language"))
    group = SelectField(lazy("Others that the register knows"))
    numbers = TextAreaField(
        lazy("Only these member numbers"),
        [Optional()],
        description=lazy("Parted by spaces, commas or lines. Leave this empty for all who fit."),
    )
    by_post = BooleanField(lazy("Make letters for those without e-mail"), default=True)

    def offer(self, names: Names, classes: list[str], groups: dict[str, str]) -> None:
        """Fill the choices; where there is nothing to choose, there is no question."""
        offered: dict[str, list[tuple[str, object]]] = {
            "constituency": [(str(key), name) for key, name in names.constituencies.items()],
            "part": [(str(key), name) for key, name in names.parts.items()],
            "member_class": [(name, name) for name in classes],
            "group": list(groups.items()),
        }
        for name, choices in offered.items():
            if choices:
                self[name].choices = [ANY, *choices]
            else:
                del self[name]
        self.language.choices = [ANY, *LANGUAGES.items(), ("none", lazy("Not known"))]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything could be read; a list has its bound."""
        good = bool(super().validate(extra_validators))
        if len(numbers_in(self.numbers.data or "")) > MOST_NUMBERS:
            text = gettext("List {number} members at most.")
            self.wrong(text.format(number=f"{MOST_NUMBERS:,}"), "numbers")
            good = False
        return good

    def audience(self) -> Audience:
        """The choice."""
        return Audience(
            status=self.status.data,
            constituency_id=self._number("constituency"),
            part_id=self._number("part"),
            member_class=self._text("member_class"),
            language=self.language.data or "",
            group=self._text("group"),
            numbers=numbers_in(self.numbers.data or ""),
        )

    @staticmethod
    def showing(to: Audience, by_post: bool) -> dict[str, Any]:
        """The data that shows a choice."""
        return {
            **to.write(),
            "constituency": str(to.constituency_id or ""),
            "part": str(to.part_id or ""),
            "numbers": "\n".join(to.numbers),
            "by_post": by_post,
        }

    def _text(self, name: str) -> str:
        return str(self[name].data or "") if name in self else ""

    def _number(self, name: str) -> int | None:
        text = self._text(name)
        return int(text) if text else None


class ReminderForm(WordsForm):
    """Words to those who have not voted."""

    ballot = SelectField(lazy("Ballot"), [InputRequired()])


class PostedForm(Form):
    """When letters were posted."""

    posted_on = DateField(lazy("When were they posted?"), [InputRequired()])
