from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.payouts.kinds import DetailsState
from coopcouncil.procurement.tenders.consideration.kinds import Condition
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0067_learners_members_and_corrections")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PayingAccountChange",
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
                ("account_name", fields.CharField(max_length=70)),
                ("sealed", fields.BinaryField()),
                ("last_four", fields.CharField(max_length=4)),
                ("service_user_number", fields.CharField(default="", max_length=6)),
                ("service_user_name", fields.CharField(default="", max_length=18)),
                ("reason", fields.CharField(max_length=200)),
                ("is_change", fields.BooleanField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=DetailsState.ASKED,
                        description="ASKED: asked\nLIVE: live\nREFUSED: refused\nREPLACED: replaced",
                        enum_type=DetailsState,
                        max_length=10,
                    ),
                ),
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
                ("usable_from", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "confirmed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="confirmed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("confirmed_note", fields.CharField(default="", max_length=200)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "paying_account_change",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id"], name="paying_account_changes")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AlterField(
            model_name="ReservationAnswer",
            name="condition",
            field=fields.CharEnumField(
                description="FLEXIBLE: flexible\nSUPPORTED_SHARE: supported-share\nSUPPORTED_AIM: supported-aim\nMUTUAL_SERVICE: mutual-service\nMUTUAL_TERM: mutual-term\nMUTUAL_PROFITS: mutual-profits\nMUTUAL_CONTROL: mutual-control\nMUTUAL_AWARD_BEFORE: mutual-award-before\nBELOW_THRESHOLD: below-threshold\nNO_CROSS_BORDER: no-cross-border\nAREA_STATED: area-stated\nSIZE_STATED: size-stated",
                enum_type=Condition,
                max_length=20,
            ),
        ),
        ops.AddConstraint(
            model_name="PayingAccountChange",
            constraint=CheckConstraint(
                check="(state IN ('refused', 'replaced')) = (ended_at IS NOT NULL)",
                name="a_changed_account_ends_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="PayingAccountChange",
            constraint=CheckConstraint(
                check="used_at IS NULL OR (state IN ('live', 'replaced') AND (NOT is_change OR (confirmed_at IS NOT NULL AND used_at >= usable_from)))",
                name="a_changed_account_is_used_once_confirmed_and_in_time",
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_paying_account_waits ON paying_account_change (organisation_id)
                WHERE state IN ('asked', 'live') AND used_at IS NULL;
            CREATE FUNCTION keep_paying_account_changes() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE'
                    OR (NEW.organisation_id, NEW.account_name, NEW.sealed, NEW.last_four,
                        NEW.service_user_number, NEW.service_user_name, NEW.reason, NEW.is_change,
                        NEW.recorded_at, NEW.recorded_by_id, NEW.usable_from)
                    IS DISTINCT FROM
                    (OLD.organisation_id, OLD.account_name, OLD.sealed, OLD.last_four,
                        OLD.service_user_number, OLD.service_user_name, OLD.reason, OLD.is_change,
                        OLD.recorded_at, OLD.recorded_by_id, OLD.usable_from)
                    OR OLD.state IN ('refused', 'replaced')
                    OR (OLD.state = 'live' AND NEW.state = 'asked')
                    OR (OLD.used_at IS NOT NULL AND (NEW.used_at IS DISTINCT FROM OLD.used_at
                        OR NEW.state = 'refused'))
                    OR (OLD.confirmed_at IS NOT NULL AND
                        (NEW.confirmed_at, NEW.confirmed_by_id, NEW.confirmed_note)
                        IS DISTINCT FROM
                        (OLD.confirmed_at, OLD.confirmed_by_id, OLD.confirmed_note))
                THEN
                    RAISE EXCEPTION 'the account that is paid from is replaced, never rewritten'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER paying_account_changes_are_kept
                BEFORE UPDATE OR DELETE ON paying_account_change
                FOR EACH ROW EXECUTE FUNCTION keep_paying_account_changes();
            """,
            reverse_sql="""
            DROP TRIGGER paying_account_changes_are_kept ON paying_account_change;
            DROP FUNCTION keep_paying_account_changes();
            DROP INDEX one_paying_account_waits;
            """,
        ),
    ]
