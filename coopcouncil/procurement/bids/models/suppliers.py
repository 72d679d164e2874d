"""Suppliers as one council knows them, and who acts for them."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.tenders.models import Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Supplier(Tenanted):
    """An organisation that bids to this council. It needs no page on the platform."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=200)
    # As OCDS names registers: GB-COH, GB-MPR (mutuals), GB-CHC, or empty.
    scheme = fields.CharField(max_length=20, default="")
    number = fields.CharField(max_length=40, default="")
    address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    is_small = fields.BooleanField(default=False)
    is_social = fields.BooleanField(default=False)
    """A voluntary, community or social enterprise, a co-operative among them."""
    is_supported_employment = fields.BooleanField(default=False)
    is_service_mutual = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "supplier"
        indexes = [Index(fields=("organisation_id", "name"), name="supplier_name")]
        # By RunSQL besides: one_supplier_per_number (organisation, scheme, number where given).


class SupplierPerson(Tenanted):
    """Somebody who acts for a supplier."""

    id = fields.BigIntField(primary_key=True)
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "coopcouncil.Supplier", related_name="people", on_delete=fields.RESTRICT
    )
    supplier_id: int
    person: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    person_id: int
    since = fields.DatetimeField()
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "supplier_person"
        indexes = [Index(fields=("person_id",), name="suppliers_of_a_person")]
        constraints = [
            UniqueConstraint(fields=("supplier_id", "person_id"), name="acts_for_a_supplier_once")
        ]


class Invited(Tenanted):
    """A supplier asked to bid, by an address; the link in the letter makes the account."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="invited", on_delete=fields.RESTRICT
    )
    tender_id: int
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "coopcouncil.Supplier", related_name=False, on_delete=fields.RESTRICT
    )
    supplier_id: int
    email = fields.CharField(max_length=254)
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "tender_invited"
        constraints = [
            UniqueConstraint(fields=("tender_id", "supplier_id"), name="asked_to_bid_once")
        ]
