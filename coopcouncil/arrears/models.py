"""What was said of late payments, what was agreed, and who asked for help."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.arrears.kinds import Ending, HoldReason, ReminderWay
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payments.kinds import Interval

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member
    from coopcouncil.payments.models import Charge


class LateReminder(Tenanted):
    """A member was reminded. An episode is told by its oldest late charge: each step once."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    charge: fields.ForeignKeyRelation["Charge"] = fields.ForeignKeyField(
        "coopcouncil.Charge", related_name=False, on_delete=fields.RESTRICT
    )
    charge_id: int
    step = fields.IntField()
    amount = fields.BigIntField()
    late_since = fields.DateField()
    way = fields.CharEnumField(ReminderWay, max_length=10)
    language = fields.CharField(max_length=5)
    said_at = fields.DatetimeField()
    posted_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "late_reminder"
        indexes = [Index(fields=("member_id",), name="late_reminder_member")]
        constraints = [
            UniqueConstraint(fields=("charge_id", "step"), name="one_reminder_per_step"),
            CheckConstraint(check="step BETWEEN 1 AND 3", name="a_reminder_is_one_of_three"),
            CheckConstraint(check="amount > 0", name="a_reminder_is_of_something"),
            CheckConstraint(
                check="way = 'letter' OR posted_on IS NULL", name="only_a_letter_is_posted"
            ),
        ]

    @property
    def sum(self) -> Money:
        """What was late."""
        return Money(self.amount)


class ReminderHold(Tenanted):
    """Nobody reminds this member in these days. The note is for those who keep the money alone."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    reason = fields.CharEnumField(HoldReason, max_length=12)
    since = fields.DateField()
    until = fields.DateField()
    note = fields.TextField(default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    lifted_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "reminder_hold"
        indexes = [Index(fields=("member_id",), name="reminder_hold_member")]
        constraints = [CheckConstraint(check="until >= since", name="a_hold_has_a_day")]


class HelpAsked(Tenanted):
    """A member says that paying is hard just now, and what would help."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    words = fields.TextField()
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    asked_by_id: int | None
    answer = fields.TextField(default="")
    answered_at: datetime | None = fields.DatetimeField(null=True)
    answered_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    answered_by_id: int | None

    class Meta:
        table = "help_asked"
        indexes = [Index(fields=("member_id",), name="help_asked_member")]
        constraints = [
            CheckConstraint(
                check="(answered_at IS NULL) = (answer = '')", name="an_answer_has_its_moment"
            )
        ]
        # By RunSQL besides: a member asks once at a time.


class Arrangement(Tenanted):
    """A member pays what is owed in instalments, as agreed with the treasurer: a payment plan."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    total = fields.BigIntField()
    instalment = fields.BigIntField()
    interval = fields.CharEnumField(Interval, max_length=10)
    first_on = fields.DateField()
    agreed_on = fields.DateField()
    note = fields.TextField(default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    ended_on: date | None = fields.DateField(null=True)
    ending: Ending | None = fields.CharEnumField(  # type: ignore[assignment]
        Ending, max_length=10, null=True
    )
    end_reason = fields.CharField(max_length=200, default="")

    class Meta:
        table = "arrangement"
        indexes = [Index(fields=("member_id",), name="arrangement_member")]
        constraints = [
            CheckConstraint(
                check="0 < instalment AND instalment <= total", name="an_instalment_is_a_part"
            ),
            CheckConstraint(
                check="(ended_on IS NULL) = (ending IS NULL)", name="an_ending_has_its_day"
            ),
        ]
        # By RunSQL besides: one_arrangement_at_a_time.

    @property
    def sum(self) -> Money:
        """All that is spread."""
        return Money(self.total)


class ArrangementCharge(Tenanted):
    """What an arrangement is about, and how much of it was owed on the day of agreeing."""

    id = fields.BigIntField(primary_key=True)
    arrangement: fields.ForeignKeyRelation[Arrangement] = fields.ForeignKeyField(
        "coopcouncil.Arrangement", related_name="charges", on_delete=fields.RESTRICT
    )
    arrangement_id: int
    charge: fields.ForeignKeyRelation["Charge"] = fields.ForeignKeyField(
        "coopcouncil.Charge", related_name=False, on_delete=fields.RESTRICT
    )
    charge_id: int
    amount = fields.BigIntField()

    class Meta:
        table = "arrangement_charge"
        indexes = [Index(fields=("charge_id",), name="arrangement_charge_charge")]
        constraints = [
            UniqueConstraint(fields=("arrangement_id", "charge_id"), name="a_charge_once_in_it"),
            CheckConstraint(check="amount > 0", name="something_is_spread"),
        ]
