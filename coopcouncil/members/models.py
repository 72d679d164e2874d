"""The register: members, the journal of changes, and the entries that follow from it.

`RegisterChange` is the journal, append-only. `RegisterEntry` holds what follows from it: one
row per member and stretch of days, replaced (never deleted) when a later record changes what
was known. As at day D, as known at T, the register is the entries with
`valid_from <= D < valid_to` and `recorded_at <= T < superseded_at`, of those who are members
then (`reads.as_at`). Triggers in the database keep both from being rewritten.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.members.kinds import Format, Kind, MemberKind, Status
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
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


class BatchState(StrEnum):
    """How far a list has come."""

    UPLOADED = "uploaded"  # Its columns are to be named.
    READING = "reading"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    DROPPED = "dropped"
    UNDONE = "undone"


class ListSource(Tenanted):
    """Where lists come from, and what their columns are: asked once, offered ever after."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=100)
    # Of the headings in their order: a list with the same ones comes from here.
    fingerprint = fields.CharField(max_length=64)
    headings = fields.JSONField[list[str]]()
    targets = fields.JSONField[list[str]]()
    blanks_clear = fields.BooleanField(default=False)
    used_at = fields.DatetimeField()

    class Meta:
        table = "list_source"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_list_source_per_name")
        ]
        indexes = [Index(fields=("organisation_id", "fingerprint"), name="list_source_fingerprint")]


class ImportBatch(Tenanted):
    """A list of members from a file: how it is understood, and what became of it."""

    id = fields.BigIntField(primary_key=True)
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    file_id: int | None
    file_name = fields.CharField(max_length=200)
    size = fields.BigIntField()
    encoding = fields.CharField(max_length=10)
    delimiter = fields.CharField(max_length=1)
    headings = fields.JSONField[list[str]]()
    sample = fields.JSONField[list[list[str]]](default=list)
    targets = fields.JSONField[list[str]](default=list)
    blanks_clear = fields.BooleanField(default=False)
    holds_from: date | None = fields.DateField(null=True)
    state = fields.CharEnumField(BatchState, max_length=12, default=BatchState.UPLOADED)
    # The register changed between preview and applying, so there is a new preview.
    moved = fields.BooleanField(default=False)
    total = fields.BigIntField(default=0)
    done = fields.BigIntField(default=0)
    new = fields.BigIntField(default=0)
    changed = fields.BigIntField(default=0)
    unchanged = fields.BigIntField(default=0)
    wrong = fields.BigIntField(default=0)
    # The last change-set that the preview knew: applying refuses if there has been another.
    seen_number: int | None = fields.BigIntField(null=True)
    change_set: fields.ForeignKeyNullableRelation[ChangeSet] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    started_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    started_by_id: int | None
    source: fields.ForeignKeyNullableRelation[ListSource] = fields.ForeignKeyField(
        "coopcouncil.ListSource", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    source_id: int | None
    started_at = fields.DatetimeField()
    settled_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "import_batch"
        constraints = [
            CheckConstraint(
                check="(state IN ('applied', 'undone')) = (change_set_id IS NOT NULL)",
                name="a_list_in_the_register_has_its_change_set",
            )
        ]

    @property
    def rows(self) -> int:
        """How many rows the preview found."""
        return int(self.new + self.changed + self.unchanged + self.wrong)


class ImportRow(Tenanted):
    """A row of a preview that is worth showing: each cell with its mark."""

    id = fields.BigIntField(primary_key=True)
    batch: fields.ForeignKeyRelation[ImportBatch] = fields.ForeignKeyField(
        "coopcouncil.ImportBatch", related_name=False, on_delete=fields.CASCADE
    )
    batch_id: int
    row = fields.IntField()
    kind = fields.CharField(max_length=10)
    cells = fields.JSONField[list[list[str]]]()

    class Meta:
        table = "import_row"
        constraints = [UniqueConstraint(fields=("batch_id", "row"), name="one_preview_per_row")]
        indexes = [Index(fields=("batch_id", "kind", "row"), name="import_row_kind")]


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
