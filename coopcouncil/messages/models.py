"""Messages to members: what was written, to whom it went, and the letters among them.

A reminder to those who have not voted stands apart: it has no copies, no letters and nothing in
the outbox. Its one moving part is how far along the roll it has looked, voters and others alike.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.kinds import Format
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ballots.models import Ballot
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import Member


class MessageKind(StrEnum):
    """Service messages go to whoever they concern; news to those who asked for it."""

    SERVICE = "service"
    NEWS = "news"


class Worded(Tenanted):
    """Something that is said in one language or both."""

    subject = fields.CharField(max_length=150, default="")
    subject_cy = fields.CharField(max_length=150, default="")
    body = fields.TextField(default="")
    body_cy = fields.TextField(default="")

    class Meta:
        abstract = True

    def called(self, language: str) -> str:
        """The subject in the reader's language, or its only subject."""
        return (self.subject_cy if language == "cy" else self.subject) or (
            self.subject or self.subject_cy
        )

    def says(self, language: str) -> str:
        """The text in the reader's language, or its only text."""
        return (self.body_cy if language == "cy" else self.body) or (self.body or self.body_cy)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which both subject and text are written."""
        written = {"en": self.subject and self.body, "cy": self.subject_cy and self.body_cy}
        return tuple(language for language, text in written.items() if text)


class Message(Worded):
    """A message to members: a draft until it is sent, and never changed afterwards."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(MessageKind, max_length=10, default=MessageKind.SERVICE)
    # What `rules.Audience` writes and reads.
    audience = fields.JSONField[dict[str, object]](default=dict)
    # Letters for those whom no e-mail may reach.
    by_post = fields.BooleanField(default=True)
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    begun_by_id: int | None
    begun_at = fields.DatetimeField()
    sent_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    sent_by_id: int | None
    sent_at: datetime | None = fields.DatetimeField(null=True)
    # When the last e-mail had been handed to the outbox.
    mailed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "message"
        indexes = (Index(fields=("organisation_id", "sent_at"), name="message_sent"),)
        constraints = [
            CheckConstraint(
                check="mailed_at IS NULL OR sent_at IS NOT NULL",
                name="a_message_is_sent_before_it_is_mailed",
            ),
        ]
        # By RunSQL besides: a trigger that refuses to change what was sent.


class OfMessage(Model):
    """A row that belongs to one message, which was itself fetched within its organisation."""

    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField(
        "coopcouncil.Message", related_name=False, on_delete=fields.RESTRICT
    )
    message_id: int

    class Meta:
        abstract = True

    @classmethod
    def of(cls, message: Message) -> QuerySet[Self]:
        """The message's own rows: the only front door."""
        return cls.filter(message_id=message.id)

    @classmethod
    async def one_of(cls, message: Message, *args: Q, **which: object) -> Self:
        """The message's one such row; `NotHere` (404) where there is none."""
        found = await cls.of(message).get_or_none(*args, **which)
        if found is None:
            raise NotHere
        return found


class LetterFile(OfMessage):
    """The letters of a message as one PDF; a very long list is cut into several."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    letters = fields.IntField(default=0)
    asked_at = fields.DatetimeField()
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    file_id: int | None
    made_at: datetime | None = fields.DatetimeField(null=True)
    posted_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "message_letters"
        ordering = ("number",)
        constraints = [
            UniqueConstraint(fields=("message_id", "number"), name="one_letter_file_per_number"),
            CheckConstraint(
                check="file_id IS NULL OR made_at IS NOT NULL",
                name="a_letter_file_is_there_once_it_is_made",
            ),
        ]


class Way(StrEnum):
    """How a message reaches one member."""

    EMAIL = "email"
    POST = "post"
    # Audio, braille, telephone: somebody does it, from a list.
    SPOKEN = "spoken"
    # No address that may be used for this.
    NONE = "none"


class Speech(StrEnum):
    """In which language; both where nobody knows."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "both"


class MessageCopy(OfMessage):
    """One member's copy. After a bounce the same member may get a second one by post."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    way = fields.CharEnumField(Way, max_length=10)
    language = fields.CharEnumField(Speech, max_length=4)
    format = fields.CharEnumField(Format, max_length=20, default=Format.STANDARD)
    name = fields.CharField(max_length=201)
    member_number = fields.CharField(max_length=40)
    sort_key = fields.CharField(max_length=300, default="")
    email = fields.CharField(max_length=254, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    # The message in the outbox, by its number: what is there is cleared away one day.
    outbox_id: int | None = fields.BigIntField(null=True)
    letters: fields.ForeignKeyNullableRelation[LetterFile] = fields.ForeignKeyField(
        "coopcouncil.LetterFile", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    letters_id: int | None
    # When somebody had told them, for a copy that is spoken or carried.
    done_at: datetime | None = fields.DatetimeField(null=True)
    # When they said that they did not want it.
    complained_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "message_copy"
        indexes = (
            Index(fields=("member_id",), name="message_copy_member"),
            Index(fields=("letters_id",), name="message_copy_letters"),
            Index(fields=("outbox_id",), name="message_copy_outbox"),
        )
        constraints = [
            UniqueConstraint(
                fields=("message_id", "member_id", "way"), name="one_message_per_member_and_way"
            ),
            CheckConstraint(
                check="outbox_id IS NULL OR way = 'email'",
                name="only_an_emailed_copy_is_in_the_outbox",
            ),
            CheckConstraint(
                check="letters_id IS NULL OR way = 'post'",
                name="only_a_posted_copy_is_among_the_letters",
            ),
        ]


class Reminder(Worded):
    """Words to those who have not yet voted, sent blind.

    There is no list of whom it went to, here or anywhere: it is sent straight from the roll, and
    `upto` counts places on the roll in steps of many, whether their voters had voted or not.
    """

    id = fields.BigIntField(primary_key=True)
    ballot: fields.ForeignKeyRelation["Ballot"] = fields.ForeignKeyField(
        "coopcouncil.Ballot", related_name=False, on_delete=fields.RESTRICT
    )
    ballot_id: int
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    asked_by_id: int | None
    asked_at = fields.DatetimeField()
    upto = fields.IntField(default=0)
    is_over = fields.BooleanField(default=False)

    class Meta:
        table = "vote_reminder"
        indexes = (Index(fields=("ballot_id",), name="vote_reminder_ballot"),)
