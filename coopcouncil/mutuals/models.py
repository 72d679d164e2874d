"""Tables: employments and the exports that tell of them, reserved contracts, courses."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.mutuals.kinds import Answer, Test, Verdict
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import ChangeSet, Member
    from coopcouncil.organisations.models import Organisation

__all__ = [
    "Answer",
    "Course",
    "CourseStage",
    "Employment",
    "EmploymentLine",
    "ExportState",
    "HrExport",
    "HrLine",
    "ReservedContract",
    "StageEntry",
    "Test",
    "TestAnswer",
    "Verdict",
]


class Employment(Tenanted):
    """A member's job here, by its number in the payroll. It ends; its row stays."""

    id = fields.BigIntField(primary_key=True)
    employee_number = fields.CharField(max_length=40)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    post = fields.CharField(max_length=200, default="")
    began_on: date | None = fields.DateField(null=True)
    ended_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "employment"
        indexes = [Index(fields=("member_id",), name="employment_member")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "employee_number"),
                name="one_employment_per_payroll_number",
            ),
            CheckConstraint(check="ended_on >= began_on", name="a_job_begins_before_it_ends"),
        ]


class EmploymentLine(Tenanted):
    """What was known of a job from a moment on; `Employment` says what stands."""

    id = fields.BigIntField(primary_key=True)
    employee_number = fields.CharField(max_length=40)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    post = fields.CharField(max_length=200, default="")
    began_on: date | None = fields.DateField(null=True)
    ended_on: date | None = fields.DateField(null=True)
    # The export that brought the job was undone: it was none.
    is_gone = fields.BooleanField(default=False)
    noted_at = fields.DatetimeField()

    class Meta:
        table = "employment_line"
        indexes = [
            Index(fields=("organisation_id", "employee_number"), name="employment_line_number")
        ]


class ExportState(StrEnum):
    """How far an export has come."""

    UPLOADED = "uploaded"
    READING = "reading"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    DROPPED = "dropped"
    UNDONE = "undone"


class HrExport(Tenanted):
    """A list of employees from the HR system: how it is understood, and what became of it."""

    id = fields.BigIntField(primary_key=True)
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    file_id: int | None
    file_name = fields.CharField(max_length=200)
    encoding = fields.CharField(max_length=10)
    delimiter = fields.CharField(max_length=1)
    headings = fields.JSONField[list[str]]()
    sample = fields.JSONField[list[list[str]]](default=list)
    targets = fields.JSONField[list[str]](default=list)
    total = fields.IntField(default=0)
    done = fields.IntField(default=0, db_default=0)  # Rows that a job has been through.
    # The day of which it tells, and whether whoever is missing has left.
    as_of: date | None = fields.DateField(null=True)
    is_complete = fields.BooleanField(default=True)
    state = fields.CharEnumField(ExportState, max_length=12, default=ExportState.UPLOADED)
    counts = fields.JSONField[dict[str, int]](default=dict)
    # The last change-set that the preview knew, and whether it moved before applying.
    seen_number: int | None = fields.BigIntField(null=True)
    moved = fields.BooleanField(default=False)
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    started_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    started_at = fields.DatetimeField()
    settled_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "hr_export"


class HrLine(Tenanted):
    """A line of a preview that is worth showing."""

    id = fields.BigIntField(primary_key=True)
    export: fields.ForeignKeyRelation[HrExport] = fields.ForeignKeyField(
        "coopcouncil.HrExport", related_name=False, on_delete=fields.CASCADE
    )
    export_id: int
    place = fields.IntField()
    kind = fields.CharField(max_length=10)
    # What the page shows: row, number, name, member, what changes or what is wrong.
    shown = fields.JSONField[dict[str, object]]()

    class Meta:
        table = "hr_line"
        constraints = [UniqueConstraint(fields=("export_id", "place"), name="one_hr_line_a_place")]


class ReservedContract(Tenanted):
    """A contract that an authority may reserve to this organisation (PA 2023 s.33)."""

    id = fields.BigIntField(primary_key=True)
    title = fields.CharField(max_length=200)
    authority = fields.CharField(max_length=200)
    service = fields.TextField(default="")
    awarded_on = fields.DateField()
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    # The last award of a comparable reserved contract by the same authority.
    award_before: date | None = fields.DateField(null=True)
    added_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    added_at = fields.DatetimeField()

    class Meta:
        table = "reserved_contract"
        constraints = [
            CheckConstraint(check="starts_on <= ends_on", name="a_contract_starts_before_it_ends")
        ]


class TestAnswer(Tenanted):
    """What somebody said of one test, with the evidence. The latest counts; none is changed."""

    id = fields.BigIntField(primary_key=True)
    contract: fields.ForeignKeyRelation[ReservedContract] = fields.ForeignKeyField(
        "coopcouncil.ReservedContract", related_name=False, on_delete=fields.CASCADE
    )
    contract_id: int
    test = fields.CharEnumField(Test, max_length=20)
    answer = fields.CharEnumField(Answer, max_length=10)
    evidence = fields.TextField(default="")
    said_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    said_at = fields.DatetimeField()

    class Meta:
        table = "reserved_contract_answer"


class Course(Tenanted):
    """A service on its way out of the council, or a new co-operative that the council helps."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=20)
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    # Once it is there: the organisation on the council's list.
    became: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    became_id: int | None
    contact = fields.CharField(max_length=300, default="")
    begun_on = fields.DateField()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_on: date | None = fields.DateField(null=True)
    why_ended = fields.TextField(default="")

    class Meta:
        table = "course"

    def called(self, language: str) -> str:
        """The title in the reader's language, or its only title."""
        return (self.title_cy if language == "cy" else "") or self.title


class CourseStage(Tenanted):
    """One stage of a course, as its kind had it when the course began."""

    id = fields.BigIntField(primary_key=True)
    course: fields.ForeignKeyRelation[Course] = fields.ForeignKeyField(
        "coopcouncil.Course", related_name=False, on_delete=fields.CASCADE
    )
    course_id: int
    key = fields.CharField(max_length=40)
    place = fields.IntField()
    due_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "course_stage"
        constraints = [
            UniqueConstraint(fields=("course_id", "key"), name="a_course_has_each_stage_once")
        ]


class StageEntry(Tenanted):
    """What was decided of a stage, when, by whom, on what evidence. Never changed."""

    id = fields.BigIntField(primary_key=True)
    stage: fields.ForeignKeyRelation[CourseStage] = fields.ForeignKeyField(
        "coopcouncil.CourseStage", related_name=False, on_delete=fields.CASCADE
    )
    stage_id: int
    verdict = fields.CharEnumField(Verdict, max_length=12)
    on = fields.DateField()
    decided_by = fields.CharField(max_length=200, default="")
    note = fields.TextField(default="")
    evidence = fields.CharField(max_length=500, default="")
    entered_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    entered_at = fields.DatetimeField()

    class Meta:
        table = "course_stage_entry"
