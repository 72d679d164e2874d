"""Homes: what each is from which day on, and when it stood empty."""

from datetime import date

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.housing.kinds import HomeKind, RentEvery
from coopcouncil.housing.models.recorded import Recorded
from coopcouncil.organisations.tenancy import Tenanted


class Home(Tenanted):
    """A home with its reference, for ever the same."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=40)

    class Meta:
        table = "home"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "reference"), name="one_home_per_reference")
        ]


class HomeLine(Recorded):
    """From this day on, this is so of a home. What a line leaves empty it does not speak of."""

    id = fields.BigIntField(primary_key=True)
    home: fields.ForeignKeyRelation[Home] = fields.ForeignKeyField(
        "coopcouncil.Home", related_name=False, on_delete=fields.RESTRICT
    )
    home_id: int
    effective_on = fields.DateField()
    postal_address: str | None = fields.TextField(null=True)
    postcode = fields.CharField(max_length=10, null=True)
    bedrooms: int | None = fields.IntField(null=True)
    kind = fields.CharEnumField(HomeKind, max_length=20, null=True)
    rent_pence: int | None = fields.BigIntField(null=True)
    rent_every = fields.CharEnumField(RentEvery, max_length=10, null=True)
    # How many weeks of the year rent is charged for: a year of 48, 52 or 53 rent weeks.
    rent_weeks: int | None = fields.IntField(null=True)
    adaptations: str | None = fields.TextField(null=True)
    is_let = fields.BooleanField(null=True)

    class Meta:
        table = "home_line"
        indexes = [Index(fields=("home_id",), name="home_line_home")]
        constraints = [
            CheckConstraint(check="rent_pence >= 0", name="no_negative_rent"),
            CheckConstraint(
                check="(rent_pence IS NULL) = (rent_every IS NULL)",
                name="a_rent_says_how_long_it_is_for",
            ),
            CheckConstraint(
                check="(rent_every IS NOT DISTINCT FROM 'week') = (rent_weeks IS NOT NULL)",
                name="a_weekly_rent_has_its_rent_weeks",
            ),
            CheckConstraint(check="rent_weeks IN (48, 52, 53)", name="a_rent_year_of_known_length"),
            CheckConstraint(check="bedrooms BETWEEN 0 AND 20", name="a_home_has_some_bedrooms"),
        ]
        # By RunSQL besides: the triggers that keep it.


class HomeVoid(Recorded):
    """A home stands empty from one day until before another."""

    id = fields.BigIntField(primary_key=True)
    home: fields.ForeignKeyRelation[Home] = fields.ForeignKeyField(
        "coopcouncil.Home", related_name=False, on_delete=fields.RESTRICT
    )
    home_id: int
    vacated_on = fields.DateField()
    ready_on: date | None = fields.DateField(null=True)
    let_on: date | None = fields.DateField(null=True)
    why = fields.TextField(default="")

    class Meta:
        table = "home_void"
        indexes = [Index(fields=("home_id",), name="home_void_home")]
        constraints = [
            CheckConstraint(check="ready_on >= vacated_on", name="a_home_is_ready_after_vacated"),
            CheckConstraint(check="let_on >= vacated_on", name="a_home_is_let_after_vacated"),
        ]
        # By RunSQL besides: a_home_is_empty_once_at_a_time and the triggers.
