"""Money that members pay: intended, on its way, arrived, gone again; and what it paid."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payments.kinds import (
    FailureReason,
    Method,
    PaymentState,
    RefundState,
    RefundWay,
    TakenBack,
)
from coopcouncil.payments.models.charges import Charge

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.members.models import Member


class Payment(Tenanted):
    """A member's money for this organisation, by one way. It never belongs to another member.

    Its state goes forward alone: begun, processing, settled; or failed, from which it may still
    settle, since news of it can come in any order. `allocated`, `refunded` and `taken_back` are
    sums of other rows, which a trigger holds them to.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    method = fields.CharEnumField(Method, max_length=20)
    amount = fields.BigIntField()
    state = fields.CharEnumField(PaymentState, max_length=12)
    allocated = fields.BigIntField(default=0)
    refunded = fields.BigIntField(default=0)
    taken_back = fields.BigIntField(default=0)
    reference = fields.CharField(max_length=100, null=True)
    note = fields.CharField(max_length=200, default="")
    begun_at = fields.DatetimeField()
    settled_on: date | None = fields.DateField(null=True)
    settled_at: datetime | None = fields.DatetimeField(null=True)
    failed_on: date | None = fields.DateField(null=True)
    failure: FailureReason | None = fields.CharEnumField(  # type: ignore[assignment]
        FailureReason, max_length=20, null=True
    )
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "payment"
        indexes = [
            Index(fields=("member_id", "id"), name="payment_of_a_member"),
            Index(fields=("organisation_id", "settled_on"), name="payment_settled"),
        ]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_payment_per_reference"
            ),
            CheckConstraint(
                check="amount > 0 AND amount <= 100000000", name="a_payment_is_of_something"
            ),
            CheckConstraint(
                check="(state = 'settled') = (settled_on IS NOT NULL AND posting_id IS NOT NULL)",
                name="settled_money_is_in_the_books",
            ),
            CheckConstraint(
                check="allocated >= 0 AND refunded >= 0 AND taken_back >= 0"
                " AND allocated + refunded + taken_back <= amount",
                name="no_payment_is_spent_twice",
            ),
            CheckConstraint(
                check="state = 'settled' OR allocated + refunded + taken_back = 0",
                name="only_settled_money_pays",
            ),
        ]
        # By RunSQL besides: payment_is_kept, payment_adds_up, and the index of what is under way.

    @property
    def sum(self) -> Money:
        """What it is of."""
        return Money(self.amount)

    @property
    def left(self) -> Money:
        """What has come and has not gone again."""
        settled = self.state is PaymentState.SETTLED
        return Money(self.amount - self.refunded - self.taken_back if settled else 0)

    @property
    def credit(self) -> Money:
        """What of it stands against nothing yet."""
        return self.left - Money(self.allocated)


class PaymentPart(Tenanted):
    """What an intended payment is meant for."""

    id = fields.BigIntField(primary_key=True)
    payment: fields.ForeignKeyRelation[Payment] = fields.ForeignKeyField(
        "coopcouncil.Payment", related_name="parts", on_delete=fields.RESTRICT
    )
    payment_id: int
    charge: fields.ForeignKeyRelation[Charge] = fields.ForeignKeyField(
        "coopcouncil.Charge", related_name="parts", on_delete=fields.RESTRICT
    )
    charge_id: int
    amount = fields.BigIntField()

    class Meta:
        table = "payment_part"
        indexes = [
            Index(fields=("payment_id",), name="payment_part_payment"),
            Index(fields=("charge_id",), name="payment_part_charge"),
        ]
        constraints = [CheckConstraint(check="amount > 0", name="a_part_is_of_something")]
        # By RunSQL besides: payment_part_is_kept, and its member is the charge's.


class Allocation(Tenanted):
    """So much of a payment pays so much of a charge of the same member; below zero, undoes it."""

    id = fields.BigIntField(primary_key=True)
    payment: fields.ForeignKeyRelation[Payment] = fields.ForeignKeyField(
        "coopcouncil.Payment", related_name="allocations", on_delete=fields.RESTRICT
    )
    payment_id: int
    charge: fields.ForeignKeyRelation[Charge] = fields.ForeignKeyField(
        "coopcouncil.Charge", related_name="allocations", on_delete=fields.RESTRICT
    )
    charge_id: int
    amount = fields.BigIntField()
    allocated_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "allocation"
        indexes = [
            Index(fields=("payment_id",), name="allocation_payment"),
            Index(fields=("charge_id",), name="allocation_charge"),
        ]
        constraints = [CheckConstraint(check="amount <> 0", name="an_allocation_is_of_something")]
        # By RunSQL besides: allocation_is_kept, allocation_adds_up (which also holds the
        # payment's member against the charge's).

    @property
    def sum(self) -> Money:
        """How much of it."""
        return Money(self.amount)


class PaymentTakenBack(Tenanted):
    """Settled money went again, or (below zero) came again after a dispute was won."""

    id = fields.BigIntField(primary_key=True)
    payment: fields.ForeignKeyRelation[Payment] = fields.ForeignKeyField(
        "coopcouncil.Payment", related_name="takings", on_delete=fields.RESTRICT
    )
    payment_id: int
    reason = fields.CharEnumField(TakenBack, max_length=20)
    amount = fields.BigIntField()
    taken_on = fields.DateField()
    reference = fields.CharField(max_length=100, null=True)
    note = fields.CharField(max_length=200, default="")
    posting: fields.ForeignKeyRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, on_delete=fields.RESTRICT
    )
    posting_id: int
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "payment_taken_back"
        indexes = [Index(fields=("payment_id",), name="payment_taken_back_payment")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_taking_back_per_reference"
            ),
            CheckConstraint(
                check="(reason = 'dispute-won') = (amount < 0) AND amount <> 0",
                name="money_comes_again_only_after_a_dispute",
            ),
        ]
        # By RunSQL besides: payment_taken_back_is_kept.

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)


class Refund(Tenanted):
    """The organisation gives a payment back, in whole or in part. `ordinal` counts a payment's."""

    id = fields.BigIntField(primary_key=True)
    payment: fields.ForeignKeyRelation[Payment] = fields.ForeignKeyField(
        "coopcouncil.Payment", related_name="refunds", on_delete=fields.RESTRICT
    )
    payment_id: int
    ordinal = fields.IntField()
    amount = fields.BigIntField()
    way = fields.CharEnumField(RefundWay, max_length=12)
    state = fields.CharEnumField(RefundState, max_length=12)
    reason = fields.TextField()
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    asked_by_id: int | None
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    decided_by_id: int | None
    paid_on: date | None = fields.DateField(null=True)
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None

    class Meta:
        table = "refund"
        indexes = [Index(fields=("organisation_id", "state"), name="refund_under_way")]
        constraints = [
            UniqueConstraint(fields=("payment_id", "ordinal"), name="one_refund_per_asking"),
            CheckConstraint(check="amount > 0", name="a_refund_is_of_something"),
            CheckConstraint(
                check="(state IN ('asked', 'refused')) = (posting_id IS NULL)",
                name="a_refund_that_is_agreed_is_in_the_books",
            ),
            CheckConstraint(
                check="(state = 'paid') = (paid_on IS NOT NULL)",
                name="a_refund_is_paid_on_a_day",
            ),
        ]
        # By RunSQL besides: refund_is_kept.

    @property
    def sum(self) -> Money:
        """How much goes back."""
        return Money(self.amount)
