"""Notice as it went out: the agenda frozen, and one copy per reader and way."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from coopcouncil.kernel.errors import NotHere
from coopcouncil.meetings.models.meeting import OfMeeting
from coopcouncil.members.kinds import Format

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import Member


class NoticeKind(StrEnum):
    """What is being told."""

    NOTICE = "notice"
    CANCELLATION = "cancellation"


class Notice(OfMeeting):
    """One sending. `agenda` is what the reader saw, in every language, and never changes."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    kind = fields.CharEnumField(NoticeKind, max_length=20)
    agenda = fields.JSONField[dict[str, Any]]()
    sha256 = fields.CharField(max_length=64)
    is_short = fields.BooleanField(default=False)
    sent_at = fields.DatetimeField()
    sent_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    sent_by_id: int | None
    # When the last e-mail had been handed to the outbox.
    mailed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "meeting_notice"
        ordering = ("number",)
        constraints = [
            UniqueConstraint(fields=("meeting_id", "number"), name="one_notice_per_number"),
        ]


class OfNotice(Model):
    """A row that belongs to one notice, which was itself fetched by its meeting."""

    notice: fields.ForeignKeyRelation[Notice] = fields.ForeignKeyField(
        "coopcouncil.Notice", related_name=False, on_delete=fields.RESTRICT
    )
    notice_id: int

    class Meta:
        abstract = True

    @classmethod
    def of(cls, notice: Notice) -> QuerySet[Self]:
        """The notice's own rows: the only front door."""
        return cls.filter(notice_id=notice.id)

    @classmethod
    async def one_of(cls, notice: Notice, *args: Q, **which: object) -> Self:
        """The notice's one such row; `NotHere` (404) where there is none."""
        found = await cls.of(notice).get_or_none(*args, **which)
        if found is None:
            raise NotHere
        return found


class CopyLanguage(StrEnum):
    """In which language; both, Welsh first, where a bilingual organisation knows no choice."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "both"


class LetterBatch(OfNotice):
    """One file of letters, in one language and size: of the first sending, or after bounces."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    language = fields.CharEnumField(CopyLanguage, max_length=4)
    is_large = fields.BooleanField()
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    asked_by_id: int | None
    letters = fields.IntField(default=0)
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    file_id: int | None
    made_at: datetime | None = fields.DatetimeField(null=True)
    posted_on: date | None = fields.DateField(null=True)
    posted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posted_by_id: int | None

    class Meta:
        table = "letter_batch"
        ordering = ("number",)
        constraints = [
            UniqueConstraint(fields=("notice_id", "number"), name="one_letter_batch_per_number"),
            CheckConstraint(
                check="(made_at IS NULL) = (file_id IS NULL)",
                name="a_batch_of_letters_is_made_with_its_file",
            ),
        ]


class CopyWay(StrEnum):
    """How one reader gets the notice."""

    EMAIL = "email"
    POST = "post"
    # Audio, braille, telephone: the secretary does it, from a list.
    SPOKEN = "spoken"
    # Neither an address for e-mail nor one for post.
    NONE = "none"


class NoticeCopy(OfNotice):
    """One reader's copy of a notice: a member's, or an officer's or the auditor's.

    A bounced e-mail is followed by a second copy of the same reader by post.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    person: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    person_id: int | None
    # The office that an officer's copy is for.
    office = fields.CharField(max_length=30, default="")
    way = fields.CharEnumField(CopyWay, max_length=10)
    language = fields.CharEnumField(CopyLanguage, max_length=4)
    format = fields.CharEnumField(Format, max_length=20, default=Format.STANDARD)
    name = fields.CharField(max_length=201)
    member_number = fields.CharField(max_length=40, default="")
    sort_key = fields.CharField(max_length=420, default="")
    email = fields.CharField(max_length=254, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    # The message in the outbox, by its number: what is there may be cleared away one day.
    message_id: int | None = fields.BigIntField(null=True)
    batch: fields.ForeignKeyNullableRelation[LetterBatch] = fields.ForeignKeyField(
        "coopcouncil.LetterBatch", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    batch_id: int | None
    # When the secretary had done it, for a copy that is spoken or carried.
    done_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "notice_copy"
        indexes = (
            Index(fields=("notice_id", "way"), name="notice_copy_way"),
            Index(fields=("batch_id",), name="notice_copy_batch"),
            Index(fields=("message_id",), name="notice_copy_message"),
        )
        constraints = [
            UniqueConstraint(
                fields=("notice_id", "member_id", "way"),
                name="one_copy_per_member_and_way",
            ),
            UniqueConstraint(
                fields=("notice_id", "person_id", "way"),
                name="one_copy_per_officer_and_way",
            ),
            CheckConstraint(
                check="(member_id IS NULL) <> (person_id IS NULL)",
                name="a_copy_is_for_a_member_or_an_officer",
            ),
            CheckConstraint(
                check="message_id IS NULL OR way = 'email'",
                name="only_an_email_copy_has_a_message",
            ),
            CheckConstraint(
                check="(batch_id IS NOT NULL) = (way = 'post')",
                name="a_copy_by_post_has_its_batch",
            ),
        ]
