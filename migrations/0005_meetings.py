from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.meetings.models.meeting import ItemKind, Kind, PaperLanguage
from coopcouncil.meetings.models.notice import CopyLanguage, CopyWay, NoticeKind
from coopcouncil.meetings.models.room import AttendanceWay
from coopcouncil.members.kinds import Format
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0004_ballots")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Meeting",
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
                    "kind",
                    fields.CharEnumField(
                        description="AGM: agm\nGENERAL: general", enum_type=Kind, max_length=20
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("lasts_minutes", fields.IntField(default=120)),
                ("place", fields.TextField(default="", unique=False)),
                ("place_cy", fields.TextField(default="", unique=False)),
                ("online_address", fields.CharField(default="", max_length=500)),
                ("joining", fields.TextField(default="", unique=False)),
                ("joining_cy", fields.TextField(default="", unique=False)),
                (
                    "rulebook",
                    fields.ForeignKeyField(
                        "coopcouncil.RulebookVersion",
                        source_field="rulebook_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("called_on", fields.DateField(null=True)),
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
            ],
            options={
                "table": "meeting",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "starts_at"], name="meeting_when")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                ("place", fields.IntField()),
                (
                    "kind",
                    fields.CharEnumField(
                        description="REPORT: report\nRESOLUTION: resolution\nELECTION: election\nAUDITORS: auditors\nOTHER: other",
                        enum_type=ItemKind,
                        max_length=20,
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                ("text", fields.TextField(default="", unique=False)),
                ("text_cy", fields.TextField(default="", unique=False)),
                ("majority", fields.CharField(default="", max_length=20)),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "coopcouncil.Ballot",
                        source_field="ballot_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "agenda_item",
                "app": "coopcouncil",
                "indexes": [Index(fields=["meeting_id", "place"], name="agenda_item_place")],
                "pk_attr": "id",
            },
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="AgendaPaper",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                        "coopcouncil.AgendaItem",
                        source_field="item_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
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
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                (
                    "language",
                    fields.CharEnumField(
                        description="ENGLISH: en\nWELSH: cy\nBOTH: both",
                        enum_type=PaperLanguage,
                        max_length=4,
                    ),
                ),
                ("place", fields.IntField()),
            ],
            options={"table": "agenda_paper", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="Apology",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
            options={"table": "apology", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="Attendance",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                        description="IN_PERSON: in-person\nONLINE: online\nPROXY: proxy",
                        enum_type=AttendanceWay,
                        max_length=20,
                    ),
                ),
                ("arrived_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("left_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("proxy_name", fields.CharField(default="", max_length=200)),
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
            options={"table": "attendance", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="Cancellation",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                ("reason", fields.TextField(unique=False)),
                ("reason_cy", fields.TextField(default="", unique=False)),
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
            ],
            options={"table": "meeting_cancellation", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="Minutes",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
            ],
            options={"table": "minutes", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="MinutesVersion",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                    "minutes",
                    fields.ForeignKeyField(
                        "coopcouncil.Minutes",
                        source_field="minutes_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "content",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
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
            options={"table": "minutes_version", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="MinutesPublication",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                    "version",
                    fields.ForeignKeyField(
                        "coopcouncil.MinutesVersion",
                        source_field="version_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("is_approved", fields.BooleanField()),
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
            ],
            options={"table": "minutes_publication", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="Notice",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                    "kind",
                    fields.CharEnumField(
                        description="NOTICE: notice\nCANCELLATION: cancellation",
                        enum_type=NoticeKind,
                        max_length=20,
                    ),
                ),
                (
                    "agenda",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("sha256", fields.CharField(max_length=64)),
                ("is_short", fields.BooleanField(default=False)),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
                ("mailed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "meeting_notice", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.CreateModel(
            name="LetterBatch",
            fields=[
                (
                    "notice",
                    fields.ForeignKeyField(
                        "coopcouncil.Notice",
                        source_field="notice_id",
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
                    "language",
                    fields.CharEnumField(
                        description="ENGLISH: en\nWELSH: cy\nBOTH: both",
                        enum_type=CopyLanguage,
                        max_length=4,
                    ),
                ),
                ("is_large", fields.BooleanField()),
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
                ("letters", fields.IntField(default=0)),
                (
                    "file",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="file_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("posted_on", fields.DateField(null=True)),
                (
                    "posted_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="posted_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "letter_batch", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfNotice"],
        ),
        ops.CreateModel(
            name="NoticeCopy",
            fields=[
                (
                    "notice",
                    fields.ForeignKeyField(
                        "coopcouncil.Notice",
                        source_field="notice_id",
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
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("office", fields.CharField(default="", max_length=30)),
                (
                    "way",
                    fields.CharEnumField(
                        description="EMAIL: email\nPOST: post\nSPOKEN: spoken\nNONE: none",
                        enum_type=CopyWay,
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    fields.CharEnumField(
                        description="ENGLISH: en\nWELSH: cy\nBOTH: both",
                        enum_type=CopyLanguage,
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
                ("member_number", fields.CharField(default="", max_length=40)),
                ("sort_key", fields.CharField(default="", max_length=420)),
                ("email", fields.CharField(default="", max_length=254)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("message_id", fields.BigIntField(null=True)),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "coopcouncil.LetterBatch",
                        source_field="batch_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "notice_copy",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["notice_id", "way"], name="notice_copy_way"),
                    Index(fields=["batch_id"], name="notice_copy_batch"),
                    Index(fields=["message_id"], name="notice_copy_message"),
                ],
                "pk_attr": "id",
            },
            bases=["OfNotice"],
        ),
        ops.CreateModel(
            name="ShortNoticeAgreement",
            fields=[
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "coopcouncil.Meeting",
                        source_field="meeting_id",
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
                ("agreed", fields.IntField()),
                ("members", fields.IntField()),
                ("note", fields.TextField(default="", unique=False)),
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
            ],
            options={"table": "short_notice_agreement", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfMeeting"],
        ),
        ops.AddConstraint(
            model_name="Meeting",
            constraint=CheckConstraint(check="lasts_minutes > 0", name="a_meeting_lasts_a_minute"),
        ),
        ops.AddConstraint(
            model_name="AgendaItem",
            constraint=CheckConstraint(
                check="ballot_id IS NULL OR kind IN ('resolution', 'election')",
                name="only_resolutions_and_elections_go_to_a_ballot",
            ),
        ),
        ops.AddConstraint(
            model_name="Apology",
            constraint=UniqueConstraint(
                fields=("meeting_id", "member_id"), name="one_apology_per_member_and_meeting"
            ),
        ),
        ops.AddConstraint(
            model_name="Attendance",
            constraint=CheckConstraint(
                check="left_at >= arrived_at", name="nobody_leaves_before_arriving"
            ),
        ),
        ops.AddConstraint(
            model_name="Cancellation",
            constraint=UniqueConstraint(fields=("meeting_id",), name="a_meeting_is_cancelled_once"),
        ),
        ops.AddConstraint(
            model_name="Minutes",
            constraint=UniqueConstraint(
                fields=("meeting_id",), name="a_meeting_has_one_set_of_minutes"
            ),
        ),
        ops.AddConstraint(
            model_name="MinutesVersion",
            constraint=UniqueConstraint(
                fields=("minutes_id", "number"), name="one_version_of_minutes_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Notice",
            constraint=UniqueConstraint(
                fields=("meeting_id", "number"), name="one_notice_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="LetterBatch",
            constraint=UniqueConstraint(
                fields=("notice_id", "number"), name="one_letter_batch_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="LetterBatch",
            constraint=CheckConstraint(
                check="(made_at IS NULL) = (file_id IS NULL)",
                name="a_batch_of_letters_is_made_with_its_file",
            ),
        ),
        ops.AddConstraint(
            model_name="NoticeCopy",
            constraint=UniqueConstraint(
                fields=("notice_id", "member_id", "way"), name="one_copy_per_member_and_way"
            ),
        ),
        ops.AddConstraint(
            model_name="NoticeCopy",
            constraint=UniqueConstraint(
                fields=("notice_id", "person_id", "way"), name="one_copy_per_officer_and_way"
            ),
        ),
        ops.AddConstraint(
            model_name="NoticeCopy",
            constraint=CheckConstraint(
                check="(member_id IS NULL) <> (person_id IS NULL)",
                name="a_copy_is_for_a_member_or_an_officer",
            ),
        ),
        ops.AddConstraint(
            model_name="NoticeCopy",
            constraint=CheckConstraint(
                check="message_id IS NULL OR way = 'email'", name="only_an_email_copy_has_a_message"
            ),
        ),
        ops.AddConstraint(
            model_name="NoticeCopy",
            constraint=CheckConstraint(
                check="(batch_id IS NOT NULL) = (way = 'post')", name="a_copy_by_post_has_its_batch"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX attendance_once ON attendance (meeting_id, member_id)
                WHERE left_at IS NULL;

            CREATE FUNCTION keep_notice() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                kept meeting_notice := NEW;
            BEGIN
                kept.mailed_at := OLD.mailed_at;
                IF OLD.mailed_at IS NOT NULL OR to_jsonb(kept) IS DISTINCT FROM to_jsonb(OLD) THEN
                    RAISE EXCEPTION 'a notice that was sent is never rewritten'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER notice_is_kept BEFORE UPDATE ON meeting_notice
                FOR EACH ROW EXECUTE FUNCTION keep_notice();

            CREATE FUNCTION keep_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a version of the minutes is never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER minutes_version_is_kept BEFORE UPDATE OR DELETE ON minutes_version
                FOR EACH ROW EXECUTE FUNCTION keep_minutes();
            """,
            """
            DROP TRIGGER minutes_version_is_kept ON minutes_version;
            DROP TRIGGER notice_is_kept ON meeting_notice;
            DROP FUNCTION keep_minutes, keep_notice;
            DROP INDEX attendance_once;
            """,
        ),
    ]
