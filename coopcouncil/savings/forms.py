"""What is typed at the desk and at the till."""

from typing import Any

from coopcouncil.kernel.forms import (
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
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.forms import Keyed, a_key
from coopcouncil.savings.kinds import CheckOf, Excluded, Found, Mode, ProductKind, Way
from coopcouncil.savings.labels import CHECKS, EXCLUDED, FOUND, MODES, PRODUCTS, WAYS
from coopcouncil.savings.models import SavingsProduct
from coopcouncil.savings.rules.till import MOST, NOTES_AND_COINS


def choices(labels: dict[Any, Any]) -> list[tuple[str, Any]]:
    """Values with their words."""
    return [(key.value, text) for key, text in labels.items()]


class ModeForm(Form):
    """Where balances are kept."""

    mode: Any = RadioField(
        lazy("Where are members’ balances kept?"),
        choices=choices(MODES),
        validators=[InputRequired()],
        default=Mode.BESIDE_CORE.value,
    )
    core_system = StringField(lazy("Name of the core system"), [Optional(), Length(max=100)])


class SearchForm(Form):
    """Finding an account; it stands in the address."""

    in_address = True

    q = StringField(lazy("Find an account"), [Optional(), Length(max=100)])


class ProductForm(Form):
    """Another kind of account."""

    code = StringField(lazy("Code"), [InputRequired(), Length(max=12)])
    name = StringField(lazy("Name"), [InputRequired(), Length(max=100)])
    name_cy = StringField(lazy("Name in Welsh"), [Optional(), Length(max=100)])
    kind: Any = RadioField(
        lazy("Whose savings?"),
        choices=choices(PRODUCTS),
        validators=[InputRequired()],
        default=ProductKind.SHARES.value,
    )
    notice_days = IntegerField(
        lazy("Days’ notice before money is taken out"),
        [InputRequired(), NumberRange(0, 730)],
        default=0,
    )


class SheetForm(Form):
    """The information sheet was given and confirmed, at the desk."""

    given_on = DateField(lazy("Confirmed on"), [InputRequired()])


class OpenForm(Form):
    """An account for a member, alone or with others."""

    product: Any = SelectField(lazy("Kind of account"))
    others = StringField(
        lazy("Member numbers of joint holders"),
        [Optional(), Length(max=200)],
        description=lazy("Separated by commas. Empty for an account of one person."),
    )

    def offer(self, products: list[SavingsProduct], language: str) -> None:
        """The kinds that members can open."""
        self.product.choices = [
            (str(one.id), one.called(language))
            for one in products
            if one.on_offer and one.kind is ProductKind.SHARES
        ]


class CheckForm(Form):
    """That somebody was looked into."""

    check_of: Any = RadioField(
        lazy("What was checked?"),
        choices=choices(CHECKS),
        validators=[InputRequired()],
        default=CheckOf.IDENTITY.value,
    )
    found: Any = RadioField(
        lazy("What came of it?"),
        choices=choices(FOUND),
        validators=[InputRequired()],
        default=Found.PASSED.value,
    )
    evidence = StringField(
        lazy("By what?"),
        [InputRequired(), Length(max=300)],
        description=lazy("For example: “Passport seen”, “List of HM Treasury of 3 June”."),
    )
    on = DateField(lazy("On"), [InputRequired()])


class MoneyInForm(Keyed):
    """Paying in."""

    amount: Any = MoneyField(lazy("How much is paid in?"), [InputRequired()])
    way: Any = RadioField(
        lazy("How?"),
        choices=[(way.value, WAYS[way]) for way in (Way.CASH, Way.BANK)],
        validators=[InputRequired()],
        default=Way.CASH.value,
    )
    text = StringField(lazy("Note"), [Optional(), Length(max=200)])


class MoneyOutForm(Form):
    """Taking out; once, however often it is sent, as `Keyed` beside it on the page."""

    out_key: Any = HiddenField(validators=[Length(max=16)])
    out_amount: Any = MoneyField(lazy("How much is taken out?"), [InputRequired()])
    out_way: Any = RadioField(
        lazy("How?"),
        choices=[(way.value, WAYS[way]) for way in (Way.CASH, Way.BANK)],
        validators=[InputRequired()],
        default=Way.CASH.value,
    )
    guardian: Any = SelectField(lazy("Paid out to"))
    out_text = StringField(lazy("Note"), [Optional(), Length(max=200)])

    @property
    def token(self) -> str | None:
        """The key, as far as it is one of ours."""
        return a_key(self.out_key.data)


class NoticeForm(Form):
    """Saying beforehand what is to be taken out."""

    notice_amount: Any = MoneyField(lazy("How much is to be taken out?"), [InputRequired()])


class SlipForm(Form):
    """Undoing a movement."""

    reason = StringField(lazy("What was wrong?"), [InputRequired(), Length(max=200)])


class ApartForm(Form):
    """Standing an account apart for the deposit guarantee."""

    why: Any = RadioField(lazy("Does this account stand apart?"), default="")
    because = StringField(lazy("Because"), [Optional(), Length(max=300)])

    def offer(self) -> None:
        """Dormancy has its own page."""
        self.why.choices = [
            ("", lazy("No")),
            *((key.value, text) for key, text in EXCLUDED.items() if key is not Excluded.DORMANT),
        ]


class FloatForm(Form):
    """Opening a till."""

    opening_float: Any = MoneyField(lazy("Your float, as you counted it"), [InputRequired()])


class CountForm(Form):
    """Counting a till; a field for each note and coin, made below."""

    note = StringField(
        lazy("If something is missing or too much: what do you know of it?"),
        [Optional(), Length(max=300)],
    )

    def pieces(self) -> dict[int, int]:
        """How many of each."""
        return {worth: self[f"of_{worth}"].data or 0 for worth in NOTES_AND_COINS}


for _worth in NOTES_AND_COINS:
    setattr(
        CountForm,
        f"of_{_worth}",
        IntegerField(
            f"£{_worth // 100}" if _worth >= 100 else f"{_worth}p",
            [Optional(), NumberRange(0, MOST)],
        ),
    )


class StatementForm(Form):
    """From one day to another; it stands in the address."""

    in_address = True

    since = DateField(lazy("From"))
    to = DateField(lazy("To the end of"))
