"""What suppliers report, what recipients answer, what is decided of a dispute. Append-only."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.delivery.kinds import Answered, Decided
from coopcouncil.procurement.delivery.models.commitments import Commitment

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile


class Report(Tenanted):
    """What a supplier says that it did, over a time."""

    id = fields.BigIntField(primary_key=True)
    commitment: fields.ForeignKeyRelation[Commitment] = fields.ForeignKeyField(
        "coopcouncil.Commitment", related_name="reports", on_delete=fields.RESTRICT
    )
    commitment_id: int
    since = fields.DateField()
    until = fields.DateField()
    amount: Decimal = fields.DecimalField(max_digits=20, decimal_places=4)
    words = fields.TextField()
    language = fields.CharField(max_length=2, default="en")
    reported_at = fields.DatetimeField()
    reported_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_because = fields.TextField(default="")

    class Meta:
        table = "commitment_report"
        indexes = [Index(fields=("commitment_id",), name="reports_of_a_commitment")]
        constraints = [
            CheckConstraint(check="amount > 0 AND until >= since", name="a_report_tells_something")
        ]


class Evidence(Tenanted):
    """A file that goes with a report."""

    id = fields.BigIntField(primary_key=True)
    report: fields.ForeignKeyRelation[Report] = fields.ForeignKeyField(
        "coopcouncil.Report", related_name="evidence", on_delete=fields.RESTRICT
    )
    report_id: int
    stored: fields.ForeignKeyRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    stored_id: int
    name = fields.CharField(max_length=200)

    class Meta:
        table = "commitment_evidence"
        indexes = [Index(fields=("report_id",), name="evidence_of_a_report")]


class RecipientAnswer(Tenanted):
    """What the recipient says of a report. The last one stands."""

    id = fields.BigIntField(primary_key=True)
    report: fields.ForeignKeyRelation[Report] = fields.ForeignKeyField(
        "coopcouncil.Report", related_name="answers", on_delete=fields.RESTRICT
    )
    report_id: int
    answered = fields.CharEnumField(Answered, max_length=10)
    # What was received, where it was a part.
    amount: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=4, null=True)
    words = fields.TextField(default="")
    answered_at = fields.DatetimeField()
    answered_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    answered_name = fields.CharField(max_length=200, default="")
    """Who answered by the link in a message, without an account."""

    class Meta:
        table = "recipient_answer"
        indexes = [Index(fields=("report_id",), name="answers_of_a_recipient")]
        constraints = [
            CheckConstraint(
                check="(answered = 'in-part') = (amount IS NOT NULL)", name="a_part_has_its_amount"
            ),
            CheckConstraint(
                check="answered = 'confirmed' OR words <> ''", name="a_dispute_is_in_words"
            ),
        ]


class Decision(Tenanted):
    """What the contract manager decided of a dispute; once for each answer."""

    id = fields.BigIntField(primary_key=True)
    answer: fields.ForeignKeyRelation[RecipientAnswer] = fields.ForeignKeyField(
        "coopcouncil.RecipientAnswer", related_name="decisions", on_delete=fields.RESTRICT
    )
    answer_id: int
    decided = fields.CharEnumField(Decided, max_length=8)
    amount: Decimal = fields.DecimalField(max_digits=20, decimal_places=4)
    """How much of the report counts."""
    words = fields.TextField()
    decided_at = fields.DatetimeField()
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "dispute_decision"
        constraints = [UniqueConstraint(fields=("answer_id",), name="a_dispute_is_decided_once")]
