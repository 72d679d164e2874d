"""Changes of the holders of an account, who agreed to them, and payments after a death."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.holders.kinds import Change, Ground

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.members.models import Member
    from coopcouncil.payouts.models import Payee
    from coopcouncil.savings.models import SavingsAccount, SavingsMovement


class HolderChange(Tenanted):
    """One member comes to an account or leaves it. Done once, or given up."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation["SavingsAccount"] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    change = fields.CharEnumField(Change, max_length=8)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    evidence = fields.CharField(max_length=300)
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    asked_by_id: int | None
    # Who holds it from then on, the first named first.
    holders: list[int] | None = fields.JSONField(null=True)
    # What the books have under the first named goes to who is first named now.
    posting: fields.OneToOneNullableRelation["Posting"] = fields.OneToOneField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None
    done_at: datetime | None = fields.DatetimeField(null=True)
    done_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    dropped_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "savings_holder_change"
        indexes = [Index(fields=("account_id",), name="holder_change_of_an_account")]
        constraints = [
            CheckConstraint(check="evidence <> ''", name="holders_change_on_evidence"),
            CheckConstraint(
                check="(done_at IS NULL) = (holders IS NULL)", name="a_change_says_who_holds_it"
            ),
            CheckConstraint(
                check="done_at IS NULL OR dropped_at IS NULL", name="a_change_is_done_or_given_up"
            ),
        ]
        # By RunSQL besides: one_change_of_holders_waits, holder_changes_are_done_once, and the
        # triggers that let holders change by it alone.

    @property
    def waits(self) -> bool:
        """Whether it can still be agreed to and done."""
        return self.done_at is None and self.dropped_at is None


class HolderConsent(Tenanted):
    """A member agrees to a change: on the own page, or by what an officer has seen."""

    id = fields.BigIntField(primary_key=True)
    change: fields.ForeignKeyRelation[HolderChange] = fields.ForeignKeyField(
        "coopcouncil.HolderChange", related_name="consents", on_delete=fields.RESTRICT
    )
    change_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    evidence = fields.CharField(max_length=300)
    agreed_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "savings_holder_consent"
        constraints = [
            UniqueConstraint(fields=("change_id", "member_id"), name="a_holder_agrees_once"),
        ]
        # By RunSQL besides: holder_consents_are_kept.


class EstatePayment(Tenanted):
    """Savings of somebody who has died, to be paid to who may give a receipt for them."""

    id = fields.BigIntField(primary_key=True)
    account: fields.ForeignKeyRelation["SavingsAccount"] = fields.ForeignKeyField(
        "coopcouncil.SavingsAccount", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    ground = fields.CharEnumField(Ground, max_length=8)
    paid_to = fields.CharField(max_length=150)
    evidence = fields.CharField(max_length=300)
    amount = fields.BigIntField()
    payee: fields.ForeignKeyNullableRelation["Payee"] = fields.ForeignKeyField(
        "coopcouncil.Payee", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    payee_id: int | None
    movement: fields.OneToOneNullableRelation["SavingsMovement"] = fields.OneToOneField(
        "coopcouncil.SavingsMovement", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    movement_id: int | None
    asked_on: date = fields.DateField()
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    given_up_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "savings_estate_payment"
        indexes = [Index(fields=("member_id",), name="estate_payment_of_a_member")]
        constraints = [
            CheckConstraint(check="amount > 0", name="an_estate_is_paid_something"),
            CheckConstraint(
                check="evidence <> '' AND paid_to <> ''", name="an_estate_is_paid_on_evidence"
            ),
            CheckConstraint(
                check="movement_id IS NULL OR given_up_at IS NULL",
                name="an_estate_is_paid_or_not",
            ),
        ]

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)
