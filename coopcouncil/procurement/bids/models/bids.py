"""A bid: a draft that nobody but its bidder reads, what was handed in, sealed, and what it holds.

Drafts and submissions are sealed with the site's key (`kernel.sealing`), which is not in the
database; `Answer` rows are made when two officers open the bids, and never before.
"""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.bids.models.suppliers import Supplier
from coopcouncil.procurement.kinds import BidState, Way
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.organisations.models import NeedOrOffer


class Bid(Tenanted):
    """A supplier's bid for one tender."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="bids", on_delete=fields.RESTRICT
    )
    tender_id: int
    supplier: fields.ForeignKeyRelation[Supplier] = fields.ForeignKeyField(
        "coopcouncil.Supplier", related_name=False, on_delete=fields.RESTRICT
    )
    supplier_id: int
    state = fields.CharEnumField(BidState, max_length=10, default=BidState.DRAFT)
    # By which evaluators know it where names are hidden: A, B, C, dealt out by lot at the opening.
    label = fields.CharField(max_length=4, default="")
    draft = fields.BinaryField(null=True)
    draft_version = fields.IntField(default=0)
    drafted_at: datetime | None = fields.DatetimeField(null=True)
    # What a spreadsheet said, sealed, until its bidder has looked at it.
    proposed = fields.BinaryField(null=True)
    proposed_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    # A late bid that was not let in: its bidder was told that nobody has opened it.
    returned_at: datetime | None = fields.DatetimeField(null=True)
    # What it stated when it was handed in; here once the bids are opened.
    statements: dict[str, Any] | None = fields.JSONField(null=True)
    # A late bid that was let in, and why.
    let_in_because = fields.TextField(default="")
    let_in_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    created_at = fields.DatetimeField()

    class Meta:
        table = "bid"
        constraints = [
            UniqueConstraint(fields=("tender_id", "supplier_id"), name="one_bid_per_supplier"),
            CheckConstraint(
                check="(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
                name="a_bid_is_withdrawn_at_a_time",
            ),
        ]


class Submission(Tenanted):
    """A bid as handed in once: sealed, hashed, never changed. The last that is in time counts."""

    id = fields.BigIntField(primary_key=True)
    bid: fields.ForeignKeyRelation[Bid] = fields.ForeignKeyField(
        "coopcouncil.Bid", related_name="submissions", on_delete=fields.RESTRICT
    )
    bid_id: int
    way = fields.CharEnumField(Way, max_length=12)
    sealed = fields.BinaryField()
    # Of the canonical JSON that is sealed; the bidder holds it in the receipt.
    hash = fields.CharField(max_length=64)
    receipt = fields.CharField(max_length=20)
    received_at = fields.DatetimeField()
    is_late = fields.BooleanField(default=False)
    edition = fields.IntField()
    """The number of the edition that it answers."""
    # The number under which the council's own portal took it in.
    portal_receipt = fields.CharField(max_length=100, default="", db_default="")
    handed_in_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "bid_submission"
        indexes = [Index(fields=("bid_id",), name="submissions_of_a_bid")]
        constraints = [UniqueConstraint(fields=("receipt",), name="one_submission_per_receipt")]
        # By RunSQL besides: submissions_stay.


class Offer(Tenanted):
    """An opened bid for one lot: what is scored."""

    id = fields.BigIntField(primary_key=True)
    bid: fields.ForeignKeyRelation[Bid] = fields.ForeignKeyField(
        "coopcouncil.Bid", related_name="offers", on_delete=fields.RESTRICT
    )
    bid_id: int
    lot: fields.ForeignKeyRelation[Lot] = fields.ForeignKeyField(
        "coopcouncil.Lot", related_name="offers", on_delete=fields.RESTRICT
    )
    lot_id: int
    # Excluded from this lot; every run says which it left out.
    excluded_at: datetime | None = fields.DatetimeField(null=True)
    excluded_because = fields.TextField(default="")

    class Meta:
        table = "offer"
        constraints = [UniqueConstraint(fields=("bid_id", "lot_id"), name="one_offer_per_lot")]


class Answer(Tenanted):
    """What an opened bid answers to one criterion: words, a figure, a price in pounds, pass."""

    id = fields.BigIntField(primary_key=True)
    offer: fields.ForeignKeyRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name="answers", on_delete=fields.RESTRICT
    )
    offer_id: int
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name=False, on_delete=fields.RESTRICT
    )
    criterion_id: int
    text = fields.TextField(default="")
    figure: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=4, null=True)
    says_yes = fields.BooleanField(null=True)

    class Meta:
        table = "offer_answer"
        constraints = [
            UniqueConstraint(fields=("offer_id", "criterion_id"), name="one_answer_per_criterion")
        ]


class NeedAnswered(Tenanted):
    """A need of a local organisation that an opened bid answers, and with how much of a figure."""

    id = fields.BigIntField(primary_key=True)
    offer: fields.ForeignKeyRelation[Offer] = fields.ForeignKeyField(
        "coopcouncil.Offer", related_name="needs", on_delete=fields.RESTRICT
    )
    offer_id: int
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name=False, on_delete=fields.RESTRICT
    )
    criterion_id: int
    need: fields.ForeignKeyRelation["NeedOrOffer"] = fields.ForeignKeyField(
        "coopcouncil.NeedOrOffer", related_name=False, on_delete=fields.RESTRICT
    )
    need_id: int
    amount: Decimal = fields.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        table = "offer_need"
        constraints = [
            UniqueConstraint(
                fields=("offer_id", "criterion_id", "need_id"), name="a_need_is_answered_once"
            ),
            CheckConstraint(check="amount > 0", name="a_need_is_answered_with_something"),
        ]


class AnswerFile(Tenanted):
    """A file that goes with a bid: kept sealed under its row until the bids are opened."""

    id = fields.BigIntField(primary_key=True)
    bid: fields.ForeignKeyRelation[Bid] = fields.ForeignKeyField(
        "coopcouncil.Bid", related_name="files", on_delete=fields.RESTRICT
    )
    bid_id: int
    # Criterion, name and hash are in the sealed draft, and stand here once the bids are opened.
    criterion: fields.ForeignKeyNullableRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    criterion_id: int | None
    stored: fields.ForeignKeyRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=200, default="")
    hash = fields.CharField(max_length=64, default="")
    added_at = fields.DatetimeField()
    removed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "bid_file"
        indexes = [Index(fields=("bid_id",), name="files_of_a_bid")]
