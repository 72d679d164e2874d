"""Deciding who is offered a home: the panel, its interests and scores, and the offers."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.housing.kinds import Answer
from coopcouncil.housing.models.homes import Home
from coopcouncil.housing.models.waiting import HomeApplication, PointsScheme
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.organisations.models import RulebookVersion


class HomeAllocation(Tenanted):
    """A home is to be offered, by the rules of the day on which this began."""

    id = fields.BigIntField(primary_key=True)
    home: fields.ForeignKeyRelation[Home] = fields.ForeignKeyField(
        "coopcouncil.Home", related_name=False, on_delete=fields.RESTRICT
    )
    home_id: int
    method = fields.CharEnumField(Allocating, max_length=20)
    rulebook: fields.ForeignKeyRelation["RulebookVersion"] = fields.ForeignKeyField(
        "coopcouncil.RulebookVersion", related_name=False, on_delete=fields.RESTRICT
    )
    rulebook_id: int
    scheme: fields.ForeignKeyNullableRelation[PointsScheme] = fields.ForeignKeyField(
        "coopcouncil.PointsScheme", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    scheme_id: int | None
    begun_at = fields.DatetimeField()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    begun_by_id: int | None
    closed_at: datetime | None = fields.DatetimeField(null=True)
    closed_note = fields.TextField(default="")

    class Meta:
        table = "home_allocation"
        # By RunSQL besides: the unique index one_open_allocation_per_home.


class Shortlisted(Tenanted):
    """An application that is considered for this home; its points as they stood."""

    id = fields.BigIntField(primary_key=True)
    allocation: fields.ForeignKeyRelation[HomeAllocation] = fields.ForeignKeyField(
        "coopcouncil.HomeAllocation", related_name=False, on_delete=fields.CASCADE
    )
    allocation_id: int
    application: fields.ForeignKeyRelation[HomeApplication] = fields.ForeignKeyField(
        "coopcouncil.HomeApplication", related_name=False, on_delete=fields.RESTRICT
    )
    application_id: int
    points: int | None = fields.IntField(null=True)

    class Meta:
        table = "home_shortlisted"
        constraints = [
            UniqueConstraint(
                fields=("allocation_id", "application_id"), name="shortlisted_once_for_a_home"
            )
        ]


class Panelist(Tenanted):
    """Somebody of the panel; `declared_at` says when they declared their interests, or none."""

    id = fields.BigIntField(primary_key=True)
    allocation: fields.ForeignKeyRelation[HomeAllocation] = fields.ForeignKeyField(
        "coopcouncil.HomeAllocation", related_name=False, on_delete=fields.CASCADE
    )
    allocation_id: int
    person: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    person_id: int
    declared_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "allocation_panelist"
        constraints = [
            UniqueConstraint(fields=("allocation_id", "person_id"), name="once_on_a_panel")
        ]


class PanelInterest(Tenanted):
    """An interest that somebody of the panel declared: they stand aside."""

    id = fields.BigIntField(primary_key=True)
    panelist: fields.ForeignKeyRelation[Panelist] = fields.ForeignKeyField(
        "coopcouncil.Panelist", related_name=False, on_delete=fields.CASCADE
    )
    panelist_id: int
    application: fields.ForeignKeyRelation[HomeApplication] = fields.ForeignKeyField(
        "coopcouncil.HomeApplication", related_name=False, on_delete=fields.RESTRICT
    )
    application_id: int
    what = fields.TextField()

    class Meta:
        table = "allocation_interest"
        constraints = [
            UniqueConstraint(
                fields=("panelist_id", "application_id"), name="an_interest_is_declared_once"
            )
        ]


class PanelScore(Tenanted):
    """A score with its reason, by one of the panel for one application."""

    id = fields.BigIntField(primary_key=True)
    panelist: fields.ForeignKeyRelation[Panelist] = fields.ForeignKeyField(
        "coopcouncil.Panelist", related_name=False, on_delete=fields.CASCADE
    )
    panelist_id: int
    application: fields.ForeignKeyRelation[HomeApplication] = fields.ForeignKeyField(
        "coopcouncil.HomeApplication", related_name=False, on_delete=fields.RESTRICT
    )
    application_id: int
    score = fields.IntField()
    why = fields.TextField()
    given_at = fields.DatetimeField()

    class Meta:
        table = "allocation_score"
        constraints = [
            UniqueConstraint(fields=("panelist_id", "application_id"), name="a_score_is_given_once")
        ]


class HomeOffer(Tenanted):
    """A home is offered to an applicant, with the reason for choosing them."""

    id = fields.BigIntField(primary_key=True)
    allocation: fields.ForeignKeyRelation[HomeAllocation] = fields.ForeignKeyField(
        "coopcouncil.HomeAllocation", related_name=False, on_delete=fields.RESTRICT
    )
    allocation_id: int
    application: fields.ForeignKeyRelation[HomeApplication] = fields.ForeignKeyField(
        "coopcouncil.HomeApplication", related_name=False, on_delete=fields.RESTRICT
    )
    application_id: int
    why = fields.TextField()
    made_on = fields.DateField()
    reply_by = fields.DateField()
    made_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    made_by_id: int | None
    answered_on: date | None = fields.DateField(null=True)
    answer = fields.CharEnumField(Answer, max_length=20, null=True)
    answer_note = fields.TextField(default="")

    class Meta:
        table = "home_offer"
        constraints = [
            CheckConstraint(
                check="(answered_on IS NULL) = (answer IS NULL)",
                name="an_answered_offer_has_its_day",
            ),
            CheckConstraint(check="reply_by >= made_on", name="an_offer_leaves_time_to_reply"),
        ]
        # By RunSQL besides: the unique index one_open_offer_per_allocation.
