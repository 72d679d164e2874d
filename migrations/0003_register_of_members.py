from tortoise import migrations
from tortoise.migrations import operations as ops
import datetime
import functools
from coopcouncil.members.kinds import Format, Kind, Status
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0002_people_and_organisations")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ChangeSet",
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
                    "kind",
                    fields.CharEnumField(
                        description="ADMISSION: admission\nCHANGE: change\nCORRECTION: correction\nLEAVING: leaving\nRETURN: return\nIMPORT: import\nUNDO: undo",
                        enum_type=Kind,
                        max_length=20,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
            ],
            options={"table": "change_set", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Constituency",
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
                ("key", fields.CharField(max_length=40)),
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                ("votes", fields.BooleanField(default=True)),
                ("place", fields.IntField(default=0)),
            ],
            options={"table": "constituency", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Member",
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
                ("number", fields.CharField(max_length=40)),
            ],
            options={"table": "member", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RegisterChange",
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
                    "change_set",
                    fields.ForeignKeyField(
                        "coopcouncil.ChangeSet",
                        source_field="change_set_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
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
                        related_name="changes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("effective_on", fields.DateField()),
                (
                    "facts",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "withdraws",
                    fields.ForeignKeyField(
                        "coopcouncil.RegisterChange",
                        source_field="withdraws_id",
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
                "table": "register_change",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["member_id"], name="register_change_member"),
                    Index(fields=["change_set_id"], name="register_change_set"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RegisterEntry",
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
                        related_name="entries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("valid_from", fields.DateField()),
                ("valid_to", fields.DateField(default=datetime.date.fromisoformat("9999-12-31"))),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("member_number", fields.CharField(max_length=40)),
                ("given_name", fields.CharField(default="", max_length=100)),
                ("family_name", fields.CharField(default="", max_length=100)),
                ("email", fields.CharField(default="", max_length=254)),
                ("email_purposes", fields.CharField(default="", max_length=100)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("date_of_birth", fields.DateField(null=True)),
                ("language", fields.CharField(default="", max_length=2)),
                (
                    "format",
                    fields.CharEnumField(
                        default=Format.STANDARD,
                        description="STANDARD: standard\nLARGE_PRINT: large-print\nAUDIO: audio\nBRAILLE: braille\nTELEPHONE: telephone",
                        enum_type=Format,
                        max_length=20,
                    ),
                ),
                (
                    "constituency",
                    fields.ForeignKeyField(
                        "coopcouncil.Constituency",
                        source_field="constituency_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "part",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="part_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("member_class", fields.CharField(default="", max_length=40)),
                (
                    "status",
                    fields.CharEnumField(
                        default=Status.APPLICANT,
                        description="APPLICANT: applicant\nMEMBER: member\nSUSPENDED: suspended\nLEFT: left",
                        enum_type=Status,
                        max_length=20,
                    ),
                ),
                ("joined_on", fields.DateField(null=True)),
                ("left_on", fields.DateField(null=True)),
                ("shares", fields.BigIntField(null=True)),
                ("amount_paid", fields.BigIntField(null=True)),
                ("other_property", fields.TextField(default="", unique=False)),
                ("reason", fields.TextField(default="", unique=False)),
                ("sort_key", fields.CharField(default="", max_length=300)),
                ("search_text", fields.TextField(default="", unique=False)),
            ],
            options={"table": "register_entry", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="ChangeSet",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_change_set_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="ChangeSet",
            constraint=UniqueConstraint(
                fields=("organisation_id", "recorded_at"), name="one_change_set_per_moment"
            ),
        ),
        ops.AddConstraint(
            model_name="Constituency",
            constraint=UniqueConstraint(
                fields=("organisation_id", "key"), name="one_constituency_per_key"
            ),
        ),
        ops.AddConstraint(
            model_name="Member",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_member_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="RegisterEntry",
            constraint=CheckConstraint(
                check="valid_from < valid_to", name="an_entry_holds_for_a_day"
            ),
        ),
        ops.AddConstraint(
            model_name="RegisterEntry",
            constraint=CheckConstraint(
                check="superseded_at > recorded_at", name="an_entry_is_known_before_it_ends"
            ),
        ),
        ops.AddConstraint(
            model_name="RegisterEntry",
            constraint=CheckConstraint(check="shares >= 0", name="no_negative_shares"),
        ),
        ops.AddConstraint(
            model_name="RegisterEntry",
            constraint=CheckConstraint(check="amount_paid >= 0", name="no_negative_amount_paid"),
        ),
        ops.RunSQL(
            """
            CREATE EXTENSION IF NOT EXISTS btree_gist;
            CREATE EXTENSION IF NOT EXISTS btree_gin;
            CREATE EXTENSION IF NOT EXISTS pg_trgm;

            ALTER TABLE register_entry ADD CONSTRAINT no_two_entries_of_a_member_for_one_day
                EXCLUDE USING gist
                (member_id WITH =, daterange(valid_from, valid_to) WITH &&)
                WHERE (superseded_at IS NULL);
            CREATE INDEX register_entry_member ON register_entry (member_id, valid_from);
            CREATE INDEX register_entry_by_name ON register_entry
                (organisation_id, sort_key COLLATE "C", id) WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_by_number ON register_entry
                (organisation_id, length(member_number), member_number COLLATE "C", id)
                WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_by_joining ON register_entry
                (organisation_id, coalesce(joined_on, DATE '1000-01-01'), id)
                WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_by_constituency ON register_entry
                (organisation_id, coalesce(constituency_id, 0), sort_key COLLATE "C", id)
                WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_email ON register_entry
                (organisation_id, lower(email)) WHERE superseded_at IS NULL AND email <> '';
            CREATE INDEX register_entry_words ON register_entry
                USING gin (organisation_id, search_text gin_trgm_ops)
                WHERE superseded_at IS NULL;

            CREATE FUNCTION keep_register() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the register is added to, never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE FUNCTION keep_register_entry() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                kept register_entry := NEW;
            BEGIN
                kept.superseded_at := NULL;
                IF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
                    OR kept IS DISTINCT FROM OLD
                THEN
                    RAISE EXCEPTION 'an entry is superseded once and never rewritten'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER register_entry_is_superseded_once BEFORE UPDATE ON register_entry
                FOR EACH ROW EXECUTE FUNCTION keep_register_entry();
            CREATE TRIGGER register_entry_is_kept BEFORE DELETE ON register_entry
                FOR EACH ROW EXECUTE FUNCTION keep_register();
            CREATE TRIGGER register_change_is_kept BEFORE UPDATE OR DELETE ON register_change
                FOR EACH ROW EXECUTE FUNCTION keep_register();
            CREATE TRIGGER change_set_is_kept BEFORE UPDATE OR DELETE ON change_set
                FOR EACH ROW EXECUTE FUNCTION keep_register();
            CREATE TRIGGER member_is_kept BEFORE UPDATE OR DELETE ON member
                FOR EACH ROW EXECUTE FUNCTION keep_register();
            CREATE TRIGGER register_entry_is_not_emptied BEFORE TRUNCATE ON register_entry
                FOR EACH STATEMENT EXECUTE FUNCTION keep_register();
            CREATE TRIGGER register_change_is_not_emptied BEFORE TRUNCATE ON register_change
                FOR EACH STATEMENT EXECUTE FUNCTION keep_register();
            """,
            """
            DROP TRIGGER register_entry_is_superseded_once ON register_entry;
            DROP TRIGGER register_entry_is_kept ON register_entry;
            DROP TRIGGER register_change_is_kept ON register_change;
            DROP TRIGGER change_set_is_kept ON change_set;
            DROP TRIGGER member_is_kept ON member;
            DROP TRIGGER register_entry_is_not_emptied ON register_entry;
            DROP TRIGGER register_change_is_not_emptied ON register_change;
            DROP FUNCTION keep_register, keep_register_entry;
            ALTER TABLE register_entry DROP CONSTRAINT no_two_entries_of_a_member_for_one_day;
            DROP INDEX register_entry_member, register_entry_by_name, register_entry_by_number,
                register_entry_by_joining, register_entry_by_constituency, register_entry_email,
                register_entry_words;
            """,
        ),
    ]
