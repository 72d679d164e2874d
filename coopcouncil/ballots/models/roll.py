"""The roll, frozen from the register, and who has been told what."""

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.ballots.models.ballot import OfBallot
from coopcouncil.members.kinds import Format

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Constituency, Member
    from coopcouncil.organisations.models import Organisation


class Roll(OfBallot):
    """The roll as a whole: cut from the register, and sealed once it can no longer change.

    The salt stays with the roll: officers and scrutineers alone see it, so that the public
    hash cannot be used to try out who is on the roll.
    """

    id = fields.BigIntField(primary_key=True)
    cut_at = fields.DatetimeField()
    count = fields.IntField()
    salt = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)
    sealed_at = fields.DatetimeField(null=True)
    sealed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    sealed_by_id: int | None

    class Meta:
        table = "roll"
        constraints = [UniqueConstraint(fields=("ballot_id",), name="one_roll_per_ballot")]


class RollDoing(StrEnum):
    """What is being done to a roll that is too long to be waited for."""

    CUTTING = "cutting"
    SEALING = "sealing"


class RollWork(OfBallot):
    """A long roll is being cut or sealed, beside the pages; gone when it is done.

    While it is there nothing else changes the ballot.
    """

    id = fields.BigIntField(primary_key=True)
    doing = fields.CharEnumField(RollDoing, max_length=20)
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    total = fields.IntField()
    done = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "roll_work"
        constraints = [UniqueConstraint(fields=("ballot_id",), name="one_work_on_a_roll_at_a_time")]


class RollEntry(OfBallot):
    """One vote that may be cast, and how its voter is reached: a copy, as sealed.

    Never changed once the roll is sealed; a trigger refuses. A later e-mail address comes by
    an `EmailRelease`.
    """

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    member_number = fields.CharField(max_length=40)
    name = fields.CharField(max_length=201)
    sort_key = fields.CharField(max_length=300, default="")
    constituency: fields.ForeignKeyNullableRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    constituency_id: int | None
    part: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    part_id: int | None
    # Lower case. It tells who a signed-in voter is; letters go to it only if it was notified
    # for that.
    email = fields.CharField(max_length=254, default="")
    told_by_email = fields.BooleanField(default=False)
    language = fields.CharField(max_length=2, default="")
    format = fields.CharEnumField(Format, max_length=20, default=Format.STANDARD)
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")

    class Meta:
        table = "roll_entry"
        indexes = (Index(fields=("email", "ballot_id"), name="roll_entry_email"),)
        constraints = [
            UniqueConstraint(fields=("ballot_id", "number"), name="one_roll_entry_per_number"),
            UniqueConstraint(fields=("ballot_id", "member_id"), name="one_roll_entry_per_member"),
        ]


class RollBar(OfBallot):
    """A member whom the organisation's rules keep off this roll, as it was cut.

    Why is not said here: the slice that knows (arrears, say) tells those who may know.
    """

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    member_number = fields.CharField(max_length=40)
    name = fields.CharField(max_length=201)

    class Meta:
        table = "roll_bar"
        constraints = [
            UniqueConstraint(fields=("ballot_id", "member_id"), name="kept_off_a_roll_once")
        ]


class EmailRelease(OfBallot):
    """An address changed after sealing: it carries no vote until the old one has been told
    and a second officer agrees. Scrutineers see the list."""

    id = fields.BigIntField(primary_key=True)
    entry: fields.ForeignKeyRelation[RollEntry] = fields.ForeignKeyField(
        "coopcouncil.RollEntry", related_name=False, on_delete=fields.RESTRICT
    )
    entry_id: int
    email = fields.CharField(max_length=254)
    reason = fields.TextField()
    asked_by: fields.ForeignKeyRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.RESTRICT
    )
    asked_by_id: int
    asked_at = fields.DatetimeField()
    # When the message to the old address was written; nothing where there is no old address.
    told_at = fields.DatetimeField(null=True)
    agreed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    agreed_by_id: int | None
    agreed_at = fields.DatetimeField(null=True)
    refused_at = fields.DatetimeField(null=True)

    class Meta:
        table = "email_release"
        indexes = (Index(fields=("email", "ballot_id"), name="email_release_email"),)
        constraints = [
            CheckConstraint(
                check="agreed_by_id IS NULL OR agreed_by_id <> asked_by_id",
                name="a_second_officer_agrees_to_a_changed_address",
            ),
            CheckConstraint(
                check="agreed_at IS NULL OR refused_at IS NULL",
                name="a_changed_address_is_agreed_or_refused",
            ),
        ]


class Telling(OfBallot):
    """How far a message to the whole roll has got, so that a retried job repeats nobody's."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=20)
    # The event that it tells of.
    event = fields.IntField()
    upto = fields.IntField(default=0)
    written = fields.IntField(default=0)
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "ballot_telling"
        constraints = [
            UniqueConstraint(
                fields=("ballot_id", "kind", "event"), name="the_roll_is_told_of_an_event_once"
            )
        ]
