from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.payments.bacs.kinds import Did, FileState, LineState, MandateState, Report
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0036_lists_undone_at")]

    initial = False

    operations = [
        ops.CreateModel(
            name="BacsFile",
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
                ("number", fields.IntField()),
                ("processed_on", fields.DateField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=FileState.MADE,
                        description="MADE: made\nSENT: sent\nSETTLED: settled\nDROPPED: dropped",
                        enum_type=FileState,
                        max_length=10,
                    ),
                ),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="made_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("debits", fields.IntField(default=0)),
                ("instructions", fields.IntField(default=0)),
                ("total", fields.BigIntField(default=0)),
                ("file_hash", fields.CharField(default="", max_length=64)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "sent_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="sent_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "bacs_file", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BacsMandate",
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
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reference", fields.CharField(max_length=18)),
                ("account_name", fields.CharField(max_length=70)),
                ("sealed", fields.BinaryField()),
                ("last_four", fields.CharField(max_length=4)),
                (
                    "state",
                    fields.CharEnumField(
                        default=MandateState.NEW,
                        description="NEW: new\nLODGED: lodged\nACTIVE: active\nREFUSED: refused\nENDED: ended",
                        enum_type=MandateState,
                        max_length=10,
                    ),
                ),
                ("signed_on", fields.DateField()),
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
                ("usable_from", fields.DateField(null=True)),
                ("ended_on", fields.DateField(null=True)),
                ("ended_because", fields.CharField(default="", max_length=200)),
                ("tell_bank", fields.BooleanField(default=False)),
            ],
            options={
                "table": "bacs_mandate",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="bacs_mandate_of_a_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BacsLine",
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
                        "coopcouncil.BacsFile",
                        source_field="file_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "mandate",
                    fields.ForeignKeyField(
                        "coopcouncil.BacsMandate",
                        source_field="mandate_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "payment",
                    fields.ForeignKeyField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(max_length=2)),
                ("amount", fields.BigIntField(default=0)),
                ("account_name", fields.CharField(max_length=70)),
                ("sealed", fields.BinaryField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=LineState.PLANNED,
                        description="PLANNED: planned\nSENT: sent\nSETTLED: settled\nRETURNED: returned\nDROPPED: dropped",
                        enum_type=LineState,
                        max_length=10,
                    ),
                ),
            ],
            options={
                "table": "bacs_line",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["file_id"], name="bacs_line_of_a_file"),
                    Index(fields=["mandate_id"], name="bacs_line_of_a_mandate"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BacsReport",
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
                    "kind",
                    fields.CharEnumField(
                        description="ADDACS: addacs\nAUDDIS: auddis\nARUDD: arudd",
                        enum_type=Report,
                        max_length=10,
                    ),
                ),
                ("file_hash", fields.CharField(max_length=64)),
                ("name", fields.CharField(max_length=200)),
                ("read_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "read_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="read_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "bacs_report", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BacsAdvice",
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
                    "report",
                    fields.ForeignKeyField(
                        "coopcouncil.BacsReport",
                        source_field="report_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="advices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "mandate",
                    fields.ForeignKeyField(
                        "coopcouncil.BacsMandate",
                        source_field="mandate_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reference", fields.CharField(max_length=40)),
                ("code", fields.CharField(max_length=10)),
                ("advised_on", fields.DateField(null=True)),
                ("amount", fields.BigIntField(default=0)),
                (
                    "did",
                    fields.CharEnumField(
                        description="ENDED: ended\nAMENDED: amended\nREINSTATED: reinstated\nREFUSED: refused\nFAILED: failed\nTAKEN_BACK: taken-back\nNOTED: noted\nUNKNOWN: unknown",
                        enum_type=Did,
                        max_length=12,
                    ),
                ),
            ],
            options={
                "table": "bacs_advice",
                "app": "coopcouncil",
                "indexes": [Index(fields=["report_id"], name="bacs_advice_of_a_report")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="BacsFile",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_file_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="BacsMandate",
            constraint=UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_mandate_per_reference"
            ),
        ),
        ops.AddConstraint(
            model_name="BacsMandate",
            constraint=CheckConstraint(
                check="(state IN ('refused', 'ended')) = (ended_on IS NOT NULL)",
                name="a_bacs_mandate_ends_on_a_day",
            ),
        ),
        ops.AddConstraint(
            model_name="BacsLine",
            constraint=CheckConstraint(
                check="(amount > 0) = (payment_id IS NOT NULL)", name="a_debit_is_of_a_payment"
            ),
        ),
        ops.AddConstraint(
            model_name="BacsReport",
            constraint=UniqueConstraint(
                fields=("organisation_id", "file_hash"), name="a_report_is_read_once"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_mandate_lives_per_member ON bacs_mandate (member_id)
                WHERE state IN ('new', 'lodged', 'active');
            CREATE UNIQUE INDEX one_debit_per_payment ON bacs_line (payment_id)
                WHERE payment_id IS NOT NULL;

            CREATE FUNCTION keep_bacs_files() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR (OLD.state, NEW.state) NOT IN (
                        ('made', 'made'), ('made', 'sent'), ('made', 'dropped'),
                        ('sent', 'settled'))
                    OR (OLD.state <> 'made' AND
                        (NEW.number, NEW.processed_on, NEW.total, NEW.debits, NEW.file_hash)
                        IS DISTINCT FROM
                        (OLD.number, OLD.processed_on, OLD.total, OLD.debits, OLD.file_hash))
                THEN
                    RAISE EXCEPTION 'a file goes to Bacs once' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER bacs_files_are_kept BEFORE UPDATE OR DELETE ON bacs_file
                FOR EACH ROW EXECUTE FUNCTION keep_bacs_files();

            CREATE FUNCTION keep_bacs_lines() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE'
                    OR to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state'
                    OR (NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
                        ('planned', 'sent'), ('planned', 'dropped'), ('sent', 'settled'),
                        ('sent', 'returned'), ('settled', 'returned')))
                THEN
                    RAISE EXCEPTION 'a line of a file stays what it is' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER bacs_lines_are_kept BEFORE UPDATE OR DELETE ON bacs_line
                FOR EACH ROW EXECUTE FUNCTION keep_bacs_lines();

            CREATE FUNCTION keep_bacs_reports() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what Bacs reported is kept' USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER bacs_reports_are_kept BEFORE UPDATE OR DELETE ON bacs_report
                FOR EACH ROW EXECUTE FUNCTION keep_bacs_reports();
            CREATE TRIGGER bacs_advices_are_kept BEFORE UPDATE OR DELETE ON bacs_advice
                FOR EACH ROW EXECUTE FUNCTION keep_bacs_reports();
            """,
            """
            DROP TRIGGER bacs_advices_are_kept ON bacs_advice;
            DROP TRIGGER bacs_reports_are_kept ON bacs_report;
            DROP TRIGGER bacs_lines_are_kept ON bacs_line;
            DROP TRIGGER bacs_files_are_kept ON bacs_file;
            DROP FUNCTION keep_bacs_reports();
            DROP FUNCTION keep_bacs_lines();
            DROP FUNCTION keep_bacs_files();
            DROP INDEX one_debit_per_payment;
            DROP INDEX one_mandate_lives_per_member;
            """,
        ),
    ]
