"""Forum seats, how many there were, who sits in them, elections that were raised for them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.ballots.models import Ballot
    from coopcouncil.members.models import Constituency, Member
    from coopcouncil.organisations.models import Organisation


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
    # Why, where it was told of days that had passed already.
    because = fields.TextField(default="", db_default="")
    noted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    noted_at = fields.DatetimeField()

    class Meta:
        table = "forum_seat_size"
        indexes = [Index(fields=("seat_id",), name="forum_seat_size_seat")]


class SeatHolder(Tenanted):
    """Somebody who sits on the forum: since when, and until when their term or they end it.

    What was wrong is withdrawn, with the reason; where there is something right to say, another
    row says it and names the one that it corrects.
    """

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
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_because = fields.TextField(default="", db_default="")
    withdrawn_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    corrects: fields.ForeignKeyNullableRelation["SeatHolder"] = fields.ForeignKeyField(
        "coopcouncil.SeatHolder", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    corrects_id: int | None

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
