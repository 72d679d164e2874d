from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.members.duplicates.models import Decision
from coopcouncil.members.kinds import Kind
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0011_who_a_member_is_and_where_they_fit")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Likeness",
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
                    "earlier",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="earlier_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "later",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="later_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("confidence", fields.IntField()),
                (
                    "reasons",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("found_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "decision",
                    fields.CharEnumField(
                        default=Decision.WAITING,
                        description="WAITING: \nSAME: same\nDIFFERENT: different",
                        enum_type=Decision,
                        max_length=10,
                    ),
                ),
                (
                    "decided_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="decided_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "likeness",
                "app": "coopcouncil",
                "indexes": [
                    Index(
                        fields=["organisation_id", "decision", "confidence"],
                        name="likeness_waiting",
                    ),
                    Index(fields=["later_id"], name="likeness_later"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LikenessKey",
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
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.BigIntField()),
            ],
            options={
                "table": "likeness_key",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "key"], name="likeness_key_key"),
                    Index(fields=["member_id"], name="likeness_key_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ListSource",
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
                ("name", fields.CharField(max_length=100)),
                ("fingerprint", fields.CharField(max_length=64)),
                (
                    "headings",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "targets",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("blanks_clear", fields.BooleanField(default=False)),
                ("used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "list_source",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "fingerprint"], name="list_source_fingerprint")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ListedPerson",
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
                ("key", fields.BigIntField()),
            ],
            options={
                "table": "listed_person",
                "app": "coopcouncil",
                "indexes": [Index(fields=["batch_id", "key"], name="listed_person_key")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LookedThrough",
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
                ("number", fields.BigIntField(default=0)),
                ("looked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("passed_over", fields.BigIntField(default=0)),
                ("is_working", fields.BooleanField(default=False)),
            ],
            options={"table": "looked_through", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Merge",
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
                    "kept",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="kept_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "gone",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="gone_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "change_set",
                    fields.ForeignKeyField(
                        "coopcouncil.ChangeSet",
                        source_field="change_set_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "undone_by",
                    fields.ForeignKeyField(
                        "coopcouncil.ChangeSet",
                        source_field="undone_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "merge",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["gone_id"], name="merge_gone"),
                    Index(fields=["kept_id"], name="merge_kept"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RowLikeness",
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
                ("row_number", fields.CharField(max_length=40)),
                ("row_name", fields.CharField(max_length=201)),
                (
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("other_row", fields.IntField(null=True)),
                ("other_number", fields.CharField(max_length=40)),
                ("other_name", fields.CharField(max_length=201)),
                ("confidence", fields.IntField()),
                (
                    "reasons",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "decision",
                    fields.CharEnumField(
                        default=Decision.WAITING,
                        description="WAITING: \nSAME: same\nDIFFERENT: different",
                        enum_type=Decision,
                        max_length=10,
                    ),
                ),
            ],
            options={"table": "row_likeness", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AlterField(
            model_name="ChangeSet",
            name="kind",
            field=fields.CharEnumField(
                description="ADMISSION: admission\nCHANGE: change\nCORRECTION: correction\nLEAVING: leaving\nRETURN: return\nIMPORT: import\nMERGE: merge\nUNDO: undo",
                enum_type=Kind,
                max_length=20,
            ),
        ),
        ops.AddField(
            model_name="ImportBatch",
            name="source",
            field=fields.ForeignKeyField(
                "coopcouncil.ListSource",
                source_field="source_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddConstraint(
            model_name="Likeness",
            constraint=UniqueConstraint(
                fields=("earlier_id", "later_id"), name="one_likeness_of_two"
            ),
        ),
        ops.AddConstraint(
            model_name="Likeness",
            constraint=CheckConstraint(check="earlier_id < later_id", name="a_likeness_is_of_two"),
        ),
        ops.AddConstraint(
            model_name="ListSource",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_list_source_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="LookedThrough",
            constraint=UniqueConstraint(
                fields=("organisation_id",), name="one_look_through_a_register"
            ),
        ),
        ops.AddConstraint(
            model_name="Merge",
            constraint=CheckConstraint(check="kept_id <> gone_id", name="a_merge_is_of_two"),
        ),
        ops.AddConstraint(
            model_name="RowLikeness",
            constraint=CheckConstraint(
                check="(member_id IS NULL) <> (other_row IS NULL)",
                name="a_row_is_like_a_member_or_a_row",
            ),
        ),
        ops.AddConstraint(
            model_name="RowLikeness",
            constraint=UniqueConstraint(
                fields=("batch_id", "row", "other_number"), name="one_likeness_of_a_row"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_standing_merge_of_a_member ON merge (gone_id)
                WHERE undone_by_id IS NULL;
            """,
            """
            DROP INDEX one_standing_merge_of_a_member;
            """,
        ),
    ]
