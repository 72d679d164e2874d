"""Suspicions and what was done about them. Append-only, and tied to nobody by a key."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.kinds import Step

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Suspicion(Tenanted):
    """What was told, in the teller's words. `about` is text, so that no key can lead here."""

    id = fields.BigIntField(primary_key=True)
    about = fields.CharField(max_length=300)
    told = fields.TextField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "suspicion"
        # By RunSQL besides: the trigger that keeps it.


class SuspicionStep(Tenanted):
    """What the nominated officer did, and when."""

    id = fields.BigIntField(primary_key=True)
    suspicion: fields.ForeignKeyRelation[Suspicion] = fields.ForeignKeyField(
        "coopcouncil.Suspicion", related_name="steps", on_delete=fields.RESTRICT
    )
    suspicion_id: int
    step = fields.CharEnumField(Step, max_length=12)
    reference = fields.CharField(max_length=100, default="")
    why = fields.TextField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "suspicion_step"
        indexes = [Index(fields=("suspicion_id",), name="suspicion_step_suspicion")]
        # By RunSQL besides: the trigger that keeps it.
