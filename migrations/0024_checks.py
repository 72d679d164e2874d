from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.checks.kinds import CheckKind, State
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0023_candidates_and_members")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Check",
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
                        description="REFUND: refund\nWRITE_OFF: write-off\nLOAN: loan\nWITHDRAWAL: withdrawal\nPAYEE_CHANGE: payee-change\nPAYMENT_RUN: payment-run",
                        enum_type=CheckKind,
                        max_length=20,
                    ),
                ),
                ("amount", fields.BigIntField(default=0)),
                ("subject", fields.CharField(max_length=100)),
                ("text", fields.CharField(max_length=300)),
                (
                    "facts",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=State.WAITING,
                        description="WAITING: waiting\nALONE: alone\nAPPROVED: approved\nREFUSED: refused\nTAKEN_BACK: taken-back\nEXPIRED: expired",
                        enum_type=State,
                        max_length=20,
                    ),
                ),
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
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
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
                ("reason", fields.CharField(default="", max_length=500)),
            ],
            options={
                "table": "money_check",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "state"], name="check_waiting")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Check",
            constraint=CheckConstraint(
                check="state NOT IN ('approved', 'refused') OR decided_by_id IS NOT NULL",
                name="a_check_is_decided_by_somebody",
            ),
        ),
        ops.AddConstraint(
            model_name="Check",
            constraint=CheckConstraint(
                check="state NOT IN ('approved', 'refused') OR asked_by_id IS NULL OR decided_by_id <> asked_by_id",
                name="who_asks_never_checks",
            ),
        ),
        ops.AddConstraint(
            model_name="Check",
            constraint=CheckConstraint(
                check="(state = 'waiting') = (decided_at IS NULL)",
                name="a_check_is_decided_at_a_time",
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_check_waits_per_subject
                ON money_check (organisation_id, kind, subject) WHERE state = 'waiting';

            CREATE FUNCTION keep_checks() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' OR NEW.state = 'waiting'
                    OR (NEW.organisation_id, NEW.kind, NEW.amount, NEW.subject, NEW.text,
                        NEW.facts, NEW.member_id, NEW.asked_at, NEW.asked_by_id, NEW.expires_at)
                    IS DISTINCT FROM
                    (OLD.organisation_id, OLD.kind, OLD.amount, OLD.subject, OLD.text,
                        OLD.facts, OLD.member_id, OLD.asked_at, OLD.asked_by_id, OLD.expires_at)
                THEN
                    RAISE EXCEPTION 'a check is decided once and never rewritten'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER checks_are_decided_once BEFORE UPDATE OR DELETE ON money_check
                FOR EACH ROW EXECUTE FUNCTION keep_checks();
            """,
            """
            DROP TRIGGER checks_are_decided_once ON money_check;
            DROP FUNCTION keep_checks();
            DROP INDEX one_check_waits_per_subject;
            """,
        ),
    ]
