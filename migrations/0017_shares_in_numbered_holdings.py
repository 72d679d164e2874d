from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.organisations.kinds import Role
from coopcouncil.shares.kinds import Answer, Decided, EventKind, ShareKind
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0016_officers_and_inspections")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ShareNomination",
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
                ("nominee_name", fields.CharField(max_length=201)),
                ("nominee_address", fields.TextField(default="", unique=False)),
                ("kinship", fields.CharField(default="", max_length=100)),
                ("amount", fields.BigIntField(null=True)),
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
                ("revoked_on", fields.DateField(null=True)),
                ("revoked_because", fields.TextField(default="", unique=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "revoked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="revoked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "share_nomination",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="share_nomination_of_a_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareHolding",
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
                ("number", fields.BigIntField()),
                (
                    "kind",
                    fields.CharEnumField(
                        description="PAR: par\nWITHDRAWABLE: withdrawable\nTRANSFERABLE: transferable",
                        enum_type=ShareKind,
                        max_length=20,
                    ),
                ),
                ("nominal", fields.BigIntField()),
                (
                    "split_from",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareHolding",
                        source_field="split_from_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "share_holding", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareApplication",
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
                    "kind",
                    fields.CharEnumField(
                        description="PAR: par\nWITHDRAWABLE: withdrawable\nTRANSFERABLE: transferable",
                        enum_type=ShareKind,
                        max_length=20,
                    ),
                ),
                ("shares", fields.BigIntField()),
                ("applied_on", fields.DateField()),
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
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="ALLOTTED: allotted\nREFUSED: refused\nTAKEN_BACK: taken-back",
                        enum_type=Decided,
                        max_length=20,
                    ),
                ),
                ("decided_on", fields.DateField(null=True)),
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
                ("minute", fields.CharField(default="", max_length=200)),
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "holding",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareHolding",
                        source_field="holding_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "share_application",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "outcome"], name="share_application_waiting")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareCertificate",
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
                ("number", fields.BigIntField()),
                (
                    "holding",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareHolding",
                        source_field="holding_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
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
                ("name", fields.CharField(max_length=201)),
                ("shares", fields.BigIntField()),
                ("paid", fields.BigIntField()),
                ("issued_on", fields.DateField()),
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
            ],
            options={
                "table": "share_certificate",
                "app": "coopcouncil",
                "indexes": [Index(fields=["holding_id"], name="share_certificate_of_a_holding")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareEvent",
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
                    "holding",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareHolding",
                        source_field="holding_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
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
                    "kind",
                    fields.CharEnumField(
                        description="TAKEN_OVER: taken-over\nALLOTTED: allotted\nPAID: paid\nSPLIT: split\nTRANSFERRED: transferred\nWITHDRAWN: withdrawn\nCANCELLED: cancelled\nREVERSED: reversed",
                        enum_type=EventKind,
                        max_length=20,
                    ),
                ),
                (
                    "holder",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="holder_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("shares", fields.BigIntField(default=0)),
                ("paid", fields.BigIntField(default=0)),
                ("amount", fields.BigIntField(default=0)),
                ("effective_on", fields.DateField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_on", fields.DateField(null=True)),
                ("minute", fields.CharField(default="", max_length=200)),
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "reverses",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareEvent",
                        source_field="reverses_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "share_event",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["holding_id", "effective_on"], name="share_event_of_a_holding"),
                    Index(fields=["holder_id"], name="share_event_of_a_holder"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareWithdrawal",
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
                    "holding",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareHolding",
                        source_field="holding_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
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
                ("shares", fields.BigIntField()),
                ("notice_on", fields.DateField()),
                ("earliest_on", fields.DateField()),
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
                ("reason", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "share_withdrawal",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "notice_on"], name="share_withdrawal_in_turn"),
                    Index(fields=["holding_id"], name="share_withdrawal_of_a_holding"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ShareWithdrawalDecision",
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
                    "withdrawal",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareWithdrawal",
                        source_field="withdrawal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "answer",
                    fields.CharEnumField(
                        description="GRANTED: granted\nSUSPENDED: suspended\nRESUMED: resumed\nTAKEN_BACK: taken-back",
                        enum_type=Answer,
                        max_length=20,
                    ),
                ),
                ("shares", fields.BigIntField(default=0)),
                ("decided_on", fields.DateField()),
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
                ("minute", fields.CharField(default="", max_length=200)),
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "event",
                    fields.ForeignKeyField(
                        "coopcouncil.ShareEvent",
                        source_field="event_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "share_withdrawal_decision",
                "app": "coopcouncil",
                "indexes": [Index(fields=["withdrawal_id"], name="share_decision_of_a_notice")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AlterField(
            model_name="Grant",
            name="role",
            field=fields.CharEnumField(
                description="SECRETARY: secretary\nCHAIR: chair\nRETURNING_OFFICER: returning-officer\nSCRUTINEER: scrutineer\nTREASURER: treasurer\nDIRECTOR: director\nAUDITOR: auditor\nTRUST_ADMINISTRATOR: trust-administrator\nSAFEGUARDING_LEAD: safeguarding-lead\nCREDIT_UNION_OFFICER: credit-union-officer\nPROCUREMENT_LEAD: procurement-lead",
                enum_type=Role,
                max_length=30,
            ),
        ),
        ops.AddConstraint(
            model_name="ShareNomination",
            constraint=CheckConstraint(
                check="amount > 0 AND amount <= 500000", name="a_nomination_is_within_the_law"
            ),
        ),
        ops.AddConstraint(
            model_name="ShareNomination",
            constraint=CheckConstraint(
                check="(revoked_on IS NULL) = (revoked_at IS NULL)",
                name="a_nomination_is_revoked_on_a_day",
            ),
        ),
        ops.AddConstraint(
            model_name="ShareHolding",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_holding_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="ShareHolding",
            constraint=CheckConstraint(check="nominal > 0", name="a_share_has_a_value"),
        ),
        ops.AddConstraint(
            model_name="ShareApplication",
            constraint=CheckConstraint(check="shares > 0", name="somebody_applies_for_a_share"),
        ),
        ops.AddConstraint(
            model_name="ShareApplication",
            constraint=CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)",
                name="an_application_is_decided_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="ShareApplication",
            constraint=CheckConstraint(
                check="(outcome = 'allotted') = (holding_id IS NOT NULL)",
                name="an_allotment_makes_a_holding",
            ),
        ),
        ops.AddConstraint(
            model_name="ShareCertificate",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_certificate_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="ShareEvent",
            constraint=CheckConstraint(check="amount >= 0", name="an_event_is_about_a_sum"),
        ),
        ops.AddConstraint(
            model_name="ShareEvent",
            constraint=CheckConstraint(
                check="(kind = 'reversed') = (reverses_id IS NOT NULL)",
                name="a_reversal_names_what_it_reverses",
            ),
        ),
        ops.AddConstraint(
            model_name="ShareWithdrawal",
            constraint=CheckConstraint(check="shares > 0", name="somebody_withdraws_a_share"),
        ),
        ops.AddConstraint(
            model_name="ShareWithdrawal",
            constraint=CheckConstraint(
                check="notice_on <= earliest_on", name="a_withdrawal_waits_for_its_notice"
            ),
        ),
        ops.AddConstraint(
            model_name="ShareWithdrawalDecision",
            constraint=CheckConstraint(
                check="(answer = 'granted') = (shares > 0 AND event_id IS NOT NULL)",
                name="a_grant_pays_shares_out",
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX a_share_event_is_reversed_once ON share_event (reverses_id)
                WHERE reverses_id IS NOT NULL;
            CREATE FUNCTION keep_shares() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what happened to shares is added to, never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE FUNCTION decide_shares_once() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                was share_application := OLD;
            BEGIN
                was.outcome := NEW.outcome;
                was.decided_on := NEW.decided_on;
                was.decided_at := NEW.decided_at;
                was.decided_by_id := NEW.decided_by_id;
                was.minute := NEW.minute;
                was.reason := NEW.reason;
                was.holding_id := NEW.holding_id;
                IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR was IS DISTINCT FROM NEW THEN
                    RAISE EXCEPTION 'an application is decided once'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION revoke_nomination_once() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                was share_nomination := OLD;
            BEGIN
                was.revoked_on := NEW.revoked_on;
                was.revoked_because := NEW.revoked_because;
                was.revoked_at := NEW.revoked_at;
                was.revoked_by_id := NEW.revoked_by_id;
                IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR was IS DISTINCT FROM NEW
                THEN
                    RAISE EXCEPTION 'a nomination is revoked once'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER holdings_keep_their_number BEFORE UPDATE OR DELETE ON share_holding
                FOR EACH ROW EXECUTE FUNCTION keep_shares();
            CREATE TRIGGER share_events_are_kept BEFORE UPDATE OR DELETE ON share_event
                FOR EACH ROW EXECUTE FUNCTION keep_shares();
            CREATE TRIGGER share_events_are_not_emptied BEFORE TRUNCATE ON share_event
                FOR EACH STATEMENT EXECUTE FUNCTION keep_shares();
            CREATE TRIGGER certificates_are_kept BEFORE UPDATE OR DELETE ON share_certificate
                FOR EACH ROW EXECUTE FUNCTION keep_shares();
            CREATE TRIGGER withdrawal_notices_are_kept BEFORE UPDATE OR DELETE ON share_withdrawal
                FOR EACH ROW EXECUTE FUNCTION keep_shares();
            CREATE TRIGGER withdrawal_decisions_are_kept
                BEFORE UPDATE OR DELETE ON share_withdrawal_decision
                FOR EACH ROW EXECUTE FUNCTION keep_shares();
            CREATE TRIGGER applications_are_decided_once BEFORE UPDATE ON share_application
                FOR EACH ROW EXECUTE FUNCTION decide_shares_once();
            CREATE TRIGGER nominations_are_revoked_once BEFORE UPDATE ON share_nomination
                FOR EACH ROW EXECUTE FUNCTION revoke_nomination_once();
            """,
            """
            DROP TRIGGER holdings_keep_their_number ON share_holding;
            DROP TRIGGER share_events_are_kept ON share_event;
            DROP TRIGGER share_events_are_not_emptied ON share_event;
            DROP TRIGGER certificates_are_kept ON share_certificate;
            DROP TRIGGER withdrawal_notices_are_kept ON share_withdrawal;
            DROP TRIGGER withdrawal_decisions_are_kept ON share_withdrawal_decision;
            DROP TRIGGER applications_are_decided_once ON share_application;
            DROP TRIGGER nominations_are_revoked_once ON share_nomination;
            DROP FUNCTION keep_shares, decide_shares_once, revoke_nomination_once;
            DROP INDEX a_share_event_is_reversed_once;
            """,
        ),
    ]
