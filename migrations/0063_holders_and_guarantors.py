from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.savings.holders.kinds import Change, Ground
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0062_words_of_a_list_in_order")]

    initial = False

    operations = [
        ops.CreateModel(
            name="EstatePayment",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
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
                (
                    "ground",
                    fields.CharEnumField(
                        description="NOMINEE: nominee\nSMALL: small\nGRANT: grant",
                        enum_type=Ground,
                        max_length=8,
                    ),
                ),
                ("paid_to", fields.CharField(max_length=150)),
                ("evidence", fields.CharField(max_length=300)),
                ("amount", fields.BigIntField()),
                (
                    "payee",
                    fields.ForeignKeyField(
                        "coopcouncil.Payee",
                        source_field="payee_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "movement",
                    fields.OneToOneField(
                        "coopcouncil.SavingsMovement",
                        source_field="movement_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asked_on", fields.DateField()),
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
                (
                    "given_up_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "savings_estate_payment",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="estate_payment_of_a_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HolderChange",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "change",
                    fields.CharEnumField(
                        description="ADDED: added\nPARTED: parted\nDIED: died",
                        enum_type=Change,
                        max_length=8,
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
                ("evidence", fields.CharField(max_length=300)),
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
                (
                    "holders",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "posting",
                    fields.OneToOneField(
                        "coopcouncil.Posting",
                        source_field="posting_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "done_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="done_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("dropped_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "savings_holder_change",
                "app": "coopcouncil",
                "indexes": [Index(fields=["account_id"], name="holder_change_of_an_account")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HolderConsent",
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
                    "change",
                    fields.ForeignKeyField(
                        "coopcouncil.HolderChange",
                        source_field="change_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="consents",
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
                ("evidence", fields.CharField(max_length=300)),
                ("agreed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
            options={"table": "savings_holder_consent", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanGuarantor",
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
                        "coopcouncil.LoanApplication",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="guarantors",
                        on_delete=OnDelete.RESTRICT,
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
                ("name", fields.CharField(max_length=150)),
                ("address", fields.TextField(default="", unique=False)),
                ("email", fields.CharField(default="", max_length=254)),
                ("language", fields.CharField(default="en", max_length=2)),
                ("most", fields.BigIntField()),
                ("named_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "named_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="named_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("told_on", fields.DateField(null=True)),
                ("agreed_on", fields.DateField(null=True)),
                ("evidence", fields.CharField(default="", max_length=300)),
                ("agreed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "agreed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="agreed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("released_on", fields.DateField(null=True)),
                ("released_because", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "loan_guarantor",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["application_id"], name="guarantor_of_an_application"),
                    Index(fields=["member_id"], name="guarantor_who_is_a_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="GuaranteeCall",
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
                    "guarantor",
                    fields.ForeignKeyField(
                        "coopcouncil.LoanGuarantor",
                        source_field="guarantor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="calls",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "loan",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="loan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("late_since", fields.DateField()),
                ("overdue", fields.BigIntField()),
                ("called_on", fields.DateField()),
                ("by_mail", fields.BooleanField(default=False)),
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
                "table": "guarantee_call",
                "app": "coopcouncil",
                "indexes": [Index(fields=["loan_id"], name="guarantee_call_of_a_loan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="GuaranteePayment",
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
                    "guarantor",
                    fields.ForeignKeyField(
                        "coopcouncil.LoanGuarantor",
                        source_field="guarantor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="payments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "event",
                    fields.OneToOneField(
                        "coopcouncil.LoanEvent",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "guarantee_payment", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="EstatePayment",
            constraint=CheckConstraint(check="amount > 0", name="an_estate_is_paid_something"),
        ),
        ops.AddConstraint(
            model_name="EstatePayment",
            constraint=CheckConstraint(
                check="evidence <> '' AND paid_to <> ''", name="an_estate_is_paid_on_evidence"
            ),
        ),
        ops.AddConstraint(
            model_name="EstatePayment",
            constraint=CheckConstraint(
                check="movement_id IS NULL OR given_up_at IS NULL", name="an_estate_is_paid_or_not"
            ),
        ),
        ops.AddConstraint(
            model_name="HolderChange",
            constraint=CheckConstraint(check="evidence <> ''", name="holders_change_on_evidence"),
        ),
        ops.AddConstraint(
            model_name="HolderChange",
            constraint=CheckConstraint(
                check="(done_at IS NULL) = (holders IS NULL)", name="a_change_says_who_holds_it"
            ),
        ),
        ops.AddConstraint(
            model_name="HolderChange",
            constraint=CheckConstraint(
                check="done_at IS NULL OR dropped_at IS NULL", name="a_change_is_done_or_given_up"
            ),
        ),
        ops.AddConstraint(
            model_name="HolderConsent",
            constraint=UniqueConstraint(
                fields=("change_id", "member_id"), name="a_holder_agrees_once"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanGuarantor",
            constraint=CheckConstraint(check="most > 0", name="a_guarantor_answers_for_something"),
        ),
        ops.AddConstraint(
            model_name="LoanGuarantor",
            constraint=CheckConstraint(
                check="(agreed_on IS NULL) = (agreed_at IS NULL)",
                name="a_guarantor_agrees_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="LoanGuarantor",
            constraint=CheckConstraint(
                check="agreed_on IS NULL OR (told_on <= agreed_on AND evidence <> '')",
                name="a_guarantor_is_told_before_agreeing",
            ),
        ),
        ops.AddConstraint(
            model_name="GuaranteeCall",
            constraint=CheckConstraint(
                check="amount > 0 AND amount <= overdue", name="no_more_is_asked_than_is_late"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_change_of_holders_waits ON savings_holder_change (account_id)
                WHERE done_at IS NULL AND dropped_at IS NULL;
            CREATE FUNCTION keep_holder_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.done_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
                    OR (NEW.organisation_id, NEW.account_id, NEW.change, NEW.member_id,
                        NEW.evidence, NEW.asked_at, NEW.asked_by_id) IS DISTINCT FROM
                       (OLD.organisation_id, OLD.account_id, OLD.change, OLD.member_id,
                        OLD.evidence, OLD.asked_at, OLD.asked_by_id)
                THEN
                    RAISE EXCEPTION 'a change of holders is done once, as it was asked for'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER holder_changes_are_done_once
                BEFORE UPDATE OR DELETE ON savings_holder_change
                FOR EACH ROW EXECUTE FUNCTION keep_holder_change();
            CREATE TRIGGER holder_consents_are_kept
                BEFORE UPDATE OR DELETE ON savings_holder_consent
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER guarantee_calls_are_kept BEFORE UPDATE OR DELETE ON guarantee_call
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER guarantee_payments_are_kept BEFORE UPDATE OR DELETE ON guarantee_payment
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE FUNCTION keep_holders() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                at bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.account_id ELSE NEW.account_id END;
                agreed jsonb;
            BEGIN
                SELECT c.holders INTO agreed FROM savings_holder_change c
                    WHERE c.account_id = at AND c.done_at IS NOT NULL
                    ORDER BY c.id DESC LIMIT 1;
                IF agreed IS NULL AND TG_OP = 'INSERT' THEN
                    RETURN NULL;
                END IF;
                IF agreed IS NULL OR agreed IS DISTINCT FROM (
                    SELECT jsonb_agg(h.member_id ORDER BY h.place) FROM savings_holder h
                    WHERE h.account_id = at
                ) OR (
                    SELECT max(h.place) <> count(*) FROM savings_holder h WHERE h.account_id = at
                ) THEN
                    RAISE EXCEPTION 'holders of an account change by what they agreed alone'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            -- gone for good: savings_holder_is_kept
            DROP TRIGGER savings_holder_is_kept ON savings_holder;
            CREATE CONSTRAINT TRIGGER savings_holders_are_who_was_agreed
                AFTER INSERT OR UPDATE OR DELETE ON savings_holder
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION keep_holders();
            CREATE OR REPLACE FUNCTION part_savers() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                of_savings text;
                renamed savings_holder_change;
            BEGIN
                SELECT a.purpose INTO of_savings FROM ledger_account a
                    WHERE a.id = NEW.account_id AND a.purpose IN ('members-shares', 'deposits');
                IF of_savings IS NULL THEN
                    RETURN NULL;
                END IF;
                -- One account keeps what is on it, and the books name its first holder anew: that
                -- much and no more, on the word of all who hold it.
                SELECT * INTO renamed FROM savings_holder_change WHERE posting_id = NEW.posting_id;
                IF renamed.id IS NOT NULL THEN
                    IF abs(NEW.amount) <> (
                        SELECT coalesce(sum(amount), 0) FROM savings_movement
                        WHERE account_id = renamed.account_id
                    ) OR EXISTS (
                        SELECT 1 FROM posting_line l JOIN ledger_account a ON a.id = l.account_id
                        WHERE l.posting_id = NEW.posting_id
                        AND a.purpose IS DISTINCT FROM 'members-shares'
                    ) THEN
                        RAISE EXCEPTION 'a change of holders moves another sum than their savings'
                            USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                END IF;
                IF NEW.amount > 0 AND EXISTS (
                    SELECT 1 FROM posting_line l JOIN ledger_account a ON a.id = l.account_id
                    WHERE l.posting_id = NEW.posting_id AND (
                        (l.amount < 0 AND a.purpose IN ('members-shares', 'deposits'))
                        OR (l.member_id IS NOT NULL
                            AND l.member_id IS DISTINCT FROM NEW.member_id)
                    )
                ) THEN
                    RAISE EXCEPTION 'a posting moves savings from one saver to another'
                        USING ERRCODE = '23514';
                END IF;
                IF (SELECT mode FROM savings_mode WHERE organisation_id = NEW.organisation_id
                    ORDER BY id DESC LIMIT 1) = 'whole-book'
                    AND NOT EXISTS (
                        SELECT 1 FROM savings_movement WHERE posting_id = NEW.posting_id
                    )
                THEN
                    RAISE EXCEPTION 'savings are posted without an account of savings'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            """,
            """
            CREATE OR REPLACE FUNCTION part_savers() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                of_savings text;
            BEGIN
                SELECT a.purpose INTO of_savings FROM ledger_account a
                    WHERE a.id = NEW.account_id AND a.purpose IN ('members-shares', 'deposits');
                IF of_savings IS NULL THEN
                    RETURN NULL;
                END IF;
                IF NEW.amount > 0 AND EXISTS (
                    SELECT 1 FROM posting_line l JOIN ledger_account a ON a.id = l.account_id
                    WHERE l.posting_id = NEW.posting_id AND (
                        (l.amount < 0 AND a.purpose IN ('members-shares', 'deposits'))
                        OR (l.member_id IS NOT NULL
                            AND l.member_id IS DISTINCT FROM NEW.member_id)
                    )
                ) THEN
                    RAISE EXCEPTION 'a posting moves savings from one saver to another'
                        USING ERRCODE = '23514';
                END IF;
                IF (SELECT mode FROM savings_mode WHERE organisation_id = NEW.organisation_id
                    ORDER BY id DESC LIMIT 1) = 'whole-book'
                    AND NOT EXISTS (
                        SELECT 1 FROM savings_movement WHERE posting_id = NEW.posting_id
                    )
                THEN
                    RAISE EXCEPTION 'savings are posted without an account of savings'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            DROP TRIGGER savings_holders_are_who_was_agreed ON savings_holder;
            CREATE TRIGGER savings_holder_is_kept BEFORE UPDATE OR DELETE ON savings_holder
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            DROP FUNCTION keep_holders();
            DROP TRIGGER guarantee_payments_are_kept ON guarantee_payment;
            DROP TRIGGER guarantee_calls_are_kept ON guarantee_call;
            DROP TRIGGER holder_consents_are_kept ON savings_holder_consent;
            DROP TRIGGER holder_changes_are_done_once ON savings_holder_change;
            DROP FUNCTION keep_holder_change();
            DROP INDEX one_change_of_holders_waits;
            """,
        ),
    ]
