"""Lists of members on their way in: where they come from, how they are understood, their rows."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import ChangeSet


class BatchState(StrEnum):
    """How far a list has come."""

    UPLOADED = "uploaded"  # Its columns are to be named.
    READING = "reading"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    DROPPED = "dropped"
    UNDONE = "undone"


class ListSource(Tenanted):
    """Where lists come from, and what their columns are: asked once, offered ever after."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=100)
    # Of the headings in their order: a list with the same ones comes from here.
    fingerprint = fields.CharField(max_length=64)
    headings = fields.JSONField[list[str]]()
    targets = fields.JSONField[list[str]]()
    blanks_clear = fields.BooleanField(default=False)
    used_at = fields.DatetimeField()

    class Meta:
        table = "list_source"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_list_source_per_name")
        ]
        indexes = [Index(fields=("organisation_id", "fingerprint"), name="list_source_fingerprint")]


class ImportBatch(Tenanted):
    """A list of members from a file: how it is understood, and what became of it."""

    id = fields.BigIntField(primary_key=True)
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    file_id: int | None
    file_name = fields.CharField(max_length=200)
    size = fields.BigIntField()
    encoding = fields.CharField(max_length=10)
    delimiter = fields.CharField(max_length=1)
    headings = fields.JSONField[list[str]]()
    sample = fields.JSONField[list[list[str]]](default=list)
    targets = fields.JSONField[list[str]](default=list)
    blanks_clear = fields.BooleanField(default=False)
    holds_from: date | None = fields.DateField(null=True)
    state = fields.CharEnumField(BatchState, max_length=12, default=BatchState.UPLOADED)
    # The register changed between preview and applying, so there is a new preview.
    moved = fields.BooleanField(default=False)
    total = fields.BigIntField(default=0)
    done = fields.BigIntField(default=0)
    new = fields.BigIntField(default=0)
    changed = fields.BigIntField(default=0)
    unchanged = fields.BigIntField(default=0)
    wrong = fields.BigIntField(default=0)
    # The last change-set that the preview knew: applying refuses if there has been another.
    seen_number: int | None = fields.BigIntField(null=True)
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    started_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    started_by_id: int | None
    source: fields.ForeignKeyNullableRelation[ListSource] = fields.ForeignKeyField(
        "coopcouncil.ListSource", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    source_id: int | None
    started_at = fields.DatetimeField()
    settled_at: datetime | None = fields.DatetimeField(null=True)
    # At the register's own time, so that what came with it can be asked as known before.
    undone_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "import_batch"
        constraints = [
            CheckConstraint(
                check="(state IN ('applied', 'undone')) = (change_set_id IS NOT NULL)",
                name="a_list_in_the_register_has_its_change_set",
            )
        ]

    @property
    def rows(self) -> int:
        """How many rows the preview found."""
        return int(self.new + self.changed + self.unchanged + self.wrong)


class ImportRow(Tenanted):
    """A row of a preview that is worth showing: each cell with its mark."""

    id = fields.BigIntField(primary_key=True)
    batch: fields.ForeignKeyRelation[ImportBatch] = fields.ForeignKeyField(
        "coopcouncil.ImportBatch", related_name=False, on_delete=fields.CASCADE
    )
    batch_id: int
    row = fields.IntField()
    kind = fields.CharField(max_length=10)
    cells = fields.JSONField[list[list[str]]]()

    class Meta:
        table = "import_row"
        constraints = [UniqueConstraint(fields=("batch_id", "row"), name="one_preview_per_row")]
        indexes = [Index(fields=("batch_id", "kind", "row"), name="import_row_kind")]
