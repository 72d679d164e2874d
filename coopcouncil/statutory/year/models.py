"""What only the organisation can say of its year, what was done, reported and reminded of."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.statutory.year.kinds import Audit, Kind, Reminder

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person

__all__ = ["Audit", "DutyDone", "DutyReminder", "Kind", "Reminder", "ReturnKept", "YearFacts"]


class YearFacts(Tenanted):
    """What the program cannot work out for itself."""

    id = fields.BigIntField(primary_key=True)
    # A company: the first day of a review period, its incorporation's or of a later one.
    review_begins: date | None = fields.DateField(null=True)
    # A company's first accounts are reckoned from its incorporation (CA 2006 s.442(3)).
    incorporated_on: date | None = fields.DateField(null=True)
    # Whether the year before turned over more than £90,000 (CCBSA 2014 s.85).
    is_over_turnover = fields.BooleanField(default=False, db_default=False)
    audit = fields.CharEnumField(Audit, max_length=12, default=Audit.UNKNOWN)

    class Meta:
        table = "year_facts"
        constraints = [
            UniqueConstraint(fields=("organisation_id",), name="an_organisation_says_it_once")
        ]


class DutyDone(Tenanted):
    """That a duty was done; taken back, the row stays."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Kind, max_length=30)
    period_end = fields.DateField()
    done_on = fields.DateField()
    note = fields.CharField(max_length=500, default="")
    told_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    told_at = fields.DatetimeField()
    taken_back_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "duty_done"
        # By RunSQL besides: the unique index a_duty_is_done_once.


class ReturnKept(Tenanted):
    """A return's figures as they were made, and as known when. Never changed."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Kind, max_length=30)
    period_start = fields.DateField()
    period_end = fields.DateField()
    figures = fields.JSONField[dict[str, int]]()
    # Who signs, each with an office.
    signatories = fields.JSONField[list[list[str]]]()
    known_at = fields.DatetimeField()
    kept_at = fields.DatetimeField()
    kept_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "return_kept"
        # By RunSQL besides: the trigger kept_returns_never_change.


class DutyReminder(Tenanted):
    """That the secretaries were reminded of a duty, so that nobody is twice."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Kind, max_length=30)
    period_end = fields.DateField()
    stage = fields.CharEnumField(Reminder, max_length=10)
    sent_at = fields.DatetimeField()

    class Meta:
        table = "duty_reminder"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "kind", "period_end", "stage"),
                name="nobody_is_reminded_twice",
            )
        ]
