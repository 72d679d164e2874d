"""What is typed into the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    FieldList,
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
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.ledger.kinds import AccountKind
from coopcouncil.ledger.labels import KINDS
from coopcouncil.ledger.models import Account, Fund

LINES = 8


class SpanForm(Form):
    """From one day to another; it stands in the address."""

    in_address = True

    since = DateField(lazy("From"))
    to = DateField(lazy("To the end of"))


class DayForm(Form):
    """As at a day, of one fund or all; it stands in the address."""

    in_address = True

    on = DateField(lazy("As at the end of"))
    fund = SelectField(lazy("Fund"))

    def offer(self, funds: Sequence[Fund], language: str) -> None:
        """The funds to choose from; without any there is no question."""
        if not funds:
            del self.fund
            return
        self.fund.choices = [
            ("", lazy("All money")),
            *((str(one.id), one.called(language)) for one in funds),
        ]


class LineForm(Form):
    """One side of a posting; empty lines are passed over."""

    account = SelectField(lazy("Account"))
    debit = MoneyField(lazy("Debit"))
    credit = MoneyField(lazy("Credit"))
    fund = SelectField(lazy("Fund"))
    member = StringField(lazy("Member number"), [Optional(), Length(max=40)])


@dataclass(frozen=True)
class Typed:
    """A line as typed: the member still by number."""

    account: int
    amount: int
    fund: int | None
    member: str


class PostingForm(Form):
    """A posting by hand."""

    on = DateField(lazy("Day in the books"), [InputRequired()])
    text = StringField(
        lazy("What is it for?"),
        [InputRequired(), Length(max=300)],
        description=lazy(
            "The auditor reads this. For example: “Printing of the notice, invoice 17”."
        ),
    )
    settled_on = DateField(
        lazy("Day on which the money moved"),
        description=lazy("If it is another day, as the bank statement has it."),
    )
    lines = FieldList(FormField(LineForm), min_entries=LINES, max_entries=LINES)

    def offer(self, accounts: Sequence[Account], funds: Sequence[Fund], language: str) -> None:
        """The accounts and funds to choose from."""
        choices = [("", ""), *((str(a.id), f"{a.code} {a.called(language)}") for a in accounts)]
        for entry in self.lines.entries:
            entry.form.account.choices = choices
            entry.form.account.validate_choice = False
            if funds:
                entry.form.fund.choices = [
                    ("", lazy("None")),
                    *((str(one.id), one.called(language)) for one in funds),
                ]
                entry.form.fund.validate_choice = False
            else:
                del entry.form.fund

    def typed(self) -> list[Typed]:
        """The lines that are filled in; what is half filled in gets its sentence."""
        found = []
        for place, entry in enumerate(self.lines.entries, 1):
            line = entry.form
            debit, credit = line.debit.data, line.credit.data
            if not line.account.data and debit is None and credit is None:
                continue
            account = str(line.account.data or "")
            amount = debit if debit is not None else credit
            if (
                not account.isdigit()
                or amount is None
                or (debit is not None and credit is not None)
            ):
                text = gettext("Line {n} needs an account, and an amount under debit or credit.")
                self.wrong(text.format(n=place))
            elif amount.pence <= 0:
                self.wrong(
                    gettext("The amount in line {n} must be more than nothing.").format(n=place)
                )
            else:
                fund = str(line.fund.data or "") if line.fund else ""
                found.append(
                    Typed(
                        int(account[:18]),
                        amount.pence if debit is not None else -amount.pence,
                        int(fund[:18]) if fund.isdigit() else None,
                        line.member.data or "",
                    )
                )
        return found


class ReasonForm(Form):
    """Undoing a posting."""

    on = DateField(lazy("Day in the books"), [InputRequired()])
    reason = StringField(lazy("Why is it wrong?"), [InputRequired(), Length(max=300)])


class AccountForm(Form):
    """A new account."""

    code = StringField(
        lazy("Code"),
        [InputRequired(), Length(max=12)],
        description=lazy("As your accountant numbers it. For example: 7100."),
    )
    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    kind = RadioField(
        lazy("What kind of account is it?"),
        choices=[(kind.value, text) for kind, text in KINDS.items()],
        validators=[InputRequired()],
        default=AccountKind.EXPENSE.value,
    )


class AccountNameForm(Form):
    """An account's names, and whether it takes anything new."""

    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    in_use = BooleanField(lazy("In use: it can be posted to"))


class FundForm(Form):
    """Money given for one purpose."""

    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    restriction = TextAreaField(
        lazy("What may it be spent on?"),
        [InputRequired(), Length(max=2000)],
        description=lazy("In the giver’s words, with the day and the reference of their letter."),
    )


class ClosingForm(Form):
    """Closing the books."""

    to = DateField(lazy("Close up to the end of"), [InputRequired()])
    note = StringField(lazy("Why now?"), [Optional(), Length(max=300)])


class ExportForm(Form):
    """The general ledger as a file."""

    since = DateField(lazy("From"), [InputRequired()])
    to = DateField(lazy("To the end of"), [InputRequired()])
    form: Any = RadioField(
        lazy("For which program?"),
        choices=[
            ("csv", lazy("A spreadsheet: every line of every posting (CSV)")),
            ("xero", lazy("Xero: manual journals (CSV)")),
            ("sage", lazy("Sage 50: audit trail transactions (CSV)")),
        ],
        validators=[InputRequired()],
        default="csv",
    )
