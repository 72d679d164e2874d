"""Stripe's side of payments: what was meant, what Stripe calls it, and every webhook as it came."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateKind, MandateState, Step

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.members.models import Member
    from coopcouncil.payments.models import Payment, Refund


class StripeAccount(Tenanted):
    """The organisation's own account with Stripe. Never another organisation's."""

    id = fields.BigIntField(primary_key=True)
    account_id = fields.CharField(max_length=64)
    name = fields.CharField(max_length=200, default="")
    charges_enabled = fields.BooleanField(default=False)
    payouts_enabled = fields.BooleanField(default=False)
    opened_at = fields.DatetimeField()
    opened_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    opened_by_id: int | None
    swept_to: datetime | None = fields.DatetimeField(null=True)
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "stripe_account"
        constraints = [
            UniqueConstraint(fields=("account_id",), name="one_organisation_per_stripe_account")
        ]
        # By RunSQL besides: one account in use per organisation.


class StripeCustomer(Tenanted):
    """A member as a customer of the organisation's account."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[StripeAccount] = fields.ForeignKeyField(
        "coopcouncil.StripeAccount", related_name="customers", on_delete=fields.RESTRICT
    )
    account_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    key = fields.CharField(max_length=64)
    customer_id = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "stripe_customer"
        constraints = [
            UniqueConstraint(fields=("account_id", "member_id"), name="one_customer_per_member"),
            UniqueConstraint(fields=("customer_id",), name="one_member_per_customer"),
        ]


class StripeMandate(Tenanted):
    """A member's standing way to pay: a Direct Debit mandate, or a saved card."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[StripeAccount] = fields.ForeignKeyField(
        "coopcouncil.StripeAccount", related_name="mandates", on_delete=fields.RESTRICT
    )
    account_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    kind = fields.CharEnumField(MandateKind, max_length=16)
    state = fields.CharEnumField(MandateState, max_length=12)
    key = fields.CharField(max_length=64)
    session_id = fields.CharField(max_length=120, null=True)
    session_url = fields.TextField(null=True)
    method_id = fields.CharField(max_length=64, null=True)
    mandate_id = fields.CharField(max_length=64, null=True)
    reference = fields.CharField(max_length=40, default="")
    last4 = fields.CharField(max_length=4, default="")
    brand = fields.CharField(max_length=20, default="")
    begun_at = fields.DatetimeField()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    begun_by_id: int | None
    given_at: datetime | None = fields.DatetimeField(null=True)
    active_at: datetime | None = fields.DatetimeField(null=True)
    ended_at: datetime | None = fields.DatetimeField(null=True)
    end = fields.CharEnumField(MandateEnd, max_length=16, null=True)

    class Meta:
        table = "stripe_mandate"
        indexes = [Index(fields=("member_id",), name="stripe_mandate_of_a_member")]
        constraints = [
            UniqueConstraint(fields=("session_id",), name="one_mandate_per_session"),
            UniqueConstraint(fields=("mandate_id",), name="one_mandate_per_stripe_mandate"),
            CheckConstraint(
                check="(state = 'ended') = (ended_at IS NOT NULL)", name="a_mandate_ends_in_time"
            ),
        ]
        # By RunSQL besides: one standing mandate of a kind per member.


class StripePayment(Tenanted):
    """What was meant to be taken by Stripe: written and committed before Stripe is called."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[StripeAccount] = fields.ForeignKeyField(
        "coopcouncil.StripeAccount", related_name="payments", on_delete=fields.RESTRICT
    )
    account_id: int
    payment: fields.OneToOneRelation["Payment"] = fields.OneToOneField(
        "coopcouncil.Payment", related_name="stripe_payment", on_delete=fields.RESTRICT
    )
    payment_id: int
    mandate: fields.ForeignKeyNullableRelation[StripeMandate] = fields.ForeignKeyField(
        "coopcouncil.StripeMandate", related_name="payments", null=True, on_delete=fields.RESTRICT
    )
    mandate_id: int | None
    step = fields.CharEnumField(Step, max_length=12)
    key = fields.CharField(max_length=64)
    saves_card = fields.BooleanField(default=False)
    collect_on: date | None = fields.DateField(null=True)
    told_at: datetime | None = fields.DatetimeField(null=True)
    asked_at: datetime | None = fields.DatetimeField(null=True)
    session_id = fields.CharField(max_length=120, null=True)
    session_url = fields.TextField(null=True)
    intent_id = fields.CharField(max_length=64, null=True)
    charge_id = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "stripe_payment"
        indexes = [Index(fields=("organisation_id", "collect_on"), name="stripe_payment_day")]
        constraints = [
            UniqueConstraint(fields=("session_id",), name="one_payment_per_session"),
            UniqueConstraint(fields=("intent_id",), name="one_payment_per_intent"),
        ]
        # By RunSQL besides: the index of what is under way.


class StripeRefund(Tenanted):
    """A refund that Stripe is asked for: written and committed before."""

    id = fields.BigIntField(primary_key=True)
    asked: fields.ForeignKeyRelation["Refund"] = fields.ForeignKeyField(
        "coopcouncil.Refund", related_name=False, on_delete=fields.RESTRICT
    )
    asked_id: int
    key = fields.CharField(max_length=64)
    refund_id = fields.CharField(max_length=64, null=True)
    trouble = fields.CharField(max_length=200, default="")

    class Meta:
        table = "stripe_refund"
        constraints = [UniqueConstraint(fields=("refund_id",), name="one_row_per_stripe_refund")]


class StripeDispute(Tenanted):
    """A payment that the payer's bank disputes, or took back under the Guarantee."""

    id = fields.BigIntField(primary_key=True)
    dispute_id = fields.CharField(max_length=64)
    payment: fields.ForeignKeyRelation["Payment"] = fields.ForeignKeyField(
        "coopcouncil.Payment", related_name=False, on_delete=fields.RESTRICT
    )
    payment_id: int
    amount = fields.BigIntField()
    reason = fields.CharField(max_length=60)
    status = fields.CharField(max_length=40)
    opened_at = fields.DatetimeField()
    due_by: datetime | None = fields.DatetimeField(null=True)
    closed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "stripe_dispute"
        constraints = [
            UniqueConstraint(fields=("dispute_id",), name="one_row_per_stripe_dispute"),
            CheckConstraint(check="amount > 0", name="a_dispute_is_of_something"),
        ]

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)


class StripePayout(Tenanted):
    """What Stripe sent to the organisation's bank, and what it is made of, in pence."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation[StripeAccount] = fields.ForeignKeyField(
        "coopcouncil.StripeAccount", related_name="payouts", on_delete=fields.RESTRICT
    )
    account_id: int
    payout_id = fields.CharField(max_length=64)
    amount = fields.BigIntField()
    gross = fields.BigIntField(default=0)
    fees = fields.BigIntField(default=0)
    given_back = fields.BigIntField(default=0)
    arrives_on = fields.DateField()
    status = fields.CharField(max_length=20)
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None

    class Meta:
        table = "stripe_payout"
        constraints = [UniqueConstraint(fields=("payout_id",), name="one_row_per_stripe_payout")]

    @property
    def sum(self) -> Money:
        """What the bank got."""
        return Money(self.amount)


class StripeEvent(Model):
    """A webhook as it came, before anything was done about it. Once per event.

    The organisation's id is without a foreign key: an event may be of nobody's account here.
    """

    id = fields.BigIntField(primary_key=True)
    event_id = fields.CharField(max_length=64)
    account_id = fields.CharField(max_length=64, default="")
    organisation_id: int | None = fields.BigIntField(null=True)
    kind = fields.CharField(max_length=80)
    body = fields.TextField()
    came_by = fields.CharField(max_length=10)
    received_at = fields.DatetimeField()
    done_at: datetime | None = fields.DatetimeField(null=True)
    tries = fields.IntField(default=0)
    trouble = fields.CharField(max_length=200, default="")

    class Meta:
        table = "stripe_event"
        constraints = [UniqueConstraint(fields=("event_id",), name="one_row_per_stripe_event")]
        # By RunSQL besides: the index of what is not done, and the trigger that keeps it.
