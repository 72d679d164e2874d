from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0032_stripe_accounts_mandates_and_events")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ApplicationFile",
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
                    "application",
                    fields.ForeignKeyField(
                        "coopcouncil.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
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
                ("name", fields.CharField(max_length=200)),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application_file",
                "app": "coopcouncil",
                "indexes": [Index(fields=["application_id"], name="application_file_application")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="MergeCarried",
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
                    "merge",
                    fields.ForeignKeyField(
                        "coopcouncil.Merge",
                        source_field="merge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("table", fields.CharField(max_length=40)),
                ("row", fields.BigIntField()),
                ("became", fields.BigIntField(null=True)),
            ],
            options={
                "table": "merge_carried",
                "app": "coopcouncil",
                "indexes": [Index(fields=["merge_id"], name="merge_carried_merge")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareSuspension",
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
                ("since", fields.DateField()),
                ("minute", fields.CharField(max_length=200)),
                ("reason", fields.TextField(default="", unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "recorded_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="recorded_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lifted_on", fields.DateField(null=True)),
                ("lifted_minute", fields.CharField(default="", max_length=200)),
                ("lifted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "lifted_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="lifted_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "share_suspension", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.RemoveConstraint(
            model_name="ClassTally",
            name="one_tally_per_class",
            fields=None,
        ),
        ops.AddField(
            model_name="ClassTally",
            name="superseded_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Guardianship",
            name="change_set",
            field=fields.ForeignKeyField(
                "coopcouncil.ChangeSet",
                source_field="change_set_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="LookedThrough",
            name="done",
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="LookedThrough",
            name="round_to",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="LookedThrough",
            name="step",
            field=fields.CharField(default="", db_default="", max_length=8),
        ),
        ops.AddField(
            model_name="LookedThrough",
            name="upto",
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="LookedThrough",
            name="whole",
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="YearFacts",
            name="incorporated_on",
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name="YearFacts",
            name="is_over_turnover",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddConstraint(
            model_name="ShareSuspension",
            constraint=CheckConstraint(
                check="lifted_on >= since", name="a_suspension_is_lifted_afterwards"
            ),
        ),
        ops.AddConstraint(
            model_name="ShareSuspension",
            constraint=CheckConstraint(
                check="(lifted_on IS NULL) = (lifted_at IS NULL)",
                name="a_suspension_is_lifted_at_a_time",
            ),
        ),
        ops.RunSQL(
            sql="""
            CREATE UNIQUE INDEX one_tally_per_class ON class_tally (vote_id, class_name)
                WHERE superseded_at IS NULL;
            CREATE UNIQUE INDEX withdrawals_are_suspended_once_at_a_time
                ON share_suspension (organisation_id) WHERE lifted_at IS NULL;
            CREATE FUNCTION lift_suspension_once() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                was share_suspension := OLD;
            BEGIN
                was.lifted_on := NEW.lifted_on;
                was.lifted_minute := NEW.lifted_minute;
                was.lifted_at := NEW.lifted_at;
                was.lifted_by_id := NEW.lifted_by_id;
                IF OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL OR was IS DISTINCT FROM NEW
                THEN
                    RAISE EXCEPTION 'a suspension is lifted once' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER suspensions_are_lifted_once BEFORE UPDATE ON share_suspension
                FOR EACH ROW EXECUTE FUNCTION lift_suspension_once();
            """,
            reverse_sql="""
            DROP TRIGGER suspensions_are_lifted_once ON share_suspension;
            DROP FUNCTION lift_suspension_once;
            DROP INDEX withdrawals_are_suspended_once_at_a_time;
            DROP INDEX one_tally_per_class;
            """,
        ),
    ]
