"""The meeting itself, its agenda with papers, and what can befall it before it is held."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from datetime import datetime

    from coopcouncil.accounts.models import Person
    from coopcouncil.ballots.models import Ballot
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.organisations.models import RulebookVersion


class Kind(StrEnum):
    """What kind of meeting; its notice and quorum follow from it."""

    AGM = "agm"
    GENERAL = "general"


class Meeting(Tenanted):
    """Members come together at a time and a place, online, or both.

    Until the first notice has gone out it is being prepared, and officers alone see it.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Kind, max_length=20)
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    starts_at = fields.DatetimeField()
    lasts_minutes = fields.IntField(default=120)
    place = fields.TextField(default="")
    place_cy = fields.TextField(default="")
    online_address = fields.CharField(max_length=500, default="")
    joining = fields.TextField(default="")
    joining_cy = fields.TextField(default="")
    rulebook: fields.ForeignKeyRelation["RulebookVersion"] = fields.ForeignKeyField(
        "coopcouncil.RulebookVersion", related_name=False, on_delete=fields.RESTRICT
    )
    rulebook_id: int
    # The day of the first notice: from then on the meeting is called.
    called_on: date | None = fields.DateField(null=True)
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    begun_by_id: int | None
    begun_at = fields.DatetimeField()

    class Meta:
        table = "meeting"
        indexes = (Index(fields=("organisation_id", "starts_at"), name="meeting_when"),)
        constraints = [
            CheckConstraint(check="lasts_minutes > 0", name="a_meeting_lasts_a_minute"),
        ]

    def called(self, language: str) -> str:
        """The title in the reader's language, or its only title."""
        return (self.title_cy if language == "cy" else "") or self.title

    def held_at(self, language: str) -> str:
        """The place in the reader's language, or as it is known."""
        return (self.place_cy if language == "cy" else "") or self.place

    @property
    def is_agm(self) -> bool:
        """Whether it is the year's general meeting."""
        return self.kind is Kind.AGM

    @property
    def on(self) -> date:
        """The day, in London."""
        return self.starts_at.astimezone(LONDON).date()

    @property
    def ends_at(self) -> "datetime":
        """When it is expected to end."""
        return self.starts_at + timedelta(minutes=self.lasts_minutes)

    async def lock(self) -> None:
        """Hold the meeting until the transaction ends, and see it as it is now."""
        now = await Meeting.filter(id=self.id).select_for_update().get()
        for name in self._meta.db_fields:
            setattr(self, name, getattr(now, name))


class OfMeeting(Model):
    """A row that belongs to one meeting, which was itself fetched within its organisation."""

    meeting: fields.ForeignKeyRelation[Meeting] = fields.ForeignKeyField(
        "coopcouncil.Meeting", related_name=False, on_delete=fields.RESTRICT
    )
    meeting_id: int

    class Meta:
        abstract = True

    @classmethod
    def of(cls, meeting: Meeting) -> QuerySet[Self]:
        """The meeting's own rows: the only front door."""
        return cls.filter(meeting_id=meeting.id)

    @classmethod
    async def one_of(cls, meeting: Meeting, *args: Q, **which: object) -> Self:
        """The meeting's one such row; `NotHere` (404) where there is none."""
        found = await cls.of(meeting).get_or_none(*args, **which)
        if found is None:
            raise NotHere
        return found


class Cancellation(OfMeeting):
    """The meeting will not be held."""

    id = fields.BigIntField(primary_key=True)
    reason = fields.TextField()
    reason_cy = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    by_id: int | None

    class Meta:
        table = "meeting_cancellation"
        constraints = [
            UniqueConstraint(fields=("meeting_id",), name="a_meeting_is_cancelled_once"),
        ]

    def because(self, language: str) -> str:
        """The reason in the reader's language, or in the only one."""
        return (self.reason_cy if language == "cy" else "") or self.reason


class ShortNoticeAgreement(OfMeeting):
    """So many members agreed in writing to less notice than the rules give."""

    id = fields.BigIntField(primary_key=True)
    agreed = fields.IntField()
    members = fields.IntField()
    note = fields.TextField(default="")
    at = fields.DatetimeField()
    by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    by_id: int | None

    class Meta:
        table = "short_notice_agreement"


class ItemKind(StrEnum):
    """What the meeting does with an item."""

    REPORT = "report"
    RESOLUTION = "resolution"
    ELECTION = "election"
    AUDITORS = "auditors"
    OTHER = "other"


class AgendaItem(OfMeeting):
    """One thing to be done at the meeting, at its place on the agenda.

    A resolution or an election may be put to a ballot, which then says what carries it;
    without one, `majority` names the rulebook's majority that the meeting needs.
    """

    id = fields.BigIntField(primary_key=True)
    place = fields.IntField()
    kind = fields.CharEnumField(ItemKind, max_length=20)
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    text = fields.TextField(default="")
    text_cy = fields.TextField(default="")
    # The key of a majority in the rulebook: ordinary, special or extraordinary.
    majority = fields.CharField(max_length=20, default="")
    ballot: fields.ForeignKeyNullableRelation["Ballot"] = fields.ForeignKeyField(
        "coopcouncil.Ballot", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ballot_id: int | None

    class Meta:
        table = "agenda_item"
        ordering = ("place",)
        indexes = (Index(fields=("meeting_id", "place"), name="agenda_item_place"),)
        constraints = [
            CheckConstraint(
                check="ballot_id IS NULL OR kind IN ('resolution', 'election')",
                name="only_resolutions_and_elections_go_to_a_ballot",
            ),
        ]

    def called(self, language: str) -> str:
        """The title in the reader's language, or its only title."""
        return (self.title_cy if language == "cy" else "") or self.title

    def says(self, language: str) -> str:
        """The text in the reader's language, or its only text."""
        return (self.text_cy if language == "cy" else "") or self.text


class PaperLanguage(StrEnum):
    """Which readers a paper is for."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "both"


class AgendaPaper(OfMeeting):
    """A document attached to an item: accounts, a report, the text of new rules."""

    id = fields.BigIntField(primary_key=True)
    item: fields.ForeignKeyRelation[AgendaItem] = fields.ForeignKeyField(
        "coopcouncil.AgendaItem", related_name=False, on_delete=fields.CASCADE
    )
    item_id: int
    file: fields.ForeignKeyRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    file_id: int
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    language = fields.CharEnumField(PaperLanguage, max_length=4)
    place = fields.IntField()

    class Meta:
        table = "agenda_paper"
        ordering = ("item_id", "place", "id")

    def called(self, language: str) -> str:
        """The title in the reader's language, or its only title."""
        return (self.title_cy if language == "cy" else "") or self.title
