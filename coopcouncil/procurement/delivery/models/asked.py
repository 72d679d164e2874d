"""When a recipient was asked whether something came, and by which link where it has no account."""

from datetime import datetime

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.delivery.models.reports import Report


class RecipientAsked(Tenanted):
    """One question to the recipient of a report. Of the link in it only a keyed hash is kept."""

    id = fields.BigIntField(primary_key=True)
    report: fields.ForeignKeyRelation[Report] = fields.ForeignKeyField(
        "coopcouncil.Report", related_name="asked", on_delete=fields.RESTRICT
    )
    report_id: int
    asked_at = fields.DatetimeField()
    # Empty where the people of an organisation of this place were asked: they sign in.
    email = fields.CharField(max_length=254, default="")
    token_hash = fields.CharField(max_length=64, null=True, unique=True)
    expires_at: datetime | None = fields.DatetimeField(null=True)
    used_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "recipient_asked"
        indexes = [Index(fields=("report_id",), name="questions_about_a_report")]
        constraints = [
            CheckConstraint(
                check="(email = '') = (token_hash IS NULL) "
                "AND (token_hash IS NULL) = (expires_at IS NULL)",
                name="a_link_ends_one_day",
            )
        ]
