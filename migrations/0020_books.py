from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.ledger.kinds import AccountKind, PostingKind, Purpose
from coopcouncil.organisations.kinds import Role
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0019_joining_and_leaving")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Account",
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
                ("code", fields.CharField(max_length=12)),
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ASSET: asset\nLIABILITY: liability\nCAPITAL: capital\nINCOME: income\nEXPENSE: expense",
                        enum_type=AccountKind,
                        max_length=12,
                    ),
                ),
                (
                    "purpose",
                    fields.CharEnumField(
                        null=True,
                        description="BANK: bank\nCASH: cash\nSTRIPE_CLEARING: stripe-clearing\nOWED_BY_MEMBERS: owed-by-members\nLOANS: loans\nLOAN_PROVISION: loan-provision\nPAYABLE_TO_MEMBERS: payable-to-members\nDEPOSITS: deposits\nDEFERRED_INCOME: deferred-income\nSUSPENSE: suspense\nSHARE_CAPITAL: share-capital\nRESERVES: reserves\nSUBSCRIPTIONS: subscriptions\nRENTS: rents\nSERVICES: services\nDONATIONS: donations\nLOAN_INTEREST: loan-interest\nOTHER_INCOME: other-income\nPAYMENT_FEES: payment-fees\nBAD_DEBTS: bad-debts\nSHARE_INTEREST: share-interest\nDIVIDENDS: dividends\nRUNNING_COSTS: running-costs",
                        enum_type=Purpose,
                        max_length=24,
                    ),
                ),
                ("in_use", fields.BooleanField(default=True)),
            ],
            options={"table": "ledger_account", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BookClosing",
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
                ("closed_to", fields.DateField()),
                ("closed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "closed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="closed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("note", fields.CharField(default="", max_length=300)),
            ],
            options={"table": "book_closing", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Fund",
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
                ("name_cy", fields.CharField(default="", max_length=100)),
                ("restriction", fields.TextField(default="", unique=False)),
            ],
            options={"table": "ledger_fund", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Posting",
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
                        description="OPENING: opening\nMANUAL: manual\nCHARGE: charge\nPAYMENT: payment\nREFUND: refund\nFEE: fee\nPAYOUT: payout\nSHARES: shares\nDEPOSIT: deposit\nWITHDRAWAL: withdrawal\nLOAN: loan\nINTEREST: interest\nDIVIDEND: dividend\nRELEASE: release\nREVERSAL: reversal",
                        enum_type=PostingKind,
                        max_length=12,
                    ),
                ),
                ("posted_on", fields.DateField()),
                ("settled_on", fields.DateField(null=True)),
                ("text", fields.CharField(max_length=300)),
                ("reference", fields.CharField(null=True, max_length=100)),
                ("line_count", fields.IntField()),
                (
                    "reverses",
                    fields.OneToOneField(
                        "coopcouncil.Posting",
                        source_field="reverses_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reversed_by",
                        on_delete=OnDelete.RESTRICT,
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
            ],
            options={
                "table": "posting",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "posted_on"], name="posting_day")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PostingLine",
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
                    "posting",
                    fields.ForeignKeyField(
                        "coopcouncil.Posting",
                        source_field="posting_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "fund",
                    fields.ForeignKeyField(
                        "coopcouncil.Fund",
                        source_field="fund_id",
                        null=True,
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
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("posted_on", fields.DateField()),
                ("note", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "posting_line",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["posting_id"], name="posting_line_posting"),
                    Index(fields=["account_id", "posted_on"], name="posting_line_account"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AlterField(
            model_name="Grant",
            name="role",
            field=fields.CharEnumField(
                description="SECRETARY: secretary\nCHAIR: chair\nRETURNING_OFFICER: returning-officer\nSCRUTINEER: scrutineer\nTREASURER: treasurer\nDIRECTOR: director\nAUDITOR: auditor\nTRUST_ADMINISTRATOR: trust-administrator\nSAFEGUARDING_LEAD: safeguarding-lead\nTEACHER: teacher\nCREDIT_UNION_OFFICER: credit-union-officer\nPROCUREMENT_LEAD: procurement-lead",
                enum_type=Role,
                max_length=30,
            ),
        ),
        ops.AddConstraint(
            model_name="Account",
            constraint=UniqueConstraint(
                fields=("organisation_id", "code"), name="one_account_per_code"
            ),
        ),
        ops.AddConstraint(
            model_name="Account",
            constraint=UniqueConstraint(
                fields=("organisation_id", "purpose"), name="one_account_per_purpose"
            ),
        ),
        ops.AddConstraint(
            model_name="BookClosing",
            constraint=UniqueConstraint(
                fields=("organisation_id", "closed_to"), name="one_closing_per_day"
            ),
        ),
        ops.AddConstraint(
            model_name="Fund",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_fund_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="Posting",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_posting_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Posting",
            constraint=UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_posting_per_reference"
            ),
        ),
        ops.AddConstraint(
            model_name="Posting",
            constraint=CheckConstraint(check="line_count >= 2", name="a_posting_has_two_sides"),
        ),
        ops.AddConstraint(
            model_name="PostingLine",
            constraint=CheckConstraint(check="amount <> 0", name="a_line_is_of_something"),
        ),
        ops.RunSQL(
            """
            CREATE INDEX posting_line_member ON posting_line (organisation_id, member_id, posted_on)
                WHERE member_id IS NOT NULL;

            CREATE FUNCTION lock_books(organisation bigint) RETURNS void LANGUAGE sql AS $$
                -- The same lock as the program's own: kernel.db.lock("ledger", …).
                SELECT pg_advisory_xact_lock(
                    ('x' || encode(substring(
                        sha256(convert_to('ledger:' || organisation, 'UTF8')) FROM 1 FOR 8
                    ), 'hex'))::bit(64)::bigint
                )
            $$;
            CREATE FUNCTION keep_books() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the books are added to, never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE FUNCTION keep_closed_books() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM lock_books(NEW.organisation_id);
                IF EXISTS (
                    SELECT 1 FROM book_closing
                    WHERE organisation_id = NEW.organisation_id AND closed_to >= NEW.posted_on
                ) THEN
                    RAISE EXCEPTION 'the books are closed up to that day'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION close_books_forward() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM lock_books(NEW.organisation_id);
                IF EXISTS (
                    SELECT 1 FROM book_closing
                    WHERE organisation_id = NEW.organisation_id AND closed_to >= NEW.closed_to
                ) THEN
                    RAISE EXCEPTION 'the books are closed up to a later day already'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION balance_posting() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one posting;
                lines bigint;
            BEGIN
                SELECT * INTO one FROM posting WHERE id = CASE TG_TABLE_NAME
                    WHEN 'posting' THEN (to_jsonb(NEW) ->> 'id')::bigint
                    ELSE (to_jsonb(NEW) ->> 'posting_id')::bigint END;
                SELECT count(*) INTO lines FROM posting_line WHERE posting_id = one.id;
                IF lines <> one.line_count THEN
                    RAISE EXCEPTION 'posting % has % lines and not %',
                        one.number, lines, one.line_count USING ERRCODE = '23514';
                END IF;
                IF EXISTS (
                    SELECT 1 FROM posting_line WHERE posting_id = one.id
                    GROUP BY fund_id HAVING sum(amount) <> 0
                ) THEN
                    RAISE EXCEPTION 'posting % does not balance', one.number
                        USING ERRCODE = '23514';
                END IF;
                IF EXISTS (
                    SELECT 1 FROM posting_line l JOIN ledger_account a ON a.id = l.account_id
                    LEFT JOIN ledger_fund f ON f.id = l.fund_id
                    LEFT JOIN member m ON m.id = l.member_id
                    WHERE l.posting_id = one.id AND (
                        l.posted_on <> one.posted_on
                        OR l.organisation_id <> one.organisation_id
                        OR a.organisation_id <> one.organisation_id
                        OR f.organisation_id <> one.organisation_id
                        OR m.organisation_id <> one.organisation_id
                    )
                ) THEN
                    RAISE EXCEPTION 'posting % reaches into other books', one.number
                        USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            CREATE FUNCTION keep_ledger_account() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.code, NEW.kind, NEW.organisation_id)
                    IS DISTINCT FROM (OLD.code, OLD.kind, OLD.organisation_id)
                    AND EXISTS (SELECT 1 FROM posting_line WHERE account_id = OLD.id)
                THEN
                    RAISE EXCEPTION 'an account with postings keeps its code and its kind'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER posting_is_kept BEFORE UPDATE OR DELETE ON posting
                FOR EACH ROW EXECUTE FUNCTION keep_books();
            CREATE TRIGGER posting_line_is_kept BEFORE UPDATE OR DELETE ON posting_line
                FOR EACH ROW EXECUTE FUNCTION keep_books();
            CREATE TRIGGER book_closing_is_kept BEFORE UPDATE OR DELETE ON book_closing
                FOR EACH ROW EXECUTE FUNCTION keep_books();
            CREATE TRIGGER posting_is_not_emptied BEFORE TRUNCATE ON posting
                FOR EACH STATEMENT EXECUTE FUNCTION keep_books();
            CREATE TRIGGER posting_line_is_not_emptied BEFORE TRUNCATE ON posting_line
                FOR EACH STATEMENT EXECUTE FUNCTION keep_books();
            CREATE TRIGGER posting_is_of_open_books BEFORE INSERT ON posting
                FOR EACH ROW EXECUTE FUNCTION keep_closed_books();
            CREATE TRIGGER books_are_closed_forward BEFORE INSERT ON book_closing
                FOR EACH ROW EXECUTE FUNCTION close_books_forward();
            CREATE TRIGGER ledger_account_is_kept BEFORE UPDATE ON ledger_account
                FOR EACH ROW EXECUTE FUNCTION keep_ledger_account();
            CREATE CONSTRAINT TRIGGER posting_balances AFTER INSERT ON posting
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION balance_posting();
            CREATE CONSTRAINT TRIGGER posting_line_balances AFTER INSERT ON posting_line
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION balance_posting();
            """,
            """
            DROP FUNCTION balance_posting CASCADE;
            DROP FUNCTION keep_ledger_account CASCADE;
            DROP FUNCTION close_books_forward CASCADE;
            DROP FUNCTION keep_closed_books CASCADE;
            DROP FUNCTION keep_books CASCADE;
            DROP FUNCTION lock_books CASCADE;
            """,
        ),
    ]
