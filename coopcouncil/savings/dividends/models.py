"""Proposals of dividends, their rates, and what each account gets."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.kinds import Vote

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.savings.models import SavingsAccount, SavingsMovement, SavingsProduct


class DividendProposal(Tenanted):
    """A dividend as the board proposes it, what the general meeting said, and when it was paid."""

    id = fields.BigIntField(primary_key=True)
    since = fields.DateField()
    to = fields.DateField()
    proposed_at = fields.DatetimeField()
    proposed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    proposed_by_id: int | None
    vote = fields.CharEnumField(Vote, max_length=8, null=True)
    voted_on: date | None = fields.DateField(null=True)
    minute = fields.CharField(max_length=300, default="")
    resolution = fields.CharField(max_length=60, default="")
    recorded_at: datetime | None = fields.DatetimeField(null=True)
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    pay_on: date | None = fields.DateField(null=True)
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "dividend_proposal"
        constraints = [
            CheckConstraint(check='since <= "to"', name="a_dividend_is_of_some_days"),
            CheckConstraint(
                check="(vote IS NULL) = (voted_on IS NULL)", name="a_vote_was_on_a_day"
            ),
            CheckConstraint(
                check="pay_on IS NULL OR vote = 'carried'", name="no_dividend_without_its_vote"
            ),
        ]


class DividendRate(Tenanted):
    """What a year on one product earns, in per cent."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.ForeignKeyRelation[DividendProposal] = fields.ForeignKeyField(
        "coopcouncil.DividendProposal", related_name="rates", on_delete=fields.RESTRICT
    )
    proposal_id: int
    product: fields.ForeignKeyRelation["SavingsProduct"] = fields.ForeignKeyField(
        "coopcouncil.SavingsProduct", related_name=False, on_delete=fields.RESTRICT
    )
    product_id: int
    percent: Decimal = fields.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        table = "dividend_rate"
        constraints = [
            UniqueConstraint(fields=("proposal_id", "product_id"), name="one_rate_per_product"),
            CheckConstraint(check="percent >= 0", name="a_rate_is_not_negative"),
        ]


class DividendLine(Tenanted):
    """What one account gets by a proposal: fixed when proposed, posted once when carried."""

    id = fields.BigIntField(primary_key=True)
    proposal: fields.ForeignKeyRelation[DividendProposal] = fields.ForeignKeyField(
        "coopcouncil.DividendProposal", related_name="lines", on_delete=fields.RESTRICT
    )
    proposal_id: int
    account: fields.ForeignKeyRelation["SavingsAccount"] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    amount = fields.BigIntField()
    movement: fields.OneToOneNullableRelation["SavingsMovement"] = fields.OneToOneField(
        "coopcouncil.SavingsMovement", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    movement_id: int | None

    class Meta:
        table = "dividend_line"
        constraints = [
            UniqueConstraint(fields=("proposal_id", "account_id"), name="one_dividend_per_account"),
            CheckConstraint(check="amount > 0", name="a_dividend_is_of_a_penny"),
        ]
