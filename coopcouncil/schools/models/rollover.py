"""A school's list for the new year, and what it would do."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.schools.models.learners import Learner

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import ImportBatch
    from coopcouncil.organisations.models import Organisation


class RollOverState(StrEnum):
    """How far a roll-over has come."""

    COLUMNS = "columns"  # Its columns are to be named.
    PREVIEWED = "previewed"
    APPLIED = "applied"
    DROPPED = "dropped"


class RollOver(Tenanted):
    """A school's own list of its learners for the new year, held against what is known."""

    id = fields.BigIntField(primary_key=True)
    part: fields.ForeignKeyRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, on_delete=fields.RESTRICT
    )
    part_id: int
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    file_id: int | None
    file_name = fields.CharField(max_length=200)
    source = fields.CharField(max_length=20, default="")
    encoding = fields.CharField(max_length=10)
    delimiter = fields.CharField(max_length=1)
    headings = fields.JSONField[list[str]]()
    targets = fields.JSONField[list[str]]()
    holds_from = fields.DateField()
    # Whether new learners of the members' age are entered in the register.
    admits = fields.BooleanField(default=False)
    state = fields.CharEnumField(RollOverState, max_length=12)
    counts = fields.JSONField[dict[str, int]](default=dict)
    # The last change-set that the preview knew: applying refuses if there has been another.
    seen_number = fields.BigIntField(default=0)
    batch: fields.ForeignKeyNullableRelation["ImportBatch"] = fields.ForeignKeyField(
        "coopcouncil.ImportBatch", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    batch_id: int | None
    started_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    started_at = fields.DatetimeField()
    settled_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "roll_over"


class RollOverRow(Tenanted):
    """One line of the preview: what applying would do, to whom, and why."""

    id = fields.BigIntField(primary_key=True)
    roll_over: fields.ForeignKeyRelation[RollOver] = fields.ForeignKeyField(
        "coopcouncil.RollOver", related_name=False, on_delete=fields.CASCADE
    )
    roll_over_id: int
    row = fields.IntField()
    kind = fields.CharField(max_length=12)
    name = fields.CharField(max_length=201)
    learner: fields.ForeignKeyNullableRelation[Learner] = fields.ForeignKeyField(
        "coopcouncil.Learner", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    learner_id: int | None
    details = fields.JSONField[dict[str, Any]]()

    class Meta:
        table = "roll_over_row"
        indexes = [Index(fields=("roll_over_id", "kind", "row"), name="roll_over_row_kind")]
