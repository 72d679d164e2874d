"""Contracts, those let elsewhere among them, and the indicators that they are held to."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.bids.models import Offer, Supplier
from coopcouncil.procurement.outcome.kinds import KpiRating
from coopcouncil.procurement.tenders.models import Lot, Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Contract(Tenanted):
    """A contract with one supplier. Without a tender where it was let before, or elsewhere."""

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(max_length=40)
    tender: fields.ForeignKeyNullableRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="contracts", null=True, on_delete=fields.RESTRICT
    )
    tender_id: int | None
    lot: fields.ForeignKeyNullableRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    lot_id: int | None
    offer: fields.ForeignKeyNullableRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    offer_id: int | None
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "coopcouncil.Supplier", related_name="contracts", on_delete=fields.RESTRICT
    )
    supplier_id: int
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    subject = fields.TextField(default="")
    subject_cy = fields.TextField(default="")
    # In pence with VAT, over its whole length without extensions.
    value = fields.BigIntField()
    awarded_on: date | None = fields.DateField(null=True)
    signed_on = fields.DateField()
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    may_extend_until: date | None = fields.DateField(null=True)
    # Why a large contract has fewer indicators than the law asks (Procurement Act 2023, s.52(2)).
    no_indicators_because = fields.TextField(default="", db_default="")
    ended_on: date | None = fields.DateField(null=True)
    ended_because = fields.TextField(default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "contract"
        indexes = [Index(fields=("supplier_id",), name="contracts_of_a_supplier")]
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_contract_per_number"),
            CheckConstraint(
                check="value >= 0 AND ends_on >= starts_on", name="a_contract_has_a_length"
            ),
            CheckConstraint(
                check="(ended_on IS NULL) = (ended_because = '')",
                name="a_contract_ends_early_with_a_reason",
            ),
        ]
        # By RunSQL besides: one_contract_per_lot (where not ended early).

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title


class Kpi(Tenanted):
    """A key performance indicator, set and published before the contract is entered into."""

    id = fields.BigIntField(primary_key=True)
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField(
        "coopcouncil.Contract", related_name="kpis", on_delete=fields.RESTRICT
    )
    contract_id: int
    number = fields.IntField()
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    target = fields.TextField()
    target_cy = fields.TextField(default="")
    is_social = fields.BooleanField(default=False)

    class Meta:
        table = "contract_kpi"
        constraints = [
            UniqueConstraint(fields=("contract_id", "number"), name="one_kpi_per_number")
        ]

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title


class KpiAssessed(Tenanted):
    """How a supplier did against an indicator in a year of the contract (s.71). Append-only."""

    id = fields.BigIntField(primary_key=True)
    kpi: fields.ForeignKeyRelation[Kpi] = fields.ForeignKeyField(
        "coopcouncil.Kpi", related_name="assessed", on_delete=fields.RESTRICT
    )
    kpi_id: int
    since = fields.DateField()
    until = fields.DateField()
    rating = fields.CharEnumField(KpiRating, max_length=22)
    words = fields.TextField(default="")
    assessed_at = fields.DatetimeField()
    assessed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    published_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "kpi_assessed"
        indexes = [Index(fields=("kpi_id",), name="assessments_of_a_kpi")]
        constraints = [
            CheckConstraint(check="until >= since", name="an_assessment_is_of_a_time"),
        ]
