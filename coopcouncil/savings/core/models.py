"""Readings of balances from the core system."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member
    from coopcouncil.savings.juniors.models import JuniorSaver


class CoreReading(Tenanted):
    """A file of balances that was read in: as at when, by whom."""

    id = fields.BigIntField(primary_key=True)
    as_at = fields.DatetimeField()
    file_name = fields.CharField(max_length=200, default="")
    lines = fields.IntField()
    total = fields.BigIntField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "core_reading"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "as_at"), name="one_reading_per_moment")
        ]


class CoreBalance(Tenanted):
    """What one account of the core system stood at."""

    id = fields.BigIntField(primary_key=True)
    reading: fields.ForeignKeyRelation[CoreReading] = fields.ForeignKeyField(
        "coopcouncil.CoreReading", related_name="balances", on_delete=fields.CASCADE
    )
    reading_id: int
    account = fields.CharField(max_length=40)
    product = fields.CharField(max_length=100, default="")
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    junior: fields.ForeignKeyNullableRelation["JuniorSaver"] = fields.ForeignKeyField(
        "coopcouncil.JuniorSaver", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    junior_id: int | None
    balance = fields.BigIntField()

    class Meta:
        table = "core_balance"
        indexes = [Index(fields=("member_id",), name="core_balance_member")]
        constraints = [
            UniqueConstraint(fields=("reading_id", "account"), name="one_balance_per_core_account")
        ]

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.balance)
