"""Who is waiting for a home, and by what points."""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.housing.kinds import Asking, ClosedWhy
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.joining.models import Application
    from coopcouncil.members.models import Member


class PointsScheme(Tenanted):
    """A scheme of points as decided for a day. Never changed: a change is another scheme."""

    id = fields.BigIntField(primary_key=True)
    effective_from = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    note = fields.TextField(default="")

    class Meta:
        table = "points_scheme"


class PointsCriterion(Tenanted):
    """Something for which a scheme gives points, up to so many times."""

    id = fields.BigIntField(primary_key=True)
    scheme: fields.ForeignKeyRelation[PointsScheme] = fields.ForeignKeyField(
        "coopcouncil.PointsScheme", related_name=False, on_delete=fields.RESTRICT
    )
    scheme_id: int
    place = fields.IntField()
    name = fields.CharField(max_length=200)
    name_cy = fields.CharField(max_length=200, default="")
    points = fields.IntField()
    most = fields.IntField(default=1)

    class Meta:
        table = "points_criterion"
        constraints = [
            UniqueConstraint(fields=("scheme_id", "place"), name="one_criterion_per_place"),
            CheckConstraint(check="points BETWEEN -1000 AND 1000", name="points_of_a_known_size"),
            CheckConstraint(check="most BETWEEN 1 AND 100", name="points_are_given_so_often"),
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class HomeApplication(Tenanted):
    """Somebody asks for a home, and thereby to be a member where they are none yet."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    asking = fields.CharEnumField(Asking, max_length=20)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    # Who is no member applies for membership with it: that the board decides on, in joining.
    joining: fields.ForeignKeyNullableRelation["Application"] = fields.ForeignKeyField(
        "coopcouncil.Application", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    joining_id: int | None
    given_name = fields.CharField(max_length=100, default="")
    family_name = fields.CharField(max_length=100, default="")
    email = fields.CharField(max_length=254, default="")
    telephone = fields.CharField(max_length=40, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    date_of_birth: date | None = fields.DateField(null=True)
    language = fields.CharField(max_length=2, default="")
    bedrooms = fields.IntField(default=1)
    needs = fields.TextField(default="")
    applied_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    closed_on: date | None = fields.DateField(null=True)
    closed_why = fields.CharEnumField(ClosedWhy, max_length=20, null=True)
    closed_note = fields.TextField(default="")

    class Meta:
        table = "home_application"
        indexes = [Index(fields=("member_id",), name="home_application_member")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "number"), name="one_home_application_per_number"
            ),
            CheckConstraint(
                check="(closed_on IS NULL) = (closed_why IS NULL)",
                name="a_closed_application_says_why",
            ),
            CheckConstraint(check="bedrooms BETWEEN 0 AND 20", name="so_many_bedrooms_are_asked"),
        ]

    @property
    def name(self) -> str:
        """Given name, then family name; whichever there is."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_open(self) -> bool:
        """Whether it is on the list."""
        return self.closed_on is None


class CriterionMet(Tenanted):
    """A criterion applies to an application, so many times."""

    id = fields.BigIntField(primary_key=True)
    application: fields.ForeignKeyRelation[HomeApplication] = fields.ForeignKeyField(
        "coopcouncil.HomeApplication", related_name=False, on_delete=fields.CASCADE
    )
    application_id: int
    criterion: fields.ForeignKeyRelation[PointsCriterion] = fields.ForeignKeyField(
        "coopcouncil.PointsCriterion", related_name=False, on_delete=fields.RESTRICT
    )
    criterion_id: int
    times = fields.IntField()

    class Meta:
        table = "criterion_met"
        constraints = [
            UniqueConstraint(
                fields=("application_id", "criterion_id"), name="a_criterion_is_met_once"
            ),
            CheckConstraint(check="times BETWEEN 1 AND 100", name="a_criterion_met_so_often"),
        ]


class CriterionNoted(Tenanted):
    """That a criterion applies so many times from a moment on: what `CriterionMet` has said."""

    id = fields.BigIntField(primary_key=True)
    application: fields.ForeignKeyRelation[HomeApplication] = fields.ForeignKeyField(
        "coopcouncil.HomeApplication", related_name=False, on_delete=fields.CASCADE
    )
    application_id: int
    criterion: fields.ForeignKeyRelation[PointsCriterion] = fields.ForeignKeyField(
        "coopcouncil.PointsCriterion", related_name=False, on_delete=fields.RESTRICT
    )
    criterion_id: int
    times = fields.IntField()
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()

    class Meta:
        table = "criterion_noted"
        indexes = [Index(fields=("application_id",), name="criterion_noted_application")]
        constraints = [
            CheckConstraint(check="times BETWEEN 0 AND 100", name="a_criterion_noted_so_often")
        ]
