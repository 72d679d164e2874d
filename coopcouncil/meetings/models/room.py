"""Who is in the room, and who sent apologies."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.meetings.models.meeting import OfMeeting

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member


class AttendanceWay(StrEnum):
    """How a member takes part."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    PROXY = "proxy"


class Attendance(OfMeeting):
    """A member's stay at the meeting, from arrival until leaving; coming back is another."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    way = fields.CharEnumField(AttendanceWay, max_length=20)
    arrived_at = fields.DatetimeField()
    left_at: datetime | None = fields.DatetimeField(null=True)
    # Who speaks for the member, where the member comes by proxy.
    proxy_name = fields.CharField(max_length=200, default="")
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "attendance"
        constraints = [
            CheckConstraint(check="left_at >= arrived_at", name="nobody_leaves_before_arriving"),
        ]
        # By RunSQL besides: attendance_once, one open stay per member and meeting.


class Apology(OfMeeting):
    """A member said beforehand that they cannot come."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    received_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "apology"
        constraints = [
            UniqueConstraint(
                fields=("meeting_id", "member_id"), name="one_apology_per_member_and_meeting"
            ),
        ]
