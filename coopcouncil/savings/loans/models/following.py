"""Loans that run late: letters, holds, what is set aside; and employers who pay from wages."""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.loans.kinds import HoldKind

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ledger.models import Posting
    from coopcouncil.savings.loans.models.loans import Loan


class LoanLetter(Tenanted):
    """That somebody was written to about a late payment. One letter for each step of one delay."""

    id = fields.BigIntField(primary_key=True)
    loan: fields.ForeignKeyRelation["Loan"] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name="letters", on_delete=fields.RESTRICT
    )
    loan_id: int
    step = fields.IntField()
    late_since = fields.DateField()
    overdue = fields.BigIntField()
    by_mail = fields.BooleanField(default=True)
    sent_at = fields.DatetimeField()
    sent_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "loan_letter"
        constraints = [
            UniqueConstraint(
                fields=("loan_id", "late_since", "step"), name="one_loan_letter_per_step"
            )
        ]
        # By RunSQL besides: loan_letters_are_kept.


class LoanHold(Tenanted):
    """From a day on no letters go: the borrower died, cannot pay, or disputes the loan."""

    id = fields.BigIntField(primary_key=True)
    loan: fields.ForeignKeyRelation["Loan"] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name="holds", on_delete=fields.RESTRICT
    )
    loan_id: int
    kind = fields.CharEnumField(HoldKind, max_length=12)
    since = fields.DateField()
    note = fields.TextField(default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "loan_hold"
        indexes = [Index(fields=("loan_id",), name="loan_hold_loan")]
        # By RunSQL besides: one_open_loan_hold_per_kind.


class LoanProvision(Tenanted):
    """What was set aside for bad loans as at the end of a day, loan by loan."""

    id = fields.BigIntField(primary_key=True)
    on = fields.DateField()
    total = fields.BigIntField()
    change = fields.BigIntField()
    # [[loan id, days late, owed, attached, per cent, set aside], …]
    rows: list[list[int]] = fields.JSONField()
    posting: fields.ForeignKeyNullableRelation["Posting"] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posting_id: int | None
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "loan_provision"
        indexes = [Index(fields=("organisation_id", "on"), name="loan_provision_day")]
        constraints = [
            CheckConstraint(check="total >= 0", name="a_provision_is_not_negative"),
            CheckConstraint(
                check="(change = 0) = (posting_id IS NULL)", name="a_provision_is_in_the_books"
            ),
        ]
        # By RunSQL besides: loan_provisions_are_kept.


class PayrollEmployer(Tenanted):
    """An employer who takes loan payments from wages and sends them together."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=100)
    contact = fields.CharField(max_length=200, default="")

    class Meta:
        table = "payroll_employer"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_employer_per_name")
        ]


class PayrollPlace(Tenanted):
    """A loan that is paid from wages, under the reference that the employer knows."""

    id = fields.BigIntField(primary_key=True)
    employer: fields.ForeignKeyRelation[PayrollEmployer] = fields.ForeignKeyField(
        "coopcouncil.PayrollEmployer", related_name=False, on_delete=fields.RESTRICT
    )
    employer_id: int
    loan: fields.ForeignKeyRelation["Loan"] = fields.ForeignKeyField(
        "coopcouncil.Loan", related_name="payroll", on_delete=fields.RESTRICT
    )
    loan_id: int
    reference = fields.CharField(max_length=40)
    since = fields.DateField()
    ended_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "payroll_place"
        indexes = [Index(fields=("loan_id",), name="payroll_place_loan")]
        # By RunSQL besides: one_payroll_place_per_loan.


class PayrollReturn(Tenanted):
    """A list that an employer sent with its money: each line once, and their total."""

    id = fields.BigIntField(primary_key=True)
    employer: fields.ForeignKeyRelation[PayrollEmployer] = fields.ForeignKeyField(
        "coopcouncil.PayrollEmployer", related_name=False, on_delete=fields.RESTRICT
    )
    employer_id: int
    on = fields.DateField()
    fingerprint = fields.CharField(max_length=64)
    total = fields.BigIntField()
    lines = fields.IntField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "payroll_return"
        constraints = [
            UniqueConstraint(
                fields=("employer_id", "on", "fingerprint"), name="a_payroll_list_comes_once"
            )
        ]
