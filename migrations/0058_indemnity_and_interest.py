from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.payments.bacs.kinds import ClaimOutcome, Did, Report
from coopcouncil.shares.kinds import EventKind, Taking
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0057_a_need_answered_and_a_promise_replaced")]

    initial = False

    operations = [
        ops.CreateModel(
            name="IndemnityClaim",
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
                    "advice",
                    fields.ForeignKeyField(
                        "coopcouncil.BacsAdvice",
                        source_field="advice_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "line",
                    fields.ForeignKeyField(
                        "coopcouncil.BacsLine",
                        source_field="line_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "payment",
                    fields.ForeignKeyField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reference", fields.CharField(max_length=40)),
                ("code", fields.CharField(max_length=10)),
                ("amount", fields.BigIntField()),
                ("claimed_on", fields.DateField()),
                (
                    "charges",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("told", fields.BooleanField(default=False)),
            ],
            options={
                "table": "indemnity_claim",
                "app": "coopcouncil",
                "indexes": [Index(fields=["payment_id"], name="indemnity_claim_on_a_payment")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ClaimDecision",
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
                    "claim",
                    fields.ForeignKeyField(
                        "coopcouncil.IndemnityClaim",
                        source_field="claim_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "outcome",
                    fields.CharEnumField(
                        description="OWED: owed\nDISPUTED: disputed\nNOT_OWED: not-owed",
                        enum_type=ClaimOutcome,
                        max_length=10,
                    ),
                ),
                ("reason", fields.CharField(max_length=300)),
                ("decided_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
            ],
            options={
                "table": "indemnity_claim_decision",
                "app": "coopcouncil",
                "indexes": [Index(fields=["claim_id"], name="decision_on_an_indemnity_claim")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareInterestChoice",
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
                    "taking",
                    fields.CharEnumField(
                        description="PAID_OUT: paid-out\nADDED: added",
                        enum_type=Taking,
                        max_length=10,
                    ),
                ),
                ("chosen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "chosen_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="chosen_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "share_interest_choice",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="share_interest_choice_of_a_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareReinvestment",
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
                    "line",
                    fields.OneToOneField(
                        "coopcouncil.ShareReturnLine",
                        source_field="line_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "event",
                    fields.OneToOneField(
                        "coopcouncil.ShareEvent",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
            ],
            options={"table": "share_reinvestment", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareReturnReversal",
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
                    "share_return",
                    fields.OneToOneField(
                        "coopcouncil.ShareReturn",
                        source_field="share_return_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on", fields.DateField()),
                ("reason", fields.CharField(max_length=200)),
                ("reversed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "reversed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="reversed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "share_return_reversal", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AlterField(
            model_name="BacsAdvice",
            name="did",
            field=fields.CharEnumField(
                description="ENDED: ended\nAMENDED: amended\nREINSTATED: reinstated\nREFUSED: refused\nFAILED: failed\nTAKEN_BACK: taken-back\nCLAIMED: claimed\nNOTED: noted\nUNKNOWN: unknown",
                enum_type=Did,
                max_length=12,
            ),
        ),
        ops.AlterField(
            model_name="BacsReport",
            name="kind",
            field=fields.CharEnumField(
                description="ADDACS: addacs\nAUDDIS: auddis\nARUDD: arudd\nDDICA: ddica",
                enum_type=Report,
                max_length=10,
            ),
        ),
        ops.AlterField(
            model_name="ShareEvent",
            name="kind",
            field=fields.CharEnumField(
                description="TAKEN_OVER: taken-over\nALLOTTED: allotted\nPAID: paid\nSPLIT: split\nTRANSFERRED: transferred\nRENUMBERED: renumbered\nWITHDRAWN: withdrawn\nCANCELLED: cancelled\nADDED: added\nREVERSED: reversed",
                enum_type=EventKind,
                max_length=20,
            ),
        ),
        ops.AddConstraint(
            model_name="IndemnityClaim",
            constraint=UniqueConstraint(
                fields=("organisation_id", "reference", "line_id"), name="a_claim_is_paid_once"
            ),
        ),
        ops.AddConstraint(
            model_name="IndemnityClaim",
            constraint=CheckConstraint(check="amount > 0", name="a_claim_is_for_a_sum"),
        ),
        ops.AddConstraint(
            model_name="ClaimDecision",
            constraint=CheckConstraint(
                check="reason <> ''", name="a_claim_is_decided_for_a_reason"
            ),
        ),
        ops.AddConstraint(
            model_name="ShareReinvestment",
            constraint=CheckConstraint(check="amount > 0", name="shares_are_made_of_something"),
        ),
        ops.AddConstraint(
            model_name="ShareReturnReversal",
            constraint=CheckConstraint(
                check="reason <> ''", name="a_return_is_reversed_for_a_reason"
            ),
        ),
        ops.RunSQL(
            """
            CREATE FUNCTION keep_what_was_said_of_money() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what was recorded here stays: %', TG_TABLE_NAME
                    USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER indemnity_claims_are_kept BEFORE UPDATE OR DELETE ON indemnity_claim
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said_of_money();
            CREATE TRIGGER indemnity_claim_decisions_are_kept BEFORE UPDATE OR DELETE ON indemnity_claim_decision
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said_of_money();
            CREATE TRIGGER share_interest_choices_are_kept BEFORE UPDATE OR DELETE ON share_interest_choice
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said_of_money();
            CREATE TRIGGER share_reinvestments_are_kept BEFORE UPDATE OR DELETE ON share_reinvestment
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said_of_money();
            CREATE TRIGGER share_return_reversals_are_kept BEFORE UPDATE OR DELETE ON share_return_reversal
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said_of_money();
            """,
            """
            DROP TRIGGER indemnity_claims_are_kept ON indemnity_claim;
            DROP TRIGGER indemnity_claim_decisions_are_kept ON indemnity_claim_decision;
            DROP TRIGGER share_interest_choices_are_kept ON share_interest_choice;
            DROP TRIGGER share_reinvestments_are_kept ON share_reinvestment;
            DROP TRIGGER share_return_reversals_are_kept ON share_return_reversal;
            DROP FUNCTION keep_what_was_said_of_money();
            """,
        ),
    ]
