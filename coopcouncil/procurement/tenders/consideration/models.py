"""Tables: what was considered, what was said of a reservation, the conflicts assessment.

All stay as written: a later row stands beside an earlier one.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Moment, Said, Topic
from coopcouncil.procurement.tenders.models import Lot, Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Consideration(Tenanted):
    """What was considered about one topic, as it was put then. The last one of a topic holds."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name=False, on_delete=fields.RESTRICT
    )
    tender_id: int
    topic = fields.CharEnumField(Topic, max_length=12)
    said: dict[str, str] = fields.JSONField(default=dict)
    """The texts by their questions."""
    goals: list[str] = fields.JSONField(default=list)
    # The weight of social value in per cent, for its own topic.
    weight: Decimal | None = fields.DecimalField(max_digits=8, decimal_places=4, null=True)
    written_at = fields.DatetimeField()
    written_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "tender_consideration"
        indexes = [Index(fields=("tender_id", "topic"), name="consideration_topic")]
        constraints = [
            CheckConstraint(
                check="weight IS NULL OR (weight >= 0 AND weight <= 100)",
                name="a_considered_weight_is_per_cent",
            )
        ]


class ReservationAnswer(Tenanted):
    """What was said of one condition of a lot's reservation, and on what evidence."""

    id = fields.BigIntField(primary_key=True)
    lot: fields.ForeignKeyRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name=False, on_delete=fields.CASCADE
    )
    lot_id: int
    condition = fields.CharEnumField(Condition, max_length=20)
    said = fields.CharEnumField(Said, max_length=6)
    evidence = fields.TextField(default="")
    # The day that the condition is about, where it is about one.
    on_day: date | None = fields.DateField(null=True)
    said_at: datetime = fields.DatetimeField()
    said_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    said_by_id: int | None

    class Meta:
        table = "tender_reservation_answer"
        indexes = [Index(fields=("lot_id", "condition"), name="reservation_answers_of_a_lot")]


class ConflictsAssessment(Tenanted):
    """The conflicts assessment as it stood (Procurement Act 2023, s.83)."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name=False, on_delete=fields.RESTRICT
    )
    tender_id: int
    moment = fields.CharEnumField(Moment, max_length=10)
    notice = fields.CharField(max_length=100, default="")
    """The notice for which it was confirmed."""
    conflicts = fields.TextField(default="")
    """Actual or possible conflicts that were found; empty where there are none."""
    steps = fields.TextField(default="")
    perceived = fields.TextField(default="")
    """What could lead a reasonable person to believe, wrongly, that there is one."""
    perceived_steps = fields.TextField(default="")
    written_at = fields.DatetimeField()
    written_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "tender_conflicts"
        indexes = [Index(fields=("tender_id",), name="conflicts_of_a_tender")]
        constraints = [
            CheckConstraint(
                check="(conflicts = '' OR steps <> '')"
                " AND (perceived = '' OR perceived_steps <> '')",
                name="a_conflict_has_its_steps",
            )
        ]
