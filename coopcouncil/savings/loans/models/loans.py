"""A loan, what was agreed of its payments, what happened to it, and the interest posted."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.loans.kinds import Signing, State, Way, Why
from coopcouncil.savings.loans.models.applications import PARTS
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.replay import Agreed, Event, What

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.members.models import Member
    from coopcouncil.savings.loans.models.applications import LoanApplication, LoanProduct


class Loan(Tenanted):
    """What was agreed: its terms never change, its state goes forward alone."""

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField()
    application: fields.OneToOneRelation["LoanApplication"] = fields.OneToOneField(
        "coopcouncil.LoanApplication", related_name="loan", on_delete=fields.RESTRICT
    )
    application_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    product: fields.ForeignKeyRelation["LoanProduct"] = fields.ForeignKeyField(
        "coopcouncil.LoanProduct", related_name=False, on_delete=fields.RESTRICT
    )
    product_id: int
    principal = fields.BigIntField()
    rate_parts = fields.IntField()
    apr: Decimal = fields.DecimalField(max_digits=5, decimal_places=1)
    # The day on which the loan was to be paid out, from which the schedule was reckoned.
    lend_on = fields.DateField()
    anchor = fields.DateField()
    secured = fields.BooleanField(default=False)
    corporate = fields.BooleanField(default=False)
    attached_withdrawable = fields.BooleanField(default=False)
    attach = fields.BigIntField(default=0)
    refinances: fields.ForeignKeyNullableRelation["Loan"] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    refinances_id: int | None
    state = fields.CharEnumField(State, max_length=12, default=State.OFFERED)
    agreed_at = fields.DatetimeField()
    agreed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    signed_on: date | None = fields.DateField(null=True)
    signed_how = fields.CharEnumField(Signing, max_length=8, null=True)
    paid_out_on: date | None = fields.DateField(null=True)
    ended_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "loan"
        indexes = [
            Index(fields=("organisation_id", "state"), name="loan_state"),
            Index(fields=("member_id",), name="loan_member"),
        ]
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_loan_per_number"),
            CheckConstraint(check="principal > 0", name="a_loan_is_of_something"),
            CheckConstraint(check="rate_parts BETWEEN 0 AND 30000", name="no_loan_above_the_cap"),
            CheckConstraint(check="apr <= 42.6", name="no_loan_above_the_yearly_cap"),
            CheckConstraint(
                check="(signed_on IS NULL) = (signed_how IS NULL)", name="a_loan_is_signed_somehow"
            ),
            CheckConstraint(
                check="state IN ('offered', 'dropped') OR signed_on IS NOT NULL",
                name="no_loan_goes_out_unsigned",
            ),
        ]
        # By RunSQL besides: loans_keep_their_terms.

    @property
    def rate(self) -> Fraction:
        """The part of the balance that a month costs."""
        return Fraction(self.rate_parts, PARTS)

    @property
    def sum(self) -> Money:
        """How much was lent."""
        return Money(self.principal)


class LoanAgreed(Tenanted):
    """The payments agreed from a day on. The latest row holds; none is rewritten."""

    id = fields.BigIntField(primary_key=True)
    loan: fields.ForeignKeyRelation[Loan] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name="agreed", on_delete=fields.RESTRICT
    )
    loan_id: int
    why = fields.CharEnumField(Why, max_length=12)
    since = fields.DateField()
    every = fields.CharEnumField(Every, max_length=12)
    instalment = fields.BigIntField()
    # [["2026-02-15", 40802], …]
    due: list[list[str | int]] = fields.JSONField()
    brought = fields.BigIntField(default=0)
    late_since: date | None = fields.DateField(null=True)
    words = fields.CharField(max_length=300, default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "loan_agreed"
        indexes = [Index(fields=("loan_id",), name="loan_agreed_loan")]
        constraints = [CheckConstraint(check="brought >= 0", name="what_was_late_is_not_negative")]
        # By RunSQL besides: loan_agreements_are_kept.

    def fact(self, paid_before: int = 0) -> Agreed:
        """As the rules read it, with what had been paid when it was agreed."""
        due = tuple((date.fromisoformat(str(day)), int(amount)) for day, amount in self.due)
        return Agreed(self.since, due, self.brought, self.late_since, paid_before)


class LoanEvent(Tenanted):
    """One thing that happened to a loan: never rewritten; a slip is reversed by another row."""

    id = fields.BigIntField(primary_key=True)
    loan: fields.ForeignKeyRelation[Loan] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name="events", on_delete=fields.RESTRICT
    )
    loan_id: int
    on = fields.DateField()
    what = fields.CharEnumField(What, max_length=12)
    way = fields.CharEnumField(Way, max_length=12)
    amount = fields.BigIntField(default=0)
    rate_parts: int | None = fields.IntField(null=True)
    reference = fields.CharField(max_length=100, null=True)
    text = fields.CharField(max_length=200, default="")
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None
    reverses: fields.OneToOneNullableRelation["LoanEvent"] = fields.OneToOneField(
        "coopcouncil.LoanEvent", related_name="reversed_by", null=True, on_delete=fields.RESTRICT
    )
    reverses_id: int | None
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "loan_event"
        indexes = [Index(fields=("loan_id", "on"), name="loan_event_loan")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_loan_event_per_reference"
            ),
            CheckConstraint(
                check="(what = 'rate') = (rate_parts IS NOT NULL)", name="a_change_of_rate_has_one"
            ),
            CheckConstraint(check="rate_parts BETWEEN 0 AND 30000", name="no_rate_above_the_cap"),
            CheckConstraint(
                check="what = 'rate' OR (amount > 0 AND posting_id IS NOT NULL)",
                name="money_of_a_loan_is_in_the_books",
            ),
        ]
        # By RunSQL besides: loan_events_are_kept.

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)

    @property
    def fact(self) -> Event:
        """As the rules read it."""
        return Event(self.on, self.what, self.amount, Fraction(self.rate_parts or 0, PARTS))


class LoanAccrual(Tenanted):
    """Interest that was posted, up to the end of a day; a correction may be below nothing."""

    id = fields.BigIntField(primary_key=True)
    loan: fields.ForeignKeyRelation[Loan] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name="accruals", on_delete=fields.RESTRICT
    )
    loan_id: int
    to = fields.DateField()
    amount = fields.BigIntField()
    posting: fields.ForeignKeyRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, on_delete=fields.RESTRICT
    )
    posting_id: int
    recorded_at: datetime = fields.DatetimeField()

    class Meta:
        table = "loan_accrual"
        indexes = [Index(fields=("loan_id",), name="loan_accrual_loan")]
        constraints = [CheckConstraint(check="amount <> 0", name="interest_posted_is_something")]
        # By RunSQL besides: loan_accruals_are_kept.
