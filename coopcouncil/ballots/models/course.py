"""What the returning officer may do to a ballot in its course, each with its reason."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.ballots.models.ballot import OfBallot
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Extension(OfBallot):
    """A later close."""

    id = fields.BigIntField(primary_key=True)
    was_to_close_at = fields.DatetimeField()
    closes_at = fields.DatetimeField()
    reason = fields.TextField()
    reason_cy = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "ballot_extension"
        constraints = [
            CheckConstraint(
                check="closes_at > was_to_close_at", name="an_extension_moves_the_close_later"
            )
        ]


class Suspension(OfBallot):
    """No votes are taken until it is resumed. The close stays where it is."""

    id = fields.BigIntField(primary_key=True)
    reason = fields.TextField()
    reason_cy = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    resumed_at = fields.DatetimeField(null=True)
    resumed_because = fields.TextField(default="")
    resumed_because_cy = fields.TextField(default="")
    resumed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "ballot_suspension"
        # By RunSQL besides: one_open_suspension_per_ballot, a partial unique index.


class Voiding(OfBallot):
    """The ballot counts for nothing. What was in the box is never opened."""

    id = fields.BigIntField(primary_key=True)
    reason = fields.TextField()
    reason_cy = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "ballot_voiding"
        constraints = [UniqueConstraint(fields=("ballot_id",), name="a_ballot_is_voided_once")]


class WelshSignOff(Tenanted):
    """A named person has walked the voter's journey in Welsh and answers for its words."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=200)
    standing = fields.CharField(max_length=200)
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "welsh_sign_off"
        indexes = (Index(fields=("organisation_id",), name="welsh_sign_off_organisation"),)
