"""Organisations, their rulebooks in dated versions, roles granted, and a council's list."""

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class LegalForm(StrEnum):
    """What the organisation is in law; it decides which law applies."""

    CO_OPERATIVE_SOCIETY = "co-operative-society"
    COMMUNITY_BENEFIT_SOCIETY = "community-benefit-society"
    CREDIT_UNION = "credit-union"
    COMPANY_LIMITED_BY_GUARANTEE = "company-limited-by-guarantee"
    CIC = "cic"
    COUNCIL = "council"
    SCHOOL = "school"
    OTHER = "other"


class Nation(StrEnum):
    """Whose law and whose bank holidays."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Role(StrEnum):
    """An office that may be held in an organisation, or over a trust's cluster."""

    SECRETARY = "secretary"
    CHAIR = "chair"
    RETURNING_OFFICER = "returning-officer"
    SCRUTINEER = "scrutineer"
    TREASURER = "treasurer"
    DIRECTOR = "director"
    AUDITOR = "auditor"
    TRUST_ADMINISTRATOR = "trust-administrator"
    CREDIT_UNION_OFFICER = "credit-union-officer"
    PROCUREMENT_LEAD = "procurement-lead"


class Organisation(Model):
    """A tenant. A school's `parent` is its trust; nothing else has a parent."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=200)
    name_cy = fields.CharField(max_length=200, default="")
    legal_form = fields.CharEnumField(LegalForm, max_length=40)
    nation = fields.CharEnumField(Nation, max_length=20)
    parent: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name="parts", null=True, on_delete=fields.RESTRICT
    )
    registered_number = fields.CharField(max_length=20, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    email = fields.CharField(max_length=254, default="")
    telephone = fields.CharField(max_length=40, default="")
    brand_colour = fields.CharField(max_length=7, default="")
    opened_at = fields.DatetimeField()

    parent_id: int | None

    class Meta:
        table = "organisation"

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name

    def __str__(self) -> str:
        return self.name


class RulebookVersion(Tenanted):
    """The rules as registered on a day. Never changed: a change of rules is a new version.

    `parameters` is what `organisations.rulebook.Rulebook` writes and reads.
    """

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    effective_from = fields.DateField()
    parameters = fields.JSONField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    note = fields.TextField(default="")

    class Meta:
        table = "rulebook_version"
        unique_together = (("organisation", "number"),)


class Grant(Tenanted):
    """A role that the organisation gave a person, for all to see, until it is revoked."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name="grants", on_delete=fields.RESTRICT
    )
    role = fields.CharEnumField(Role, max_length=30)
    over_cluster = fields.BooleanField(default=False)
    granted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    granted_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    revoked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reason = fields.TextField(default="")

    person_id: int

    class Meta:
        table = "role_grant"
        indexes = (("organisation", "person"),)


class Listing(Tenanted):
    """A co-operative on a council's list. It gives the council no role in it."""

    id = fields.BigIntField(primary_key=True)
    listed: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name="listings", on_delete=fields.CASCADE
    )
    note = fields.TextField(default="")
    note_cy = fields.TextField(default="")
    listed_at = fields.DatetimeField()

    class Meta:
        table = "listing"
        unique_together = (("organisation", "listed"),)
