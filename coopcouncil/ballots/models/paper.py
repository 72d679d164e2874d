"""Voting on paper: marks on the roll, batches of papers, and lots."""

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.ballots.models.ballot import OfBallot

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ballots.models.roll import RollEntry


class PaperMark(OfBallot):
    """This voter's paper has arrived: it lies in the pile without a name."""

    id = fields.BigIntField(primary_key=True)
    entry: fields.OneToOneRelation["RollEntry"] = fields.OneToOneField(
        "coopcouncil.RollEntry", related_name=False, on_delete=fields.RESTRICT
    )
    entry_id: int
    marked_at = fields.DatetimeField()
    marked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "paper_mark"


class BatchSource(StrEnum):
    """Where a batch's papers come from."""

    KEYED = "keyed"
    BLT = "blt"
    CSV = "csv"


class PaperBatch(OfBallot):
    """Papers keyed by two officers, or counted elsewhere and taken in as a file: sealed.

    `sealed` holds the whole batch, as the lines of `OpenedBox.papers`, until the box is opened.
    """

    id = fields.BigIntField(primary_key=True)
    n = fields.IntField()
    source = fields.CharEnumField(BatchSource, max_length=10)
    filename = fields.CharField(max_length=200, default="")
    papers = fields.IntField(default=0)
    hash = fields.CharField(max_length=64, default="")
    sealed = fields.BinaryField(null=True)
    begun_at = fields.DatetimeField()
    begun_by: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    begun_by_id: int
    # The second officer, whose keying or checking agrees.
    agreed_at = fields.DatetimeField(null=True)
    agreed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    agreed_by_id: int | None

    class Meta:
        table = "paper_batch"
        ordering = ("n",)
        constraints = [
            UniqueConstraint(fields=("ballot_id", "n"), name="one_paper_batch_per_number"),
            CheckConstraint(
                check="agreed_by_id IS NULL OR agreed_by_id <> begun_by_id",
                name="two_officers_agree_on_a_paper_batch",
            ),
        ]


class KeyedPaper(OfBallot):
    """One paper of a batch as one officer keyed it, sealed; `check` compares two keyings without
    opening either (HMAC under a key outside the database)."""

    id = fields.BigIntField(primary_key=True)
    batch: fields.ForeignKeyRelation[PaperBatch] = fields.ForeignKeyField(
        "coopcouncil.PaperBatch", related_name=False, on_delete=fields.RESTRICT
    )
    batch_id: int
    place = fields.IntField()
    keyed_by: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    keyed_by_id: int
    sealed = fields.BinaryField()
    check_hmac = fields.CharField(max_length=64)

    class Meta:
        table = "keyed_paper"
        constraints = [
            UniqueConstraint(
                fields=("batch_id", "place", "keyed_by_id"),
                name="an_officer_keys_a_paper_once",
            )
        ]


class LotDraw(OfBallot):
    """The order of candidates drawn by lot after the close and before counting, published."""

    id = fields.BigIntField(primary_key=True)
    # Places on the paper, in the order drawn.
    order = fields.JSONField[list[int]]()
    how = fields.TextField()
    how_cy = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "lot_draw"
        constraints = [UniqueConstraint(fields=("ballot_id",), name="lots_are_drawn_once")]
