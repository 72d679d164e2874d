from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.mutuals.kinds import Answer, Test, Verdict
from coopcouncil.mutuals.models import ExportState
from coopcouncil.organisations.kinds import Asking
from coopcouncil.statutory.year.kinds import Audit, Kind, Reminder
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0012_members_twice")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Course",
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
                ("kind", fields.CharField(max_length=20)),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                (
                    "became",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="became_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("contact", fields.CharField(default="", max_length=300)),
                ("begun_on", fields.DateField()),
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
                ("ended_on", fields.DateField(null=True)),
                ("why_ended", fields.TextField(default="", unique=False)),
            ],
            options={"table": "course", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="CourseStage",
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
                    "course",
                    fields.ForeignKeyField(
                        "coopcouncil.Course",
                        source_field="course_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=40)),
                ("place", fields.IntField()),
                ("due_on", fields.DateField(null=True)),
            ],
            options={"table": "course_stage", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="DutyDone",
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
                        description="ANNUAL_RETURN: annual-return\nANNUAL_MEETING: annual-meeting\nAUDIT_VOTE: audit-vote\nCONFIRMATION: confirmation-statement\nCOMPANY_ACCOUNTS: company-accounts\nCIC_REPORT: cic-report\nQUARTERLY_RETURN: quarterly-return\nYEARLY_RETURN: yearly-return",
                        enum_type=Kind,
                        max_length=30,
                    ),
                ),
                ("period_end", fields.DateField()),
                ("done_on", fields.DateField()),
                ("note", fields.CharField(default="", max_length=500)),
                (
                    "told_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="told_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("told_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "taken_back_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "duty_done", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="DutyReminder",
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
                        description="ANNUAL_RETURN: annual-return\nANNUAL_MEETING: annual-meeting\nAUDIT_VOTE: audit-vote\nCONFIRMATION: confirmation-statement\nCOMPANY_ACCOUNTS: company-accounts\nCIC_REPORT: cic-report\nQUARTERLY_RETURN: quarterly-return\nYEARLY_RETURN: yearly-return",
                        enum_type=Kind,
                        max_length=30,
                    ),
                ),
                ("period_end", fields.DateField()),
                (
                    "stage",
                    fields.CharEnumField(
                        description="EARLY: early\nSOON: soon\nLATE: late",
                        enum_type=Reminder,
                        max_length=10,
                    ),
                ),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "duty_reminder", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Employment",
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
                ("employee_number", fields.CharField(max_length=40)),
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
                ("post", fields.CharField(default="", max_length=200)),
                ("began_on", fields.DateField(null=True)),
                ("ended_on", fields.DateField(null=True)),
            ],
            options={
                "table": "employment",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="employment_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HrExport",
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
                ("file_name", fields.CharField(max_length=200)),
                ("encoding", fields.CharField(max_length=10)),
                ("delimiter", fields.CharField(max_length=1)),
                (
                    "headings",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "sample",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "targets",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("total", fields.IntField(default=0)),
                ("as_of", fields.DateField(null=True)),
                ("is_complete", fields.BooleanField(default=True)),
                (
                    "state",
                    fields.CharEnumField(
                        default=ExportState.UPLOADED,
                        description="UPLOADED: uploaded\nPREVIEWED: previewed\nAPPLIED: applied\nDROPPED: dropped",
                        enum_type=ExportState,
                        max_length=12,
                    ),
                ),
                (
                    "counts",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("seen_number", fields.BigIntField(null=True)),
                ("moved", fields.BooleanField(default=False)),
                (
                    "change_set",
                    fields.ForeignKeyField(
                        "coopcouncil.ChangeSet",
                        source_field="change_set_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "started_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="started_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "hr_export", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HrLine",
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
                    "export",
                    fields.ForeignKeyField(
                        "coopcouncil.HrExport",
                        source_field="export_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("place", fields.IntField()),
                ("kind", fields.CharField(max_length=10)),
                (
                    "shown",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={"table": "hr_line", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="NeedOrOffer",
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
                        description="NEED: need\nOFFER: offer", enum_type=Asking, max_length=10
                    ),
                ),
                ("text", fields.CharField(max_length=500)),
                ("text_cy", fields.CharField(default="", max_length=500)),
                ("contact", fields.CharField(default="", max_length=300)),
                ("is_public", fields.BooleanField(default=False)),
                ("until", fields.DateField(null=True)),
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
                ("posted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "need_or_offer",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id"], name="need_or_offer_organisation")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ReservedContract",
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
                ("title", fields.CharField(max_length=200)),
                ("authority", fields.CharField(max_length=200)),
                ("service", fields.TextField(default="", unique=False)),
                ("awarded_on", fields.DateField()),
                ("starts_on", fields.DateField()),
                ("ends_on", fields.DateField()),
                ("award_before", fields.DateField(null=True)),
                (
                    "added_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="added_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "reserved_contract", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ReturnKept",
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
                        description="ANNUAL_RETURN: annual-return\nANNUAL_MEETING: annual-meeting\nAUDIT_VOTE: audit-vote\nCONFIRMATION: confirmation-statement\nCOMPANY_ACCOUNTS: company-accounts\nCIC_REPORT: cic-report\nQUARTERLY_RETURN: quarterly-return\nYEARLY_RETURN: yearly-return",
                        enum_type=Kind,
                        max_length=30,
                    ),
                ),
                ("period_start", fields.DateField()),
                ("period_end", fields.DateField()),
                (
                    "figures",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "signatories",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("known_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("kept_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "kept_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="kept_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "return_kept", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StageEntry",
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
                    "stage",
                    fields.ForeignKeyField(
                        "coopcouncil.CourseStage",
                        source_field="stage_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "verdict",
                    fields.CharEnumField(
                        description="BEGUN: begun\nPASSED: passed\nNOT_NEEDED: not-needed\nSTOPPED: stopped\nREOPENED: reopened\nNOTED: noted",
                        enum_type=Verdict,
                        max_length=12,
                    ),
                ),
                ("on", fields.DateField()),
                ("decided_by", fields.CharField(default="", max_length=200)),
                ("note", fields.TextField(default="", unique=False)),
                ("evidence", fields.CharField(default="", max_length=500)),
                (
                    "entered_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="entered_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("entered_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "course_stage_entry", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="TestAnswer",
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
                    "contract",
                    fields.ForeignKeyField(
                        "coopcouncil.ReservedContract",
                        source_field="contract_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "test",
                    fields.CharEnumField(
                        description="SERVICE: service\nTERM: term\nPROFITS: profits\nCONTROL: control\nAWARD_BEFORE: award-before",
                        enum_type=Test,
                        max_length=20,
                    ),
                ),
                (
                    "answer",
                    fields.CharEnumField(
                        description="YES: yes\nNO: no\nUNSURE: unsure",
                        enum_type=Answer,
                        max_length=10,
                    ),
                ),
                ("evidence", fields.TextField(default="", unique=False)),
                (
                    "said_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="said_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("said_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "reserved_contract_answer", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="YearFacts",
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
                ("review_begins", fields.DateField(null=True)),
                (
                    "audit",
                    fields.CharEnumField(
                        default=Audit.UNKNOWN,
                        description="UNKNOWN: unknown\nAUDITED: audited\nDISAPPLIED: disapplied",
                        enum_type=Audit,
                        max_length=12,
                    ),
                ),
            ],
            options={"table": "year_facts", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="CourseStage",
            constraint=UniqueConstraint(
                fields=("course_id", "key"), name="a_course_has_each_stage_once"
            ),
        ),
        ops.AddConstraint(
            model_name="DutyReminder",
            constraint=UniqueConstraint(
                fields=("organisation_id", "kind", "period_end", "stage"),
                name="nobody_is_reminded_twice",
            ),
        ),
        ops.AddConstraint(
            model_name="Employment",
            constraint=UniqueConstraint(
                fields=("organisation_id", "employee_number"),
                name="one_employment_per_payroll_number",
            ),
        ),
        ops.AddConstraint(
            model_name="Employment",
            constraint=CheckConstraint(
                check="ended_on >= began_on", name="a_job_begins_before_it_ends"
            ),
        ),
        ops.AddConstraint(
            model_name="HrLine",
            constraint=UniqueConstraint(fields=("export_id", "place"), name="one_hr_line_a_place"),
        ),
        ops.AddConstraint(
            model_name="ReservedContract",
            constraint=CheckConstraint(
                check="starts_on <= ends_on", name="a_contract_starts_before_it_ends"
            ),
        ),
        ops.AddConstraint(
            model_name="YearFacts",
            constraint=UniqueConstraint(
                fields=("organisation_id",), name="an_organisation_says_it_once"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX a_duty_is_done_once ON duty_done (organisation_id, kind, period_end)
                WHERE taken_back_at IS NULL;
            CREATE FUNCTION keep_what_was_said() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'What was said or reported is kept: add a new row.'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER kept_returns_never_change BEFORE UPDATE OR DELETE ON return_kept
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said();
            CREATE TRIGGER answers_to_tests_never_change
                BEFORE UPDATE OR DELETE ON reserved_contract_answer
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said();
            CREATE TRIGGER stage_entries_never_change
                BEFORE UPDATE OR DELETE ON course_stage_entry
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said();
            """,
            """
            DROP TRIGGER kept_returns_never_change ON return_kept;
            DROP TRIGGER answers_to_tests_never_change ON reserved_contract_answer;
            DROP TRIGGER stage_entries_never_change ON course_stage_entry;
            DROP FUNCTION keep_what_was_said();
            DROP INDEX a_duty_is_done_once;
            """,
        ),
    ]
