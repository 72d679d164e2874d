"""What is charged again and again: plans with their prices, and who is charged by which."""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payments.kinds import ChargeKind, Interval, Method

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.members.models import Member


class Plan(Tenanted):
    """Something that is charged at intervals. What it costs from which day stands in its prices.

    `collection_day` is the day of the period on which payment is due: of the month (or of the
    period's first month), or of the week, Monday being 1. A year begins with `year_month`.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(ChargeKind, max_length=20)
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    interval = fields.CharEnumField(Interval, max_length=10)
    collection_day = fields.IntField(default=1)
    year_month = fields.IntField(default=1)
    prorated = fields.BooleanField(default=True)
    joining_fee = fields.BigIntField(default=0)
    on_offer = fields.BooleanField(default=True)
    # Whoever is admitted is charged by it: one plan at most.
    for_joining = fields.BooleanField(default=False, db_default=False)

    class Meta:
        table = "payment_plan"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_payment_plan_per_name"),
            CheckConstraint(
                check="collection_day BETWEEN 1 AND 28"
                " AND (interval <> 'week' OR collection_day <= 7)",
                name="a_plan_collects_on_a_day_that_comes",
            ),
            CheckConstraint(check="year_month BETWEEN 1 AND 12", name="a_year_begins_in_a_month"),
            CheckConstraint(check="joining_fee >= 0", name="no_negative_joining_fee"),
        ]
        # By RunSQL besides: one_plan_for_those_who_join.

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class PlanConcession(Tenanted):
    """Who pays another price of a plan: unwaged, student, over 65."""

    id = fields.BigIntField(primary_key=True)
    plan: fields.ForeignKeyRelation[Plan] = fields.ForeignKeyField(
        "coopcouncil.Plan", related_name="concessions", on_delete=fields.RESTRICT
    )
    plan_id: int
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    on_offer = fields.BooleanField(default=True)

    class Meta:
        table = "payment_concession"
        constraints = [
            UniqueConstraint(fields=("plan_id", "name"), name="one_concession_per_name"),
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class Price(Tenanted):
    """What a plan costs, in full or by a concession, for periods that begin on or after a day."""

    id = fields.BigIntField(primary_key=True)
    plan: fields.ForeignKeyRelation[Plan] = fields.ForeignKeyField(
        "coopcouncil.Plan", related_name="prices", on_delete=fields.RESTRICT
    )
    plan_id: int
    concession: fields.ForeignKeyNullableRelation[PlanConcession] = fields.ForeignKeyField(
        "coopcouncil.PlanConcession", related_name="prices", null=True, on_delete=fields.RESTRICT
    )
    concession_id: int | None
    amount = fields.BigIntField()
    since = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "payment_price"
        indexes = [Index(fields=("plan_id", "since"), name="payment_price_plan")]
        constraints = [
            CheckConstraint(check="amount BETWEEN 0 AND 100000000", name="a_price_is_a_sum")
        ]
        # By RunSQL besides: payment_price_is_kept.

    @property
    def sum(self) -> Money:
        """The price."""
        return Money(self.amount)


class MemberPlan(Tenanted):
    """A member is charged by a plan, from a day on. `own_amount` stands for the plan's price where
    it differs member by member, as a rent does."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    plan: fields.ForeignKeyRelation[Plan] = fields.ForeignKeyField(
        "coopcouncil.Plan", related_name=False, on_delete=fields.RESTRICT
    )
    plan_id: int
    concession: fields.ForeignKeyNullableRelation[PlanConcession] = fields.ForeignKeyField(
        "coopcouncil.PlanConcession", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    concession_id: int | None
    concession_reason = fields.CharField(max_length=200, default="")
    own_amount: int | None = fields.BigIntField(null=True)
    method = fields.CharEnumField(Method, max_length=20)
    charged_from = fields.DateField()
    ended_on: date | None = fields.DateField(null=True)
    end_reason = fields.CharField(max_length=200, default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "member_plan"
        indexes = [
            Index(fields=("member_id",), name="member_plan_member"),
            Index(fields=("plan_id",), name="member_plan_plan"),
        ]
        constraints = [
            CheckConstraint(
                check="own_amount BETWEEN 1 AND 100000000", name="an_own_amount_is_a_sum"
            ),
            CheckConstraint(
                check="own_amount IS NULL OR concession_id IS NULL",
                name="an_own_amount_knows_no_concession",
            ),
        ]
        # By RunSQL besides: a_member_has_a_plan_once, and the index of those that run.


class PlanPause(Tenanted):
    """Periods that begin in these days are not charged."""

    id = fields.BigIntField(primary_key=True)
    member_plan: fields.ForeignKeyRelation[MemberPlan] = fields.ForeignKeyField(
        "coopcouncil.MemberPlan", related_name="pauses", on_delete=fields.RESTRICT
    )
    member_plan_id: int
    since = fields.DateField()
    until: date | None = fields.DateField(null=True)
    reason = fields.CharField(max_length=200, default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "plan_pause"
        indexes = [Index(fields=("member_plan_id",), name="plan_pause_member_plan")]
        constraints = [CheckConstraint(check="until >= since", name="a_pause_has_a_day")]


class IncomeRelease(Tenanted):
    """What had been received for later became income of a month."""

    id = fields.BigIntField(primary_key=True)
    month_end = fields.DateField()
    amount = fields.BigIntField()
    charges = fields.IntField()
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "income_release"
        indexes = [Index(fields=("organisation_id", "month_end"), name="income_release_month")]
