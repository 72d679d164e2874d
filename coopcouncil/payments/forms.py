"""What is typed about members' money."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
    Form,
    HiddenField,
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
from coopcouncil.payments.kinds import (
    AT_THE_DESK,
    REGULAR,
    ChargeKind,
    Interval,
    Method,
    RefundWay,
    TakenBack,
)
from coopcouncil.payments.labels import INTERVALS, KINDS, METHODS, TAKEN, WAYS
from coopcouncil.payments.models import Charge, Plan, PlanConcession
from coopcouncil.payments.reads import Only

_REASON = [InputRequired(), Length(max=1000)]
_KEY = re.compile(r"[0-9a-f]{16}")
_BACK = (TakenBack.CHEQUE_RETURNED, TakenBack.RECALLED, TakenBack.MISTAKE)
_ONE_OFF = (ChargeKind.OTHER, ChargeKind.SERVICE, ChargeKind.JOINING_FEE, ChargeKind.RENT)


def _amount(label: Any = None) -> MoneyField:
    return MoneyField(label or lazy("Amount"), [InputRequired()])


def a_key(text: str | None) -> str | None:
    """The key of a form, where it is one."""
    found = (text or "").strip()
    return found if _KEY.fullmatch(found) else None


class Keyed(Form):
    """A form that does one thing however often it is sent: `key` comes with its page."""

    key = HiddenField(validators=[Length(max=16)])

    @property
    def token(self) -> str | None:
        """The key, as far as it is one of ours."""
        return a_key(self.key.data)


class OwedForm(Form):
    """Which members the list is of; it stands in the address."""

    in_address = True

    q = StringField(lazy("Name or member number"), [Optional(), Length(max=100)])
    only = RadioField(
        lazy("Show"),
        choices=[
            (Only.OWING.value, lazy("Who owes something")),
            (Only.LATE.value, lazy("Who is late")),
            (Only.CREDIT.value, lazy("Who has paid in advance")),
            (Only.ALL.value, lazy("All of these")),
        ],
        default=Only.OWING.value,
    )

    @property
    def wanted(self) -> Only:
        found: str = self.only.data or ""
        return Only(found) if found in set(Only) else Only.OWING


class TakeForm(Keyed):
    """Money that came at the desk or at the bank."""

    method = RadioField(
        lazy("How it came"),
        [InputRequired()],
        choices=[(one.value, METHODS[one]) for one in AT_THE_DESK],
    )
    amount = _amount()
    on = DateField(lazy("On which day"), [InputRequired()])
    charges = CheckboxesField(
        lazy("What it is for"),
        coerce=int,
        description=lazy("Choose nothing, and it pays the oldest first."),
    )
    note = StringField(
        lazy("Note"),
        [Optional(), Length(max=200)],
        description=lazy("Such as the number of a cheque."),
    )

    def offer(self, charges: Sequence[Charge], language: str) -> None:
        """What the member owes; nothing owed is no question."""
        if charges:
            self.charges.choices = [
                (one.id, f"{one.called(language)}: {one.owed}") for one in charges
            ]
        else:
            del self.charges

    @property
    def way(self) -> Method:
        return Method(self.method.data)


class ChargeForm(Keyed):
    """Something that a member is charged once."""

    kind = RadioField(
        lazy("What for"),
        [InputRequired()],
        choices=[(one.value, KINDS[one]) for one in _ONE_OFF],
    )
    amount = _amount()
    due_on = DateField(lazy("Due on"), [InputRequired()])
    text = StringField(
        lazy("What the member reads"),
        [InputRequired(), Length(max=200)],
        description=lazy("Such as “Hire of the hall, 3 May”."),
    )
    text_cy = StringField(lazy("The same in Welsh"), [Optional(), Length(max=200)])


class BulkForm(ChargeForm):
    """The same for many: everybody, or one constituency."""

    constituency = SelectField(lazy("Who"))
    numbers = TextAreaField(
        lazy("Or only these member numbers"),
        [Optional(), Length(max=20_000)],
        description=lazy("One a line, or with commas between."),
    )

    def offer(self, constituencies: Iterable[tuple[int, str]]) -> None:
        """All members, or a constituency's."""
        self.constituency.choices = [
            ("", lazy("All members")),
            *((str(number), name) for number, name in constituencies),
        ]

    @property
    def wanted(self) -> list[str]:
        """The numbers that were typed, each once."""
        return list(dict.fromkeys(re.findall(r"[^\s,;]+", self.numbers.data or "")))


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(lazy("Reason"), _REASON)


class WriteOffForm(ReasonForm):
    """How much of a debt is given up, and why."""

    amount = _amount()


class ReturnedForm(Form):
    """Money that had come went again."""

    why = RadioField(
        lazy("What happened"),
        [InputRequired()],
        choices=[(one.value, TAKEN[one]) for one in _BACK],
    )
    on = DateField(lazy("On which day"), [InputRequired()])
    note = StringField(lazy("Note"), [Optional(), Length(max=200)])


class RefundForm(Form):
    """How much goes back, how and why. `after` counts the refunds that the asker has seen."""

    amount = _amount(lazy("How much goes back"))
    way = RadioField(lazy("How it goes back"), [InputRequired()])
    reason = TextAreaField(lazy("Reason"), _REASON)
    after = HiddenField(validators=[Length(max=4)])

    def offer(self, ways: Sequence[RefundWay]) -> None:
        self.way.choices = [(one.value, WAYS[one]) for one in ways]

    @property
    def seen(self) -> int:
        text = self.after.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0


class PlanForm(Form):
    """A new plan."""

    kind = RadioField(
        lazy("What for"),
        [InputRequired()],
        choices=[(one.value, KINDS[one]) for one in REGULAR],
    )
    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    interval = RadioField(
        lazy("How often"),
        [InputRequired()],
        choices=[(one.value, INTERVALS[one]) for one in Interval],
    )
    price = MoneyField(
        lazy("Price"),
        [InputRequired()],
        description=lazy("For a rent that differs from home to home, enter 0 here."),
    )
    collection_day = IntegerField(
        lazy("Due on which day"),
        [InputRequired(), NumberRange(min=1, max=28)],
        description=lazy("Of the month, 1 to 28; of the week, 1 (Monday) to 7."),
    )
    year_month = IntegerField(
        lazy("Month with which a year begins"),
        [Optional(), NumberRange(min=1, max=12)],
        description=lazy("For quarters and years, 1 to 12. Empty means January."),
    )
    prorated = BooleanField(lazy("Charge a first part of a period by its days"))
    joining_fee = MoneyField(lazy("Joining fee"), [Optional()])
    for_joining = BooleanField(lazy("Whoever joins is charged by this plan"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A week has seven days."""
        fine = bool(super().validate(extra_validators))
        if fine and self.interval.data == Interval.WEEK.value and self.collection_day.data > 7:
            self.wrong(gettext("A week has days 1 to 7."), "collection_day")
            return False
        return fine


class PriceForm(Form):
    """What a plan costs from a day on."""

    who = SelectField(lazy("For whom"))
    price = MoneyField(lazy("Price"), [InputRequired()])
    since = DateField(lazy("For periods that begin from"), [InputRequired()])

    def offer(self, concessions: Sequence[PlanConcession], language: str) -> None:
        """The full price and the concessions."""
        self.who.choices = [
            ("", lazy("The full price")),
            *((str(one.id), one.called(language)) for one in concessions),
        ]


class ConcessionForm(Form):
    """Another price, and for whom."""

    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    price = MoneyField(lazy("Price"), [InputRequired()])


class TermsForm(Form):
    """By which plan a member is charged, and how."""

    plan = RadioField(lazy("Plan"), [InputRequired()], coerce=str)
    concession = SelectField(lazy("Concession"))
    concession_reason = StringField(lazy("Why the concession"), [Optional(), Length(max=200)])
    own_amount = MoneyField(
        lazy("Own amount"),
        [Optional()],
        description=lazy("Where it differs member by member, as a rent does."),
    )
    method = RadioField(
        lazy("How it is paid"),
        [InputRequired()],
        choices=[(one.value, METHODS[one]) for one in Method],
    )
    charged_from = DateField(lazy("Charged from"), [InputRequired()])

    def offer(
        self, plans: Sequence[Plan], concessions: Sequence[PlanConcession], language: str
    ) -> None:
        """The plans on offer with their concessions."""
        names = {one.id: one.called(language) for one in plans}
        self.plan.choices = [(str(one), name) for one, name in names.items()]
        self.concession.choices = [
            ("", lazy("None: the full price")),
            *(
                (str(one.id), f"{names[one.plan_id]}: {one.called(language)}")
                for one in concessions
                if one.plan_id in names
            ),
        ]


class StopForm(Form):
    """When a plan ends, and why."""

    on = DateField(lazy("Last day"), [InputRequired()])
    reason = StringField(lazy("Reason"), [Optional(), Length(max=200)])


class PauseForm(Form):
    """From when to when a plan is paused."""

    since = DateField(lazy("From"), [InputRequired()])
    until = DateField(
        lazy("To the end of"),
        [Optional()],
        description=lazy("Empty means: until somebody ends the pause."),
    )
    reason = StringField(lazy("Reason"), [Optional(), Length(max=200)])


def nothing_or(value: Money | None) -> Money | None:
    """An amount that was typed; nothing typed, and nothing at all, are none."""
    return value if value is not None and value.pence else None
