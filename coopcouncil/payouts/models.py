"""Payees and their bank details, what is owed to them, runs for the bank, and what happened.

Sort codes and account numbers are sealed with the site's key (`kernel.sealing`); beside them stand
the last four digits, for pages, and a fingerprint, to see that two payees share an account.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.kernel.sealing import unseal
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payouts.kinds import (
    Channel,
    DetailsState,
    Format,
    ItemState,
    PayoutKind,
    RunState,
    What,
)
from coopcouncil.payouts.rules.details import BankDetails, masked

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member

__all__ = [
    "Payee",
    "PayeeDetails",
    "PayingAccount",
    "PayingAccountChange",
    "PaymentRun",
    "PayoutEvent",
    "PayoutItem",
    "RunLine",
]

DETAILS = "payee-details"
OWN = "paying-account"


class PayingAccount(Tenanted):
    """The organisation's own account that runs are paid from, and its Bacs service user number."""

    id = fields.BigIntField(primary_key=True)
    account_name = fields.CharField(max_length=70)
    sealed = fields.BinaryField()
    last_four = fields.CharField(max_length=4)
    service_user_number = fields.CharField(max_length=6, default="")
    service_user_name = fields.CharField(max_length=18, default="")
    changed_at = fields.DatetimeField()
    changed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "paying_account"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id",), name="one_paying_account_per_organisation"
            )
        ]

    @property
    def details(self) -> BankDetails:
        """The account itself, unsealed."""
        text = unseal(self.sealed, OWN, f"{self.organisation_id}")
        return BankDetails.read(text, self.account_name)

    @property
    def masked(self) -> str:
        """As pages show it."""
        return masked(self.last_four)


class PayingAccountChange(Tenanted):
    """Another account to pay from, as somebody asked for it once. Whoever reads which one stands
    reads `PayingAccount`: this is how it came there, or did not."""

    id = fields.BigIntField(primary_key=True)
    account_name = fields.CharField(max_length=70)
    sealed = fields.BinaryField()
    last_four = fields.CharField(max_length=4)
    service_user_number = fields.CharField(max_length=6, default="")
    service_user_name = fields.CharField(max_length=18, default="")
    reason = fields.CharField(max_length=200)
    is_change = fields.BooleanField()
    state = fields.CharEnumField(DetailsState, max_length=10, default=DetailsState.ASKED)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    usable_from = fields.DatetimeField()
    confirmed_at: datetime | None = fields.DatetimeField(null=True)
    confirmed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    confirmed_note = fields.CharField(max_length=200, default="")
    used_at: datetime | None = fields.DatetimeField(null=True)
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "paying_account_change"
        indexes = [Index(fields=("organisation_id",), name="paying_account_changes")]
        constraints = [
            CheckConstraint(
                check="(state IN ('refused', 'replaced')) = (ended_at IS NOT NULL)",
                name="a_changed_account_ends_at_a_time",
            ),
            CheckConstraint(
                check="used_at IS NULL OR (state IN ('live', 'replaced') AND"
                " (NOT is_change OR (confirmed_at IS NOT NULL AND used_at >= usable_from)))",
                name="a_changed_account_is_used_once_confirmed_and_in_time",
            ),
        ]
        # By RunSQL besides: one_paying_account_waits, and paying_account_changes_are_kept.

    @property
    def masked(self) -> str:
        """As pages show it."""
        return masked(self.last_four)


class Payee(Tenanted):
    """Somebody who is paid: a member, or another."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=254, default="")
    created_at = fields.DatetimeField()
    created_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "payee"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "member_id"), name="one_payee_per_member")
        ]


class PayeeDetails(Tenanted):
    """A payee's bank details as given once. Another account is another row."""

    id = fields.BigIntField(primary_key=True)
    payee: fields.ForeignKeyRelation[Payee] = fields.ForeignKeyField(
        "coopcouncil.Payee", related_name="details", on_delete=fields.RESTRICT
    )
    payee_id: int
    account_name = fields.CharField(max_length=70)
    sealed = fields.BinaryField()
    last_four = fields.CharField(max_length=4)
    fingerprint = fields.BinaryField()
    is_change = fields.BooleanField()
    told_by = fields.CharField(max_length=200, default="")
    state = fields.CharEnumField(DetailsState, max_length=10, default=DetailsState.ASKED)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    usable_from = fields.DatetimeField()
    confirmed_at: datetime | None = fields.DatetimeField(null=True)
    confirmed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    channel = fields.CharEnumField(Channel, max_length=12, null=True)
    confirmed_note = fields.CharField(max_length=200, default="")
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "payee_details"
        indexes = [Index(fields=("payee_id",), name="payee_details_of_a_payee")]
        constraints = [
            CheckConstraint(
                check="(confirmed_at IS NULL) = (channel IS NULL)",
                name="details_are_confirmed_by_some_way",
            ),
            CheckConstraint(
                check="(state IN ('refused', 'replaced')) = (ended_at IS NOT NULL)",
                name="details_end_at_a_time",
            ),
        ]
        # By RunSQL besides: one_live_account_per_payee, one_account_waits_per_payee, and
        # payee_details_are_kept.

    @property
    def bank(self) -> BankDetails:
        """The account itself, unsealed: for a file to the bank, and for those who prepare one."""
        text = unseal(self.sealed, DETAILS, f"{self.organisation_id}:{self.payee_id}")
        return BankDetails.read(text, self.account_name)

    @property
    def masked(self) -> str:
        """As pages show it."""
        return masked(self.last_four)


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
