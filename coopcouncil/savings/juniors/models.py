"""Junior savers with their guardians' authorities, and collections by class.

The lines of a collection may be put right until it is handed over; a trigger keeps them after.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.savings.kinds import Relation

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member
    from coopcouncil.savings.models import SavingsMovement


class CollectionPoint(Tenanted):
    """A school where children bring their savings. It collects, and keeps no accounts."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=200)
    name_cy = fields.CharField(max_length=200, default="")
    in_use = fields.BooleanField(default=True)

    class Meta:
        table = "collection_point"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "name"), name="one_collection_point_per_name"
            )
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class JuniorSaver(Tenanted):
    """A child who saves. `member` is set once they joined, having turned the joining age."""

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField()
    given_name = fields.CharField(max_length=100)
    family_name = fields.CharField(max_length=100)
    date_of_birth = fields.DateField()
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    language = fields.CharField(max_length=2, default="")
    point: fields.ForeignKeyNullableRelation[CollectionPoint] = fields.ForeignKeyField(
        "coopcouncil.CollectionPoint", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    point_id: int | None
    class_name = fields.CharField(max_length=40, default="")
    sort_key = fields.CharField(max_length=300, default="")
    began_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member: fields.OneToOneNullableRelation["Member"] = fields.OneToOneField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    ended_on: date | None = fields.DateField(null=True)

    class Meta:
        table = "junior_saver"
        indexes = [Index(fields=("point_id", "class_name"), name="junior_saver_class")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "number"), name="one_junior_saver_per_number"
            )
        ]

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


class GuardianAuthority(Tenanted):
    """A guardian signed for the child's account, on a day; it holds until it is revoked."""

    id = fields.BigIntField(primary_key=True)
    junior: fields.ForeignKeyRelation[JuniorSaver] = fields.ForeignKeyField(
        "coopcouncil.JuniorSaver", related_name="authorities", on_delete=fields.RESTRICT
    )
    junior_id: int
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    name = fields.CharField(max_length=201)
    relation = fields.CharEnumField(Relation, max_length=8)
    contact = fields.CharField(max_length=254, default="")
    may_withdraw = fields.BooleanField(default=True)
    signed_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    revoked_on: date | None = fields.DateField(null=True)
    revoked_because = fields.CharField(max_length=300, default="")
    revoked_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "guardian_authority"
        indexes = [
            Index(fields=("junior_id",), name="guardian_authority_junior"),
            Index(fields=("member_id",), name="guardian_authority_member"),
        ]
        constraints = [
            CheckConstraint(
                check="(revoked_on IS NULL) = (revoked_at IS NULL)",
                name="an_authority_is_revoked_on_a_day",
            )
        ]


class Collection(Tenanted):
    """What one class brought on one day; counted and signed by one, received by another."""

    id = fields.BigIntField(primary_key=True)
    point: fields.ForeignKeyRelation[CollectionPoint] = fields.ForeignKeyField(
        "coopcouncil.CollectionPoint", related_name=False, on_delete=fields.RESTRICT
    )
    point_id: int
    class_name = fields.CharField(max_length=40)
    on = fields.DateField()
    begun_at = fields.DatetimeField()
    begun_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    counted_total: int | None = fields.BigIntField(null=True)
    handed_at: datetime | None = fields.DatetimeField(null=True)
    handed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    handed_by_id: int | None
    handed_name = fields.CharField(max_length=201, default="")
    received_at: datetime | None = fields.DatetimeField(null=True)
    received_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    received_by_id: int | None
    received_name = fields.CharField(max_length=201, default="")
    exported_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "junior_collection"
        constraints = [
            UniqueConstraint(
                fields=("point_id", "class_name", "on"), name="one_collection_per_class_and_day"
            ),
            CheckConstraint(
                check="(handed_at IS NULL) = (counted_total IS NULL)",
                name="a_collection_is_handed_over_counted",
            ),
            CheckConstraint(
                check="received_at IS NULL OR handed_at IS NOT NULL",
                name="a_collection_is_received_after_it_is_handed_over",
            ),
            CheckConstraint(
                check="received_by_id <> handed_by_id", name="two_people_sign_for_a_collection"
            ),
        ]


class CollectionLine(Tenanted):
    """What one child brought."""

    id = fields.BigIntField(primary_key=True)
    collection: fields.ForeignKeyRelation[Collection] = fields.ForeignKeyField(
        "coopcouncil.Collection", related_name="lines", on_delete=fields.RESTRICT
    )
    collection_id: int
    junior: fields.ForeignKeyRelation[JuniorSaver] = fields.ForeignKeyField(
        "coopcouncil.JuniorSaver", related_name=False, on_delete=fields.RESTRICT
    )
    junior_id: int
    amount = fields.BigIntField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    movement: fields.OneToOneNullableRelation["SavingsMovement"] = fields.OneToOneField(
        "coopcouncil.SavingsMovement", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    movement_id: int | None

    class Meta:
        table = "junior_collection_line"
        constraints = [
            UniqueConstraint(
                fields=("collection_id", "junior_id"), name="one_line_per_child_and_collection"
            ),
            CheckConstraint(check="amount > 0", name="a_child_brought_something"),
        ]
        # By RunSQL besides: the trigger that keeps lines once they are handed over.

    @property
    def sum(self) -> Money:
        """How much."""
        return Money(self.amount)
