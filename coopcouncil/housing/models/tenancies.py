"""Who lives where under what agreement; who is a prospective tenant."""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.housing.kinds import Agreement, EndWhy, Outcome
from coopcouncil.housing.models.homes import Home
from coopcouncil.housing.models.recorded import Recorded
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.members.models import Member


class Tenancy(Tenanted):
    """An agreement with its number, for ever the same."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()

    class Meta:
        table = "tenancy"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_tenancy_per_number")
        ]


class TenancyTerms(Recorded):
    """What is known of a tenancy: it holds from `began_on` until before `ended_on`."""

    id = fields.BigIntField(primary_key=True)
    tenancy: fields.ForeignKeyRelation[Tenancy] = fields.ForeignKeyField(
        "coopcouncil.Tenancy", related_name=False, on_delete=fields.RESTRICT
    )
    tenancy_id: int
    home: fields.ForeignKeyRelation[Home] = fields.ForeignKeyField(
        "coopcouncil.Home", related_name=False, on_delete=fields.RESTRICT
    )
    home_id: int
    agreement = fields.CharEnumField(Agreement, max_length=20)
    began_on = fields.DateField()
    # The day on which the tenants may move in: the "occupation date" of Welsh law.
    occupied_on = fields.DateField()
    ended_on: date | None = fields.DateField(null=True)
    end_why = fields.CharEnumField(EndWhy, max_length=20, null=True)

    class Meta:
        table = "tenancy_terms"
        indexes = [
            Index(fields=("tenancy_id",), name="tenancy_terms_tenancy"),
            Index(fields=("home_id",), name="tenancy_terms_home"),
        ]
        constraints = [
            CheckConstraint(check="ended_on >= began_on", name="a_tenancy_ends_after_it_begins"),
            CheckConstraint(
                check="(ended_on IS NULL) = (end_why IS NULL)",
                name="a_tenancy_that_ends_says_how",
            ),
        ]
        # By RunSQL besides: one_version_of_a_tenancy_stands, a_home_has_one_tenancy_at_a_time
        # and the triggers.


class TenancyHolder(Recorded):
    """A member holds a tenancy from one day until before another, jointly with the others.

    In Wales each new contract-holder is given a written statement: `statement_on`.
    """

    id = fields.BigIntField(primary_key=True)
    tenancy: fields.ForeignKeyRelation[Tenancy] = fields.ForeignKeyField(
        "coopcouncil.Tenancy", related_name=False, on_delete=fields.RESTRICT
    )
    tenancy_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    since = fields.DateField()
    until: date | None = fields.DateField(null=True)
    statement_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "tenancy_holder"
        indexes = [
            Index(fields=("tenancy_id",), name="tenancy_holder_tenancy"),
            Index(fields=("member_id",), name="tenancy_holder_member"),
        ]
        constraints = [
            CheckConstraint(check="until >= since", name="a_tenant_goes_after_coming"),
        ]
        # By RunSQL besides: a_tenant_holds_a_tenancy_once_at_a_time and the triggers.


class Prospect(Recorded):
    """A member is a prospective tenant from one day until before another."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    since = fields.DateField()
    until: date | None = fields.DateField(null=True)

    class Meta:
        table = "prospective_tenant"
        indexes = [Index(fields=("member_id",), name="prospective_tenant_member")]
        constraints = [
            CheckConstraint(check="until >= since", name="a_prospect_ends_after_it_begins"),
        ]
        # By RunSQL besides: a_member_is_prospective_once_at_a_time and the triggers.


class TenancyEnding(Recorded):
    """What a person decided of a tenancy when a tenant's membership ends on a day."""

    id = fields.BigIntField(primary_key=True)
    tenancy: fields.ForeignKeyRelation[Tenancy] = fields.ForeignKeyField(
        "coopcouncil.Tenancy", related_name=False, on_delete=fields.RESTRICT
    )
    tenancy_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    membership_ends_on = fields.DateField()
    outcome = fields.CharEnumField(Outcome, max_length=20)

    class Meta:
        table = "tenancy_ending"
        indexes = [Index(fields=("member_id",), name="tenancy_ending_member")]
        # By RunSQL besides: the triggers.
