"""Clarification questions, answered to all."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.bids.models.suppliers import Supplier
from coopcouncil.procurement.tenders.models import Tender

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Question(Tenanted):
    """A bidder's question. The answer goes to every bidder, and never says who asked."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="questions", on_delete=fields.RESTRICT
    )
    tender_id: int
    supplier: fields.ForeignKeyNullableRelation[Supplier] = fields.ForeignKeyField(
        "coopcouncil.Supplier", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    supplier_id: int | None
    text = fields.TextField()
    asked_at = fields.DatetimeField()
    # As it is shown to all: what would name the asker is taken out by the council.
    published_text = fields.TextField(default="")
    published_text_cy = fields.TextField(default="")
    answer = fields.TextField(default="")
    answer_cy = fields.TextField(default="")
    answered_at: datetime | None = fields.DatetimeField(null=True)
    answered_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "tender_question"
        constraints = [
            CheckConstraint(
                check="(answered_at IS NULL) = (answer = '')", name="a_question_is_answered_once"
            )
        ]
