"""Interest on shares, dividends on purchases or hours: proposed line by line, and decided."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.shares.kinds import ReturnKind, ReturnState, Taking

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member
    from coopcouncil.shares.models import ShareEvent


class ShareReturn(Tenanted):
    """A proposal: `rate` is a year's for interest, `pot` what is shared by purchases or hours.
    Decided once."""

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
    proposed_by_id: int | None
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
    """What one member gets. `basis` is pence times days, the pence of purchases, or hundredths of
    hours."""

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


class ShareInterestChoice(Tenanted):
    """How a member takes interest from now on: the last row holds, and none means paid out."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    taking = fields.CharEnumField(Taking, max_length=10)
    chosen_at = fields.DatetimeField()
    chosen_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "share_interest_choice"
        indexes = [Index(fields=("member_id",), name="share_interest_choice_of_a_member")]
        # By RunSQL besides: share_interest_choices_are_kept.


class ShareReinvestment(Tenanted):
    """The part of a line that became shares; the rest of it was owed as money."""

    id = fields.BigIntField(primary_key=True)
    line: fields.OneToOneRelation[ShareReturnLine] = fields.OneToOneField(
        "coopcouncil.ShareReturnLine", related_name=False, on_delete=fields.RESTRICT
    )
    line_id: int
    event: fields.OneToOneRelation["ShareEvent"] = fields.OneToOneField(
        "coopcouncil.ShareEvent", related_name=False, on_delete=fields.RESTRICT
    )
    event_id: int
    amount = fields.BigIntField()

    class Meta:
        table = "share_reinvestment"
        constraints = [CheckConstraint(check="amount > 0", name="shares_are_made_of_something")]
        # By RunSQL besides: share_reinvestments_are_kept.

    @property
    def sum(self) -> Money:
        """What of the interest went into shares."""
        return Money(self.amount)


class ShareReturnReversal(Tenanted):
    """A return that was decided, and is taken back whole before any of it has gone."""

    id = fields.BigIntField(primary_key=True)
    share_return: fields.OneToOneRelation[ShareReturn] = fields.OneToOneField(
        "coopcouncil.ShareReturn", related_name=False, on_delete=fields.RESTRICT
    )
    share_return_id: int
    on = fields.DateField()
    reason = fields.CharField(max_length=200)
    reversed_at = fields.DatetimeField()
    reversed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "share_return_reversal"
        constraints = [
            CheckConstraint(check="reason <> ''", name="a_return_is_reversed_for_a_reason")
        ]
        # By RunSQL besides: share_return_reversals_are_kept.
