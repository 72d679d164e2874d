"""The register: members, the journal of changes, and the entries that follow from it.

`RegisterChange` is the journal, append-only. `RegisterEntry` holds what follows from it: one
row per member and stretch of days, replaced (never deleted) when a later record changes what
was known. As at day D, as known at T, the register is the entries with
`valid_from <= D < valid_to` and `recorded_at <= T < superseded_at`, of those who are members
then (`reads.as_at`). Triggers in the database keep both from being rewritten.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.members.importing.models import BatchState, ImportBatch, ImportRow, ListSource
from coopcouncil.members.kinds import Format, Kind, MemberKind, Status
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.organisations.models import Organisation

__all__ = [
    "BatchState",
    "ChangeSet",
    "Constituency",
    "ContactStop",
    "Format",
    "ImportBatch",
    "ImportRow",
    "Kind",
    "ListSource",
    "Member",
    "RegisterChange",
    "RegisterEntry",
    "Status",
]


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
        constraints = [
            UniqueConstraint(fields=("organisation_id", "key"), name="one_constituency_per_key")
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class Member(Tenanted):
    """Someone with a number in the register, for ever the same."""

    id = fields.BigIntField(primary_key=True)
    number = fields.CharField(max_length=40)

    class Meta:
        table = "member"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_member_per_number")
        ]


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
    recorded_by_id: int | None
    kind = fields.CharEnumField(Kind, max_length=20)
    reason = fields.TextField(default="")

    class Meta:
        table = "change_set"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "number"), name="one_change_set_per_number"
            ),
            UniqueConstraint(
                fields=("organisation_id", "recorded_at"), name="one_change_set_per_moment"
            ),
        ]


class RegisterChange(Tenanted):
    """One line of the journal: from this day on, these facts hold of this member.

    `facts` maps facts (`kinds.UNKNOWN` lists them) to JSON values. A line that `withdraws`
    another takes that one out of what is known from now on. Ids follow the recorded order.
    """

    id = fields.BigIntField(primary_key=True)
    change_set: fields.ForeignKeyRelation[ChangeSet] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name="changes", on_delete=fields.RESTRICT
    )
    change_set_id: int
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name="changes", on_delete=fields.RESTRICT
    )
    member_id: int
    effective_on = fields.DateField()
    facts = fields.JSONField[dict[str, str | int | None]]()
    withdraws: fields.ForeignKeyNullableRelation["RegisterChange"] = fields.ForeignKeyField(
        "coopcouncil.RegisterChange", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    withdraws_id: int | None
    reason = fields.TextField(default="")

    class Meta:
        table = "register_change"
        indexes = [
            Index(fields=("member_id",), name="register_change_member"),
            Index(fields=("change_set_id",), name="register_change_set"),
        ]
        # By RunSQL besides: the triggers that keep it.


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
    superseded_at: datetime | None = fields.DatetimeField(null=True)

    member_number = fields.CharField(max_length=40)
    given_name = fields.CharField(max_length=100, default="")
    family_name = fields.CharField(max_length=100, default="")
    email = fields.CharField(max_length=254, default="")
    email_purposes = fields.CharField(max_length=100, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    date_of_birth: date | None = fields.DateField(null=True)
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
    # Where else the member qualifies, as `fits.py` writes it; the vote is in `constituency`.
    fits = fields.TextField(default="", db_default="")
    member_class = fields.CharField(max_length=40, default="")
    member_kind = fields.CharEnumField(
        MemberKind, max_length=20, default=MemberKind.PERSON, db_default=MemberKind.PERSON.value
    )
    # Who speaks and votes for an organisation that is a member, and the address notified for that.
    representative = fields.CharField(max_length=201, default="", db_default="")
    representative_email = fields.CharField(max_length=254, default="", db_default="")
    status = fields.CharEnumField(Status, max_length=20, default=Status.APPLICANT)
    joined_on: date | None = fields.DateField(null=True)
    left_on: date | None = fields.DateField(null=True)
    # One of `kinds.Cause`, or empty where nobody recorded why.
    left_because = fields.CharField(max_length=20, default="", db_default="")
    # None where nobody knows: an unknown holding is not one of nothing.
    shares: int | None = fields.BigIntField(null=True)
    amount_paid: int | None = fields.BigIntField(null=True)
    other_property = fields.TextField(default="")
    reason = fields.TextField(default="")
    sort_key = fields.CharField(max_length=300, default="")
    search_text = fields.TextField(default="")

    class Meta:
        table = "register_entry"
        constraints = [
            CheckConstraint(check="valid_from < valid_to", name="an_entry_holds_for_a_day"),
            CheckConstraint(
                check="superseded_at > recorded_at",
                name="an_entry_is_known_before_it_ends",
            ),
            CheckConstraint(check="shares >= 0", name="no_negative_shares"),
            CheckConstraint(check="amount_paid >= 0", name="no_negative_amount_paid"),
        ]
        # By RunSQL besides: no_two_entries_of_a_member_for_one_day, the triggers, and the
        # indexes of current entries.

    @property
    def name(self) -> str:
        """Given name, then family name; whichever there is."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_organisation(self) -> bool:
        """Whether a named person speaks for this member."""
        return self.member_kind == MemberKind.ORGANISATION

    @property
    def paid(self) -> Money | None:
        """What has been paid on the shares."""
        return None if self.amount_paid is None else Money(self.amount_paid)


class ContactStop(Tenanted):
    """The program writes nothing to this member while it holds: `members.safeguarding` is asked.

    Safeguarding leads alone see that there is one. It is never deleted: it ends, or is lifted.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    reason = fields.TextField()
    starts_on = fields.DateField()
    ends_on: date | None = fields.DateField(null=True)
    set_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    set_at = fields.DatetimeField()
    lifted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    lifted_at: datetime | None = fields.DatetimeField(null=True)
    lifted_because = fields.TextField(default="")

    class Meta:
        table = "contact_stop"
        constraints = [
            CheckConstraint(
                check="ends_on >= starts_on", name="a_contact_stop_holds_for_a_day_at_least"
            ),
        ]
        indexes = [Index(fields=("organisation_id", "member_id"), name="contact_stop_member")]
