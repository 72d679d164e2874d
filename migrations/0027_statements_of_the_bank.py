from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.banking.kinds import Bank, Format, StatementState
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0026_savings_accounts_and_juniors")]

    initial = False

    operations = [
        ops.CreateModel(
            name="BankAccount",
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
                    fields.OneToOneField(
                        "coopcouncil.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="at_bank",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                (
                    "bank",
                    fields.CharEnumField(
                        description="BARCLAYS: barclays\nCO_OPERATIVE: co-operative\nHSBC: hsbc\nLLOYDS: lloyds\nMONZO: monzo\nNATWEST: natwest\nSANTANDER: santander\nSTARLING: starling\nUNITY_TRUST: unity-trust\nOTHER: other",
                        enum_type=Bank,
                        max_length=20,
                    ),
                ),
                ("sort_code", fields.CharField(default="", max_length=6)),
                ("number", fields.CharField(default="", max_length=34)),
                ("since", fields.DateField()),
                ("opening", fields.BigIntField()),
                ("alone_from", fields.SmallIntField(null=True)),
                ("in_use", fields.BooleanField(default=True)),
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
            ],
            options={"table": "bank_account", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BankMatch",
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
                    "bank_account",
                    fields.ForeignKeyField(
                        "coopcouncil.BankAccount",
                        source_field="bank_account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharField(max_length=20)),
                ("key", fields.CharField(default="", max_length=200)),
                ("made", fields.BooleanField()),
                ("confidence", fields.SmallIntField(null=True)),
                ("note", fields.CharField(default="", max_length=300)),
                ("confirmed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
                ("undone_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "undone_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="undone_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "bank_match",
                "app": "coopcouncil",
                "indexes": [Index(fields=["bank_account_id", "id"], name="bank_match_account")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BankRule",
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
                ("words", fields.CharField(max_length=200)),
                ("comes_in", fields.BooleanField()),
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.Account",
                        source_field="account_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
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
            ],
            options={
                "table": "bank_rule",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "id"], name="bank_rule_organisation")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BankStatement",
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
                    "bank_account",
                    fields.ForeignKeyField(
                        "coopcouncil.BankAccount",
                        source_field="bank_account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        description="UPLOADED: uploaded\nPREVIEWED: previewed\nTAKEN: taken\nDROPPED: dropped\nUNDONE: undone",
                        enum_type=StatementState,
                        max_length=12,
                    ),
                ),
                (
                    "file",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="file_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "format",
                    fields.CharEnumField(
                        description="CSV: csv\nOFX: ofx\nMT940: mt940\nCAMT: camt.053",
                        enum_type=Format,
                        max_length=8,
                    ),
                ),
                (
                    "bank",
                    fields.CharEnumField(
                        null=True,
                        description="BARCLAYS: barclays\nCO_OPERATIVE: co-operative\nHSBC: hsbc\nLLOYDS: lloyds\nMONZO: monzo\nNATWEST: natwest\nSANTANDER: santander\nSTARLING: starling\nUNITY_TRUST: unity-trust\nOTHER: other",
                        enum_type=Bank,
                        max_length=20,
                    ),
                ),
                (
                    "columns",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "writing",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("from_on", fields.DateField(null=True)),
                ("to_on", fields.DateField(null=True)),
                ("opening", fields.BigIntField(null=True)),
                ("closing", fields.BigIntField(null=True)),
                ("came_in", fields.BigIntField(default=0)),
                ("went_out", fields.BigIntField(default=0)),
                ("total", fields.IntField(default=0)),
                ("fresh", fields.IntField(default=0)),
                ("uploaded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "uploaded_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="uploaded_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "settled_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="settled_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "bank_statement",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["bank_account_id", "id"], name="statement_of_an_account")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BankLine",
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
                    "bank_account",
                    fields.ForeignKeyField(
                        "coopcouncil.BankAccount",
                        source_field="bank_account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "statement",
                    fields.ForeignKeyField(
                        "coopcouncil.BankStatement",
                        source_field="statement_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.IntField()),
                ("on", fields.DateField()),
                ("amount", fields.BigIntField()),
                ("text", fields.CharField(max_length=500)),
                ("name", fields.CharField(default="", max_length=200)),
                ("reference", fields.CharField(default="", max_length=200)),
                ("kind", fields.CharField(default="", max_length=40)),
                ("balance", fields.BigIntField(null=True)),
                ("key", fields.CharField(max_length=64)),
            ],
            options={
                "table": "bank_line",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["bank_account_id", "on", "id"], name="bank_line_day"),
                    Index(fields=["statement_id"], name="bank_line_statement"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LineNote",
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
                    fields.ForeignKeyField(
                        "coopcouncil.BankLine",
                        source_field="line_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="notes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.CharField(max_length=500)),
                ("written_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="written_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "bank_line_note",
                "app": "coopcouncil",
                "indexes": [Index(fields=["line_id"], name="bank_line_note_line")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="MatchedLine",
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
                    "match",
                    fields.ForeignKeyField(
                        "coopcouncil.BankMatch",
                        source_field="match_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "line",
                    fields.ForeignKeyField(
                        "coopcouncil.BankLine",
                        source_field="line_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="matched",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("stands", fields.BooleanField(default=True)),
            ],
            options={
                "table": "matched_line",
                "app": "coopcouncil",
                "indexes": [Index(fields=["match_id"], name="matched_line_match")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="MatchedPosting",
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
                    "match",
                    fields.ForeignKeyField(
                        "coopcouncil.BankMatch",
                        source_field="match_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="postings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "posting_line",
                    fields.ForeignKeyField(
                        "coopcouncil.PostingLine",
                        source_field="posting_line_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("stands", fields.BooleanField(default=True)),
            ],
            options={
                "table": "matched_posting",
                "app": "coopcouncil",
                "indexes": [Index(fields=["match_id"], name="matched_posting_match")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StatementColumns",
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
                    "headings",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "columns",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("decimal", fields.CharField(default=".", max_length=1)),
                ("day_first", fields.BooleanField(default=True)),
                ("used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "statement_columns", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="BankAccount",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_bank_account_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="BankAccount",
            constraint=CheckConstraint(
                check="alone_from BETWEEN 50 AND 100", name="the_program_never_guesses_alone"
            ),
        ),
        ops.AddConstraint(
            model_name="BankRule",
            constraint=CheckConstraint(
                check="(member_id IS NULL) <> (account_id IS NULL)",
                name="a_rule_points_to_one_thing",
            ),
        ),
        ops.AddConstraint(
            model_name="BankRule",
            constraint=CheckConstraint(check="words <> ''", name="a_rule_has_words"),
        ),
        ops.AddConstraint(
            model_name="BankLine",
            constraint=UniqueConstraint(
                fields=("bank_account_id", "key"), name="each_bank_line_once"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_meaning_of_the_same_headings
                ON statement_columns (organisation_id, md5(headings::text));
            CREATE UNIQUE INDEX each_bank_line_is_explained_once
                ON matched_line (line_id) WHERE stands;
            CREATE UNIQUE INDEX each_posting_is_on_one_statement
                ON matched_posting (posting_line_id) WHERE stands;

            CREATE FUNCTION keep_bank_line() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a line of the bank is never changed' USING ERRCODE = '23514';
            END $$;
            CREATE FUNCTION keep_bank_statement() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.organisation_id, NEW.bank_account_id, NEW.file_id)
                    IS DISTINCT FROM (OLD.organisation_id, OLD.bank_account_id, OLD.file_id)
                    OR OLD.state IN ('dropped', 'undone')
                    OR (OLD.state = 'taken' AND NEW.state <> 'undone')
                    OR (OLD.state <> 'taken' AND NEW.state = 'undone')
                THEN
                    RAISE EXCEPTION 'a statement goes forward alone' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION keep_bank_match() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
                    OR (NEW.organisation_id, NEW.bank_account_id, NEW.kind, NEW.key, NEW.made,
                        NEW.confirmed_at, NEW.confirmed_by_id)
                    IS DISTINCT FROM (OLD.organisation_id, OLD.bank_account_id, OLD.kind, OLD.key,
                        OLD.made, OLD.confirmed_at, OLD.confirmed_by_id)
                THEN
                    RAISE EXCEPTION 'what explains a line is undone, never rewritten'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION keep_matched() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR NOT OLD.stands OR NEW.stands
                    OR to_jsonb(NEW) - 'stands' IS DISTINCT FROM to_jsonb(OLD) - 'stands'
                THEN
                    RAISE EXCEPTION 'what explains a line is undone, never rewritten'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION balance_bank_match() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one bank_match;
                at_bank bigint;
                in_books bigint;
            BEGIN
                SELECT * INTO one FROM bank_match WHERE id = CASE TG_TABLE_NAME
                    WHEN 'bank_match' THEN (to_jsonb(NEW) ->> 'id')::bigint
                    ELSE (to_jsonb(NEW) ->> 'match_id')::bigint END;
                IF one.undone_at IS NOT NULL THEN
                    IF EXISTS (SELECT 1 FROM matched_line WHERE match_id = one.id AND stands)
                        OR EXISTS (SELECT 1 FROM matched_posting WHERE match_id = one.id AND stands)
                    THEN
                        RAISE EXCEPTION 'what was undone explains nothing' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                END IF;
                SELECT sum(l.amount) INTO at_bank FROM matched_line m
                    JOIN bank_line l ON l.id = m.line_id
                    WHERE m.match_id = one.id AND m.stands
                    AND l.bank_account_id = one.bank_account_id;
                SELECT sum(p.amount) INTO in_books FROM matched_posting m
                    JOIN posting_line p ON p.id = m.posting_line_id
                    JOIN bank_account b ON b.account_id = p.account_id
                    WHERE m.match_id = one.id AND m.stands AND b.id = one.bank_account_id;
                IF in_books IS NULL OR coalesce(at_bank, 0) <> in_books THEN
                    RAISE EXCEPTION 'match % does not come to the same at the bank and in the books',
                        one.id USING ERRCODE = '23514';
                END IF;
                IF EXISTS (
                    SELECT 1 FROM matched_line m JOIN bank_line l ON l.id = m.line_id
                    WHERE m.match_id = one.id AND l.bank_account_id <> one.bank_account_id
                ) OR EXISTS (
                    SELECT 1 FROM matched_posting m JOIN posting_line p ON p.id = m.posting_line_id
                    JOIN bank_account b ON b.id = one.bank_account_id
                    WHERE m.match_id = one.id AND p.account_id <> b.account_id
                ) THEN
                    RAISE EXCEPTION 'match % reaches into another account', one.id
                        USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER bank_line_is_kept BEFORE UPDATE ON bank_line
                FOR EACH ROW EXECUTE FUNCTION keep_bank_line();
            CREATE TRIGGER bank_statement_is_kept BEFORE UPDATE ON bank_statement
                FOR EACH ROW EXECUTE FUNCTION keep_bank_statement();
            CREATE TRIGGER bank_match_is_kept BEFORE UPDATE OR DELETE ON bank_match
                FOR EACH ROW EXECUTE FUNCTION keep_bank_match();
            CREATE TRIGGER matched_line_is_kept BEFORE UPDATE OR DELETE ON matched_line
                FOR EACH ROW EXECUTE FUNCTION keep_matched();
            CREATE TRIGGER matched_posting_is_kept BEFORE UPDATE OR DELETE ON matched_posting
                FOR EACH ROW EXECUTE FUNCTION keep_matched();
            CREATE CONSTRAINT TRIGGER bank_match_balances AFTER INSERT OR UPDATE ON bank_match
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION balance_bank_match();
            CREATE CONSTRAINT TRIGGER matched_line_balances AFTER INSERT OR UPDATE ON matched_line
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION balance_bank_match();
            CREATE CONSTRAINT TRIGGER matched_posting_balances
                AFTER INSERT OR UPDATE ON matched_posting
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION balance_bank_match();
            """,
            """
            DROP FUNCTION balance_bank_match CASCADE;
            DROP FUNCTION keep_matched CASCADE;
            DROP FUNCTION keep_bank_match CASCADE;
            DROP FUNCTION keep_bank_statement CASCADE;
            DROP FUNCTION keep_bank_line CASCADE;
            DROP INDEX each_posting_is_on_one_statement;
            DROP INDEX each_bank_line_is_explained_once;
            DROP INDEX one_meaning_of_the_same_headings;
            """,
        ),
    ]
