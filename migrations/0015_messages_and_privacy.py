from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.members.kinds import Format
from coopcouncil.messages.models import MessageKind, Speech, Way
from coopcouncil.privacy.models import Outcome
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0014_schools_learners_seats_and_contact_stops")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AccessRequest",
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
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("more", fields.TextField(default="", unique=False)),
                ("due_on", fields.DateField()),
                ("extended_to", fields.DateField(null=True)),
                ("extension_reason", fields.TextField(default="", unique=False)),
                ("made_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "json_file",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="json_file_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "pdf_file",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="pdf_file_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("downloads", fields.IntField(default=0)),
                (
                    "answered_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "answered_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="answered_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("answer", fields.TextField(default="", unique=False)),
                ("removed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "access_request",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "due_on"], name="access_request_due")],
                "pk_attr": "id",
            },
            bases=["Asked"],
        ),
        ops.CreateModel(
            name="CorrectionRequest",
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
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "facts",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("said", fields.TextField(default="", unique=False)),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="DONE: done\nREFUSED: refused",
                        enum_type=Outcome,
                        max_length=10,
                    ),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "correction_request",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "member_id"], name="correction_request_member")
                ],
                "pk_attr": "id",
            },
            bases=["Asked"],
        ),
        ops.CreateModel(
            name="Erasure",
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
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("said", fields.TextField(default="", unique=False)),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="DONE: done\nREFUSED: refused",
                        enum_type=Outcome,
                        max_length=10,
                    ),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "report",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "erasure",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "member_id"], name="erasure_member")],
                "pk_attr": "id",
            },
            bases=["Asked"],
        ),
        ops.CreateModel(
            name="Message",
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
                ("subject", fields.CharField(default="", max_length=150)),
                ("subject_cy", fields.CharField(default="", max_length=150)),
                ("body", fields.TextField(default="", unique=False)),
                ("body_cy", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        default=MessageKind.SERVICE,
                        description="SERVICE: service\nNEWS: news",
                        enum_type=MessageKind,
                        max_length=10,
                    ),
                ),
                (
                    "audience",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("by_post", fields.BooleanField(default=True)),
                (
                    "begun_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="begun_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("mailed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "message",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "sent_at"], name="message_sent")],
                "pk_attr": "id",
            },
            bases=["Worded"],
        ),
        ops.CreateModel(
            name="LetterFile",
            fields=[
                (
                    "message",
                    fields.ForeignKeyField(
                        "coopcouncil.Message",
                        source_field="message_id",
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
                ("letters", fields.IntField(default=0)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "file",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="file_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("made_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("posted_on", fields.DateField(null=True)),
            ],
            options={"table": "message_letters", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMessage"],
        ),
        ops.CreateModel(
            name="MessageCopy",
            fields=[
                (
                    "message",
                    fields.ForeignKeyField(
                        "coopcouncil.Message",
                        source_field="message_id",
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
                    "way",
                    fields.CharEnumField(
                        description="EMAIL: email\nPOST: post\nSPOKEN: spoken\nNONE: none",
                        enum_type=Way,
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    fields.CharEnumField(
                        description="ENGLISH: en\nWELSH: cy\nBOTH: both",
                        enum_type=Speech,
                        max_length=4,
                    ),
                ),
                (
                    "format",
                    fields.CharEnumField(
                        default=Format.STANDARD,
                        description="STANDARD: standard\nLARGE_PRINT: large-print\nAUDIO: audio\nBRAILLE: braille\nTELEPHONE: telephone",
                        enum_type=Format,
                        max_length=20,
                    ),
                ),
                ("name", fields.CharField(max_length=201)),
                ("member_number", fields.CharField(max_length=40)),
                ("sort_key", fields.CharField(default="", max_length=300)),
                ("email", fields.CharField(default="", max_length=254)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("outbox_id", fields.BigIntField(null=True)),
                (
                    "letters",
                    fields.ForeignKeyField(
                        "coopcouncil.LetterFile",
                        source_field="letters_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "complained_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "message_copy",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["member_id"], name="message_copy_member"),
                    Index(fields=["letters_id"], name="message_copy_letters"),
                    Index(fields=["outbox_id"], name="message_copy_outbox"),
                ],
                "pk_attr": "id",
            },
            bases=["OfMessage"],
        ),
        ops.CreateModel(
            name="Reminder",
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
                ("subject", fields.CharField(default="", max_length=150)),
                ("subject_cy", fields.CharField(default="", max_length=150)),
                ("body", fields.TextField(default="", unique=False)),
                ("body_cy", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "coopcouncil.Ballot",
                        source_field="ballot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("upto", fields.IntField(default=0)),
                ("is_over", fields.BooleanField(default=False)),
            ],
            options={
                "table": "vote_reminder",
                "app": "coopcouncil",
                "indexes": [Index(fields=["ballot_id"], name="vote_reminder_ballot")],
                "pk_attr": "id",
            },
            bases=["Worded"],
        ),
        ops.CreateModel(
            name="Removal",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("organisation_id", fields.BigIntField()),
                ("rule", fields.CharField(max_length=60)),
                ("on", fields.DateField()),
                ("rows", fields.BigIntField()),
            ],
            options={"table": "removal", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="remote_id",
            field=fields.CharField(default="", db_default="", max_length=40),
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="unsubscribe",
            field=fields.CharField(default="", db_default="", max_length=500),
        ),
        ops.AddField(
            model_name="OutboxMessage",
            name="via",
            field=fields.CharField(default="smtp", db_default="smtp", max_length=10),
        ),
        ops.AddConstraint(
            model_name="AccessRequest",
            constraint=CheckConstraint(
                check="(extended_to IS NULL) = (extension_reason = '')",
                name="more_time_is_taken_with_a_reason",
            ),
        ),
        ops.AddConstraint(
            model_name="AccessRequest",
            constraint=CheckConstraint(
                check="json_file_id IS NULL OR (made_at IS NOT NULL AND removed_at IS NULL)",
                name="what_was_taken_away_is_gone",
            ),
        ),
        ops.AddConstraint(
            model_name="CorrectionRequest",
            constraint=CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)",
                name="a_correction_is_decided_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="CorrectionRequest",
            constraint=CheckConstraint(
                check="outcome IS DISTINCT FROM 'refused' OR reason <> ''",
                name="a_correction_is_refused_with_a_reason",
            ),
        ),
        ops.AddConstraint(
            model_name="Erasure",
            constraint=CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)",
                name="an_erasure_is_decided_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="Erasure",
            constraint=CheckConstraint(
                check="outcome IS DISTINCT FROM 'refused' OR reason <> ''",
                name="an_erasure_is_refused_with_a_reason",
            ),
        ),
        ops.AddConstraint(
            model_name="Message",
            constraint=CheckConstraint(
                check="mailed_at IS NULL OR sent_at IS NOT NULL",
                name="a_message_is_sent_before_it_is_mailed",
            ),
        ),
        ops.AddConstraint(
            model_name="LetterFile",
            constraint=UniqueConstraint(
                fields=("message_id", "number"), name="one_letter_file_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="LetterFile",
            constraint=CheckConstraint(
                check="file_id IS NULL OR made_at IS NOT NULL",
                name="a_letter_file_is_there_once_it_is_made",
            ),
        ),
        ops.AddConstraint(
            model_name="MessageCopy",
            constraint=UniqueConstraint(
                fields=("message_id", "member_id", "way"), name="one_message_per_member_and_way"
            ),
        ),
        ops.AddConstraint(
            model_name="MessageCopy",
            constraint=CheckConstraint(
                check="outbox_id IS NULL OR way = 'email'",
                name="only_an_emailed_copy_is_in_the_outbox",
            ),
        ),
        ops.AddConstraint(
            model_name="MessageCopy",
            constraint=CheckConstraint(
                check="letters_id IS NULL OR way = 'post'",
                name="only_a_posted_copy_is_among_the_letters",
            ),
        ),
        ops.AddConstraint(
            model_name="Removal",
            constraint=UniqueConstraint(
                fields=("organisation_id", "rule", "on"), name="one_removal_per_rule_and_day"
            ),
        ),
        ops.AddConstraint(
            model_name="Removal",
            constraint=CheckConstraint(check="rows >= 0", name="no_fewer_than_no_rows_are_removed"),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_open_correction_per_member ON correction_request (member_id)
                WHERE outcome IS NULL;

            CREATE FUNCTION keep_message() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.sent_at IS NOT NULL AND
                    (OLD.kind, OLD.subject, OLD.subject_cy, OLD.body, OLD.body_cy, OLD.sent_at)
                    IS DISTINCT FROM
                    (NEW.kind, NEW.subject, NEW.subject_cy, NEW.body, NEW.body_cy, NEW.sent_at)
                THEN
                    RAISE EXCEPTION 'A message that was sent is never changed.'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER message_is_kept BEFORE UPDATE ON message
                FOR EACH ROW EXECUTE FUNCTION keep_message();
            """,
            """
            DROP TRIGGER message_is_kept ON message;
            DROP FUNCTION keep_message();
            DROP INDEX one_open_correction_per_member;
            """,
        ),
    ]
