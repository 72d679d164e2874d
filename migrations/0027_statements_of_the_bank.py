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
    ]
