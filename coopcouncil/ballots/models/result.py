"""The result: counted, declared, published."""

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.ballots.models.ballot import OfBallot

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile


class CountRun(OfBallot):
    """One count of the papers: the same papers, rule and lots give the same outcome anywhere."""

    id = fields.BigIntField(primary_key=True)
    n = fields.IntField()
    rule = fields.CharField(max_length=20)
    papers_hash = fields.CharField(max_length=64)
    # As `coopcouncil count` prints it.
    result = fields.JSONField[dict[str, Any]]()
    result_hash = fields.CharField(max_length=64)
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "count_run"
        ordering = ("n",)
        constraints = [UniqueConstraint(fields=("ballot_id", "n"), name="one_count_run_per_number")]


class Declaration(OfBallot):
    """The returning officer's word on the result; a later one corrects it, with its reason."""

    id = fields.BigIntField(primary_key=True)
    n = fields.IntField()
    run: fields.ForeignKeyRelation[CountRun] = fields.ForeignKeyField(
        "coopcouncil.CountRun", related_name=False, on_delete=fields.RESTRICT
    )
    run_id: int
    # Why a declaration before it is corrected.
    reason = fields.TextField(default="")
    reason_cy = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "ballot_declaration"
        ordering = ("n",)
        constraints = [
            UniqueConstraint(fields=("ballot_id", "n"), name="one_declaration_per_number")
        ]


class Publication(OfBallot):
    """The public bundle, as a file with its head."""

    id = fields.BigIntField(primary_key=True)
    declaration: fields.ForeignKeyRelation[Declaration] = fields.ForeignKeyField(
        "coopcouncil.Declaration", related_name=False, on_delete=fields.RESTRICT
    )
    declaration_id: int
    bundle: fields.ForeignKeyRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    bundle_id: int
    # The hash of the bundle's SHA256SUMS, to be minuted and sent to voters.
    head = fields.CharField(max_length=64)
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "ballot_publication"
