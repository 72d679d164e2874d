"""The register of officers: who, the journal, and the entries that follow from it.

Shaped as the register of members is, and recorded in the same change-sets, so that one order of
recording holds for the whole statutory register. `OfficerEntry` as at day D, as known at T:
`valid_from <= D < valid_to` and `recorded_at <= T < superseded_at`; those who hold an office then.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.officers.kinds import Deed, Office, offices_in
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import ChangeSet, Constituency, Member


class Officer(Tenanted):
    """Somebody who holds or held office, under one number however often they come back."""

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()

    class Meta:
        table = "officer"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_officer_per_number")
        ]
        # By RunSQL besides: the trigger officer_is_kept.


class OfficerChange(Tenanted):
    """One line of the journal: from this day on, these facts hold of this officer."""

    id = fields.BigIntField(primary_key=True)
    change_set: fields.ForeignKeyRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, on_delete=fields.RESTRICT
    )
    change_set_id: int
    officer: fields.ForeignKeyRelation[Officer] = fields.ForeignKeyField(
        "coopcouncil.Officer", related_name=False, on_delete=fields.RESTRICT
    )
    officer_id: int
    deed = fields.CharEnumField(Deed, max_length=20)
    effective_on = fields.DateField()
    facts = fields.JSONField[dict[str, str | int | None]]()
    withdraws: fields.ForeignKeyNullableRelation["OfficerChange"] = fields.ForeignKeyField(
        "coopcouncil.OfficerChange", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    withdraws_id: int | None
    reason = fields.TextField(default="")

    class Meta:
        table = "officer_change"
        indexes = [Index(fields=("officer_id",), name="officer_change_officer")]
        # By RunSQL besides: the trigger officer_change_is_kept.


class OfficerEntry(Tenanted):
    """What the register says of an officer over a stretch of days, and since when it says so."""

    id = fields.BigIntField(primary_key=True)
    officer: fields.ForeignKeyRelation[Officer] = fields.ForeignKeyField(
        "coopcouncil.Officer", related_name=False, on_delete=fields.RESTRICT
    )
    officer_id: int
    valid_from = fields.DateField()
    valid_to = fields.DateField(default=date.max)
    recorded_at = fields.DatetimeField()
    superseded_at: datetime | None = fields.DatetimeField(null=True)
    reason = fields.TextField(default="")
    sort_key = fields.CharField(max_length=300, default="")

    given_name = fields.CharField(max_length=100, default="")
    family_name = fields.CharField(max_length=100, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    email = fields.CharField(max_length=254, default="")
    email_purposes = fields.CharField(max_length=100, default="")
    date_of_birth: date | None = fields.DateField(null=True)
    age_proof = fields.CharField(max_length=10, default="")
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    constituency: fields.ForeignKeyNullableRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    constituency_id: int | None
    is_employee = fields.CharField(max_length=3, default="")
    offices = fields.CharField(max_length=100, default="")
    chosen = fields.CharField(max_length=20, default="")
    chosen_on: date | None = fields.DateField(null=True)
    ending = fields.CharField(max_length=20, default="")

    class Meta:
        table = "officer_entry"
        indexes = [Index(fields=("officer_id", "valid_from"), name="officer_entry_officer")]
        constraints = [
            CheckConstraint(check="valid_from < valid_to", name="an_office_holds_for_a_day"),
            CheckConstraint(
                check="superseded_at > recorded_at", name="an_office_is_known_before_it_ends"
            ),
        ]
        # By RunSQL besides: no_two_entries_of_an_officer_for_one_day and the triggers.

    @property
    def name(self) -> str:
        """Given name, then family name; whichever there is."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def held(self) -> tuple[Office, ...]:
        """The offices held."""
        return offices_in(self.offices)


class Interest(Tenanted):
    """What an officer declared: an interest that could pull against the organisation's."""

    id = fields.BigIntField(primary_key=True)
    change_set: fields.ForeignKeyRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, on_delete=fields.RESTRICT
    )
    change_set_id: int
    officer: fields.ForeignKeyRelation[Officer] = fields.ForeignKeyField(
        "coopcouncil.Officer", related_name=False, on_delete=fields.RESTRICT
    )
    officer_id: int
    declared_on = fields.DateField()
    concerns = fields.CharField(max_length=200)
    nature = fields.TextField()

    ending: fields.BackwardOneToOneRelation["InterestEnd"]

    class Meta:
        table = "interest"
        indexes = [Index(fields=("officer_id",), name="interest_officer")]
        # By RunSQL besides: the trigger interest_is_kept.


class InterestEnd(Tenanted):
    """That a declared interest ended, or that the declaration was a mistake."""

    id = fields.BigIntField(primary_key=True)
    change_set: fields.ForeignKeyRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, on_delete=fields.RESTRICT
    )
    change_set_id: int
    interest: fields.OneToOneRelation[Interest] = fields.OneToOneField(
        "coopcouncil.Interest", related_name="ending", on_delete=fields.RESTRICT
    )
    interest_id: int
    ended_on = fields.DateField()
    was_mistaken = fields.BooleanField(default=False)
    reason = fields.TextField(default="")

    class Meta:
        table = "interest_end"
        # By RunSQL besides: the trigger interest_end_is_kept.


class RetirementLot(Tenanted):
    """Lots drawn between officers who are equally long in office, for one annual meeting.

    `order` is the order in which the lots fell: whoever stands first retires first.
    """

    id = fields.BigIntField(primary_key=True)
    meeting_on = fields.DateField()
    order = fields.JSONField[list[int]]()
    drawn_at = fields.DatetimeField()
    drawn_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    drawn_by_id: int | None
    witness = fields.CharField(max_length=200, default="")

    class Meta:
        table = "retirement_lot"
        # By RunSQL besides: the trigger retirement_lot_is_kept.
