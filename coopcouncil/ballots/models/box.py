"""The box: envelopes until it is opened, papers afterwards."""

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from coopcouncil.ballots.models.ballot import OfBallot

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Way(StrEnum):
    """How an envelope came. Published merged."""

    WEB = "web"
    CODE = "code"
    TELEPHONE = "telephone"


class Envelope(Model):
    """A vote until the box is opened: one per roll entry, sealed with the ballot's key.

    No time, no sequence, no history, and no foreign keys: checking one would stamp the roll's
    row with the transaction's number, in the order of voting, for ever. `roll.entry` cannot be
    deleted once sealed, and casting selects from it.
    """

    roll_entry_id = fields.BigIntField(primary_key=True, generated=False)
    ballot_id = fields.BigIntField()
    way = fields.CharEnumField(Way, max_length=10)
    sealed = fields.BinaryField()

    class Meta:
        table = "envelope"
        indexes = (Index(fields=("ballot_id",), name="envelope_ballot"),)


class TurnoutStep(OfBallot):
    """How many had voted when it was looked at, at most once an hour, never fewer than ten more
    than the step before."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    total = fields.IntField()

    class Meta:
        table = "turnout_step"
        ordering = ("at",)
        constraints = [
            UniqueConstraint(fields=("ballot_id", "at"), name="one_turnout_step_an_hour")
        ]


class KeySide(StrEnum):
    """Whose copy of the private half."""

    PLATFORM = "platform"
    OFFICER = "officer"
    SCRUTINEER = "scrutineer"


class KeyRehearsal(OfBallot):
    """Proof before opening that a copy of the private half opens a test envelope."""

    id = fields.BigIntField(primary_key=True)
    side = fields.CharEnumField(KeySide, max_length=20)
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    by_id: int | None

    class Meta:
        table = "key_rehearsal"


class Closing(OfBallot):
    """The chain's head as it stood at the close, sent to every voter before counting."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    head = fields.CharField(max_length=64)

    class Meta:
        table = "ballot_closing"
        constraints = [UniqueConstraint(fields=("ballot_id",), name="a_ballot_closes_once")]


class OpenedBox(OfBallot):
    """What came out of the box: one row, written at once, that knows no voter from a paper.

    `papers` has a line for each different paper, sorted: its weight, a space, and its ranking
    as BLT writes it ("12 3 1 2"; a blank paper is the weight alone; For, Against and Abstain are
    1, 2 and 3). `marks` has a line for each roll number that took part, sorted.
    """

    id = fields.BigIntField(primary_key=True)
    opened_at = fields.DatetimeField()
    papers = fields.TextField()
    papers_hash = fields.CharField(max_length=64)
    count = fields.IntField()
    # Envelopes that the key did not open, or that held no readable paper.
    unreadable = fields.IntField()
    marks = fields.TextField()
    marks_hash = fields.CharField(max_length=64)
    # Published where the papers are; where they are withheld, scrutineers alone have it.
    salt = fields.CharField(max_length=64)
    # Never published: numbers of the roll are soon guessed.
    marks_salt = fields.CharField(max_length=64)

    class Meta:
        table = "opened_box"
        constraints = [
            UniqueConstraint(fields=("ballot_id",), name="a_box_is_opened_once"),
            CheckConstraint(check="count >= 0 AND unreadable >= 0", name="a_box_holds_no_less"),
        ]
        # By RunSQL besides: a trigger that refuses every change.
