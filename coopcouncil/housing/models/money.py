"""What a treasurer notes of arrears, and the services that the co-operative runs for members."""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.housing.kinds import PlanKept, PriceEvery
from coopcouncil.housing.models.recorded import Recorded
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.members.models import Member


class ArrearsNote(Recorded):
    """What a member owed as at a day, since when, and whether a plan is kept.

    The secretary and the treasurer see it, and the member concerned; nobody else.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    as_at = fields.DateField()
    pence = fields.BigIntField()
    owed_since: date | None = fields.DateField(null=True)
    plan = fields.CharEnumField(PlanKept, max_length=10, default=PlanKept.NONE)

    class Meta:
        table = "arrears_note"
        indexes = [Index(fields=("member_id", "as_at"), name="arrears_note_member")]
        constraints = [
            CheckConstraint(check="pence >= 0", name="no_negative_arrears"),
            CheckConstraint(
                check="(pence = 0) = (owed_since IS NULL)", name="arrears_are_owed_since_a_day"
            ),
            CheckConstraint(check="owed_since <= as_at", name="arrears_began_before_the_note"),
        ]
        # By RunSQL besides: a trigger against rewriting; retention may delete.

    @property
    def owed(self) -> Money:
        """How much."""
        return Money(self.pence)


class HousingService(Tenanted):
    """Something that the co-operative runs for its members: a laundry, broadband."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    about = fields.TextField(default="")
    about_cy = fields.TextField(default="")
    began_on = fields.DateField()
    ended_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "housing_service"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_service_per_name")
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name

    def described(self, language: str) -> str:
        """The description in the reader's language, or its only one."""
        return (self.about_cy if language == "cy" else "") or self.about


class ServicePlan(Tenanted):
    """A way of having a service, at a price for a period."""

    id = fields.BigIntField(primary_key=True)
    service: fields.ForeignKeyRelation[HousingService] = fields.ForeignKeyField(
        "coopcouncil.HousingService", related_name=False, on_delete=fields.RESTRICT
    )
    service_id: int
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    every = fields.CharEnumField(PriceEvery, max_length=10)

    class Meta:
        table = "service_plan"
        constraints = [UniqueConstraint(fields=("service_id", "name"), name="one_plan_per_name")]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class PlanPrice(Recorded):
    """What a plan costs from a day on."""

    id = fields.BigIntField(primary_key=True)
    plan: fields.ForeignKeyRelation[ServicePlan] = fields.ForeignKeyField(
        "coopcouncil.ServicePlan", related_name=False, on_delete=fields.RESTRICT
    )
    plan_id: int
    since = fields.DateField()
    pence = fields.BigIntField()

    class Meta:
        table = "plan_price"
        constraints = [CheckConstraint(check="pence >= 0", name="no_negative_price")]

    @property
    def price(self) -> Money:
        """How much."""
        return Money(self.pence)


class Subscription(Recorded):
    """A member has a plan from one day until before another."""

    id = fields.BigIntField(primary_key=True)
    plan: fields.ForeignKeyRelation[ServicePlan] = fields.ForeignKeyField(
        "coopcouncil.ServicePlan", related_name=False, on_delete=fields.RESTRICT
    )
    plan_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    since = fields.DateField()
    until: date | None = fields.DateField(null=True)

    class Meta:
        table = "service_subscription"
        indexes = [Index(fields=("member_id",), name="service_subscription_member")]
        constraints = [
            CheckConstraint(check="until >= since", name="a_subscription_ends_after_it_begins")
        ]
        # By RunSQL besides: a_plan_is_had_once_at_a_time and a trigger against rewriting.
