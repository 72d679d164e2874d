"""Who asked to see the register, what they were answered, and which copies were made.

All three are added to and never changed: what an answer was mistaken about is said by another.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.statutory.kinds import Answer, Capacity, Wish

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member


class Inspection(Tenanted):
    """A request to inspect the register: who, as what, what for."""

    id = fields.BigIntField(primary_key=True)
    asked_on = fields.DateField()
    name = fields.CharField(max_length=200)
    postal_address = fields.TextField(default="")
    on_behalf_of = fields.CharField(max_length=200, default="")
    capacity = fields.CharEnumField(Capacity, max_length=20)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    wish = fields.CharEnumField(Wish, max_length=10)
    purpose = fields.TextField(default="")
    disclosed_to = fields.TextField(default="")
    fee_pence: int | None = fields.BigIntField(null=True)
    due_on: date | None = fields.DateField(null=True)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "inspection"
        # By RunSQL besides: the trigger inspection_is_kept.

    @property
    def fee(self) -> Money | None:
        """What is asked for the inspection."""
        return None if self.fee_pence is None else Money(self.fee_pence)


class InspectionAnswer(Tenanted):
    """What was done about a request, and when."""

    id = fields.BigIntField(primary_key=True)
    inspection: fields.ForeignKeyRelation[Inspection] = fields.ForeignKeyField(
        "coopcouncil.Inspection", related_name="answers", on_delete=fields.RESTRICT
    )
    inspection_id: int
    answer = fields.CharEnumField(Answer, max_length=20)
    answered_on = fields.DateField()
    words = fields.TextField(default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "inspection_answer"
        indexes = [Index(fields=("inspection_id",), name="inspection_answer_inspection")]
        # By RunSQL besides: the trigger inspection_answer_is_kept.


class RegisterCopy(Tenanted):
    """A copy of the register that was made: of which day, as known when, how much of it."""

    id = fields.BigIntField(primary_key=True)
    inspection: fields.ForeignKeyNullableRelation[Inspection] = fields.ForeignKeyField(
        "coopcouncil.Inspection", related_name="copies", null=True, on_delete=fields.RESTRICT
    )
    inspection_id: int | None
    on = fields.DateField()
    known_at: datetime | None = fields.DatetimeField(null=True)
    redacted = fields.BooleanField()
    with_former = fields.BooleanField()
    form = fields.CharField(max_length=4)
    purpose = fields.CharField(max_length=200)
    members = fields.IntField()
    made_at = fields.DatetimeField()
    made_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    made_by_id: int | None

    class Meta:
        table = "register_copy"
        # By RunSQL besides: the trigger register_copy_is_kept.
