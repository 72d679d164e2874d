"""What people write about shares."""

from collections.abc import Iterable
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    MoneyField,
    NumberRange,
    Optional,
    RadioField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.shares.kinds import ShareKind
from coopcouncil.shares.labels import KINDS
from coopcouncil.shares.reads import HeldShares
from coopcouncil.shares.rules.classes import ShareClass

MOST = 10**9
_MINUTE = [Optional(), Length(max=200)]
_REASON = [Optional(), Length(max=2000)]


def _shares(label: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(), NumberRange(min=1, max=MOST)])


def _minute() -> StringField:
    return StringField(
        lazy("Minute of the board"),
        _MINUTE,
        description=lazy("The meeting and the item, for example “3 May 2026, item 4”."),
    )


class SearchForm(Form):
    """What the share register is to show; it stands in the address."""

    in_address = True

    q = StringField(lazy("Search"))
    on = DateField(lazy("As at the end of"))
    known = DateField(lazy("As known at the end of"))
    empty_too = BooleanField(lazy("Show holdings without shares too"))


class OwnApplicationForm(Form):
    """How many shares of which kind a member asks for, today."""

    kind = RadioField(lazy("Kind of share"), [InputRequired()])
    shares = _shares(lazy("Number of shares"))

    def offer(self, classes: Iterable[ShareClass]) -> None:
        """The kinds that the rules have; where there is one, it is not asked."""
        self.kind.choices = [
            (
                each.kind.value,
                gettext("{kind}, {value} each").format(kind=KINDS[each.kind], value=each.value),
            )
            for each in classes
        ]
        if self.kind.data is None and self.kind.choices:
            self.kind.data = self.kind.choices[0][0]

    @property
    def share_kind(self) -> ShareKind:
        return ShareKind(self.kind.data)


class ApplicationForm(OwnApplicationForm):
    """The same on paper, which came on a day."""

    applied_on = DateField(lazy("Date of the application"), [InputRequired()])


class AllotmentForm(Form):
    """The board's decision to allot."""

    decided_on = DateField(lazy("Date of the decision"), [InputRequired()])
    minute = _minute()
    due_on = DateField(
        lazy("Payment is due on"), description=lazy("Empty means on the day of the allotment.")
    )
    is_exempt = BooleanField(
        lazy("The member is another registered society or a local authority"),
        description=lazy("Then the law’s limit of £100,000 does not hold."),
    )


class RefusalForm(Form):
    """The board's decision not to."""

    reason = TextAreaField(lazy("Why the board refuses"), [InputRequired(), Length(max=2000)])
    minute = _minute()


class PaymentForm(Form):
    """A payment on shares."""

    amount = MoneyField(lazy("Amount paid"), [InputRequired()])
    paid_on = DateField(lazy("Date of the payment"), [InputRequired()])


class TransferForm(Form):
    """To whom shares pass."""

    to = StringField(lazy("Member number of who receives them"), [InputRequired(), Length(max=40)])
    shares = _shares(lazy("Number of shares"))
    on = DateField(lazy("Date of the transfer"), [InputRequired()])
    minute = _minute()
    reason = TextAreaField(lazy("Reason"), _REASON)


class CancellationForm(Form):
    """Why shares are forfeited."""

    on = DateField(lazy("From which day"), [InputRequired()])
    reason = TextAreaField(lazy("Reason"), [InputRequired(), Length(max=2000)])
    minute = _minute()


class ReversalForm(Form):
    """Why something was wrong."""

    reason = TextAreaField(lazy("What was wrong"), [InputRequired(), Length(max=2000)])


class NoticeForm(Form):
    """Notice to withdraw."""

    shares = _shares(lazy("Number of shares to withdraw"))
    notice_on = DateField(lazy("Date of the notice"), [InputRequired()])


class OwnNoticeForm(Form):
    """The same, by the member: today, of one of several holdings."""

    holding = RadioField(lazy("Which shares?"), [InputRequired()])
    shares = _shares(lazy("Number of shares to withdraw"))

    def offer(self, holdings: Iterable[HeldShares]) -> None:
        """The member's own holdings that can be withdrawn."""
        self.holding.choices = [
            (
                str(each.id),
                gettext("Holding {number}: {shares} shares").format(
                    number=each.number, shares=f"{each.shares:,}"
                ),
            )
            for each in holdings
        ]
        if self.holding.data is None and self.holding.choices:
            self.holding.data = self.holding.choices[0][0]


class DecisionForm(Form):
    """What the board decides on a notice."""

    answer = RadioField(
        lazy("What does the board decide?"),
        [InputRequired()],
        choices=[
            ("whole", lazy("Pay all of it")),
            ("part", lazy("Pay a part of it")),
            ("suspend", lazy("Suspend it: it keeps its place, others may be paid first")),
        ],
    )
    shares = IntegerField(
        lazy("Number of shares, if a part"), [Optional(), NumberRange(min=1, max=MOST)]
    )
    decided_on = DateField(lazy("Date of the decision"), [InputRequired()])
    minute = _minute()
    reason = TextAreaField(lazy("Reason, if it is suspended"), _REASON)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether a part says how large it is."""
        good = super().validate(extra_validators)
        if good and self.answer.data == "part" and self.shares.data is None:
            self.wrong(gettext("Enter how many shares the board pays."), "shares")
            good = False
        if good and self.answer.data == "suspend" and not (self.reason.data or "").strip():
            self.wrong(gettext("Say why, so that the member can be told."), "reason")
            good = False
        return good


class ResumptionForm(Form):
    """A notice comes back into its turn."""

    minute = _minute()


class SuspensionForm(Form):
    """Every withdrawal is suspended."""

    on = DateField(lazy("From which day?"), [InputRequired()])
    minute = StringField(lazy("Minute of the board"), [InputRequired(), Length(max=200)])
    reason = TextAreaField(
        lazy("Why?"),
        [InputRequired(), Length(max=1000)],
        description=lazy("Members who want to withdraw read it."),
    )


class LiftingForm(Form):
    """The suspension is lifted."""

    on = DateField(lazy("From which day?"), [InputRequired()])
    minute = StringField(lazy("Minute of the board"), [InputRequired(), Length(max=200)])


class NominationForm(Form):
    """Whom a member names to have the shares after death."""

    nominee_name = StringField(
        lazy("Name of the person nominated"), [InputRequired(), Length(max=201)]
    )
    nominee_address = TextAreaField(lazy("Their address"), [Optional(), Length(max=1000)])
    kinship = StringField(
        lazy("Who they are to the member"),
        [Optional(), Length(max=100)],
        description=lazy("For example: daughter, friend."),
    )
    amount = MoneyField(
        lazy("Up to which amount"),
        [Optional()],
        description=lazy("Empty means everything, as far as the law allows: £5,000."),
    )
    signed_on = DateField(lazy("Date on which the member signed it"), [InputRequired()])
    is_officer = BooleanField(lazy("They are an officer or employee of the society"))
    is_family = BooleanField(
        lazy("They are the member’s husband, wife or civil partner, or close family")
    )

    @property
    def sum(self) -> Money | None:
        return self.amount.data


class RevocationForm(Form):
    """Why a nomination no longer holds."""

    on = DateField(lazy("From which day"), [InputRequired()])
    reason = StringField(
        lazy("Why it no longer holds"),
        [InputRequired(), Length(max=500)],
        description=lazy(
            "In writing, or by a later marriage or civil partnership. A will does not end it."
        ),
    )


class TakingOverForm(Form):
    """What the register's figures are shares of."""

    kind = RadioField(lazy("What are these shares?"), [InputRequired()])

    def offer(self, classes: Iterable[ShareClass]) -> None:
        """The kinds that the rules have."""
        self.kind.choices = [
            (
                each.kind.value,
                gettext("{kind}, {value} each").format(kind=KINDS[each.kind], value=each.value),
            )
            for each in classes
        ]
