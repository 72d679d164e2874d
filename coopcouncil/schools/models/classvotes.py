"""What a class was asked, and what it said."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.organisations.models import Organisation


class ClassVote(Tenanted):
    """A question put to classes, answered by hands or slips and told by their teachers.

    It is no ballot: no roll, no secrecy, no legal force. It tells the forum what the young say.
    """

    id = fields.BigIntField(primary_key=True)
    part: fields.ForeignKeyRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, on_delete=fields.RESTRICT
    )
    part_id: int
    question = fields.CharField(max_length=300)
    question_cy = fields.CharField(max_length=300, default="")
    options = fields.JSONField[list[list[str]]]()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    begun_at = fields.DatetimeField()
    closed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    closed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "class_vote"

    def asks(self, language: str) -> str:
        """The question in the reader's language, or its only text."""
        return (self.question_cy if language == "cy" else "") or self.question

    def offers(self, language: str) -> list[str]:
        """The options in the reader's language, or as they are."""
        return [(cy if language == "cy" else "") or en for en, cy in self.options]


class ClassTally(Tenanted):
    """What one class said: how many for each option, in the vote's own order."""

    id = fields.BigIntField(primary_key=True)
    vote: fields.ForeignKeyRelation[ClassVote] = fields.ForeignKeyField(
        "coopcouncil.ClassVote", related_name=False, on_delete=fields.RESTRICT
    )
    vote_id: int
    class_name = fields.CharField(max_length=40)
    counts = fields.JSONField[list[int]]()
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()
    # Told again: what was known before stays to be seen.
    superseded_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "class_tally"
        # By RunSQL besides: the unique index one_tally_per_class, of those that stand.
