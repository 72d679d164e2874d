"""Mandates of the organisation's own, files for Bacs with their lines, and reports from Bacs."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.kernel.sealing import unseal
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payments.bacs.kinds import (
    ClaimOutcome,
    Did,
    FileState,
    LineState,
    MandateState,
    Report,
)
from coopcouncil.payouts.rules.details import BankDetails, masked

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member
    from coopcouncil.payments.models import Payment

MANDATE = "bacs-mandate"


class BacsMandate(Tenanted):
    """A member lets the organisation collect from an account, which is kept sealed."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    reference = fields.CharField(max_length=18)
    account_name = fields.CharField(max_length=70)
    sealed = fields.BinaryField()
    last_four = fields.CharField(max_length=4)
    state = fields.CharEnumField(MandateState, max_length=10, default=MandateState.NEW)
    signed_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    # Nothing is collected before this day: its bank may still say no.
    usable_from: date | None = fields.DateField(null=True)
    ended_on: date | None = fields.DateField(null=True)
    ended_because = fields.CharField(max_length=200, default="")
    # The bank is told of an end that it does not know of (0C).
    tell_bank = fields.BooleanField(default=False)

    class Meta:
        table = "bacs_mandate"
        indexes = [Index(fields=("member_id",), name="bacs_mandate_of_a_member")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_mandate_per_reference"
            ),
            CheckConstraint(
                check="(state IN ('refused', 'ended')) = (ended_on IS NOT NULL)",
                name="a_bacs_mandate_ends_on_a_day",
            ),
        ]
        # By RunSQL besides: one_mandate_lives_per_member.

    @property
    def bank(self) -> BankDetails:
        """The account, unsealed: for a file to Bacs alone."""
        text = unseal(self.sealed, MANDATE, f"{self.organisation_id}:{self.member_id}")
        return BankDetails.read(text, self.account_name)

    @property
    def masked(self) -> str:
        """As pages show it."""
        return masked(self.last_four)


class BacsFile(Tenanted):
    """What goes to Bacs in one file, for one processing day."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    processed_on = fields.DateField()
    state = fields.CharEnumField(FileState, max_length=10, default=FileState.MADE)
    made_at = fields.DatetimeField()
    made_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    debits = fields.IntField(default=0)
    instructions = fields.IntField(default=0)
    total = fields.BigIntField(default=0)
    file_hash = fields.CharField(max_length=64, default="")
    sent_at: datetime | None = fields.DatetimeField(null=True)
    sent_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "bacs_file"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_file_per_number"),
        ]
        # By RunSQL besides: bacs_files_are_kept.

    @property
    def sum(self) -> Money:
        """What it collects."""
        return Money(self.total)


class BacsLine(Tenanted):
    """One instruction or debit of a file, as it was written: the account with it, sealed."""

    id = fields.BigIntField(primary_key=True)
    file: fields.ForeignKeyRelation[BacsFile] = fields.ForeignKeyField(
        "coopcouncil.BacsFile", related_name="lines", on_delete=fields.RESTRICT
    )
    file_id: int
    mandate: fields.ForeignKeyRelation[BacsMandate] = fields.ForeignKeyField(
        "coopcouncil.BacsMandate", related_name="lines", on_delete=fields.RESTRICT
    )
    mandate_id: int
    payment: fields.ForeignKeyNullableRelation["Payment"] = fields.ForeignKeyField(
        "coopcouncil.Payment", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    payment_id: int | None
    code = fields.CharField(max_length=2)
    amount = fields.BigIntField(default=0)
    account_name = fields.CharField(max_length=70)
    sealed = fields.BinaryField()
    state = fields.CharEnumField(LineState, max_length=10, default=LineState.PLANNED)

    class Meta:
        table = "bacs_line"
        indexes = [
            Index(fields=("file_id",), name="bacs_line_of_a_file"),
            Index(fields=("mandate_id",), name="bacs_line_of_a_mandate"),
        ]
        constraints = [
            CheckConstraint(
                check="(amount > 0) = (payment_id IS NOT NULL)", name="a_debit_is_of_a_payment"
            )
        ]
        # By RunSQL besides: one_debit_per_payment, and bacs_lines_are_kept.

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)


class BacsReport(Tenanted):
    """A report from Bacs that was read, once."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Report, max_length=10)
    file_hash = fields.CharField(max_length=64)
    name = fields.CharField(max_length=200)
    read_at = fields.DatetimeField()
    read_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "bacs_report"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "file_hash"), name="a_report_is_read_once")
        ]
        # By RunSQL besides: bacs_reports_are_kept.


class BacsAdvice(Tenanted):
    """One line of a report, and what it led to."""

    id = fields.BigIntField(primary_key=True)
    report: fields.ForeignKeyRelation[BacsReport] = fields.ForeignKeyField(
        "coopcouncil.BacsReport", related_name="advices", on_delete=fields.RESTRICT
    )
    report_id: int
    mandate: fields.ForeignKeyNullableRelation[BacsMandate] = fields.ForeignKeyField(
        "coopcouncil.BacsMandate", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    mandate_id: int | None
    reference = fields.CharField(max_length=40)
    code = fields.CharField(max_length=10)
    advised_on: date | None = fields.DateField(null=True)
    amount = fields.BigIntField(default=0)
    did = fields.CharEnumField(Did, max_length=12)

    class Meta:
        table = "bacs_advice"
        indexes = [Index(fields=("report_id",), name="bacs_advice_of_a_report")]
        # By RunSQL besides: bacs_advices_are_kept.

    @property
    def sum(self) -> Money:
        """How much came back."""
        return Money(self.amount)


class IndemnityClaim(Tenanted):
    """A debit that the payer's bank gave back under the Direct Debit Guarantee, years later too.

    The money has gone: that is not to be argued with. Whether it is owed again is decided by a
    person, in `ClaimDecision`; until then nothing collects or reminds of what it had paid.
    """

    id = fields.BigIntField(primary_key=True)
    advice: fields.ForeignKeyRelation[BacsAdvice] = fields.ForeignKeyField(
        "coopcouncil.BacsAdvice", related_name=False, on_delete=fields.RESTRICT
    )
    advice_id: int
    line: fields.ForeignKeyRelation[BacsLine] = fields.ForeignKeyField(
        "coopcouncil.BacsLine", related_name=False, on_delete=fields.RESTRICT
    )
    line_id: int
    payment: fields.ForeignKeyRelation["Payment"] = fields.ForeignKeyField(
        "coopcouncil.Payment", related_name=False, on_delete=fields.RESTRICT
    )
    payment_id: int
    reference = fields.CharField(max_length=40)
    code = fields.CharField(max_length=10)
    amount = fields.BigIntField()
    claimed_on = fields.DateField()
    # What the payment had paid when the money went, by charge: `{"12": 500}`.
    charges = fields.JSONField[dict[str, int]]()
    told = fields.BooleanField(default=False)

    class Meta:
        table = "indemnity_claim"
        indexes = [Index(fields=("payment_id",), name="indemnity_claim_on_a_payment")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "reference", "line_id"), name="a_claim_is_paid_once"
            ),
            CheckConstraint(check="amount > 0", name="a_claim_is_for_a_sum"),
        ]
        # By RunSQL besides: indemnity_claims_are_kept.

    @property
    def sum(self) -> Money:
        """How much went back."""
        return Money(self.amount)


class ClaimDecision(Tenanted):
    """What was decided on a claim; the last one holds."""

    id = fields.BigIntField(primary_key=True)
    claim: fields.ForeignKeyRelation[IndemnityClaim] = fields.ForeignKeyField(
        "coopcouncil.IndemnityClaim", related_name="decisions", on_delete=fields.RESTRICT
    )
    claim_id: int
    outcome = fields.CharEnumField(ClaimOutcome, max_length=10)
    reason = fields.CharField(max_length=300)
    decided_at = fields.DatetimeField()
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "indemnity_claim_decision"
        indexes = [Index(fields=("claim_id",), name="decision_on_an_indemnity_claim")]
        constraints = [
            CheckConstraint(check="reason <> ''", name="a_claim_is_decided_for_a_reason")
        ]
        # By RunSQL besides: indemnity_claim_decisions_are_kept.
