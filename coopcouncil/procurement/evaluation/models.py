"""Interests declared, exclusions, scores given alone, and what was agreed of them."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.bids.models import Bid, Offer, Supplier
from coopcouncil.procurement.evaluation.kinds import (
    ExclusionStep,
    Finding,
    InterestDecision,
)
from coopcouncil.procurement.tenders.models import Criterion, Lot, TakesPart, Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person

__all__ = [
    "Agreed",
    "AgreedEntry",
    "ExclusionCheck",
    "Finished",
    "InterestDeclared",
    "LotAgreed",
    "Score",
    "ScoreEntry",
    "ScoresDue",
    "ScoringOrder",
]


class InterestDeclared(Tenanted):
    """What somebody who may influence the decision declares about one bidder, or about none."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="interests", on_delete=fields.RESTRICT
    )
    tender_id: int
    # Once for all parts of a person: the procurement lead declares too, and has none.
    person: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    person_id: int
    supplier: fields.ForeignKeyNullableRelation[Supplier] = fields.ForeignKeyField(
        "coopcouncil.Supplier", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    supplier_id: int | None
    has_interest = fields.BooleanField()
    text = fields.TextField(default="")
    is_late = fields.BooleanField(default=False)
    """Made after the person had begun to score."""
    declared_at = fields.DatetimeField()
    decision = fields.CharEnumField(InterestDecision, max_length=16, null=True)
    decided_because = fields.TextField(default="")
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "interest_declared"
        indexes = [Index(fields=("tender_id", "person_id"), name="declarations_in_a_tender")]
        constraints = [
            CheckConstraint(
                check="(decision IS NULL) = (decided_at IS NULL)", name="an_interest_is_decided_at"
            ),
            CheckConstraint(
                check="NOT has_interest OR text <> ''", name="an_interest_is_said_in_words"
            ),
        ]


class ExclusionCheck(Tenanted):
    """Exclusion grounds and the debarment list looked at for one bidder, at one step."""

    id = fields.BigIntField(primary_key=True)
    bid: fields.ForeignKeyRelation[Bid] = fields.ForeignKeyField(
        "coopcouncil.Bid", related_name="exclusion_checks", on_delete=fields.RESTRICT
    )
    bid_id: int
    step = fields.CharEnumField(ExclusionStep, max_length=20)
    finding = fields.CharEnumField(Finding, max_length=16)
    # The grounds found, by their paragraphs in the Schedules (`grounds.py`).
    grounds: list[str] = fields.JSONField(default=list, db_default=[])
    debarment_seen_at = fields.DatetimeField()
    note = fields.TextField(default="")
    checked_at = fields.DatetimeField()
    checked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "exclusion_check"
        indexes = [Index(fields=("bid_id",), name="exclusion_checks_of_a_bid")]


class Score(Tenanted):
    """What one evaluator gives one offer on one criterion now; `ScoreEntry` keeps each before."""

    id = fields.BigIntField(primary_key=True)
    offer: fields.ForeignKeyRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name="scores", on_delete=fields.RESTRICT
    )
    offer_id: int
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name=False, on_delete=fields.RESTRICT
    )
    criterion_id: int
    takes_part: fields.ForeignKeyRelation[TakesPart] = fields.ForeignKeyField(
        "coopcouncil.TakesPart", related_name="scores", on_delete=fields.RESTRICT
    )
    takes_part_id: int
    points: Decimal | None = fields.DecimalField(max_digits=8, decimal_places=2, null=True)
    reason = fields.TextField(default="")
    saved_at = fields.DatetimeField()
    # Out of the moderation, since its evaluator turned out to have an interest. It stays readable.
    set_aside_at: datetime | None = fields.DatetimeField(null=True)
    set_aside_because = fields.TextField(default="")

    class Meta:
        table = "score"
        constraints = [
            UniqueConstraint(
                fields=("offer_id", "criterion_id", "takes_part_id"), name="one_score_each"
            ),
            CheckConstraint(check="points IS NULL OR points >= 0", name="a_score_is_not_negative"),
        ]
        # By RunSQL besides: a_finished_score_stays.


class ScoreEntry(Tenanted):
    """A score as it was saved once before it was changed. Append-only."""

    id = fields.BigIntField(primary_key=True)
    score: fields.ForeignKeyRelation[Score] = fields.ForeignKeyField(
        "coopcouncil.Score", related_name="entries", on_delete=fields.RESTRICT
    )
    score_id: int
    points: Decimal | None = fields.DecimalField(max_digits=8, decimal_places=2, null=True)
    reason = fields.TextField(default="")
    saved_at = fields.DatetimeField()

    class Meta:
        table = "score_entry"
        indexes = [Index(fields=("score_id",), name="entries_of_a_score")]
        # By RunSQL besides: score_entries_stay.


class Finished(Tenanted):
    """An evaluator has locked their scores for one lot."""

    id = fields.BigIntField(primary_key=True)
    takes_part: fields.ForeignKeyRelation[TakesPart] = fields.ForeignKeyField(
        "coopcouncil.TakesPart", related_name="finished", on_delete=fields.RESTRICT
    )
    takes_part_id: int
    lot: fields.ForeignKeyRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name=False, on_delete=fields.RESTRICT
    )
    lot_id: int
    finished_at = fields.DatetimeField()

    class Meta:
        table = "scores_finished"
        constraints = [
            UniqueConstraint(fields=("takes_part_id", "lot_id"), name="a_lot_is_finished_once")
        ]


class Agreed(Tenanted):
    """The score that moderation came to for an offer on a criterion: agreed, never an average."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="agreed", on_delete=fields.RESTRICT
    )
    tender_id: int
    offer: fields.ForeignKeyRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name="agreed", on_delete=fields.RESTRICT
    )
    offer_id: int
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name=False, on_delete=fields.RESTRICT
    )
    criterion_id: int
    points: Decimal | None = fields.DecimalField(max_digits=8, decimal_places=2, null=True)
    reason = fields.TextField(default="")
    # Counts the saves: a second moderator who saw an older one is told, and overwrites nothing.
    version = fields.IntField(default=1)
    # Open again, since a score that it rested on was set aside.
    reopened_because = fields.TextField(default="")

    class Meta:
        table = "agreed_score"
        constraints = [
            UniqueConstraint(fields=("offer_id", "criterion_id"), name="one_agreed_score"),
            CheckConstraint(
                check="points IS NULL OR points >= 0", name="an_agreed_score_is_not_negative"
            ),
        ]


class AgreedEntry(Tenanted):
    """A line of the moderation log: from, to, why, by whom. Append-only."""

    id = fields.BigIntField(primary_key=True)
    agreed: fields.ForeignKeyRelation[Agreed] = fields.ForeignKeyField(
        "coopcouncil.Agreed", related_name="entries", on_delete=fields.RESTRICT
    )
    agreed_id: int
    was: Decimal | None = fields.DecimalField(max_digits=8, decimal_places=2, null=True)
    points: Decimal | None = fields.DecimalField(max_digits=8, decimal_places=2, null=True)
    reason = fields.TextField()
    entered_at = fields.DatetimeField()
    entered_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "agreed_entry"
        indexes = [Index(fields=("agreed_id",), name="entries_of_an_agreed_score")]
        # By RunSQL besides: agreed_entries_stay.


class LotAgreed(Tenanted):
    """Every score of a lot was agreed and locked, until it was opened again with a reason."""

    id = fields.BigIntField(primary_key=True)
    lot: fields.ForeignKeyRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name="agreed", on_delete=fields.RESTRICT
    )
    lot_id: int
    locked_at = fields.DatetimeField()
    locked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reopened_at: datetime | None = fields.DatetimeField(null=True)
    reopened_because = fields.TextField(default="")
    reopened_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "lot_agreed"
        constraints = [
            CheckConstraint(
                check="reopened_at IS NULL OR reopened_because <> ''",
                name="a_lot_is_opened_again_with_a_reason",
            )
        ]
        # By RunSQL besides: one_lock_per_lot (where not reopened), an_agreed_lot_stays (on
        # agreed_score: nothing in a locked lot changes).


class ScoresDue(Tenanted):
    """The day by which evaluators are asked to finish."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="scores_due", on_delete=fields.RESTRICT
    )
    tender_id: int
    due_on: date = fields.DateField()
    set_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "scores_due"
        constraints = [UniqueConstraint(fields=("tender_id",), name="one_day_for_the_scores")]


class ScoringOrder(Tenanted):
    """The order in which an evaluator chose to go through the bids; by criterion if none."""

    id = fields.BigIntField(primary_key=True)
    takes_part: fields.ForeignKeyRelation[TakesPart] = fields.ForeignKeyField(
        "coopcouncil.TakesPart", related_name="scoring_order", on_delete=fields.RESTRICT
    )
    takes_part_id: int
    by_bid = fields.BooleanField()

    class Meta:
        table = "scoring_order"
        constraints = [UniqueConstraint(fields=("takes_part_id",), name="one_scoring_order_each")]
