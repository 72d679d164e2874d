"""Browser text in, values out: one base form, and the fields that WTForms lacks.

A form answers "is this readable?"; the rules answer "is this allowed?".
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import wtforms
from babel.support import LazyProxy
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    URL,
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)

from coopcouncil.kernel.errors import Refused, Unreadable
from coopcouncil.kernel.fields import (
    CheckboxesField,
    DateField,
    MoneyField,
    TimeField,
    first_id,
)
from coopcouncil.kernel.i18n import gettext, lazy, ngettext

__all__ = [
    "URL",
    "BooleanField",
    "CheckboxesField",
    "DataRequired",
    "DateField",
    "Email",
    "EmailField",
    "FieldList",
    "FileField",
    "Form",
    "FormField",
    "HiddenField",
    "InputRequired",
    "IntegerField",
    "Length",
    "MoneyField",
    "NumberRange",
    "Optional",
    "RadioField",
    "SelectField",
    "SelectMultipleField",
    "StopValidation",
    "StringField",
    "TextAreaField",
    "TimeField",
    "ValidationError",
    "form_of",
]

F = TypeVar("F", bound="Form")

MOST_FIELDS = 2_000
MOST_FILES = 20
LONGEST_TEXT = 20_000


class Problem(NamedTuple):
    """One thing to mend: the id of the input, or none for the whole form, and what to do."""

    anchor: str | None
    sentence: str


class Form(wtforms.Form):  # type: ignore[misc]
    """The base of every form: our words, trimmed text, refusals shown like errors."""

    class Meta:
        def get_translations(self, form: "Form") -> "_PlainWords":
            return _PLAIN_WORDS

        def bind_field(self, form: "Form", unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if isinstance(kind, type):
                options = {**options, "translations": _words_for(kind)}
            if isinstance(kind, type) and issubclass(kind, StringField):
                filters = [*unbound_field.kwargs.get("filters", ()), _trimmed]
                options = {**options, "filters": filters}
                unbound_field.kwargs.pop("filters", None)
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything could be read."""
        good = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field.data, str) and len(field.data) > LONGEST_TEXT:
                text = gettext("Shorten this to {limit} characters or fewer.")
                field.errors = [*field.errors, text.format(limit=f"{LONGEST_TEXT:,}")]
                good = False
        return good

    def refuse(self, refusal: Refused, at: str | None = None) -> None:
        """Put a refusal's sentence at the top, or at one field."""
        self.wrong(refusal.sentence(gettext), at)

    def wrong(self, sentence: str, at: str | None = None) -> None:
        """Put a sentence at the top, or at one field."""
        if at is None:
            self.form_errors.append(sentence)
        else:
            self[at].errors = [*self[at].errors, sentence]

    def problems(self) -> list[Problem]:
        """Everything to mend, in the order of the page."""
        top = [Problem(None, str(sentence)) for sentence in self.form_errors]
        return top + [problem for field in self for problem in _problems(field)]


async def form_of(request: Request, form_class: type[F], **kw: Any) -> F:
    """The form as the browser sent it; on a GET the empty form, filled from `kw`.

    A form with `in_address = True`, such as a search, reads the address instead.
    """
    if getattr(form_class, "in_address", False):
        return form_class(FormData(_clean(request.query_params.multi_items())), **kw)
    if request.method in ("GET", "HEAD"):
        return form_class(None, **kw)
    try:
        sent = await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES)
    except UnicodeError as trouble:
        # A multipart body names its own encoding, and some cannot read it.
        raise Unreadable from trouble
    kept = _clean(sent.multi_items())
    return form_class(FormData([item for item in kept if _belongs(form_class, *item)]), **kw)


def _problems(field: Any) -> Iterator[Problem]:
    if isinstance(field, FormField):
        yield from field.form.problems()
        return
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _problems(entry)
    for error in field.errors:
        # A list of fields keeps its entries' errors beside its own sentences.
        if not isinstance(error, (list, tuple, dict)):
            yield Problem(first_id(field), _named(str(field.label.text), str(error)))


def _named(label: str, sentence: str) -> str:
    """The sentence with its question before it, for the list at the top."""
    if label.endswith(("?", ".")):
        return f"{label} {sentence}"
    return f"{label}: {sentence}" if label else sentence


def _trimmed(text: Any) -> Any:
    return text.replace("\r\n", "\n").strip() if isinstance(text, str) else text


def _belongs(form_class: type[Form], name: str, value: str | UploadFile) -> bool:
    """Whether a field of this name can read it: a file is nothing for a box of text."""
    kind = getattr(getattr(form_class, name, None), "field_class", FileField)
    return isinstance(value, str) or (isinstance(kind, type) and issubclass(kind, FileField))


def _clean(items: list[tuple[str, Any]]) -> list[tuple[str, str | UploadFile]]:
    """What was sent without NULs and half characters, which no table can hold, and without
    empty uploads."""
    kept: list[tuple[str, str | UploadFile]] = []
    for name, value in items:
        if isinstance(value, str):
            whole = value.encode("utf-8", "replace").decode()
            kept.append((name, whole.replace("\0", "\ufffd")))
        elif value.filename:
            kept.append((name, value))
    return kept


class _PlainWords:
    """What WTForms says, in our words and the reader's language: an error says what to do."""

    def __init__(self, required: LazyProxy) -> None:
        self.required = required

    def gettext(self, message: str) -> str:
        if message == "This field is required.":
            return str(self.required)
        return str(_SAID.get(message, message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        if one == "Field must be at least %(min)d character long.":
            return ngettext(
                "Enter at least %(min)d character.", "Enter at least %(min)d characters.", count
            )
        if one == "Field cannot be longer than %(max)d character.":
            return ngettext(
                "Shorten this to %(max)d character.",
                "Shorten this to %(max)d characters or fewer.",
                count,
            )
        if one == "Field must be exactly %(max)d character long.":
            return ngettext(
                "Enter exactly %(max)d character.", "Enter exactly %(max)d characters.", count
            )
        if one == "'%(value)s' is not a valid choice for this field.":
            return gettext("Choose from the answers shown.")
        return ngettext(one, many, count)


_SAID = {
    "Not a valid choice.": lazy("Choose one of the answers shown."),
    "Invalid Choice: could not coerce.": lazy("Choose one of the answers shown."),
    "Invalid choice(s): one or more data inputs could not be coerced.": lazy(
        "Choose from the answers shown."
    ),
    "Not a valid integer value.": lazy("Enter a whole number, like 3."),
    "Not a valid decimal value.": lazy("Enter a number, like 3.5."),
    "Invalid email address.": lazy("Enter an e-mail address like name@example.org."),
    "Invalid input.": lazy("This cannot be read. Check it and try again."),
    "Invalid URL.": lazy("Enter a web address like https://example.org."),
    "Number must be at least %(min)s.": lazy("Enter %(min)s or more."),
    "Number must be at most %(max)s.": lazy("Enter %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": lazy("Enter a number from %(min)s to %(max)s."),
    "Field must be between %(min)d and %(max)d characters long.": lazy(
        "Enter between %(min)d and %(max)d characters."
    ),
    "Field must be equal to %(other_name)s.": lazy("The two must be the same."),
}
_PLAIN_WORDS = _PlainWords(lazy("Fill this in."))
_WORDS: tuple[tuple[type[Any], _PlainWords], ...] = (
    (SelectMultipleField, _PlainWords(lazy("Choose at least one."))),
    (SelectField, _PlainWords(lazy("Choose an answer."))),
    (BooleanField, _PlainWords(lazy("Tick this to go on."))),
    (FileField, _PlainWords(lazy("Choose a file."))),
    (DateField, _PlainWords(lazy("Enter a date."))),
    (TimeField, _PlainWords(lazy("Enter a time, like 5 pm or 17:30."))),
    (MoneyField, _PlainWords(lazy("Enter an amount of money, like 1,234.50."))),
    (IntegerField, _PlainWords(lazy("Enter a whole number, like 3."))),
)


def _words_for(kind: type[Any]) -> _PlainWords:
    return next((words for of, words in _WORDS if issubclass(kind, of)), _PLAIN_WORDS)
