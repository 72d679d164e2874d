"""Criteria with their weights, and scales with a wording for each band."""

from decimal import Decimal

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.kinds import CriterionKind, Formula
from coopcouncil.procurement.tenders.models.tenders import Lot, Tender, TenderMeasure


class Scale(Tenanted):
    """A scale for the criteria of one tender: its bands, from nothing to the whole."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="scales", on_delete=fields.CASCADE
    )
    tender_id: int
    name = fields.CharField(max_length=100)

    class Meta:
        table = "tender_scale"
        constraints = [UniqueConstraint(fields=("tender_id", "name"), name="one_scale_per_name")]


class Band(Tenanted):
    """One step of a scale with its published wording."""

    id = fields.BigIntField(primary_key=True)
    scale: fields.ForeignKeyRelation[Scale] = fields.ForeignKeyField(
        "coopcouncil.Scale", related_name="bands", on_delete=fields.CASCADE
    )
    scale_id: int
    points: Decimal = fields.DecimalField(max_digits=8, decimal_places=2)
    title = fields.CharField(max_length=100)
    title_cy = fields.CharField(max_length=100, default="")
    wording = fields.TextField()
    wording_cy = fields.TextField(default="")

    class Meta:
        table = "tender_band"
        constraints = [
            UniqueConstraint(fields=("scale_id", "points"), name="one_band_per_points"),
            CheckConstraint(check="points >= 0", name="a_band_takes_nothing_away"),
        ]


class Criterion(Tenanted):
    """What is asked and scored. Weights are per cent within the parent; siblings make 100."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="criteria", on_delete=fields.CASCADE
    )
    tender_id: int
    # For this lot alone; for every lot where there is none. A child is in its parent's lot.
    lot: fields.ForeignKeyNullableRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name=False, null=True, on_delete=fields.CASCADE
    )
    lot_id: int | None
    parent: fields.ForeignKeyNullableRelation["Criterion"] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name="under", null=True, on_delete=fields.CASCADE
    )
    parent_id: int | None
    place = fields.IntField()
    code = fields.CharField(max_length=20)
    """As it is published: 2.1, SV3."""
    kind = fields.CharEnumField(CriterionKind, max_length=10)
    is_social = fields.BooleanField(default=False)
    """Whether it counts to the weight of social value."""
    title = fields.CharField(max_length=300)
    title_cy = fields.CharField(max_length=300, default="")
    question = fields.TextField(default="")
    question_cy = fields.TextField(default="")
    weight: Decimal = fields.DecimalField(max_digits=8, decimal_places=4)
    scale: fields.ForeignKeyNullableRelation[Scale] = fields.ForeignKeyField(
        "coopcouncil.Scale", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    scale_id: int | None
    formula = fields.CharEnumField(Formula, max_length=16, null=True)
    # The target of `OVER_TARGET`, the ceiling of `LINEAR_RANGE`; pounds where it is a price.
    target: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=4, null=True)
    # Below it the bid fails: points of the scale, or the figure itself.
    threshold: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=4, null=True)
    measure: fields.ForeignKeyNullableRelation[TenderMeasure] = fields.ForeignKeyField(
        "coopcouncil.TenderMeasure", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    measure_id: int | None
    words_limit: int | None = fields.IntField(null=True)
    files_allowed = fields.BooleanField(default=False)

    class Meta:
        table = "tender_criterion"
        ordering = ["place", "id"]
        constraints = [
            UniqueConstraint(fields=("tender_id", "code"), name="one_criterion_per_code"),
            CheckConstraint(check="weight >= 0 AND weight <= 100", name="a_weight_is_per_cent"),
            CheckConstraint(
                check="(kind = 'scale') = (scale_id IS NOT NULL)",
                name="a_scored_criterion_has_its_scale",
            ),
            CheckConstraint(
                check="(kind IN ('figure', 'price')) = (formula IS NOT NULL)",
                name="a_figure_has_its_formula",
            ),
        ]

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title
