"""Who takes part in a tender, and which criteria each scores."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models.criteria import Criterion
from coopcouncil.procurement.tenders.models.tenders import Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class TakesPart(Tenanted):
    """A person's part in one tender, while it lasts."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="people", on_delete=fields.RESTRICT
    )
    tender_id: int
    person: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    person_id: int
    part = fields.CharEnumField(Part, max_length=16)
    given_at = fields.DatetimeField()
    given_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_at: datetime | None = fields.DatetimeField(null=True)
    ended_because = fields.TextField(default="")

    class Meta:
        table = "tender_part"
        indexes = [Index(fields=("person_id",), name="tender_parts_of_a_person")]
        # By RunSQL besides: one_live_part_each (tender, person, part where not ended).


class Assigned(Tenanted):
    """A criterion that an evaluator scores."""

    id = fields.BigIntField(primary_key=True)
    takes_part: fields.ForeignKeyRelation[TakesPart] = fields.ForeignKeyField(
        "coopcouncil.TakesPart", related_name="assigned", on_delete=fields.RESTRICT
    )
    takes_part_id: int
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name="assigned", on_delete=fields.CASCADE
    )
    criterion_id: int

    class Meta:
        table = "tender_assigned"
        constraints = [
            UniqueConstraint(
                fields=("takes_part_id", "criterion_id"), name="assigned_to_a_criterion_once"
            )
        ]
