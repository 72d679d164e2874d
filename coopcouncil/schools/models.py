"""Learners and their guardians, forum seats and who sits in them, class votes, roll-overs."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ballots.models import Ballot
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.members.models import ChangeSet, Constituency, ImportBatch, Member
    from coopcouncil.organisations.models import Organisation


class Duty(StrEnum):
    """What a constituency is for in a cluster of schools."""

    LEARNERS = "learners"
    GUARDIANS = "guardians"
    ALUMNI = "alumni"


class ClusterConstituency(Tenanted):
    """Which of the trust's constituencies is whose: learners', guardians', alumni's."""

    id = fields.BigIntField(primary_key=True)
    duty = fields.CharEnumField(Duty, max_length=20)
    constituency: fields.ForeignKeyRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, on_delete=fields.RESTRICT
    )
    constituency_id: int

    class Meta:
        table = "cluster_constituency"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "duty"), name="one_constituency_per_duty")
        ]


class Learner(Tenanted):
    """A learner of one of the schools, member or not. What is said of one stands in the lines."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None

    class Meta:
        table = "learner"
        constraints = [UniqueConstraint(fields=("member_id",), name="one_learner_per_member")]


class LearnerLine(Tenanted):
    """From this day on, the school says this of the learner; without a school, they have left.

    A line that came with a change-set of the register goes with it: where the list behind the
    change-set was undone, the line no longer stands.
    """

    id = fields.BigIntField(primary_key=True)
    learner: fields.ForeignKeyRelation[Learner] = fields.ForeignKeyField(
        "coopcouncil.Learner", related_name=False, on_delete=fields.RESTRICT
    )
    learner_id: int
    holds_from = fields.DateField()
    part: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    part_id: int | None
    upn = fields.CharField(max_length=20, default="")
    admission_number = fields.CharField(max_length=20, default="")
    given_name = fields.CharField(max_length=100, default="")
    family_name = fields.CharField(max_length=100, default="")
    date_of_birth: date | None = fields.DateField(null=True)
    year = fields.CharField(max_length=20, default="")
    class_name = fields.CharField(max_length=40, default="")
    sort_key = fields.CharField(max_length=300, default="")
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "learner_line"
        indexes = [
            Index(fields=("learner_id", "holds_from"), name="learner_line_learner"),
            Index(fields=("organisation_id", "part_id"), name="learner_line_school"),
        ]

    @property
    def name(self) -> str:
        """Given name, then family name; whichever there is."""
        return f"{self.given_name} {self.family_name}".strip()


class Relation(StrEnum):
    """What somebody is to a learner."""

    PARENT = "parent"
    CARER = "carer"
    OTHER = "other"


class Guardianship(Tenanted):
    """A member has a child at school: which, as what, from when until when."""

    id = fields.BigIntField(primary_key=True)
    learner: fields.ForeignKeyRelation[Learner] = fields.ForeignKeyField(
        "coopcouncil.Learner", related_name=False, on_delete=fields.RESTRICT
    )
    learner_id: int
    guardian: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    guardian_id: int
    relation = fields.CharEnumField(Relation, max_length=20)
    since = fields.DateField()
    until: date | None = fields.DateField(null=True)
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()
    # A tie that came with a list goes with it: where the list was undone, it no longer stands.
    change_set: fields.ForeignKeyNullableRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    change_set_id: int | None
    ended_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "guardianship"
        indexes = [
            Index(fields=("learner_id",), name="guardianship_learner"),
            Index(fields=("guardian_id",), name="guardianship_guardian"),
        ]
        constraints = [
            CheckConstraint(check="until >= since", name="a_guardianship_begins_before_it_ends")
        ]


class ForumSeat(Tenanted):
    """How many seats a constituency of a school has on the trust's forum; without a school,
    of the whole cluster."""

    id = fields.BigIntField(primary_key=True)
    part: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    part_id: int | None
    constituency: fields.ForeignKeyRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, on_delete=fields.RESTRICT
    )
    constituency_id: int
    seats = fields.IntField()
    term_years = fields.IntField(default=3)

    class Meta:
        table = "forum_seat"
        constraints = [
            CheckConstraint(check="seats >= 0", name="no_negative_forum_seats"),
            CheckConstraint(check="term_years >= 1", name="a_forum_term_lasts_a_year_at_least"),
        ]
        # By RunSQL besides: the unique index one_line_of_seats_per_school_and_constituency.


class ForumSeatSize(Tenanted):
    """How many seats a line has from a day on, as noted at a moment; without a day, ever since.

    `ForumSeat` itself says how many there are now.
    """

    id = fields.BigIntField(primary_key=True)
    seat: fields.ForeignKeyRelation[ForumSeat] = fields.ForeignKeyField(
        "coopcouncil.ForumSeat", related_name=False, on_delete=fields.RESTRICT
    )
    seat_id: int
    holds_from: date | None = fields.DateField(null=True)
    seats = fields.IntField()
    term_years = fields.IntField()
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()

    class Meta:
        table = "forum_seat_size"
        indexes = [Index(fields=("seat_id",), name="forum_seat_size_seat")]


class SeatHolder(Tenanted):
    """Somebody who sits on the forum: since when, and until when their term or they end it."""

    id = fields.BigIntField(primary_key=True)
    seat: fields.ForeignKeyRelation[ForumSeat] = fields.ForeignKeyField(
        "coopcouncil.ForumSeat", related_name=False, on_delete=fields.RESTRICT
    )
    seat_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    since = fields.DateField()
    until = fields.DateField()
    stood_down_on: date | None = fields.DateField(null=True)
    stood_down_because = fields.TextField(default="")
    # Since when that is known; unknown of what was noted before this was kept.
    stood_down_noted_at: datetime | None = fields.DatetimeField(null=True)
    ballot: fields.ForeignKeyNullableRelation["Ballot"] = fields.ForeignKeyField(
        "coopcouncil.Ballot", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ballot_id: int | None
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()

    class Meta:
        table = "seat_holder"
        indexes = [Index(fields=("seat_id",), name="seat_holder_seat")]
        constraints = [CheckConstraint(check="until >= since", name="a_seat_is_held_for_a_day")]


class RaisedElection(Tenanted):
    """A ballot that was begun to fill these seats."""

    id = fields.BigIntField(primary_key=True)
    seat: fields.ForeignKeyRelation[ForumSeat] = fields.ForeignKeyField(
        "coopcouncil.ForumSeat", related_name=False, on_delete=fields.RESTRICT
    )
    seat_id: int
    ballot: fields.ForeignKeyRelation["Ballot"] = fields.ForeignKeyField(
        "coopcouncil.Ballot", related_name=False, on_delete=fields.CASCADE
    )
    ballot_id: int
    raised_at = fields.DatetimeField()

    class Meta:
        table = "raised_election"
        constraints = [
            UniqueConstraint(fields=("ballot_id",), name="a_ballot_is_raised_for_seats_once")
        ]
        indexes = [Index(fields=("seat_id",), name="raised_election_seat")]


class ClassVote(Tenanted):
    """A question put to classes, answered by hands or slips and told by their teachers.

    It is no ballot: no roll, no secrecy, no legal force. It tells the forum what the young say.
    """

    id = fields.BigIntField(primary_key=True)
    part: fields.ForeignKeyRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, on_delete=fields.RESTRICT
    )
    part_id: int
    question = fields.CharField(max_length=300)
    question_cy = fields.CharField(max_length=300, default="")
    options = fields.JSONField[list[list[str]]]()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    begun_at = fields.DatetimeField()
    closed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    closed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "class_vote"

    def asks(self, language: str) -> str:
        """The question in the reader's language, or its only text."""
        return (self.question_cy if language == "cy" else "") or self.question

    def offers(self, language: str) -> list[str]:
        """The options in the reader's language, or as they are."""
        return [(cy if language == "cy" else "") or en for en, cy in self.options]


class ClassTally(Tenanted):
    """What one class said: how many for each option, in the vote's own order."""

    id = fields.BigIntField(primary_key=True)
    vote: fields.ForeignKeyRelation[ClassVote] = fields.ForeignKeyField(
        "coopcouncil.ClassVote", related_name=False, on_delete=fields.RESTRICT
    )
    vote_id: int
    class_name = fields.CharField(max_length=40)
    counts = fields.JSONField[list[int]]()
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()
    # Told again: what was known before stays to be seen.
    superseded_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "class_tally"
        # By RunSQL besides: the unique index one_tally_per_class, of those that stand.


class RollOverState(StrEnum):
    """How far a roll-over has come."""

    COLUMNS = "columns"  # Its columns are to be named.
    PREVIEWED = "previewed"
    APPLIED = "applied"
    DROPPED = "dropped"


class RollOver(Tenanted):
    """A school's own list of its learners for the new year, held against what is known."""

    id = fields.BigIntField(primary_key=True)
    part: fields.ForeignKeyRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, on_delete=fields.RESTRICT
    )
    part_id: int
    file: fields.ForeignKeyNullableRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    file_id: int | None
    file_name = fields.CharField(max_length=200)
    source = fields.CharField(max_length=20, default="")
    encoding = fields.CharField(max_length=10)
    delimiter = fields.CharField(max_length=1)
    headings = fields.JSONField[list[str]]()
    targets = fields.JSONField[list[str]]()
    holds_from = fields.DateField()
    # Whether new learners of the members' age are entered in the register.
    admits = fields.BooleanField(default=False)
    state = fields.CharEnumField(RollOverState, max_length=12)
    counts = fields.JSONField[dict[str, int]](default=dict)
    # The last change-set that the preview knew: applying refuses if there has been another.
    seen_number = fields.BigIntField(default=0)
    batch: fields.ForeignKeyNullableRelation["ImportBatch"] = fields.ForeignKeyField(
        "coopcouncil.ImportBatch", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    batch_id: int | None
    started_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    started_at = fields.DatetimeField()
    settled_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "roll_over"


class RollOverRow(Tenanted):
    """One line of the preview: what applying would do, to whom, and why."""

    id = fields.BigIntField(primary_key=True)
    roll_over: fields.ForeignKeyRelation[RollOver] = fields.ForeignKeyField(
        "coopcouncil.RollOver", related_name=False, on_delete=fields.CASCADE
    )
    roll_over_id: int
    row = fields.IntField()
    kind = fields.CharField(max_length=12)
    name = fields.CharField(max_length=201)
    learner: fields.ForeignKeyNullableRelation[Learner] = fields.ForeignKeyField(
        "coopcouncil.Learner", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    learner_id: int | None
    details = fields.JSONField[dict[str, Any]]()

    class Meta:
        table = "roll_over_row"
        indexes = [Index(fields=("roll_over_id", "kind", "row"), name="roll_over_row_kind")]
