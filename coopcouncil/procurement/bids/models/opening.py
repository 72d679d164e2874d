"""The opening of the bids by two officers, and bids brought in from the council's own portal."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.tenders.models import Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class OpeningConfirmed(Tenanted):
    """An officer is ready to open the bids of a tender. The second one opens them."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name=False, on_delete=fields.RESTRICT
    )
    tender_id: int
    person: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    person_id: int
    at = fields.DatetimeField()

    class Meta:
        table = "opening_confirmed"
        constraints = [
            UniqueConstraint(
                fields=("tender_id", "person_id"), name="an_officer_confirms_an_opening_once"
            )
        ]


class BidsOpened(Tenanted):
    """The record of an opening: who, when, and every receipt with its hash. Never changed."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.OneToOneRelation[Tender] = fields.OneToOneField(
        "coopcouncil.Tender", related_name=False, on_delete=fields.RESTRICT
    )
    tender_id: int
    first_officer: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    first_officer_id: int
    second_officer: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    second_officer_id: int
    at = fields.DatetimeField()
    record: dict[str, Any] = fields.JSONField()

    class Meta:
        table = "bids_opened"
        # By RunSQL besides: openings_stay.


class PortalImport(Tenanted):
    """Bids from the council's own portal, sealed, until somebody has looked at the list."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name=False, on_delete=fields.RESTRICT
    )
    tender_id: int
    name = fields.CharField(max_length=200)
    sealed = fields.BinaryField(null=True)
    brought_at = fields.DatetimeField()
    brought_by: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    brought_by_id: int
    applied_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "portal_import"
        indexes = [Index(fields=("tender_id",), name="portal_imports_of_a_tender")]
