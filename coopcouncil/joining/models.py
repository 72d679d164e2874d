"""Tables of joining and leaving: forms, applications, expulsions, and what a review found.

Members' details that an application holds move into the register when it is admitted; the row
then keeps only what tells where they came from.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.joining.kinds import Answer, Heard, State, Verdict
from coopcouncil.members.kinds import MemberKind
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import ChangeSet, Constituency, Member
    from coopcouncil.organisations.models import Organisation


class JoiningForm(Tenanted):
    """A page on which people apply to one constituency, or to the organisation as a whole."""

    id = fields.BigIntField(primary_key=True)
    constituency: fields.ForeignKeyNullableRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    constituency_id: int | None
    words = fields.TextField(default="")
    words_cy = fields.TextField(default="")
    opened_at = fields.DatetimeField()
    opened_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    closed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "joining_form"
        # By RunSQL besides: one_open_form_per_constituency.

    def said(self, language: str) -> str:
        """What the page says above its questions."""
        return (self.words_cy if language == "cy" else "") or self.words


class Application(Tenanted):
    """Somebody asks to become a member."""

    id = fields.BigIntField(primary_key=True)
    state = fields.CharEnumField(State, max_length=12)
    constituency: fields.ForeignKeyNullableRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    constituency_id: int | None
    part: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    part_id: int | None
    # As the register's facts of the same names.
    fits = fields.TextField(default="")
    member_kind = fields.CharEnumField(MemberKind, max_length=20, default=MemberKind.PERSON)
    given_name = fields.CharField(max_length=100, default="")
    family_name = fields.CharField(max_length=100, default="")
    representative = fields.CharField(max_length=201, default="")
    email = fields.CharField(max_length=254, default="")
    email_purposes = fields.CharField(max_length=100, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    date_of_birth: date | None = fields.DateField(null=True)
    language = fields.CharField(max_length=2, default="")
    # Who does not give a day of birth says that they are old enough.
    is_of_age = fields.BooleanField(default=False)
    has_bond = fields.BooleanField(default=False)
    evidence = fields.TextField(default="")
    # Of a credit union: the edition of the sheet on how savings are protected that was confirmed.
    sheet = fields.CharField(max_length=20, default="", db_default="")
    on_paper = fields.BooleanField(default=False)
    # SHA-256 of the code in the confirming message: its holder sees and withdraws the application.
    code_hash = fields.CharField(max_length=64, default="")
    received_at = fields.DatetimeField()
    confirmed_at: datetime | None = fields.DatetimeField(null=True)
    settled_at: datetime | None = fields.DatetimeField(null=True)
    # The board's decision.
    decided_on: date | None = fields.DateField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    minute = fields.CharField(max_length=100, default="")
    reason = fields.TextField(default="")
    # A former member's old number, chosen by whoever decides; else the new member.
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None

    class Meta:
        table = "application"
        indexes = [
            Index(fields=("organisation_id", "state", "id"), name="application_state"),
            Index(fields=("code_hash",), name="application_code"),
        ]
        constraints = [
            CheckConstraint(
                check="state <> 'admitted' OR (member_id IS NOT NULL AND decided_on IS NOT NULL)",
                name="an_admitted_application_has_its_member",
            ),
            CheckConstraint(
                check="state <> 'refused' OR reason <> ''", name="a_refusal_gives_its_reason"
            ),
        ]

    @property
    def name(self) -> str:
        """Given name, then family name; whichever there is."""
        return f"{self.given_name} {self.family_name}".strip()


class ApplicationFile(Tenanted):
    """A file that an applicant attached to show how they qualify, for the register's keepers."""

    id = fields.BigIntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "coopcouncil.Application", related_name=False, on_delete=fields.CASCADE
    )
    application_id: int
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    file_id: int | None
    name = fields.CharField(max_length=200)
    added_at = fields.DatetimeField()

    class Meta:
        table = "application_file"
        indexes = [Index(fields=("application_id",), name="application_file_application")]


class Expulsion(Tenanted):
    """The procedure by which a member may be expelled, step by step."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    grounds = fields.TextField()
    begun_at = fields.DatetimeField()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    # The grounds in writing: when they went, and when they count as received.
    sent_on: date | None = fields.DateField(null=True)
    sent_by_post = fields.BooleanField(default=True)
    served_on: date | None = fields.DateField(null=True)
    hearing_on: date | None = fields.DateField(null=True)
    hearing_at = fields.TextField(default="")
    # What came of it.
    heard = fields.CharEnumField(Heard, max_length=20, null=True)
    answer = fields.TextField(default="")
    decided_on: date | None = fields.DateField(null=True)
    votes_for: int | None = fields.IntField(null=True)
    votes_against: int | None = fields.IntField(null=True)
    verdict = fields.CharEnumField(Verdict, max_length=20, null=True)
    minute = fields.CharField(max_length=100, default="")
    appeal_until: date | None = fields.DateField(null=True)
    appealed_on: date | None = fields.DateField(null=True)
    appeal_decided_on: date | None = fields.DateField(null=True)
    appeal_minute = fields.CharField(max_length=100, default="")
    closed_at: datetime | None = fields.DatetimeField(null=True)
    closed_because = fields.TextField(default="")

    class Meta:
        table = "expulsion"
        constraints = [
            CheckConstraint(
                check="decided_on >= hearing_on", name="nobody_is_expelled_before_the_hearing"
            ),
            CheckConstraint(
                check="verdict IS NULL OR (decided_on IS NOT NULL AND votes_for IS NOT NULL "
                "AND votes_against IS NOT NULL AND heard IS NOT NULL)",
                name="a_verdict_has_its_day_and_votes",
            ),
        ]
        # By RunSQL besides: one_open_expulsion_per_member.


class ReviewItem(Tenanted):
    """What time alone would change of a member: proposed by a finder, decided by a person."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    # Somebody who is no member: `finding.OTHERS` knows whom "learner:12" means.
    other = fields.CharField(max_length=60, default="", db_default="")
    finder = fields.CharField(max_length=40)
    due_on = fields.DateField()
    # What to record in the register: facts, or why membership ends.
    facts = fields.JSONField[dict[str, str | int | None]](default=dict)
    ends_because = fields.CharField(max_length=20, default="")
    detail = fields.CharField(max_length=300, default="")
    found_at = fields.DatetimeField()
    answer = fields.CharEnumField(Answer, max_length=10, null=True)
    reason = fields.TextField(default="")
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "review_item"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "finder", "member_id", "due_on"),
                name="each_finding_is_proposed_once",
            ),
            CheckConstraint(
                check="(answer IS NULL) = (decided_at IS NULL)",
                name="a_finding_is_decided_at_a_time",
            ),
            CheckConstraint(
                check="(member_id IS NULL) = (other <> '')",
                name="a_finding_is_of_a_member_or_of_another",
            ),
        ]
        indexes = [Index(fields=("organisation_id", "answer", "due_on"), name="review_item_open")]
        # By RunSQL besides: the unique index each_finding_of_another_is_proposed_once.


class Review(Tenanted):
    """A look through the whole register for what time changes, up to a day."""

    id = fields.BigIntField(primary_key=True)
    upto = fields.DateField()
    held_at = fields.DatetimeField()
    held_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    found = fields.IntField(default=0)

    class Meta:
        table = "review"
