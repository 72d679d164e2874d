from tortoise import migrations
from tortoise.migrations import operations as ops
import datetime
import functools
from coopcouncil.officers.kinds import Deed
from coopcouncil.statutory.kinds import Answer, Capacity, Wish
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0015_messages_and_privacy")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Inspection",
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
                ("asked_on", fields.DateField()),
                ("name", fields.CharField(max_length=200)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("on_behalf_of", fields.CharField(default="", max_length=200)),
                (
                    "capacity",
                    fields.CharEnumField(
                        description="MEMBER: member\nINTERESTED: interested\nREGULATOR: regulator\nPUBLIC: public",
                        enum_type=Capacity,
                        max_length=20,
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
                    "wish",
                    fields.CharEnumField(
                        description="LOOK: look\nCOPY: copy", enum_type=Wish, max_length=10
                    ),
                ),
                ("purpose", fields.TextField(default="", unique=False)),
                ("disclosed_to", fields.TextField(default="", unique=False)),
                ("fee_pence", fields.BigIntField(null=True)),
                ("due_on", fields.DateField(null=True)),
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
            options={"table": "inspection", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="InspectionAnswer",
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
                    "inspection",
                    fields.ForeignKeyField(
                        "coopcouncil.Inspection",
                        source_field="inspection_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "answer",
                    fields.CharEnumField(
                        description="SHOWN: shown\nCOPY_GIVEN: copy-given\nASKED_BACK: asked-back\nREFUSED: refused\nCOURT: court",
                        enum_type=Answer,
                        max_length=20,
                    ),
                ),
                ("answered_on", fields.DateField()),
                ("words", fields.TextField(default="", unique=False)),
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
                "table": "inspection_answer",
                "app": "coopcouncil",
                "indexes": [Index(fields=["inspection_id"], name="inspection_answer_inspection")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Officer",
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
            ],
            options={"table": "officer", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Interest",
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
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "officer",
                    fields.ForeignKeyField(
                        "coopcouncil.Officer",
                        source_field="officer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("declared_on", fields.DateField()),
                ("concerns", fields.CharField(max_length=200)),
                ("nature", fields.TextField(unique=False)),
            ],
            options={
                "table": "interest",
                "app": "coopcouncil",
                "indexes": [Index(fields=["officer_id"], name="interest_officer")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="InterestEnd",
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
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "interest",
                    fields.OneToOneField(
                        "coopcouncil.Interest",
                        source_field="interest_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ending",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ended_on", fields.DateField()),
                ("was_mistaken", fields.BooleanField(default=False)),
                ("reason", fields.TextField(default="", unique=False)),
            ],
            options={"table": "interest_end", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="OfficerChange",
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
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "officer",
                    fields.ForeignKeyField(
                        "coopcouncil.Officer",
                        source_field="officer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "deed",
                    fields.CharEnumField(
                        description="TOOK_OFFICE: took-office\nCHANGED: changed\nCHOSEN_AGAIN: chosen-again\nLEFT: left\nCORRECTED: corrected",
                        enum_type=Deed,
                        max_length=20,
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
                        "coopcouncil.OfficerChange",
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
                "table": "officer_change",
                "app": "coopcouncil",
                "indexes": [Index(fields=["officer_id"], name="officer_change_officer")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="OfficerEntry",
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
                    "officer",
                    fields.ForeignKeyField(
                        "coopcouncil.Officer",
                        source_field="officer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
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
                ("reason", fields.TextField(default="", unique=False)),
                ("sort_key", fields.CharField(default="", max_length=300)),
                ("given_name", fields.CharField(default="", max_length=100)),
                ("family_name", fields.CharField(default="", max_length=100)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("email", fields.CharField(default="", max_length=254)),
                ("email_purposes", fields.CharField(default="", max_length=100)),
                ("date_of_birth", fields.DateField(null=True)),
                ("age_proof", fields.CharField(default="", max_length=10)),
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
                ("is_employee", fields.CharField(default="", max_length=3)),
                ("offices", fields.CharField(default="", max_length=100)),
                ("chosen", fields.CharField(default="", max_length=20)),
                ("chosen_on", fields.DateField(null=True)),
                ("ending", fields.CharField(default="", max_length=20)),
            ],
            options={
                "table": "officer_entry",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["officer_id", "valid_from"], name="officer_entry_officer")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RegisterCopy",
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
                    "inspection",
                    fields.ForeignKeyField(
                        "coopcouncil.Inspection",
                        source_field="inspection_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="copies",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on", fields.DateField()),
                ("known_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("redacted", fields.BooleanField()),
                ("with_former", fields.BooleanField()),
                ("form", fields.CharField(max_length=4)),
                ("purpose", fields.CharField(max_length=200)),
                ("members", fields.IntField()),
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
            options={"table": "register_copy", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RetirementLot",
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
                ("meeting_on", fields.DateField()),
                (
                    "order",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("drawn_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "drawn_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="drawn_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("witness", fields.CharField(default="", max_length=200)),
            ],
            options={"table": "retirement_lot", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Officer",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_officer_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="OfficerEntry",
            constraint=CheckConstraint(
                check="valid_from < valid_to", name="an_office_holds_for_a_day"
            ),
        ),
        ops.AddConstraint(
            model_name="OfficerEntry",
            constraint=CheckConstraint(
                check="superseded_at > recorded_at", name="an_office_is_known_before_it_ends"
            ),
        ),
        ops.RunSQL(
            """
            ALTER TABLE officer_entry ADD CONSTRAINT no_two_entries_of_an_officer_for_one_day
                EXCLUDE USING gist
                (officer_id WITH =, daterange(valid_from, valid_to) WITH &&)
                WHERE (superseded_at IS NULL);

            CREATE FUNCTION keep_officer_entry() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                kept officer_entry := NEW;
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
            CREATE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'this record is added to, never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER officer_entry_is_superseded_once BEFORE UPDATE ON officer_entry
                FOR EACH ROW EXECUTE FUNCTION keep_officer_entry();
            CREATE TRIGGER officer_entry_is_kept BEFORE DELETE ON officer_entry
                FOR EACH ROW EXECUTE FUNCTION keep_register();
            CREATE TRIGGER officer_entry_is_not_emptied BEFORE TRUNCATE ON officer_entry
                FOR EACH STATEMENT EXECUTE FUNCTION keep_register();
            CREATE TRIGGER officer_change_is_kept BEFORE UPDATE OR DELETE ON officer_change
                FOR EACH ROW EXECUTE FUNCTION keep_register();
            CREATE TRIGGER officer_change_is_not_emptied BEFORE TRUNCATE ON officer_change
                FOR EACH STATEMENT EXECUTE FUNCTION keep_register();
            CREATE TRIGGER officer_is_kept BEFORE UPDATE OR DELETE ON officer
                FOR EACH ROW EXECUTE FUNCTION keep_register();
            CREATE TRIGGER interest_is_kept BEFORE UPDATE OR DELETE ON interest
                FOR EACH ROW EXECUTE FUNCTION keep_record();
            CREATE TRIGGER interest_end_is_kept BEFORE UPDATE OR DELETE ON interest_end
                FOR EACH ROW EXECUTE FUNCTION keep_record();
            CREATE TRIGGER retirement_lot_is_kept BEFORE UPDATE OR DELETE ON retirement_lot
                FOR EACH ROW EXECUTE FUNCTION keep_record();
            CREATE TRIGGER inspection_is_kept BEFORE UPDATE OR DELETE ON inspection
                FOR EACH ROW EXECUTE FUNCTION keep_record();
            CREATE TRIGGER inspection_answer_is_kept BEFORE UPDATE OR DELETE ON inspection_answer
                FOR EACH ROW EXECUTE FUNCTION keep_record();
            CREATE TRIGGER register_copy_is_kept BEFORE UPDATE OR DELETE ON register_copy
                FOR EACH ROW EXECUTE FUNCTION keep_record();
            """,
            """
            DROP TRIGGER officer_entry_is_superseded_once ON officer_entry;
            DROP TRIGGER officer_entry_is_kept ON officer_entry;
            DROP TRIGGER officer_entry_is_not_emptied ON officer_entry;
            DROP TRIGGER officer_change_is_kept ON officer_change;
            DROP TRIGGER officer_change_is_not_emptied ON officer_change;
            DROP TRIGGER officer_is_kept ON officer;
            DROP TRIGGER interest_is_kept ON interest;
            DROP TRIGGER interest_end_is_kept ON interest_end;
            DROP TRIGGER retirement_lot_is_kept ON retirement_lot;
            DROP TRIGGER inspection_is_kept ON inspection;
            DROP TRIGGER inspection_answer_is_kept ON inspection_answer;
            DROP TRIGGER register_copy_is_kept ON register_copy;
            DROP FUNCTION keep_officer_entry, keep_record;
            ALTER TABLE officer_entry
                DROP CONSTRAINT no_two_entries_of_an_officer_for_one_day;
            """,
        ),
    ]
