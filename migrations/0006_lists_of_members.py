from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.members.models import BatchState
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0005_meetings")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "file",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="file_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("file_name", fields.CharField(max_length=200)),
                ("size", fields.BigIntField()),
                ("encoding", fields.CharField(max_length=10)),
                ("delimiter", fields.CharField(max_length=1)),
                (
                    "headings",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "sample",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "targets",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("blanks_clear", fields.BooleanField(default=False)),
                ("holds_from", fields.DateField(null=True)),
                (
                    "state",
                    fields.CharEnumField(
                        default=BatchState.UPLOADED,
                        description="UPLOADED: uploaded\nREADING: reading\nPREVIEWED: previewed\nAPPLYING: applying\nAPPLIED: applied\nDROPPED: dropped",
                        enum_type=BatchState,
                        max_length=12,
                    ),
                ),
                ("moved", fields.BooleanField(default=False)),
                ("total", fields.BigIntField(default=0)),
                ("done", fields.BigIntField(default=0)),
                ("new", fields.BigIntField(default=0)),
                ("changed", fields.BigIntField(default=0)),
                ("unchanged", fields.BigIntField(default=0)),
                ("wrong", fields.BigIntField(default=0)),
                ("seen_number", fields.BigIntField(null=True)),
                (
                    "change_set",
                    fields.ForeignKeyField(
                        "coopcouncil.ChangeSet",
                        source_field="change_set_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "started_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="started_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "import_batch", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "coopcouncil.ImportBatch",
                        source_field="batch_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("row", fields.IntField()),
                ("kind", fields.CharField(max_length=10)),
                (
                    "cells",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "import_row",
                "app": "coopcouncil",
                "indexes": [Index(fields=["batch_id", "kind", "row"], name="import_row_kind")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="ImportBatch",
            constraint=CheckConstraint(
                check="(state = 'applied') = (change_set_id IS NOT NULL)",
                name="an_applied_list_has_its_change_set",
            ),
        ),
        ops.AddConstraint(
            model_name="ImportRow",
            constraint=UniqueConstraint(fields=("batch_id", "row"), name="one_preview_per_row"),
        ),
    ]
