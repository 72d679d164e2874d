"""Tables: sets of measures with their licence, measures in editions, lists on their way in."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.measures.kinds import ImportState, SetKind

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class MeasureSet(Tenanted):
    """A council's own measures, or a version of a set that it has a licence for."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(SetKind, max_length=8)
    name = fields.CharField(max_length=200)
    # What it is called in Welsh, where it has such a name.
    name_cy = fields.CharField(max_length=200, default="", db_default="")
    version = fields.CharField(max_length=40)
    licence = fields.CharField(max_length=200, default="")
    attribution = fields.TextField(default="")
    # Whether the licence lets the words and figures be shown to anybody.
    may_publish = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()
    created_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    retired_at: datetime | None = fields.DatetimeField(null=True)
    retired_because = fields.TextField(default="")

    class Meta:
        table = "measure_set"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "name", "version"), name="one_set_per_name_and_version"
            ),
        ]
        # By RunSQL besides: one_own_set_per_council (organisation where own).

    def named(self, language: str) -> str:
        """The name in the language, else in English."""
        return (self.name_cy if language == "cy" else "") or self.name


class Measure(Tenanted):
    """A measure in one edition. Changing it ends this one and writes the next."""

    id = fields.BigIntField(primary_key=True)
    set: fields.ForeignKeyRelation[MeasureSet] = fields.ForeignKeyField(
        "coopcouncil.MeasureSet", related_name="measures", on_delete=fields.RESTRICT
    )
    set_id: int
    code = fields.CharField(max_length=40)
    edition = fields.IntField(default=1)
    title = fields.CharField(max_length=300)
    title_cy = fields.CharField(max_length=300, default="")
    unit = fields.CharField(max_length=100)
    unit_cy = fields.CharField(max_length=100, default="")
    evidence = fields.TextField(default="")
    evidence_cy = fields.TextField(default="")
    # Codes of the open library's frame; empty where the measure serves none.
    outcome = fields.CharField(max_length=60, default="")
    goals: list[str] = fields.JSONField(default=list)
    matters: list[str] = fields.JSONField(default=list)
    """Non-commercial matters that it touches, by their letters in s.17(5)."""
    # Award criteria of the Social Value Model that it serves, by the codes of the library.
    serves: list[str] = fields.JSONField(default=list, db_default=[])
    # The worth of one unit in pence, where the set states one.
    proxy: int | None = fields.BigIntField(null=True)
    proxy_source = fields.CharField(max_length=300, default="")
    proxy_source_cy = fields.CharField(max_length=300, default="", db_default="")
    proxy_year: int | None = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    created_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_at: datetime | None = fields.DatetimeField(null=True)
    ended_because = fields.TextField(default="")

    class Meta:
        table = "measure"
        constraints = [
            UniqueConstraint(
                fields=("set_id", "code", "edition"), name="one_edition_of_a_measure_per_number"
            ),
            CheckConstraint(
                check="proxy IS NULL OR (proxy >= 0 AND proxy_source <> '')",
                name="a_proxy_has_its_source",
            ),
        ]
        # By RunSQL besides: one_live_measure_per_code, measures_stay_as_written.

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title


class MeasureImport(Tenanted):
    """A list on its way in. What was in it is forgotten once it is applied or dropped."""

    id = fields.BigIntField(primary_key=True)
    file_name = fields.CharField(max_length=200)
    rows: list[list[str]] = fields.JSONField(default=list)
    """The headings first."""
    columns: list[str] = fields.JSONField(default=list)
    """What each column is taken for; empty for one that is left out."""
    name = fields.CharField(max_length=200)
    name_cy = fields.CharField(max_length=200, default="", db_default="")
    version = fields.CharField(max_length=40)
    licence = fields.CharField(max_length=200)
    attribution = fields.TextField(default="")
    may_publish = fields.BooleanField(default=False)
    state = fields.CharEnumField(ImportState, max_length=8, default=ImportState.UPLOADED)
    set: fields.ForeignKeyNullableRelation[MeasureSet] = fields.ForeignKeyField(
        "coopcouncil.MeasureSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    set_id: int | None
    started_at = fields.DatetimeField()
    started_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    settled_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "measure_import"

    def named(self, language: str) -> str:
        """The name in the language, else in English."""
        return (self.name_cy if language == "cy" else "") or self.name
