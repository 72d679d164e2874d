from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.payouts.kinds import (
    Channel,
    DetailsState,
    Format,
    ItemState,
    PayoutKind,
    RunState,
    What,
)
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0030_plans_and_who_is_charged")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Payee",
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
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("email", fields.CharField(default="", max_length=254)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "created_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="created_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "payee", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PayeeDetails",
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
                    "payee",
                    fields.ForeignKeyField(
                        "coopcouncil.Payee",
                        source_field="payee_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="details",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("account_name", fields.CharField(max_length=70)),
                ("sealed", fields.BinaryField()),
                ("last_four", fields.CharField(max_length=4)),
                ("fingerprint", fields.BinaryField()),
                ("is_change", fields.BooleanField()),
                ("told_by", fields.CharField(default="", max_length=200)),
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
                (
                    "channel",
                    fields.CharEnumField(
                        null=True,
                        description="TELEPHONE: telephone\nLETTER: letter\nIN_PERSON: in-person",
                        enum_type=Channel,
                        max_length=12,
                    ),
                ),
                ("confirmed_note", fields.CharField(default="", max_length=200)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "payee_details",
                "app": "coopcouncil",
                "indexes": [Index(fields=["payee_id"], name="payee_details_of_a_payee")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PayingAccount",
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
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "changed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="changed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "paying_account", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PaymentRun",
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
                (
                    "format",
                    fields.CharEnumField(
                        description="PAIN: pain-001\nBACS: bacs-18\nCSV: csv",
                        enum_type=Format,
                        max_length=10,
                    ),
                ),
                ("pay_on", fields.DateField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=RunState.DRAFT,
                        description="DRAFT: draft\nASKED: asked\nAPPROVED: approved\nSENT: sent\nDROPPED: dropped",
                        enum_type=RunState,
                        max_length=10,
                    ),
                ),
                ("prepared_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "prepared_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="prepared_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("file_hash", fields.CharField(default="", max_length=64)),
                ("payments", fields.IntField(default=0)),
                ("total", fields.BigIntField(default=0)),
                (
                    "approved_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "approved_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="approved_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
            options={"table": "payment_run", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PayoutItem",
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
                    "payee",
                    fields.ForeignKeyField(
                        "coopcouncil.Payee",
                        source_field="payee_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="REFUND: refund\nSHARES: shares\nSAVINGS: savings\nLOAN: loan\nINTEREST: interest\nDIVIDEND: dividend\nOTHER: other",
                        enum_type=PayoutKind,
                        max_length=10,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("text", fields.CharField(max_length=300)),
                ("source", fields.CharField(max_length=100)),
                (
                    "state",
                    fields.CharEnumField(
                        default=ItemState.OWED,
                        description="OWED: owed\nPREPARED: prepared\nSENT: sent\nPAID: paid\nCANCELLED: cancelled",
                        enum_type=ItemState,
                        max_length=10,
                    ),
                ),
                ("owed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
                ("paid_on", fields.DateField(null=True)),
                ("bank_reference", fields.CharField(default="", max_length=100)),
                ("returned_because", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "payout_item",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "state"], name="payout_item_state"),
                    Index(fields=["payee_id"], name="payout_item_of_a_payee"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PayoutEvent",
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
                    "item",
                    fields.ForeignKeyField(
                        "coopcouncil.PayoutItem",
                        source_field="item_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "what",
                    fields.CharEnumField(
                        description="OWED: owed\nPREPARED: prepared\nTAKEN_OUT: taken-out\nSENT: sent\nPAID: paid\nRETURNED: returned\nCANCELLED: cancelled",
                        enum_type=What,
                        max_length=10,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "run",
                    fields.ForeignKeyField(
                        "coopcouncil.PaymentRun",
                        source_field="run_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("note", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "payout_event",
                "app": "coopcouncil",
                "indexes": [Index(fields=["item_id"], name="payout_event_of_an_item")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RunLine",
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
                    "run",
                    fields.ForeignKeyField(
                        "coopcouncil.PaymentRun",
                        source_field="run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "item",
                    fields.ForeignKeyField(
                        "coopcouncil.PayoutItem",
                        source_field="item_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "details",
                    fields.ForeignKeyField(
                        "coopcouncil.PayeeDetails",
                        source_field="details_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("is_live", fields.BooleanField(default=True)),
            ],
            options={
                "table": "run_line",
                "app": "coopcouncil",
                "indexes": [Index(fields=["run_id"], name="run_line_of_a_run")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Payee",
            constraint=UniqueConstraint(
                fields=("organisation_id", "member_id"), name="one_payee_per_member"
            ),
        ),
        ops.AddConstraint(
            model_name="PayeeDetails",
            constraint=CheckConstraint(
                check="(confirmed_at IS NULL) = (channel IS NULL)",
                name="details_are_confirmed_by_some_way",
            ),
        ),
        ops.AddConstraint(
            model_name="PayeeDetails",
            constraint=CheckConstraint(
                check="(state IN ('refused', 'replaced')) = (ended_at IS NOT NULL)",
                name="details_end_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="PayingAccount",
            constraint=UniqueConstraint(
                fields=("organisation_id",), name="one_paying_account_per_organisation"
            ),
        ),
        ops.AddConstraint(
            model_name="PaymentRun",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_run_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="PaymentRun",
            constraint=CheckConstraint(
                check="state NOT IN ('approved', 'sent') OR (approved_at IS NOT NULL AND file_hash <> '')",
                name="a_run_is_approved_with_its_file",
            ),
        ),
        ops.AddConstraint(
            model_name="PaymentRun",
            constraint=CheckConstraint(
                check="(state = 'sent') = (sent_at IS NOT NULL)", name="a_run_is_sent_at_a_time"
            ),
        ),
        ops.AddConstraint(
            model_name="PayoutItem",
            constraint=UniqueConstraint(
                fields=("organisation_id", "source"), name="one_payout_per_source"
            ),
        ),
        ops.AddConstraint(
            model_name="PayoutItem",
            constraint=CheckConstraint(check="amount > 0", name="a_payout_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="PayoutItem",
            constraint=CheckConstraint(
                check="(state = 'paid') = (paid_on IS NOT NULL)", name="a_payout_is_paid_on_a_day"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_live_account_per_payee ON payee_details (payee_id)
                WHERE state = 'live';
            CREATE UNIQUE INDEX one_account_waits_per_payee ON payee_details (payee_id)
                WHERE state = 'asked';
            CREATE UNIQUE INDEX a_payout_is_in_one_run ON run_line (item_id) WHERE is_live;

            CREATE FUNCTION keep_payee_details() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE'
                    OR (NEW.organisation_id, NEW.payee_id, NEW.account_name, NEW.sealed,
                        NEW.last_four, NEW.fingerprint, NEW.is_change, NEW.told_by,
                        NEW.recorded_at, NEW.recorded_by_id, NEW.usable_from)
                    IS DISTINCT FROM
                    (OLD.organisation_id, OLD.payee_id, OLD.account_name, OLD.sealed,
                        OLD.last_four, OLD.fingerprint, OLD.is_change, OLD.told_by,
                        OLD.recorded_at, OLD.recorded_by_id, OLD.usable_from)
                    OR OLD.state IN ('refused', 'replaced')
                    OR (OLD.state = 'live' AND NEW.state NOT IN ('live', 'replaced'))
                    OR (OLD.confirmed_at IS NOT NULL AND
                        (NEW.confirmed_at, NEW.confirmed_by_id, NEW.channel, NEW.confirmed_note)
                        IS DISTINCT FROM
                        (OLD.confirmed_at, OLD.confirmed_by_id, OLD.channel, OLD.confirmed_note))
                THEN
                    RAISE EXCEPTION 'bank details are replaced, never rewritten'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER payee_details_are_kept BEFORE UPDATE OR DELETE ON payee_details
                FOR EACH ROW EXECUTE FUNCTION keep_payee_details();

            CREATE FUNCTION keep_sent_runs() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.state IN ('sent', 'dropped')
                    OR (NEW.state = 'sent' AND OLD.state <> 'approved')
                    OR (NEW.organisation_id, NEW.number) IS DISTINCT FROM
                       (OLD.organisation_id, OLD.number)
                THEN
                    RAISE EXCEPTION 'a run goes to the bank once, after its approval'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER runs_that_are_sent_stay BEFORE UPDATE OR DELETE ON payment_run
                FOR EACH ROW EXECUTE FUNCTION keep_sent_runs();

            CREATE FUNCTION keep_run_lines() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                run_state text;
            BEGIN
                SELECT state INTO run_state FROM payment_run
                    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.run_id ELSE NEW.run_id END;
                IF TG_OP = 'DELETE' OR (TG_OP = 'INSERT' AND run_state IN ('sent', 'dropped'))
                    OR (TG_OP = 'UPDATE' AND
                        (NEW.organisation_id, NEW.run_id, NEW.item_id, NEW.details_id, NEW.amount)
                        IS DISTINCT FROM
                        (OLD.organisation_id, OLD.run_id, OLD.item_id, OLD.details_id, OLD.amount))
                    OR (TG_OP = 'UPDATE' AND NEW.is_live AND NOT OLD.is_live)
                THEN
                    RAISE EXCEPTION 'the lines of a run are kept' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER run_lines_are_kept BEFORE INSERT OR UPDATE OR DELETE ON run_line
                FOR EACH ROW EXECUTE FUNCTION keep_run_lines();

            CREATE FUNCTION keep_payouts() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.state = 'cancelled'
                    OR (NEW.organisation_id, NEW.payee_id, NEW.kind, NEW.amount, NEW.source,
                        NEW.owed_at) IS DISTINCT FROM
                       (OLD.organisation_id, OLD.payee_id, OLD.kind, OLD.amount, OLD.source,
                        OLD.owed_at)
                    OR (NEW.state = 'paid' AND OLD.state NOT IN ('sent', 'paid'))
                    OR (NEW.state = 'sent' AND OLD.state NOT IN ('prepared', 'sent', 'paid'))
                THEN
                    RAISE EXCEPTION 'what is owed is kept as it is owed' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER payouts_keep_what_is_owed BEFORE UPDATE OR DELETE ON payout_item
                FOR EACH ROW EXECUTE FUNCTION keep_payouts();

            CREATE FUNCTION keep_payout_events() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what happened is added to, never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER payout_events_are_kept BEFORE UPDATE OR DELETE ON payout_event
                FOR EACH ROW EXECUTE FUNCTION keep_payout_events();
            """,
            """
            DROP TRIGGER payout_events_are_kept ON payout_event;
            DROP TRIGGER payouts_keep_what_is_owed ON payout_item;
            DROP TRIGGER run_lines_are_kept ON run_line;
            DROP TRIGGER runs_that_are_sent_stay ON payment_run;
            DROP TRIGGER payee_details_are_kept ON payee_details;
            DROP FUNCTION keep_payout_events();
            DROP FUNCTION keep_payouts();
            DROP FUNCTION keep_run_lines();
            DROP FUNCTION keep_sent_runs();
            DROP FUNCTION keep_payee_details();
            DROP INDEX a_payout_is_in_one_run;
            DROP INDEX one_account_waits_per_payee;
            DROP INDEX one_live_account_per_payee;
            """,
        ),
    ]
