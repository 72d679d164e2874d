from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.arrears.kinds import Ending, HoldReason, ReminderWay
from coopcouncil.payments.kinds import Interval
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0034_words_in_the_order_of_names")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Arrangement",
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
                ("total", fields.BigIntField()),
                ("instalment", fields.BigIntField()),
                (
                    "interval",
                    fields.CharEnumField(
                        description="WEEK: week\nMONTH: month\nQUARTER: quarter\nYEAR: year",
                        enum_type=Interval,
                        max_length=10,
                    ),
                ),
                ("first_on", fields.DateField()),
                ("agreed_on", fields.DateField()),
                ("note", fields.TextField(default="", unique=False)),
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
                ("ended_on", fields.DateField(null=True)),
                (
                    "ending",
                    fields.CharEnumField(
                        null=True,
                        description="KEPT: kept\nBROKEN: broken\nREPLACED: replaced\nWITHDRAWN: withdrawn",
                        enum_type=Ending,
                        max_length=10,
                    ),
                ),
                ("end_reason", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "arrangement",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="arrangement_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ArrangementCharge",
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
                    "arrangement",
                    fields.ForeignKeyField(
                        "coopcouncil.Arrangement",
                        source_field="arrangement_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="charges",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "charge",
                    fields.ForeignKeyField(
                        "coopcouncil.Charge",
                        source_field="charge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
            ],
            options={
                "table": "arrangement_charge",
                "app": "coopcouncil",
                "indexes": [Index(fields=["charge_id"], name="arrangement_charge_charge")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HelpAsked",
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
                ("words", fields.TextField(unique=False)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="asked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("answer", fields.TextField(default="", unique=False)),
                (
                    "answered_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "answered_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="answered_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "help_asked",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="help_asked_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LateReminder",
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
                (
                    "charge",
                    fields.ForeignKeyField(
                        "coopcouncil.Charge",
                        source_field="charge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("step", fields.IntField()),
                ("amount", fields.BigIntField()),
                ("late_since", fields.DateField()),
                (
                    "way",
                    fields.CharEnumField(
                        description="EMAIL: email\nLETTER: letter",
                        enum_type=ReminderWay,
                        max_length=10,
                    ),
                ),
                ("language", fields.CharField(max_length=5)),
                ("said_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("posted_on", fields.DateField(null=True)),
            ],
            options={
                "table": "late_reminder",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="late_reminder_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ReminderHold",
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
                (
                    "reason",
                    fields.CharEnumField(
                        description="HARDSHIP: hardship\nQUERY: query\nBEREAVEMENT: bereavement\nOTHER: other",
                        enum_type=HoldReason,
                        max_length=12,
                    ),
                ),
                ("since", fields.DateField()),
                ("until", fields.DateField()),
                ("note", fields.TextField(default="", unique=False)),
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
                ("lifted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reminder_hold",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="reminder_hold_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Arrangement",
            constraint=CheckConstraint(
                check="0 < instalment AND instalment <= total", name="an_instalment_is_a_part"
            ),
        ),
        ops.AddConstraint(
            model_name="Arrangement",
            constraint=CheckConstraint(
                check="(ended_on IS NULL) = (ending IS NULL)", name="an_ending_has_its_day"
            ),
        ),
        ops.AddConstraint(
            model_name="ArrangementCharge",
            constraint=UniqueConstraint(
                fields=("arrangement_id", "charge_id"), name="a_charge_once_in_it"
            ),
        ),
        ops.AddConstraint(
            model_name="ArrangementCharge",
            constraint=CheckConstraint(check="amount > 0", name="something_is_spread"),
        ),
        ops.AddConstraint(
            model_name="HelpAsked",
            constraint=CheckConstraint(
                check="(answered_at IS NULL) = (answer = '')", name="an_answer_has_its_moment"
            ),
        ),
        ops.AddConstraint(
            model_name="LateReminder",
            constraint=UniqueConstraint(fields=("charge_id", "step"), name="one_reminder_per_step"),
        ),
        ops.AddConstraint(
            model_name="LateReminder",
            constraint=CheckConstraint(
                check="step BETWEEN 1 AND 3", name="a_reminder_is_one_of_three"
            ),
        ),
        ops.AddConstraint(
            model_name="LateReminder",
            constraint=CheckConstraint(check="amount > 0", name="a_reminder_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="LateReminder",
            constraint=CheckConstraint(
                check="way = 'letter' OR posted_on IS NULL", name="only_a_letter_is_posted"
            ),
        ),
        ops.AddConstraint(
            model_name="ReminderHold",
            constraint=CheckConstraint(check="until >= since", name="a_hold_has_a_day"),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_arrangement_at_a_time
                ON arrangement (member_id) WHERE ended_on IS NULL;
            CREATE UNIQUE INDEX help_is_asked_once_at_a_time
                ON help_asked (member_id) WHERE answered_at IS NULL;
            CREATE FUNCTION keep_late_reminder() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.posted_on IS NOT NULL
                    OR (to_jsonb(OLD) - 'posted_on') <> (to_jsonb(NEW) - 'posted_on') THEN
                    RAISE EXCEPTION 'what was said of a late payment is kept'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER late_reminder_is_kept BEFORE UPDATE OR DELETE ON late_reminder
                FOR EACH ROW EXECUTE FUNCTION keep_late_reminder();
            CREATE FUNCTION keep_arrangement() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.ended_on IS NOT NULL
                    OR (to_jsonb(OLD) - 'ended_on' - 'ending' - 'end_reason')
                    <> (to_jsonb(NEW) - 'ended_on' - 'ending' - 'end_reason') THEN
                    RAISE EXCEPTION 'what was agreed is kept' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER arrangement_is_kept BEFORE UPDATE OR DELETE ON arrangement
                FOR EACH ROW EXECUTE FUNCTION keep_arrangement();
            CREATE FUNCTION keep_arrangement_charge() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    RAISE EXCEPTION 'what was agreed is kept' USING ERRCODE = '23514';
                END IF;
                IF NOT EXISTS (
                    SELECT FROM arrangement a JOIN charge c ON c.id = NEW.charge_id
                    WHERE a.id = NEW.arrangement_id AND a.member_id = c.member_id
                        AND a.organisation_id = NEW.organisation_id
                        AND c.organisation_id = NEW.organisation_id
                ) THEN
                    RAISE EXCEPTION 'a payment plan is about its own member'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER arrangement_charge_is_kept
                BEFORE INSERT OR UPDATE OR DELETE ON arrangement_charge
                FOR EACH ROW EXECUTE FUNCTION keep_arrangement_charge();
            """,
            reverse_sql="""
            DROP TRIGGER late_reminder_is_kept ON late_reminder;
            DROP TRIGGER arrangement_is_kept ON arrangement;
            DROP TRIGGER arrangement_charge_is_kept ON arrangement_charge;
            DROP FUNCTION keep_late_reminder();
            DROP FUNCTION keep_arrangement();
            DROP FUNCTION keep_arrangement_charge();
            DROP INDEX one_arrangement_at_a_time;
            DROP INDEX help_is_asked_once_at_a_time;
            """,
        ),
    ]
