"""The ballot itself, what stands on its paper, and its public chain of events."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.rulebook import KeyKeeper, Papers, PaperVote
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import Constituency, Member
    from coopcouncil.organisations.models import Organisation, RulebookVersion


class Kind(StrEnum):
    """What the voter is asked to do."""

    RESOLUTION = "resolution"
    FPTP = "fptp"
    APPROVAL = "approval"
    STV = "stv"


class Footing(StrEnum):
    """What makes the outcome binding, or says that it is not."""

    MEETING = "meeting"
    OUTSIDE = "outside"
    ADVISORY = "advisory"
    # A company's written resolution is agreed by name: it is never a secret ballot. Named
    # here so that the page can say so to someone who looks for it.
    WRITTEN = "written"


class Fills(StrEnum):
    """Where those whom an election elects will sit, as far as the site keeps a list of it."""

    COMMITTEE = "committee"
    ELSEWHERE = ""


class Ballot(Tenanted):
    """One question put to a roll of members. Its state follows from its times and rows."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Kind, max_length=20)
    footing = fields.CharEnumField(Footing, max_length=20)
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    question = fields.TextField(default="")
    question_cy = fields.TextField(default="")
    explanation = fields.TextField(default="")
    explanation_cy = fields.TextField(default="")
    # The office that an election fills ("Director", "Forum member").
    office = fields.CharField(max_length=100, default="")
    office_cy = fields.CharField(max_length=100, default="")
    fills = fields.CharEnumField(Fills, max_length=20, default=Fills.ELSEWHERE, db_default="")

    seats = fields.IntField(default=1)
    # The most options that an approval paper may choose; nothing for as many as one likes.
    most_choices = fields.IntField(null=True)
    # How ranked papers are counted: the name of a rule set in `counting`.
    count_rule = fields.CharField(max_length=20, default="")
    # What carries a resolution: what `rules.majority.Passing` writes and reads.
    passing = fields.JSONField[dict[str, Any] | None](null=True)
    quorum = fields.IntField(null=True)

    qualifying_on = fields.DateField()
    opens_at = fields.DatetimeField()
    # The close as it stands: an extension moves it, and is a row that keeps both.
    closes_at = fields.DatetimeField()
    # Only members of this part (a school of the trust) are on the roll.
    part: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    part_id: int | None

    rulebook: fields.ForeignKeyRelation["RulebookVersion"] = fields.ForeignKeyField(
        "coopcouncil.RulebookVersion", related_name=False, on_delete=fields.RESTRICT
    )
    rulebook_id: int
    vote_changeable = fields.BooleanField()
    paper_vote = fields.CharEnumField(PaperVote, max_length=20)
    papers = fields.CharEnumField(Papers, max_length=20)
    papers_withheld_below = fields.IntField(default=0)
    key_keeper = fields.CharEnumField(KeyKeeper, max_length=20)
    # The public half. The private half is never in the database.
    public_key = fields.BinaryField(null=True)
    # Every paper is padded to so many bytes before it is sealed: fixed with the key.
    paper_length = fields.IntField(null=True)

    created_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    created_at = fields.DatetimeField()

    class Meta:
        table = "ballot"
        indexes = (Index(fields=("organisation_id", "closes_at"), name="ballot_organisation"),)
        constraints = [
            CheckConstraint(check="opens_at < closes_at", name="a_ballot_opens_before_it_closes"),
            CheckConstraint(check="seats >= 1", name="a_ballot_fills_a_seat_at_least"),
            CheckConstraint(
                check="footing <> 'written'", name="a_written_resolution_is_no_secret_ballot"
            ),
            CheckConstraint(
                check="(public_key IS NULL) = (paper_length IS NULL)",
                name="a_ballot_with_a_key_has_a_paper_length",
            ),
        ]

    def called(self, language: str) -> str:
        """The title in the reader's language, or its only title."""
        return (self.title_cy if language == "cy" else "") or self.title

    def asks(self, language: str) -> str:
        """The question in the reader's language, or its only text."""
        return (self.question_cy if language == "cy" else "") or self.question

    def explains(self, language: str) -> str:
        """The explanation in the reader's language, or its only text."""
        return (self.explanation_cy if language == "cy" else "") or self.explanation

    def for_office(self, language: str) -> str:
        """The office in the reader's language, or its only name."""
        return (self.office_cy if language == "cy" else "") or self.office

    @property
    def is_election(self) -> bool:
        """Whether people stand in it."""
        return self.kind is not Kind.RESOLUTION


class OfBallot(Model):
    """A row that belongs to one ballot, which was itself fetched within its organisation."""

    ballot: fields.ForeignKeyRelation[Ballot] = fields.ForeignKeyField(
        "coopcouncil.Ballot", related_name=False, on_delete=fields.RESTRICT
    )
    ballot_id: int

    class Meta:
        abstract = True

    @classmethod
    def of(cls, ballot: Ballot) -> QuerySet[Self]:
        """The ballot's own rows: the only front door."""
        return cls.filter(ballot_id=ballot.id)

    @classmethod
    async def one_of(cls, ballot: Ballot, *args: Q, **which: object) -> Self:
        """The ballot's one such row; `NotHere` (404) where there is none."""
        found = await cls.of(ballot).get_or_none(*args, **which)
        if found is None:
            raise NotHere
        return found


class BallotConstituency(OfBallot):
    """A constituency whose members are on the roll. With none, all that vote are."""

    id = fields.BigIntField(primary_key=True)
    constituency: fields.ForeignKeyRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, on_delete=fields.RESTRICT
    )
    constituency_id: int

    class Meta:
        table = "ballot_constituency"
        constraints = [
            UniqueConstraint(
                fields=("ballot_id", "constituency_id"), name="a_ballot_names_a_constituency_once"
            )
        ]


class Option(OfBallot):
    """A candidate or a choice, at its place on the paper. A resolution has none of its own."""

    id = fields.BigIntField(primary_key=True)
    place = fields.IntField()
    name = fields.CharField(max_length=200)
    name_cy = fields.CharField(max_length=200, default="")
    statement = fields.TextField(default="")
    statement_cy = fields.TextField(default="")
    photo: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    photo_id: int | None
    # The member who stands, where the nomination names one. Never part of the public record.
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    withdrawal: fields.BackwardOneToOneRelation["Withdrawal"]

    class Meta:
        table = "ballot_option"
        ordering = ("place",)
        constraints = [
            UniqueConstraint(
                fields=("ballot_id", "place"), name="one_option_per_place_on_the_paper"
            ),
            CheckConstraint(check="place >= 1", name="places_on_the_paper_begin_at_one"),
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name

    def says(self, language: str) -> str:
        """The statement in the reader's language, or its only text."""
        return (self.statement_cy if language == "cy" else "") or self.statement


class Withdrawal(OfBallot):
    """A candidate who stands on the paper and no longer in the election."""

    id = fields.BigIntField(primary_key=True)
    option: fields.OneToOneRelation[Option] = fields.OneToOneField(
        "coopcouncil.Option", related_name="withdrawal", on_delete=fields.RESTRICT
    )
    option_id: int
    reason = fields.TextField(default="")
    at = fields.DatetimeField()

    class Meta:
        table = "ballot_withdrawal"


class EventKind(StrEnum):
    """What can happen to a ballot, for all to know."""

    SEALED = "sealed"
    WITHDRAWN = "withdrawn"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    VOIDED = "voided"
    CLOSED = "closed"
    LETTERS = "letters"
    MARKED = "marked"
    BATCH = "batch"
    OPENED_BOX = "opened-box"
    KEY_DESTROYED = "key-destroyed"
    TIED = "tied"
    LOTS = "lots"
    COUNTED = "counted"
    DECLARED = "declared"
    CORRECTED = "corrected"
    PUBLISHED = "published"


class BallotEvent(OfBallot):
    """A link of the ballot's public chain. It names nobody, and is never changed.

    `rules.chain` says how `hash` follows from the rest and from the event before.
    """

    id = fields.BigIntField(primary_key=True)
    n = fields.IntField()
    kind = fields.CharEnumField(EventKind, max_length=20)
    at = fields.DatetimeField()
    facts = fields.JSONField[dict[str, Any]]()
    previous = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "ballot_event"
        ordering = ("n",)
        constraints = [
            UniqueConstraint(fields=("ballot_id", "n"), name="one_event_per_place_in_the_chain"),
        ]
        # By RunSQL besides: a trigger that refuses every change.
