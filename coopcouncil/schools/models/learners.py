"""Which constituencies are whose; learners as their schools say, and their guardians."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import ChangeSet, Constituency, Member
    from coopcouncil.organisations.models import Organisation


class Duty(StrEnum):
    """What a constituency is for in a cluster of schools."""

    LEARNERS = "learners"
    GUARDIANS = "guardians"
    ALUMNI = "alumni"


class ClusterConstituency(Tenanted):
    """Which of the trust's constituencies is whose: learners', guardians', alumni's."""

    id = fields.BigIntField(primary_key=True)
    duty = fields.CharEnumField(Duty, max_length=20)
    constituency: fields.ForeignKeyRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, on_delete=fields.RESTRICT
    )
    constituency_id: int

    class Meta:
        table = "cluster_constituency"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "duty"), name="one_constituency_per_duty")
        ]


class Learner(Tenanted):
    """A learner of one of the schools, member or not. What is said of one stands in the lines.

    `member` is who they are in the register, as far as is known now; `LearnerMember` says the
    same of every day and moment.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None

    class Meta:
        table = "learner"
        constraints = [UniqueConstraint(fields=("member_id",), name="one_learner_per_member")]


class LearnerLine(Tenanted):
    """From this day on, the school says this of the learner; without a school, they have left.

    A line that came with a change-set of the register goes with it: where the list behind the
    change-set was undone, the line no longer stands.
    """

    id = fields.BigIntField(primary_key=True)
    learner: fields.ForeignKeyRelation[Learner] = fields.ForeignKeyField(
        "coopcouncil.Learner", related_name=False, on_delete=fields.RESTRICT
    )
    learner_id: int
    holds_from = fields.DateField()
    part: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    part_id: int | None
    upn = fields.CharField(max_length=20, default="")
    admission_number = fields.CharField(max_length=20, default="")
    given_name = fields.CharField(max_length=100, default="")
    family_name = fields.CharField(max_length=100, default="")
    date_of_birth: date | None = fields.DateField(null=True)
    year = fields.CharField(max_length=20, default="")
    class_name = fields.CharField(max_length=40, default="")
    sort_key = fields.CharField(max_length=300, default="")
    # Why, where it puts right what was said of the same day before.
    because = fields.TextField(default="", db_default="")
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "learner_line"
        indexes = [
            Index(fields=("learner_id", "holds_from"), name="learner_line_learner"),
            Index(fields=("organisation_id", "part_id"), name="learner_line_school"),
        ]

    @property
    def name(self) -> str:
        """Given name, then family name; whichever there is."""
        return f"{self.given_name} {self.family_name}".strip()


class LearnerMember(Tenanted):
    """From this day on, a learner is this member of the register, or none; without a day, ever
    since. A wrong line is not changed: another one takes its place, and names its reason.

    A line that came with a list goes with it: where the list was undone, it no longer stands.
    """

    id = fields.BigIntField(primary_key=True)
    learner: fields.ForeignKeyRelation[Learner] = fields.ForeignKeyField(
        "coopcouncil.Learner", related_name=False, on_delete=fields.RESTRICT
    )
    learner_id: int
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    holds_from: date | None = fields.DateField(null=True)
    because = fields.TextField(default="")
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()

    class Meta:
        table = "learner_member"
        indexes = [
            Index(fields=("learner_id",), name="learner_member_learner"),
            Index(fields=("member_id",), name="learner_member_member"),
        ]
        # By RunSQL besides: the trigger learners_members_never_change.


class Relation(StrEnum):
    """What somebody is to a learner."""

    PARENT = "parent"
    CARER = "carer"
    OTHER = "other"


class Guardianship(Tenanted):
    """A member has a child at school: which, as what, from when until when.

    What was never so is withdrawn, with the reason; nothing is deleted.
    """

    id = fields.BigIntField(primary_key=True)
    learner: fields.ForeignKeyRelation[Learner] = fields.ForeignKeyField(
        "coopcouncil.Learner", related_name=False, on_delete=fields.RESTRICT
    )
    learner_id: int
    guardian: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    guardian_id: int
    relation = fields.CharEnumField(Relation, max_length=20)
    since = fields.DateField()
    until: date | None = fields.DateField(null=True)
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()
    # A tie that came with a list goes with it: where the list was undone, it no longer stands.
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    ended_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_because = fields.TextField(default="", db_default="")
    withdrawn_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "guardianship"
        indexes = [
            Index(fields=("learner_id",), name="guardianship_learner"),
            Index(fields=("guardian_id",), name="guardianship_guardian"),
        ]
        constraints = [
            CheckConstraint(check="until >= since", name="a_guardianship_begins_before_it_ends")
        ]
