"""Interest on shares and dividends on purchases: what was proposed, line by line, and decided."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.shares.kinds import ReturnKind, ReturnState

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member


class ShareReturn(Tenanted):
    """A proposal: `rate` is a year's for interest, `pot` what purchases share. Decided once."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(ReturnKind, max_length=12)
    since = fields.DateField()
    to = fields.DateField()
    rate = fields.CharField(max_length=40, default="")
    pot = fields.BigIntField(default=0)
    total = fields.BigIntField(default=0)
    state = fields.CharEnumField(ReturnState, max_length=12, default=ReturnState.PROPOSED)
    proposed_at = fields.DatetimeField()
    proposed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    decided_on: date | None = fields.DateField(null=True)
    decision = fields.CharField(max_length=200, default="")
    recorded_at: datetime | None = fields.DatetimeField(null=True)
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "share_return"
        indexes = [Index(fields=("organisation_id", "state"), name="share_return_state")]
        constraints = [
            CheckConstraint(check='since <= "to"', name="a_return_is_for_a_day"),
            CheckConstraint(
                check="(state = 'decided') = (decided_on IS NOT NULL AND decision <> '')",
                name="a_return_is_decided_somewhere",
            ),
        ]
        # By RunSQL besides: share_returns_are_decided_once.

    @property
    def sum(self) -> Money:
        """What it comes to."""
        return Money(self.total)


class ShareReturnLine(Tenanted):
    """What one member gets. `basis` is pence times days, or the pence of purchases."""

    id = fields.BigIntField(primary_key=True)
    share_return: fields.ForeignKeyRelation[ShareReturn] = fields.ForeignKeyField(
        "coopcouncil.ShareReturn", related_name="lines", on_delete=fields.RESTRICT
    )
    share_return_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    basis = fields.BigIntField()
    amount = fields.BigIntField()

    class Meta:
        table = "share_return_line"
        constraints = [
            UniqueConstraint(
                fields=("share_return_id", "member_id"), name="one_line_per_member_and_return"
            ),
            CheckConstraint(check="amount >= 0", name="nobody_pays_for_a_return"),
        ]
        # By RunSQL besides: share_return_lines_are_kept.

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)
