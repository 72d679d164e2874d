"""Runs of the sum, the decision, the summaries and the notices."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.outcome.kinds import NoticeKind
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile


class ScoringRun(Tenanted):
    """The sum of a lot as worked out once, every step of it. Kept when a later one differs."""

    id = fields.BigIntField(primary_key=True)
    lot: fields.ForeignKeyRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name="runs", on_delete=fields.RESTRICT
    )
    lot_id: int
    number = fields.IntField()
    because = fields.TextField()
    edition_hash = fields.CharField(max_length=64)
    # What `scoring.run` gave, as canonical JSON reads; offers by their number.
    result: dict[str, Any] = fields.JSONField()
    hash = fields.CharField(max_length=64)
    run_at = fields.DatetimeField()
    run_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "scoring_run"
        constraints = [UniqueConstraint(fields=("lot_id", "number"), name="one_run_per_number_lot")]
        # By RunSQL besides: scoring_runs_stay.


class AwardDecision(Tenanted):
    """Which offer of a lot is the most advantageous, or that none is; taken back by another."""

    id = fields.BigIntField(primary_key=True)
    lot: fields.ForeignKeyRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name="decisions", on_delete=fields.RESTRICT
    )
    lot_id: int
    run: fields.ForeignKeyRelation[ScoringRun] = fields.ForeignKeyField(
        "coopcouncil.ScoringRun", related_name=False, on_delete=fields.RESTRICT
    )
    run_id: int
    offer: fields.ForeignKeyNullableRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    offer_id: int | None
    because = fields.TextField()
    decided_at = fields.DatetimeField()
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_because = fields.TextField(default="")

    class Meta:
        table = "award_decision"
        # By RunSQL besides: one_decision_per_lot (where not withdrawn).


class Summary(Tenanted):
    """An assessment summary as it went to one bidder for one lot (Procurement Act 2023, s.50)."""

    id = fields.BigIntField(primary_key=True)
    offer: fields.ForeignKeyRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name="summaries", on_delete=fields.RESTRICT
    )
    offer_id: int
    decision: fields.ForeignKeyRelation[AwardDecision] = fields.ForeignKeyField(
        "coopcouncil.AwardDecision", related_name="summaries", on_delete=fields.RESTRICT
    )
    decision_id: int
    body: dict[str, Any] = fields.JSONField()
    hash = fields.CharField(max_length=64)
    letter: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    letter_id: int | None
    sent_at = fields.DatetimeField()
    sent_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    read_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "assessment_summary"
        constraints = [
            UniqueConstraint(
                fields=("offer_id", "decision_id"), name="one_summary_per_offer_and_decision"
            )
        ]
        # By RunSQL besides: summaries_stay (all but read_at).


class SummaryWords(Tenanted):
    """What a summary says in place of the moderation's reason, written before it is sent."""

    id = fields.BigIntField(primary_key=True)
    offer: fields.ForeignKeyRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name="summary_words", on_delete=fields.RESTRICT
    )
    offer_id: int
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name=False, on_delete=fields.RESTRICT
    )
    criterion_id: int
    for_others = fields.BooleanField()
    """As the other bidders read it: a part of the bid may be confidential."""
    words = fields.TextField()
    written_at = fields.DatetimeField()
    written_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "summary_words"
        constraints = [
            UniqueConstraint(
                fields=("offer_id", "criterion_id", "for_others"), name="summary_words_once"
            )
        ]


class TenderNotice(Tenanted):
    """A notice that was published on the central platform, with the ids that it was given there."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="notices", on_delete=fields.RESTRICT
    )
    tender_id: int
    lot: fields.ForeignKeyNullableRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    lot_id: int | None
    kind = fields.CharEnumField(NoticeKind, max_length=4)
    published_on = fields.DateField()
    # As Find a Tender gave them: 2026/S 000-012345 and its own release id. Never made here.
    number = fields.CharField(max_length=40, default="")
    address = fields.CharField(max_length=300, default="")
    note = fields.TextField(default="")
    # Of an award notice that says so: the last day of a longer standstill, or of one by choice.
    standstill_until: date | None = fields.DateField(null=True)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_because = fields.TextField(default="")

    class Meta:
        table = "tender_notice"
        indexes = [Index(fields=("tender_id",), name="notices_of_a_tender")]
        constraints = [
            CheckConstraint(
                check="(withdrawn_at IS NULL) = (withdrawn_because = '')",
                name="a_notice_is_withdrawn_with_a_reason",
            )
        ]
