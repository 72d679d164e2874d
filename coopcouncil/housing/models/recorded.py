"""What is recorded once and never rewritten: put right by another row, with its reason.

As known at T, the rows are those with `recorded_at <= T < superseded_at`. Triggers in the
database let a row be superseded once, and nothing else.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.organisations.models import Organisation


class Recorded(Tenanted):
    """A row with the time from which, and until which, it was what we knew."""

    recorded_at = fields.DatetimeField()
    superseded_at: datetime | None = fields.DatetimeField(null=True)
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    reason = fields.TextField(default="")

    class Meta:
        abstract = True

    @classmethod
    def known(cls, org: "Organisation", at: datetime | None = None) -> QuerySet[Self]:
        """The organisation's rows as known at the moment (inclusive), or now.

        Who reads "as known at" awaits `members.reads.settle` first.
        """
        if at is None:
            return cls.within(org).filter(superseded_at=None)
        still = Q(superseded_at=None) | Q(superseded_at__gt=at)
        return cls.within(org).filter(still, recorded_at__lte=at)
