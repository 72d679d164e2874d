"""Minutes: begun from the agenda, every saving kept, published as a draft and when approved."""

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.meetings.models.meeting import OfMeeting

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Minutes(OfMeeting):
    """A meeting's minutes; what they say is in their versions."""

    id = fields.BigIntField(primary_key=True)
    begun_at = fields.DatetimeField()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "minutes"
        constraints = [
            UniqueConstraint(fields=("meeting_id",), name="a_meeting_has_one_set_of_minutes"),
        ]


class MinutesVersion(OfMeeting):
    """What the minutes said once saved. Never changed; a later version takes its place.

    `content` holds the items with their texts in each language, and the facts as they were:
    who was present, who sent apologies, the quorum, the results.
    """

    id = fields.BigIntField(primary_key=True)
    minutes: fields.ForeignKeyRelation[Minutes] = fields.ForeignKeyField(
        "coopcouncil.Minutes", related_name=False, on_delete=fields.RESTRICT
    )
    minutes_id: int
    number = fields.IntField()
    content = fields.JSONField[dict[str, Any]]()
    written_at = fields.DatetimeField()
    written_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    written_by_id: int | None

    class Meta:
        table = "minutes_version"
        ordering = ("number",)
        constraints = [
            UniqueConstraint(
                fields=("minutes_id", "number"), name="one_version_of_minutes_per_number"
            ),
        ]


class MinutesPublication(OfMeeting):
    """A version shown to members, as a draft or as approved."""

    id = fields.BigIntField(primary_key=True)
    version: fields.ForeignKeyRelation[MinutesVersion] = fields.ForeignKeyField(
        "coopcouncil.MinutesVersion", related_name=False, on_delete=fields.RESTRICT
    )
    version_id: int
    is_approved = fields.BooleanField()
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    by_id: int | None

    class Meta:
        table = "minutes_publication"
