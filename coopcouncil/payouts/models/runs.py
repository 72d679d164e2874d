"""What is owed to payees, runs for the bank, and what happened."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payouts.kinds import Format, ItemState, PayoutKind, RunState, What
from coopcouncil.payouts.models.payees import Payee, PayeeDetails

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class PaymentRun(Tenanted):
    """Payments that go to the bank together."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    format = fields.CharEnumField(Format, max_length=10)
    pay_on = fields.DateField()
    state = fields.CharEnumField(RunState, max_length=10, default=RunState.DRAFT)
    prepared_at = fields.DatetimeField()
    prepared_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    prepared_by_id: int | None
    # What was put before the second person: the hash of the file, its number and sum.
    file_hash = fields.CharField(max_length=64, default="")
    payments = fields.IntField(default=0)
    total = fields.BigIntField(default=0)
    approved_at: datetime | None = fields.DatetimeField(null=True)
    approved_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    sent_at: datetime | None = fields.DatetimeField(null=True)
    sent_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "payment_run"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_run_per_number"),
            CheckConstraint(
                check="state NOT IN ('approved', 'sent')"
                " OR (approved_at IS NOT NULL AND file_hash <> '')",
                name="a_run_is_approved_with_its_file",
            ),
            CheckConstraint(
                check="(state = 'sent') = (sent_at IS NOT NULL)", name="a_run_is_sent_at_a_time"
            ),
        ]
        # By RunSQL besides: runs_that_are_sent_stay.

    @property
    def sum(self) -> Money:
        """What it comes to."""
        return Money(self.total)


class PayoutItem(Tenanted):
    """Something that is owed to a payee and leaves by the bank."""

    id = fields.BigIntField(primary_key=True)
    payee: fields.ForeignKeyRelation[Payee] = fields.ForeignKeyField(
        "coopcouncil.Payee", related_name=False, on_delete=fields.RESTRICT
    )
    payee_id: int
    kind = fields.CharEnumField(PayoutKind, max_length=10)
    amount = fields.BigIntField()
    text = fields.CharField(max_length=300)
    source = fields.CharField(max_length=100)
    state = fields.CharEnumField(ItemState, max_length=10, default=ItemState.OWED)
    owed_at = fields.DatetimeField()
    # How often it was sent: a return gives the next try another reference in the books.
    tries = fields.IntField(default=0)
    paid_on: date | None = fields.DateField(null=True)
    bank_reference = fields.CharField(max_length=100, default="")
    returned_because = fields.CharField(max_length=200, default="")

    class Meta:
        table = "payout_item"
        indexes = [
            Index(fields=("organisation_id", "state"), name="payout_item_state"),
            Index(fields=("payee_id",), name="payout_item_of_a_payee"),
        ]
        constraints = [
            UniqueConstraint(fields=("organisation_id", "source"), name="one_payout_per_source"),
            CheckConstraint(check="amount > 0", name="a_payout_is_of_something"),
            CheckConstraint(
                check="(state = 'paid') = (paid_on IS NOT NULL)", name="a_payout_is_paid_on_a_day"
            ),
        ]
        # By RunSQL besides: payouts_keep_what_is_owed.

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)

    @property
    def reference(self) -> str:
        """What the payee's and our own statement show."""
        return f"PAYOUT {self.id:07d}"


class RunLine(Tenanted):
    """A payment in a run, to the account that it was prepared for. Taken out, it stays as such."""

    id = fields.BigIntField(primary_key=True)
    run: fields.ForeignKeyRelation[PaymentRun] = fields.ForeignKeyField(
        "coopcouncil.PaymentRun", related_name="lines", on_delete=fields.RESTRICT
    )
    run_id: int
    item: fields.ForeignKeyRelation[PayoutItem] = fields.ForeignKeyField(
        "coopcouncil.PayoutItem", related_name="lines", on_delete=fields.RESTRICT
    )
    item_id: int
    details: fields.ForeignKeyRelation[PayeeDetails] = fields.ForeignKeyField(
        "coopcouncil.PayeeDetails", related_name=False, on_delete=fields.RESTRICT
    )
    details_id: int
    amount = fields.BigIntField()
    is_live = fields.BooleanField(default=True)

    class Meta:
        table = "run_line"
        indexes = [Index(fields=("run_id",), name="run_line_of_a_run")]
        # By RunSQL besides: a_payout_is_in_one_run.

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)


class PayoutEvent(Tenanted):
    """One thing that happened to a payment: never rewritten."""

    id = fields.BigIntField(primary_key=True)
    item: fields.ForeignKeyRelation[PayoutItem] = fields.ForeignKeyField(
        "coopcouncil.PayoutItem", related_name="events", on_delete=fields.RESTRICT
    )
    item_id: int
    what = fields.CharEnumField(What, max_length=10)
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    run: fields.ForeignKeyNullableRelation[PaymentRun] = fields.ForeignKeyField(
        "coopcouncil.PaymentRun", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    run_id: int | None
    note = fields.CharField(max_length=200, default="")

    class Meta:
        table = "payout_event"
        indexes = [Index(fields=("item_id",), name="payout_event_of_an_item")]
        # By RunSQL besides: payout_events_are_kept.
