"""Invented bids that a lead kept to see how the weights bite."""

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.tenders.models.tenders import Lot, Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Scenario(Tenanted):
    """Up to six invented bids under a name. Nobody's bid, and no part of the tender."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name=False, on_delete=fields.CASCADE
    )
    tender_id: int
    lot: fields.ForeignKeyRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name=False, on_delete=fields.CASCADE
    )
    lot_id: int
    name = fields.CharField(max_length=100)
    bids: list[dict[str, Any]] = fields.JSONField()
    """Each a name and what was typed for each criterion by its code."""
    created_at = fields.DatetimeField()
    created_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "tender_scenario"
        constraints = [
            UniqueConstraint(fields=("tender_id", "lot_id", "name"), name="one_scenario_per_name")
        ]
