"""Accounts and what moved on them, the till, checks of people, dividends, quiet accounts.

`SavingsMovement` is append-only. Amounts are integer pence, in is positive; a balance is a sum.
Triggers in the database refuse a balance below nothing or below what is pledged, whoever writes,
and a posting that would move savings from one saver to another.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.kinds import (
    CheckOf,
    Excluded,
    Found,
    Mode,
    MovementKind,
    ProductKind,
    Shown,
    Way,
)

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.members.models import Member
    from coopcouncil.savings.juniors.models import JuniorSaver


class SavingsMode(Tenanted):
    """Where the balances are kept, from this moment on; the latest row holds."""

    id = fields.BigIntField(primary_key=True)
    mode = fields.CharEnumField(Mode, max_length=20)
    core_system = fields.CharField(max_length=100, default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "savings_mode"


class SavingsProduct(Tenanted):
    """A kind of account that the credit union offers."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=12)
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    kind = fields.CharEnumField(ProductKind, max_length=12)
    notice_days = fields.IntField(default=0)
    on_offer = fields.BooleanField(default=True)

    class Meta:
        table = "savings_product"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "code"), name="one_savings_product_per_code"
            ),
            CheckConstraint(check="notice_days >= 0", name="notice_is_of_days_to_come"),
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class SavingsAccount(Tenanted):
    """A numbered account: of members (`holders`), or of one child (`junior`)."""

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField()
    product: fields.ForeignKeyRelation[SavingsProduct] = fields.ForeignKeyField(
        "coopcouncil.SavingsProduct", related_name=False, on_delete=fields.RESTRICT
    )
    product_id: int
    junior: fields.ForeignKeyNullableRelation["JuniorSaver"] = fields.ForeignKeyField(
        "coopcouncil.JuniorSaver", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    junior_id: int | None
    opened_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    closed_on: date | None = fields.DateField(null=True)
    closed_at: datetime | None = fields.DatetimeField(null=True)
    # Why it stands apart in the files for the deposit guarantee, until that is lifted.
    excluded = fields.CharEnumField(Excluded, max_length=12, null=True)
    excluded_because = fields.CharField(max_length=300, default="")

    class Meta:
        table = "savings_account"
        indexes = [Index(fields=("junior_id",), name="savings_account_junior")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "number"), name="one_savings_account_per_number"
            ),
            CheckConstraint(
                check="(closed_on IS NULL) = (closed_at IS NULL)",
                name="a_savings_account_is_closed_at_a_time",
            ),
        ]


class SavingsHolder(Tenanted):
    """A member who holds an account, alone or with others; the first is whom the books name.

    Holders come and go by an agreed change alone (`holders`), which says who they are then.
    """

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[SavingsAccount] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name="holders", on_delete=fields.RESTRICT
    )
    account_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    place = fields.IntField()

    class Meta:
        table = "savings_holder"
        indexes = [Index(fields=("member_id",), name="savings_holder_member")]
        constraints = [
            UniqueConstraint(fields=("account_id", "member_id"), name="a_holder_holds_once"),
            UniqueConstraint(fields=("account_id", "place"), name="one_holder_per_place"),
            CheckConstraint(check="place >= 1", name="the_first_holder_is_number_one"),
        ]


class TillDay(Tenanted):
    """One teller's day: the float at the start, the count at the end, the difference posted."""

    id = fields.BigIntField(primary_key=True)
    teller: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    teller_id: int
    on = fields.DateField()
    opening_float = fields.BigIntField()
    opened_at = fields.DatetimeField()
    # By denomination in pence: how many of each were counted.
    counted: dict[str, int] | None = fields.JSONField(null=True)
    counted_total: int | None = fields.BigIntField(null=True)
    expected_total: int | None = fields.BigIntField(null=True)
    note = fields.CharField(max_length=300, default="")
    closed_at: datetime | None = fields.DatetimeField(null=True)
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None

    class Meta:
        table = "till_day"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "teller_id", "on"), name="one_till_per_teller_and_day"
            ),
            CheckConstraint(check="opening_float >= 0", name="a_float_is_not_negative"),
            CheckConstraint(
                check="(closed_at IS NULL) = (counted_total IS NULL)",
                name="a_till_is_closed_by_counting",
            ),
        ]


class SavingsNotice(Tenanted):
    """Notice of a withdrawal, where the product asks for it; used once or taken back."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[SavingsAccount] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    amount = fields.BigIntField()
    given_on = fields.DateField()
    earliest_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    taken_back_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "savings_notice"
        indexes = [Index(fields=("account_id",), name="savings_notice_account")]
        constraints = [
            CheckConstraint(check="amount > 0", name="notice_is_of_an_amount"),
            CheckConstraint(check="given_on <= earliest_on", name="savings_wait_for_their_notice"),
        ]


class SavingsMovement(Tenanted):
    """Money in (positive) or out of one account, with its own posting in the books."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[SavingsAccount] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name="movements", on_delete=fields.RESTRICT
    )
    account_id: int
    kind = fields.CharEnumField(MovementKind, max_length=12)
    way = fields.CharEnumField(Way, max_length=8)
    amount = fields.BigIntField()
    on = fields.DateField()
    text = fields.CharField(max_length=200, default="")
    posting: fields.OneToOneRelation["Posting"] = fields.OneToOneField(
        "coopcouncil.Posting", related_name=False, on_delete=fields.RESTRICT
    )
    posting_id: int
    till: fields.ForeignKeyNullableRelation[TillDay] = fields.ForeignKeyField(
        "coopcouncil.TillDay", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    till_id: int | None
    notice: fields.OneToOneNullableRelation[SavingsNotice] = fields.OneToOneField(
        "coopcouncil.SavingsNotice", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    notice_id: int | None
    reverses: fields.OneToOneNullableRelation["SavingsMovement"] = fields.OneToOneField(
        "coopcouncil.SavingsMovement", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reverses_id: int | None
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "savings_movement"
        indexes = [
            Index(fields=("account_id", "on"), name="savings_movement_account"),
            Index(fields=("till_id",), name="savings_movement_till"),
        ]
        constraints = [
            CheckConstraint(check="amount <> 0", name="a_movement_is_of_something"),
            CheckConstraint(
                check="(kind = 'reversal') = (reverses_id IS NOT NULL)",
                name="a_reversed_movement_is_named",
            ),
            CheckConstraint(
                check="kind = 'reversal' OR (amount > 0) = (kind NOT IN ('withdrawal','set-off'))",
                name="in_is_positive_and_out_is_negative",
            ),
        ]
        # By RunSQL besides: the triggers that keep it, and those that keep balances.

    @property
    def sum(self) -> Money:
        """How much, in or out."""
        return Money(self.amount)


class SavingsPledge(Tenanted):
    """Savings held against something else (a loan): they cannot be withdrawn until released."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[SavingsAccount] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    amount = fields.BigIntField()
    source = fields.CharField(max_length=60)
    since = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    released_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "savings_pledge"
        indexes = [Index(fields=("account_id",), name="savings_pledge_account")]
        constraints = [CheckConstraint(check="amount > 0", name="a_pledge_is_of_an_amount")]
        # By RunSQL besides: one_open_pledge_per_source.


class IdentityCheck(Tenanted):
    """That somebody's identity, address or absence from sanctions lists was looked into."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    junior: fields.ForeignKeyNullableRelation["JuniorSaver"] = fields.ForeignKeyField(
        "coopcouncil.JuniorSaver", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    junior_id: int | None
    check_of = fields.CharEnumField(CheckOf, max_length=12)
    found = fields.CharEnumField(Found, max_length=12)
    evidence = fields.CharField(max_length=300)
    checked_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "identity_check"
        indexes = [Index(fields=("member_id",), name="identity_check_member")]
        constraints = [
            CheckConstraint(
                check="(member_id IS NULL) <> (junior_id IS NULL)",
                name="a_check_is_of_one_person",
            )
        ]


class SheetConfirmation(Tenanted):
    """That somebody was given the information sheet on how savings are protected, and confirmed
    it: which edition, on which day. Of a child's savings, the guardian who signs.

    Who confirmed it in the application to join has it there.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    junior: fields.ForeignKeyNullableRelation["JuniorSaver"] = fields.ForeignKeyField(
        "coopcouncil.JuniorSaver", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    junior_id: int | None
    edition = fields.CharField(max_length=20)
    shown = fields.CharEnumField(Shown, max_length=12)
    confirmed_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "savings_sheet"
        indexes = [Index(fields=("member_id",), name="savings_sheet_member")]
        constraints = [
            CheckConstraint(
                check="(member_id IS NULL) <> (junior_id IS NULL)",
                name="a_sheet_is_confirmed_for_one_saver",
            ),
            CheckConstraint(check="edition <> ''", name="a_sheet_has_its_edition"),
        ]
