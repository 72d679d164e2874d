"""What people ask about what is held of them, and what was removed by itself."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import Member
    from coopcouncil.organisations.models import Organisation


class Asked(Tenanted):
    """Something that a person asks for, about themselves as one member."""

    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    person: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    person_id: int
    asked_at = fields.DatetimeField()

    class Meta:
        abstract = True


class AccessRequest(Asked):
    """Everything that is held, to take away. The files are made by a job, and go after days.

    `more` is what the person asks for besides: paper, or what is held elsewhere. It wants a
    person's answer; without it the files are the answer.
    """

    id = fields.BigIntField(primary_key=True)
    more = fields.TextField(default="")
    due_on = fields.DateField()
    extended_to: date | None = fields.DateField(null=True)
    extension_reason = fields.TextField(default="")
    made_at: datetime | None = fields.DatetimeField(null=True)
    json_file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    json_file_id: int | None
    pdf_file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    pdf_file_id: int | None
    downloads = fields.IntField(default=0)
    answered_at: datetime | None = fields.DatetimeField(null=True)
    answered_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    answer = fields.TextField(default="")
    # When the files were taken away again.
    removed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "access_request"
        indexes = (Index(fields=("organisation_id", "due_on"), name="access_request_due"),)
        constraints = [
            CheckConstraint(
                check="(extended_to IS NULL) = (extension_reason = '')",
                name="more_time_is_taken_with_a_reason",
            ),
            CheckConstraint(
                check="json_file_id IS NULL OR (made_at IS NOT NULL AND removed_at IS NULL)",
                name="what_was_taken_away_is_gone",
            ),
        ]

    @property
    def due(self) -> date:
        """The last day to answer."""
        return self.extended_to or self.due_on


class Outcome(StrEnum):
    """What became of something that was asked for."""

    DONE = "done"
    REFUSED = "refused"


class CorrectionRequest(Asked):
    """Facts of the register that a member says are wrong; a keeper decides, with a reason."""

    id = fields.BigIntField(primary_key=True)
    facts = fields.JSONField[dict[str, str | int | None]]()
    said = fields.TextField(default="")
    outcome = fields.CharEnumField(Outcome, max_length=10, null=True)
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reason = fields.TextField(default="")

    class Meta:
        table = "correction_request"
        indexes = (
            Index(fields=("organisation_id", "member_id"), name="correction_request_member"),
        )
        constraints = [
            CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)",
                name="a_correction_is_decided_at_a_time",
            ),
            CheckConstraint(
                check="outcome IS DISTINCT FROM 'refused' OR reason <> ''",
                name="a_correction_is_refused_with_a_reason",
            ),
        ]
        # By RunSQL besides: one_open_correction_per_member, a partial unique index.


class Erasure(Asked):
    """A wish to be forgotten, and what was then removed and what was kept, table by table."""

    id = fields.BigIntField(primary_key=True)
    said = fields.TextField(default="")
    outcome = fields.CharEnumField(Outcome, max_length=10, null=True)
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reason = fields.TextField(default="")
    # What `erasing.Line` writes and reads: names of tables and numbers of rows, nothing personal.
    report = fields.JSONField[list[dict[str, Any]]](default=list)

    class Meta:
        table = "erasure"
        indexes = (Index(fields=("organisation_id", "member_id"), name="erasure_member"),)
        constraints = [
            CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)",
                name="an_erasure_is_decided_at_a_time",
            ),
            CheckConstraint(
                check="outcome IS DISTINCT FROM 'refused' OR reason <> ''",
                name="an_erasure_is_refused_with_a_reason",
            ),
        ]


class Removal(Model):
    """How many rows a rule of retention removed on a day; zero is the installation itself.

    Without a foreign key, like the rest of the kernel's record: it outlives what it tells of.
    """

    id = fields.BigIntField(primary_key=True)
    organisation_id = fields.BigIntField()
    rule = fields.CharField(max_length=60)
    on = fields.DateField()
    rows = fields.BigIntField()

    class Meta:
        table = "removal"
        ordering = ("-on", "rule")
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "rule", "on"), name="one_removal_per_rule_and_day"
            ),
            CheckConstraint(check="rows >= 0", name="no_fewer_than_no_rows_are_removed"),
        ]

    @classmethod
    def of(cls, org: "Organisation") -> QuerySet[Self]:
        """What was removed of one organisation."""
        return cls.filter(organisation_id=org.id)
