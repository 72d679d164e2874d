"""What members are asked to pay, and what was taken off again."""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payments.kinds import ChargeKind, Relief

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.members.models import Member


class Charge(Tenanted):
    """A member owes a sum for something, from a day on.

    `paid` and `relieved` are the sums of its allocations and reliefs, which a trigger holds them
    to; everything else never changes. `deferred` is the part that was booked as received for
    later, `released` how much of that is no longer so. `source` is charged once.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    kind = fields.CharEnumField(ChargeKind, max_length=20)
    amount = fields.BigIntField()
    paid = fields.BigIntField(default=0)
    relieved = fields.BigIntField(default=0)
    charged_on = fields.DateField()
    due_on = fields.DateField()
    text = fields.CharField(max_length=200)
    text_cy = fields.CharField(max_length=200, default="")
    source = fields.CharField(max_length=100, null=True)
    period_from: date | None = fields.DateField(null=True)
    period_to: date | None = fields.DateField(null=True)
    deferred = fields.BigIntField(default=0)
    released = fields.BigIntField(default=0)
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "charge"
        indexes = [
            Index(fields=("member_id", "due_on"), name="charge_of_a_member"),
            Index(fields=("organisation_id", "due_on"), name="charge_due"),
        ]
        constraints = [
            UniqueConstraint(fields=("organisation_id", "source"), name="one_charge_per_source"),
            CheckConstraint(
                check="amount > 0 AND amount <= 100000000", name="a_charge_is_of_something"
            ),
            CheckConstraint(
                check="paid >= 0 AND relieved >= 0 AND paid + relieved <= amount",
                name="no_charge_is_paid_twice",
            ),
            CheckConstraint(
                check="0 <= released AND released <= deferred AND deferred <= amount",
                name="what_is_for_later_is_released_once",
            ),
            CheckConstraint(check="period_from <= period_to", name="a_charged_period_has_a_day"),
        ]
        # By RunSQL besides: charge_is_kept, charge_adds_up, and the index of what is open.

    @property
    def sum(self) -> Money:
        """What was charged."""
        return Money(self.amount)

    @property
    def owed(self) -> Money:
        """What is still to pay."""
        return Money(self.amount - self.paid - self.relieved)

    @property
    def is_settled(self) -> bool:
        """Paid in full, as far as it was not taken off; a charge that was cancelled is not."""
        return self.paid > 0 and not self.owed

    def called(self, language: str) -> str:
        """What it is for, in the reader's language, or its only words."""
        return (self.text_cy if language == "cy" else "") or self.text


class ChargeRelief(Tenanted):
    """Something was taken off a charge: cancelled, credited with a refund, written off."""

    id = fields.BigIntField(primary_key=True)
    charge: fields.ForeignKeyRelation[Charge] = fields.ForeignKeyField(
        "coopcouncil.Charge", related_name="reliefs", on_delete=fields.RESTRICT
    )
    charge_id: int
    kind = fields.CharEnumField(Relief, max_length=20)
    amount = fields.BigIntField()
    relieved_on = fields.DateField()
    reason = fields.TextField(default="")
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "charge_relief"
        indexes = [Index(fields=("charge_id",), name="charge_relief_charge")]
        constraints = [CheckConstraint(check="amount > 0", name="a_relief_is_of_something")]
        # By RunSQL besides: charge_relief_is_kept.

    @property
    def sum(self) -> Money:
        """What was taken off."""
        return Money(self.amount)
