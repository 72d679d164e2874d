"""What the credit union lends, who asked for it, and what their household can pay."""

from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.loans.kinds import Outcome
from coopcouncil.savings.loans.rules.affordability import Sheet
from coopcouncil.savings.loans.rules.dates import Every

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member

PARTS = 1_000_000
"""A rate of 1 % a month is 10,000 parts."""


class LoanProduct(Tenanted):
    """A kind of loan on offer. A change is for loans to come: each loan keeps its own terms."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    about = fields.TextField(default="")
    about_cy = fields.TextField(default="")
    rate_parts = fields.IntField()
    least = fields.BigIntField()
    most = fields.BigIntField()
    longest_months = fields.IntField()
    secured = fields.BooleanField(default=False)
    corporate = fields.BooleanField(default=False)
    # CUA 1979 s.11(1C): whether shares attached to the loan may be withdrawn meanwhile.
    attached_withdrawable = fields.BooleanField(default=False)
    on_offer = fields.BooleanField(default=True)

    class Meta:
        table = "loan_product"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_loan_product_per_name"),
            # The cap of CUA 1979 s.11(5), held by the table as well.
            CheckConstraint(
                check="rate_parts BETWEEN 0 AND 30000", name="no_loan_product_above_the_cap"
            ),
            CheckConstraint(check="0 < least AND least <= most", name="a_product_lends_something"),
            CheckConstraint(check="longest_months > 0", name="a_product_has_a_term"),
        ]

    @property
    def rate(self) -> Fraction:
        """The part of the balance that a month costs."""
        return Fraction(self.rate_parts, PARTS)

    @property
    def least_sum(self) -> Money:
        """The smallest loan."""
        return Money(self.least)

    @property
    def most_sum(self) -> Money:
        """The largest loan."""
        return Money(self.most)

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name

    def described(self, language: str) -> str:
        """The description in the reader's language, or its only one."""
        return (self.about_cy if language == "cy" else "") or self.about


class LoanApplication(Tenanted):
    """A member asks for a loan; it is decided once."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    product: fields.ForeignKeyRelation[LoanProduct] = fields.ForeignKeyField(
        "coopcouncil.LoanProduct", related_name=False, on_delete=fields.RESTRICT
    )
    product_id: int
    amount = fields.BigIntField()
    every = fields.CharEnumField(Every, max_length=12)
    payments = fields.IntField()
    attach = fields.BigIntField(default=0)
    purpose = fields.TextField(default="")
    # The running loan that this one would pay off.
    refinances: fields.ForeignKeyNullableRelation["Loan"] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    refinances_id: int | None
    by_member = fields.BooleanField(default=False)
    applied_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    outcome = fields.CharEnumField(Outcome, max_length=12, null=True)
    decided_on: date | None = fields.DateField(null=True)
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    decided_by_id: int | None
    # Codes of `Reason`, and what is added in words.
    reasons: list[str] = fields.JSONField(default=list)
    words = fields.TextField(default="")

    class Meta:
        table = "loan_application"
        indexes = [
            Index(fields=("organisation_id", "outcome"), name="loan_application_waiting"),
            Index(fields=("member_id",), name="loan_application_member"),
        ]
        constraints = [
            CheckConstraint(check="amount > 0", name="somebody_asks_for_a_loan"),
            CheckConstraint(check="payments > 0", name="a_loan_asked_for_is_paid_back"),
            CheckConstraint(check="attach >= 0", name="what_is_attached_is_not_negative"),
            CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)",
                name="a_loan_is_decided_at_a_time",
            ),
        ]
        # By RunSQL besides: loan_applications_are_decided_once.

    @property
    def sum(self) -> Money:
        """How much is asked for."""
        return Money(self.amount)


class LoanSheet(Tenanted):
    """A month of the household, with what was seen of it. The latest counts; none is rewritten."""

    id = fields.BigIntField(primary_key=True)
    application: fields.ForeignKeyRelation[LoanApplication] = fields.ForeignKeyField(
        "coopcouncil.LoanApplication", related_name="sheets", on_delete=fields.CASCADE
    )
    application_id: int
    # By line in pence, the lines of `labels.INCOME`, `OUTGOINGS` and `CREDIT`.
    income: dict[str, int] = fields.JSONField()
    outgoings: dict[str, int] = fields.JSONField()
    credit: dict[str, int] = fields.JSONField()
    evidence = fields.TextField(default="")
    note = fields.TextField(default="")
    by_member = fields.BooleanField(default=False)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "loan_sheet"
        indexes = [Index(fields=("application_id",), name="loan_sheet_application")]
        # By RunSQL besides: loan_sheets_are_kept.

    @property
    def sheet(self) -> Sheet:
        """Its sums."""
        return Sheet(
            sum(self.income.values()), sum(self.outgoings.values()), sum(self.credit.values())
        )


if TYPE_CHECKING:
    from coopcouncil.savings.loans.models.loans import Loan
