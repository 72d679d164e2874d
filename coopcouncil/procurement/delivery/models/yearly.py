"""The yearly report of promises, as it was published."""

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class YearlyReport(Tenanted):
    """What came of promises in a financial year (April to March), as published. Never changed."""

    id = fields.BigIntField(primary_key=True)
    year = fields.IntField()
    """In which it began."""
    number = fields.IntField()
    body: dict[str, Any] = fields.JSONField()
    hash = fields.CharField(max_length=64)
    words = fields.TextField(default="")
    words_cy = fields.TextField(default="")
    published_at = fields.DatetimeField()
    published_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "yearly_report"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "year", "number"), name="one_yearly_report_per_number"
            )
        ]
        # By RunSQL besides: yearly_reports_stay.
