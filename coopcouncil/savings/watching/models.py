"""Quiet accounts, and returns that were sent."""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.kinds import Reached, Return

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.savings.models import SavingsAccount


class Dormancy(Tenanted):
    """An account that nobody has looked after for as long as the rules say."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation["SavingsAccount"] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    since = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_on: date | None = fields.DateField(null=True)
    ended_because = fields.CharField(max_length=300, default="")

    class Meta:
        table = "savings_dormancy"
        indexes = [Index(fields=("account_id",), name="savings_dormancy_account")]
        # By RunSQL besides: one_open_dormancy_per_account.


class ContactAttempt(Tenanted):
    """That the credit union tried to reach the holder of a quiet account."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation["SavingsAccount"] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    on = fields.DateField()
    how = fields.CharField(max_length=200)
    reached = fields.CharEnumField(Reached, max_length=12)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "savings_contact_attempt"
        indexes = [Index(fields=("account_id",), name="savings_contact_attempt_account")]


class ReturnSent(Tenanted):
    """That a return went to the regulator."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Return, max_length=2)
    period_end = fields.DateField()
    sent_on = fields.DateField()
    reference = fields.CharField(max_length=100, default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "savings_return"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "kind", "period_end"), name="one_return_per_period"
            )
        ]
