"""Letters and the codes that they bore. A code itself is kept nowhere."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.ballots.models.ballot import OfBallot

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ballots.models.roll import RollEntry


class LetterRun(OfBallot):
    """Letters that were streamed once, for the returning officer."""

    id = fields.BigIntField(primary_key=True)
    n = fields.IntField()
    letters = fields.IntField()
    # Why: the first letters, or what made a replacement needed.
    reason = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "letter_run"
        constraints = [
            UniqueConstraint(fields=("ballot_id", "n"), name="one_letter_run_per_number")
        ]


class VotingCode(OfBallot):
    """A letter's code as HMAC under a key outside the database; it opens its entry till close."""

    id = fields.BigIntField(primary_key=True)
    entry: fields.ForeignKeyRelation["RollEntry"] = fields.ForeignKeyField(
        "coopcouncil.RollEntry", related_name=False, on_delete=fields.RESTRICT
    )
    entry_id: int
    run: fields.ForeignKeyRelation[LetterRun] = fields.ForeignKeyField(
        "coopcouncil.LetterRun", related_name=False, on_delete=fields.RESTRICT
    )
    run_id: int
    hmac = fields.CharField(max_length=64)
    struck_at = fields.DatetimeField(null=True)
    struck_because = fields.CharField(max_length=40, default="")

    class Meta:
        table = "voting_code"
        indexes = (Index(fields=("entry_id",), name="voting_code_entry"),)
        constraints = [UniqueConstraint(fields=("hmac",), name="no_code_is_given_twice")]
        # By RunSQL besides: one_live_code_per_roll_entry, a partial unique index.
