"""Who may be one person twice, what was decided, and who was merged with whom."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import ChangeSet, ImportBatch, Member


class Decision(StrEnum):
    """What a person said of two that look alike."""

    WAITING = ""
    SAME = "same"
    DIFFERENT = "different"


class LookedThrough(Tenanted):
    """How far the register has been looked through for people who are in it twice."""

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField(default=0)  # Of the last change-set that was looked at.
    looked_at: datetime | None = fields.DatetimeField(null=True)
    # Keys that so many share that nobody is compared by them.
    passed_over = fields.BigIntField(default=0)
    is_working = fields.BooleanField(default=False)
    # A long look goes in pieces: up to which change-set, in which step, past which member, and
    # how many members of how many.
    round_to: int | None = fields.BigIntField(null=True)
    step = fields.CharField(max_length=8, default="", db_default="")
    upto = fields.BigIntField(default=0, db_default=0)
    done = fields.BigIntField(default=0, db_default=0)
    whole = fields.BigIntField(default=0, db_default=0)

    class Meta:
        table = "looked_through"
        constraints = [
            UniqueConstraint(fields=("organisation_id",), name="one_look_through_a_register")
        ]


class LikenessKey(Tenanted):
    """Something that two entries of one person probably share, as a number."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.CASCADE
    )
    member_id: int
    key = fields.BigIntField()

    class Meta:
        table = "likeness_key"
        indexes = [
            Index(fields=("organisation_id", "key"), name="likeness_key_key"),
            Index(fields=("member_id",), name="likeness_key_member"),
        ]


class Likeness(Tenanted):
    """Two members who may be one person, why, and what a person decided."""

    id = fields.BigIntField(primary_key=True)
    earlier: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.CASCADE
    )
    earlier_id: int
    later: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.CASCADE
    )
    later_id: int
    confidence = fields.IntField()
    reasons = fields.JSONField[list[str]]()
    found_at = fields.DatetimeField()
    decision = fields.CharEnumField(Decision, max_length=10, default=Decision.WAITING)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    decided_by_id: int | None
    decided_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "likeness"
        constraints = [
            UniqueConstraint(fields=("earlier_id", "later_id"), name="one_likeness_of_two"),
            CheckConstraint(check="earlier_id < later_id", name="a_likeness_is_of_two"),
        ]
        indexes = [
            Index(fields=("organisation_id", "decision", "confidence"), name="likeness_waiting"),
            Index(fields=("later_id",), name="likeness_later"),
        ]


class Merge(Tenanted):
    """A member's number that points to another since both were found to be one person."""

    id = fields.BigIntField(primary_key=True)
    kept: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    kept_id: int
    gone: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    gone_id: int
    change_set: fields.ForeignKeyRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, on_delete=fields.RESTRICT
    )
    change_set_id: int
    undone_by: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    undone_by_id: int | None

    class Meta:
        table = "merge"
        indexes = [
            Index(fields=("gone_id",), name="merge_gone"),
            Index(fields=("kept_id",), name="merge_kept"),
        ]
        constraints = [CheckConstraint(check="kept_id <> gone_id", name="a_merge_is_of_two")]
        # By RunSQL besides: one_standing_merge_of_a_member.


class MergeCarried(Tenanted):
    """A row elsewhere that went over to the number that was kept, so that undoing brings it back.

    `became` is the row that took its place, where rows are superseded and never changed.
    """

    id = fields.BigIntField(primary_key=True)
    merge: fields.ForeignKeyRelation[Merge] = fields.ForeignKeyField(
        "coopcouncil.Merge", related_name=False, on_delete=fields.RESTRICT
    )
    merge_id: int
    table = fields.CharField(max_length=40)
    row = fields.BigIntField()
    became: int | None = fields.BigIntField(null=True)

    class Meta:
        table = "merge_carried"
        indexes = [Index(fields=("merge_id",), name="merge_carried_merge")]


class RowLikeness(Tenanted):
    """A new row of a list that may be somebody in the register, or in an earlier row."""

    id = fields.BigIntField(primary_key=True)
    batch: fields.ForeignKeyRelation["ImportBatch"] = fields.ForeignKeyField(
        "coopcouncil.ImportBatch", related_name=False, on_delete=fields.CASCADE
    )
    batch_id: int
    row = fields.IntField()
    row_number = fields.CharField(max_length=40)  # The member's number in that row.
    row_name = fields.CharField(max_length=201)
    # One of the two: a member, or a row of the same list.
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.CASCADE
    )
    member_id: int | None
    other_row: int | None = fields.IntField(null=True)
    other_number = fields.CharField(max_length=40)
    other_name = fields.CharField(max_length=201)
    confidence = fields.IntField()
    reasons = fields.JSONField[list[str]]()
    decision = fields.CharEnumField(Decision, max_length=10, default=Decision.WAITING)

    class Meta:
        table = "row_likeness"
        constraints = [
            CheckConstraint(
                check="(member_id IS NULL) <> (other_row IS NULL)",
                name="a_row_is_like_a_member_or_a_row",
            ),
            UniqueConstraint(
                fields=("batch_id", "row", "other_number"), name="one_likeness_of_a_row"
            ),
        ]


class ListedPerson(Tenanted):
    """A new row of a list while its preview is made: whom it names, and their keys."""

    id = fields.BigIntField(primary_key=True)
    batch: fields.ForeignKeyRelation["ImportBatch"] = fields.ForeignKeyField(
        "coopcouncil.ImportBatch", related_name=False, on_delete=fields.CASCADE
    )
    batch_id: int
    row = fields.IntField()
    key = fields.BigIntField()

    class Meta:
        table = "listed_person"
        indexes = [Index(fields=("batch_id", "key"), name="listed_person_key")]
