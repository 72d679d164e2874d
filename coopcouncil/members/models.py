"""The register: members, the journal of changes, and the entries that follow from it.

`RegisterChange` is the journal, append-only. `RegisterEntry` holds what follows from it: one
row per member and stretch of days, replaced (never deleted) when a later record changes what
was known. As at day D, as known at T, the register is the entries with
`valid_from <= D < valid_to` and `recorded_at <= T < superseded_at`.
"""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.organisations.models import Organisation


class Status(StrEnum):
    """Where someone stands with the register."""

    APPLICANT = "applicant"
    MEMBER = "member"
    SUSPENDED = "suspended"
    LEFT = "left"


class Format(StrEnum):
    """How someone wants to be written to, or rung."""

    STANDARD = "standard"
    LARGE_PRINT = "large-print"
    AUDIO = "audio"
    BRAILLE = "braille"
    TELEPHONE = "telephone"


class Constituency(Tenanted):
    """A group of members that elects its own seats."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=40)
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    votes = fields.BooleanField(default=True)
    place = fields.IntField(default=0)

    class Meta:
        table = "constituency"
        unique_together = (("organisation", "key"),)

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class Member(Tenanted):
    """Someone with a number in the register, for ever the same."""

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(max_length=40)

    class Meta:
        table = "member"
        unique_together = (("organisation", "number"),)


class ChangeSet(Tenanted):
    """What was recorded together: an admission, a correction, an import.

    `recorded_at` increases strictly within an organisation, in the order of commits.
    """

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=20)
    reason = fields.TextField(default="")

    class Meta:
        table = "change_set"
        unique_together = (("organisation", "number"), ("organisation", "recorded_at"))


class RegisterChange(Tenanted):
    """One line of the journal: from this day on, these facts hold of this member.

    `facts` maps names of `RegisterEntry` fields to JSON values. A line that `withdraws`
    another takes that one out of what is known from now on.
    """

    id = fields.BigIntField(primary_key=True)
    change_set: fields.ForeignKeyRelation[ChangeSet] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name="changes", on_delete=fields.RESTRICT
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name="changes", on_delete=fields.RESTRICT
    )
    effective_on = fields.DateField()
    facts = fields.JSONField()
    withdraws: fields.ForeignKeyNullableRelation["RegisterChange"] = fields.ForeignKeyField(
        "coopcouncil.RegisterChange", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reason = fields.TextField(default="")

    class Meta:
        table = "register_change"


class RegisterEntry(Tenanted):
    """What the register says of a member over a stretch of days, and since when it says so."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name="entries", on_delete=fields.RESTRICT
    )
    member_id: int
    valid_from = fields.DateField()
    valid_to = fields.DateField(default=date.max)
    recorded_at = fields.DatetimeField()
    superseded_at = fields.DatetimeField(null=True)

    member_number = fields.CharField(max_length=40)
    given_name = fields.CharField(max_length=100, default="")
    family_name = fields.CharField(max_length=100, default="")
    email = fields.CharField(max_length=254, default="")
    email_purposes = fields.CharField(max_length=100, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    date_of_birth = fields.DateField(null=True)
    language = fields.CharField(max_length=2, default="")
    format = fields.CharEnumField(Format, max_length=20, default=Format.STANDARD)
    constituency: fields.ForeignKeyNullableRelation[Constituency] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    constituency_id: int | None
    part: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    part_id: int | None
    member_class = fields.CharField(max_length=40, default="")
    status = fields.CharEnumField(Status, max_length=20, default=Status.MEMBER)
    joined_on = fields.DateField(null=True)
    left_on = fields.DateField(null=True)
    shares = fields.BigIntField(default=0)
    amount_paid = fields.BigIntField(default=0)
    other_property = fields.TextField(default="")
    sort_key = fields.CharField(max_length=300, default="")
    search_text = fields.TextField(default="")

    class Meta:
        table = "register_entry"
