"""The organisation's own account that runs are paid from, and its changes.

Its sort code and number are sealed, as a payee's are (`payees.py`).
"""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.sealing import unseal
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payouts.kinds import DetailsState
from coopcouncil.payouts.rules.details import BankDetails, masked

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person

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
