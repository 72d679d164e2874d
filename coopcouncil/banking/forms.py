"""What is typed about bank accounts, statements and lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coopcouncil.banking.kinds import Bank, Column
from coopcouncil.banking.labels import BANKS, COLUMNS
from coopcouncil.banking.reading.separated import Meaning
from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
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
from coopcouncil.ledger.models import Account

PARTS = 4
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark not in " -\u2013").upper()


def _sort_code(_form: Form, field: StringField) -> None:
    field.data = _digits(field.data or "")
    if field.data and not re.fullmatch(r"[0-9]{6}", field.data):
        raise ValidationError(gettext("Enter a sort code of six digits, like 20-11-22."))


def _number(_form: Form, field: StringField) -> None:
    field.data = _digits(field.data or "")
    if not (re.fullmatch(r"[0-9]{6,10}", field.data) or _IBAN.fullmatch(field.data)):
        raise ValidationError(gettext("Enter an account number of eight digits, or an IBAN."))


class BankAccountForm(Form):
    """A new bank account."""

    name = StringField(
        lazy("What do you call it?"),
        [InputRequired(), Length(max=100)],
        description=lazy("For example: Current account."),
    )
    bank = SelectField(lazy("Bank"), choices=[(bank.value, text) for bank, text in BANKS.items()])
    sort_code = StringField(lazy("Sort code"), [_sort_code])
    number = StringField(
        lazy("Account number"),
        [InputRequired(), _number],
        description=lazy("A statement of another account is refused."),
    )
    account = SelectField(lazy("Account of the books"), validate_choice=False)
    since = DateField(
        lazy("From which day on do you hold it against statements?"),
        [InputRequired()],
        description=lazy("Best the first day of a month or of your financial year."),
    )
    opening = MoneyField(lazy("The bank’s balance at the beginning of that day"), [InputRequired()])

    def offer(self, accounts: Sequence[Account], language: str) -> None:
        """The accounts of the books that no bank account has yet."""
        self.account.choices = [
            ("", lazy("The next that is free, or a new one")),
            *((str(one.id), f"{one.code} {one.called(language)}") for one in accounts),
        ]

    def which(self) -> Bank:
        """The bank."""
        return Bank(self.bank.data)


class SettingsForm(Form):
    """What may change of a bank account."""

    name = StringField(lazy("What do you call it?"), [InputRequired(), Length(max=100)])
    alone = SelectField(
        lazy("May the program explain lines by itself?"),
        choices=[
            ("", lazy("No, a person confirms everything")),
            ("100", lazy("Only with a reference and the exact sum")),
            ("95", lazy("Also what you told it of a payer, with the exact sum")),
            ("85", lazy("Also what you told it of a payer, with any sum")),
        ],
        description=lazy("When a statement is taken in. Each can be undone like any other."),
    )
    in_use = BooleanField(lazy("In use: it takes statements"))


class UploadForm(Form):
    """A statement from the bank."""

    file = FileField(lazy("Statement"))


class ColumnsForm(Form):
    """What the columns of a file are."""

    columns = FieldList(SelectField(validate_choice=False))
    decimal = RadioField(
        lazy("How are the sums written?"),
        choices=[(".", "1,234.50"), (",", "1.234,50")],
        default=".",
    )
    days = RadioField(
        lazy("How are the days written?"),
        choices=[
            ("day", lazy("The day before the month: 31/12/2026, or 2026-12-31")),
            ("month", lazy("The month before the day: 12/31/2026")),
        ],
        default="day",
    )

    def offer(self, headings: Sequence[str], guesses: Sequence[Column]) -> None:
        """A question for each column."""
        while len(self.columns.entries) < len(guesses):
            self.columns.append_entry()
        for n, entry in enumerate(self.columns.entries[: len(guesses)]):
            entry.label.text = (
                headings[n]
                if n < len(headings) and headings[n]
                else gettext("Column {n}").format(n=n + 1)
            )
            entry.choices = [(column.value, text) for column, text in COLUMNS.items()]
            if not entry.raw_data:
                entry.data = guesses[n].value

    def meaning(self, width: int) -> Meaning:
        """What was said; a word that is no column is none."""
        known = {one.value for one in Column}
        said = [
            Column(entry.data) if entry.data in known else Column.IGNORED
            for entry in self.columns.entries[:width]
        ]
        said += [Column.IGNORED] * (width - len(said))
        return Meaning(tuple(said), self.decimal.data, self.days.data == "day")


class LinesForm(Form):
    """Which lines; it stands in the address."""

    in_address = True

    state = SelectField(
        lazy("Show"),
        choices=[
            ("open", lazy("Lines to explain")),
            ("done", lazy("Lines that are explained")),
            ("all", lazy("All lines")),
        ],
        default="open",
    )
    q = StringField(lazy("Words or amount"), [Length(max=100)])


class PartForm(Form):
    """A part of a line."""

    account = SelectField(lazy("Account"), validate_choice=False)
    member = StringField(lazy("Or a member’s number"), [Length(max=40)])
    amount = MoneyField(lazy("Amount"), [Optional()])
    note = StringField(lazy("Note"), [Length(max=200)])


@dataclass(frozen=True)
class TypedPart:
    """One part as it was typed; `pence` is in the line's own direction, empty for all of it."""

    account: int | None
    member: str
    pence: int | None
    note: str


class PartsForm(Form):
    """A line, whole or in parts."""

    parts = FieldList(FormField(PartForm), min_entries=PARTS, max_entries=PARTS)
    remember = BooleanField(lazy("Propose the same for lines with these words"))
    words = StringField(lazy("Words"), [Length(max=200)])

    def offer(self, accounts: Sequence[Account], language: str) -> None:
        """The accounts to choose from."""
        choices = [
            ("", ""),
            *((str(one.id), f"{one.code} {one.called(language)}") for one in accounts),
        ]
        for entry in self.parts.entries:
            entry.form.account.choices = choices

    def typed(self) -> list[TypedPart]:
        """The parts that are filled in; what is half filled in gets its sentence."""
        found = []
        for n, entry in enumerate(self.parts.entries, 1):
            part = entry.form
            account, member = str(part.account.data or ""), part.member.data or ""
            amount = part.amount.data
            if not account and not member and amount is None:
                continue
            if bool(account) == bool(member) or (account and not account.isdigit()):
                text = gettext("Part {n} needs an account or a member’s number, and not both.")
                self.wrong(text.format(n=n))
                continue
            if amount is not None and not amount:
                self.wrong(gettext("Part {n} is of nothing.").format(n=n))
                continue
            found.append(
                TypedPart(
                    int(account[:18]) if account else None,
                    member,
                    amount.pence if amount is not None else None,
                    part.note.data or "",
                )
            )
        if not found and not self.form_errors:
            self.wrong(gettext("Choose an account, or enter a member’s number."))
        if len(found) > 1 and any(part.pence is None for part in found):
            self.wrong(gettext("Enter the amount of each part."))
        return found


class HoldingForm(Form):
    """Postings that are there already, and other lines that belong to them too."""

    postings = CheckboxesField(lazy("In the books"), validate_choice=False)
    lines = CheckboxesField(lazy("Other lines of the bank"), validate_choice=False)


class NoteForm(Form):
    """What is known so far."""

    text = TextAreaField(lazy("Note"), [InputRequired(), Length(max=500)])


class UndoForm(Form):
    """Why something was wrong."""

    reason = StringField(lazy("What was wrong?"), [InputRequired(), Length(max=300)])


class DayForm(Form):
    """As at a day; it stands in the address."""

    in_address = True

    on = DateField(lazy("As at the end of"))
