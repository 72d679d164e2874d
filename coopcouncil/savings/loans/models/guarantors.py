"""Who answers for a loan besides the borrower: named, told, agreed, called on, paid."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.loans.models.applications import LoanApplication
from coopcouncil.savings.loans.models.loans import Loan, LoanEvent

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member


class LoanGuarantor(Tenanted):
    """Somebody who answers for a loan, up to a sum, once they have agreed in writing.

    A guarantor need not be a member; who is one is named by the register.
    """

    id = fields.BigIntField(primary_key=True)
    application: fields.ForeignKeyRelation[LoanApplication] = fields.ForeignKeyField(
        "coopcouncil.LoanApplication", related_name="guarantors", on_delete=fields.RESTRICT
    )
    application_id: int
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    name = fields.CharField(max_length=150)
    address = fields.TextField(default="")
    email = fields.CharField(max_length=254, default="")
    language = fields.CharField(max_length=2, default="en")
    # The most that they answer for, in pence.
    most = fields.BigIntField()
    named_at = fields.DatetimeField()
    named_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    told_on: date | None = fields.DateField(null=True)
    agreed_on: date | None = fields.DateField(null=True)
    evidence = fields.CharField(max_length=300, default="")
    agreed_at: datetime | None = fields.DatetimeField(null=True)
    agreed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    released_on: date | None = fields.DateField(null=True)
    released_because = fields.CharField(max_length=300, default="")

    class Meta:
        table = "loan_guarantor"
        indexes = [
            Index(fields=("application_id",), name="guarantor_of_an_application"),
            Index(fields=("member_id",), name="guarantor_who_is_a_member"),
        ]
        constraints = [
            CheckConstraint(check="most > 0", name="a_guarantor_answers_for_something"),
            CheckConstraint(
                check="(agreed_on IS NULL) = (agreed_at IS NULL)",
                name="a_guarantor_agrees_at_a_time",
            ),
            CheckConstraint(
                check="agreed_on IS NULL OR (told_on <= agreed_on AND evidence <> '')",
                name="a_guarantor_is_told_before_agreeing",
            ),
        ]

    @property
    def limit(self) -> Money:
        """The most that they answer for."""
        return Money(self.most)

    @property
    def stands(self) -> bool:
        """Whether they have agreed and were not let go."""
        return self.agreed_on is not None and self.released_on is None


class GuaranteeCall(Tenanted):
    """A guarantor is asked for what is late, with what was late that day."""

    id = fields.BigIntField(primary_key=True)
    guarantor: fields.ForeignKeyRelation[LoanGuarantor] = fields.ForeignKeyField(
        "coopcouncil.LoanGuarantor", related_name="calls", on_delete=fields.RESTRICT
    )
    guarantor_id: int
    loan: fields.ForeignKeyRelation[Loan] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name=False, on_delete=fields.RESTRICT
    )
    loan_id: int
    amount = fields.BigIntField()
    late_since = fields.DateField()
    overdue = fields.BigIntField()
    called_on = fields.DateField()
    by_mail = fields.BooleanField(default=False)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "guarantee_call"
        indexes = [Index(fields=("loan_id",), name="guarantee_call_of_a_loan")]
        constraints = [
            CheckConstraint(
                check="amount > 0 AND amount <= overdue", name="no_more_is_asked_than_is_late"
            )
        ]
        # By RunSQL besides: guarantee_calls_are_kept.

    @property
    def sum(self) -> Money:
        """What was asked for."""
        return Money(self.amount)


class GuaranteePayment(Tenanted):
    """A payment of a loan that its guarantor made."""

    id = fields.BigIntField(primary_key=True)
    guarantor: fields.ForeignKeyRelation[LoanGuarantor] = fields.ForeignKeyField(
        "coopcouncil.LoanGuarantor", related_name="payments", on_delete=fields.RESTRICT
    )
    guarantor_id: int
    event: fields.OneToOneRelation[LoanEvent] = fields.OneToOneField(
        "coopcouncil.LoanEvent", related_name=False, on_delete=fields.RESTRICT
    )
    event_id: int

    class Meta:
        table = "guarantee_payment"
        # By RunSQL besides: guarantee_payments_are_kept.
