"""What is typed about payments."""

from collections.abc import Sequence

from coopcouncil.kernel.forms import (
    CheckboxesField,
    DateField,
    Email,
    EmailField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    StringField,
    ValidationError,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.payouts.kinds import Channel, Format
from coopcouncil.payouts.labels import CHANNELS, FORMATS
from coopcouncil.payouts.rules.details import BankDetails


class AccountForm(Form):
    """An account in the United Kingdom."""

    account_name = StringField(
        lazy("Name on the account"),
        [InputRequired(), Length(max=70)],
        description=lazy("As the bank has it."),
    )
    sort_code = StringField(
        lazy("Sort code"),
        [InputRequired(), Length(max=12)],
        description=lazy("Six digits. For example: 20-45-77."),
    )
    account_number = StringField(
        lazy("Account number"),
        [InputRequired(), Length(max=12)],
        description=lazy("Eight digits. For example: 01234567."),
    )

    def bank(self) -> BankDetails:
        """The account, or the refusal that says what is wrong with it."""
        return BankDetails.typed(
            self.sort_code.data, self.account_number.data, self.account_name.data
        )


class DetailsForm(AccountForm):
    """A payee's account, recorded by an officer."""

    told_by = StringField(
        lazy("How did they tell you?"),
        [InputRequired(), Length(max=200)],
        description=lazy("For example: form signed in the office on 3 March."),
    )


class OwnAccountForm(AccountForm):
    """The organisation's own account, and what Bacs knows it by."""

    service_user_number = StringField(
        lazy("Bacs service user number"),
        [Optional(), Length(max=6)],
        description=lazy("Six digits. Only for an organisation that sends files to Bacs itself."),
    )
    service_user_name = StringField(
        lazy("Name at Bacs"),
        [Optional(), Length(max=18)],
        description=lazy("At most 18 letters: what members see on their statement."),
    )

    def validate_service_user_number(self, field: StringField) -> None:
        """Six digits or nothing."""
        number = field.data or ""
        if number and not (number.isascii() and number.isdigit() and len(number) == 6):
            raise ValidationError(gettext("A service user number has six digits."))


class AskAccountForm(OwnAccountForm):
    """Another account to pay from, and why."""

    reason = StringField(
        lazy("Why?"),
        [InputRequired(), Length(max=200)],
        description=lazy("For example: the board changed the bank, minute 7 of 3 March."),
    )


class BankSaysForm(Form):
    """The account is the organisation's own, by the bank's own word."""

    note = StringField(
        lazy("How do you know?"),
        [InputRequired(), Length(max=200)],
        description=lazy(
            "For example: the bank’s statement of 3 March, or its branch, by the number on its "
            "own website."
        ),
    )


class PayeeForm(Form):
    """Somebody who is paid and is no member."""

    name = StringField(lazy("Name"), [InputRequired(), Length(max=200)])
    email = EmailField(
        lazy("E-mail address"),
        [Optional(), Email(), Length(max=254)],
        description=lazy("To tell them when somebody wants their bank details changed."),
    )


class ConfirmForm(Form):
    """The payee was asked by another way."""

    channel = RadioField(
        lazy("How did you ask them?"),
        choices=[(one.value, text) for one, text in CHANNELS.items()],
        validators=[InputRequired()],
    )
    note = StringField(
        lazy("Note"),
        [InputRequired(), Length(max=200)],
        description=lazy("Whom you spoke to and when, or the day of their letter."),
    )

    @property
    def chosen(self) -> Channel:
        return Channel(self.channel.data)


class RunForm(Form):
    """A new run."""

    items = CheckboxesField(lazy("What is to be paid?"), [InputRequired()])
    pay_on = DateField(lazy("Day of payment"), [InputRequired()])
    format = RadioField(
        lazy("How does your bank take it?"),
        choices=[(one.value, text) for one, text in FORMATS.items()],
        validators=[InputRequired()],
        default=Format.PAIN.value,
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """What can be paid."""
        self.items.choices = list(choices)


class AddForm(Form):
    """Further payments for a run."""

    items = CheckboxesField(lazy("What else is to be paid?"), [InputRequired()])

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """What can be paid."""
        self.items.choices = list(choices)


class ReturnForm(Form):
    """The bank could not pay it."""

    reason = StringField(
        lazy("What does the bank say?"),
        [InputRequired(), Length(max=200)],
        description=lazy("For example: account closed."),
    )
    on = DateField(lazy("Day on which it came back"), [InputRequired()])
