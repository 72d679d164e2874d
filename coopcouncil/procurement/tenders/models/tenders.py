"""Tenders, their lots and frozen measures, and each edition as published."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.kinds import Basis, Procedure, Reservation, Stage, Subject, Tie

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person


class Tender(Tenanted):
    """One procurement. Its reference is unique over the installation."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(max_length=40)
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    description = fields.TextField(default="")
    description_cy = fields.TextField(default="")
    procedure = fields.CharEnumField(Procedure, max_length=20)
    subject = fields.CharEnumField(Subject, max_length=10)
    cpv = fields.CharField(max_length=10, default="")
    """The main code of the common procurement vocabulary, like 90910000-9."""
    area = fields.CharField(max_length=200, default="")
    # Estimated, in pence with VAT, as the thresholds are.
    value = fields.BigIntField()
    starts_on: date | None = fields.DateField(null=True)
    ends_on: date | None = fields.DateField(null=True)
    may_extend_until: date | None = fields.DateField(null=True)
    by_invitation = fields.BooleanField(default=False)
    names_hidden = fields.BooleanField(default=True)
    """Whether evaluators score bids whose bidders they cannot see."""
    priced_apart = fields.BooleanField(default=True)
    """Whether evaluators are kept from prices until every score is agreed."""
    stage = fields.CharEnumField(Stage, max_length=12, default=Stage.PREPARING)
    questions_until: datetime | None = fields.DatetimeField(null=True)
    closes_at: datetime | None = fields.DatetimeField(null=True)
    published_at: datetime | None = fields.DatetimeField(null=True)
    opened_at: datetime | None = fields.DatetimeField(null=True)
    ended_at: datetime | None = fields.DatetimeField(null=True)
    ended_because = fields.TextField(default="")
    tie = fields.CharEnumField(Tie, max_length=10, default=Tie.LOT, db_default="lot")
    tie_code = fields.CharField(max_length=20, default="", db_default="")
    """The criterion whose score parts a tie; empty for price and lot."""
    decimals = fields.IntField(default=2, db_default=2)
    """The sum is rounded once, at the end, to so many places."""
    # Why bidders have less than the usual 25 days.
    short_because = fields.TextField(default="", db_default="")
    # What of the method may be refined before final tenders: foretold in the first edition.
    refinement = fields.TextField(default="", db_default="")
    # The edition of the Social Value Model that is followed, by its code; `none` where it was said
    # that none is, empty where nothing was said.
    social_model = fields.CharField(max_length=12, default="", db_default="")
    # In a flexible procedure: from then on nothing is refined any more.
    final_asked_at: datetime | None = fields.DatetimeField(null=True)
    # A change of a published tender that is being prepared: it takes the other's place whole when
    # it is published, and nobody but the lead sees it before.
    revises: fields.ForeignKeyNullableRelation["Tender"] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    revises_id: int | None
    # Find a Tender's own ids: stored as given, never made here.
    ocid = fields.CharField(max_length=60, default="")
    created_at = fields.DatetimeField()
    created_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "tender"
        indexes = [Index(fields=("organisation_id", "stage"), name="tender_stage")]
        constraints = [
            UniqueConstraint(fields=("reference",), name="one_tender_per_reference"),
            UniqueConstraint(fields=("revises_id",), name="one_change_at_a_time"),
            CheckConstraint(check="value >= 0", name="a_tender_is_worth_something"),
            CheckConstraint(check="decimals BETWEEN 0 AND 6", name="a_sum_has_some_places"),
            CheckConstraint(
                check="stage IN ('preparing', 'ended')"
                " OR (published_at IS NOT NULL AND closes_at IS NOT NULL)",
                name="a_published_tender_has_its_times",
            ),
            CheckConstraint(
                check="stage IN ('preparing', 'published', 'ended') OR opened_at IS NOT NULL",
                name="an_opened_tender_has_its_time",
            ),
            CheckConstraint(
                check="(stage = 'ended') = (ended_at IS NOT NULL)",
                name="an_ended_tender_has_its_time",
            ),
        ]

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title

    def takes_bids(self, at: datetime) -> bool:
        """Whether a bid that is received at that time is in time (to the second)."""
        return (
            self.stage is Stage.PUBLISHED
            and self.closes_at is not None
            and at.replace(microsecond=0) <= self.closes_at
        )


class Lot(Tenanted):
    """A part of a tender that is awarded by itself; every tender has at least one."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="lots", on_delete=fields.CASCADE
    )
    tender_id: int
    number = fields.IntField()
    title = fields.CharField(max_length=200)
    title_cy = fields.CharField(max_length=200, default="")
    value = fields.BigIntField()
    reservation = fields.CharEnumField(Reservation, max_length=24, default=Reservation.NONE)
    reserved_because = fields.TextField(default="")

    class Meta:
        table = "tender_lot"
        constraints = [
            UniqueConstraint(fields=("tender_id", "number"), name="one_lot_per_number"),
            CheckConstraint(check="number >= 1 AND value >= 0", name="a_lot_has_a_number"),
        ]

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title


class TenderMeasure(Tenanted):
    """A measure as it was frozen for this tender: what the library says later changes nothing."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="measures", on_delete=fields.CASCADE
    )
    tender_id: int
    # Whence: set, version and code, for ever readable although the set may be renamed.
    source = fields.CharField(max_length=200)
    source_cy = fields.CharField(max_length=200, default="", db_default="")
    licence = fields.CharField(max_length=200, default="")
    version = fields.CharField(max_length=40)
    code = fields.CharField(max_length=40)
    title = fields.CharField(max_length=300)
    title_cy = fields.CharField(max_length=300, default="")
    unit = fields.CharField(max_length=100)
    unit_cy = fields.CharField(max_length=100, default="")
    evidence = fields.TextField(default="")
    evidence_cy = fields.TextField(default="")
    mission = fields.CharField(max_length=60, default="")
    outcome = fields.CharField(max_length=60, default="", db_default="")
    goals: list[str] = fields.JSONField(default=list)
    # The worth of one unit in pence, where the set states one.
    proxy: int | None = fields.BigIntField(null=True)
    proxy_source = fields.CharField(max_length=300, default="")
    proxy_source_cy = fields.CharField(max_length=300, default="", db_default="")
    proxy_year: int | None = fields.IntField(null=True)
    link = fields.TextField(default="")
    """How it belongs to the subject of this contract."""
    cleared = fields.TextField(default="")
    """Why it is no non-commercial consideration, or is let be one (Local Government Act 1988)."""
    # Non-commercial matters that it touches, by their letters in s.17(5), and what lifts them.
    matters: list[str] = fields.JSONField(default=list, db_default=[])
    lifted_by = fields.CharField(max_length=60, default="", db_default="")
    # Award criteria of the Social Value Model that it serves, by the codes of the library.
    serves: list[str] = fields.JSONField(default=list, db_default=[])
    attribution = fields.TextField(default="", db_default="")
    # Whether the set's licence lets its words and proxy be shown to anybody.
    may_publish = fields.BooleanField(default=True, db_default=True)

    class Meta:
        table = "tender_measure"
        constraints = [
            UniqueConstraint(fields=("tender_id", "source", "code"), name="one_measure_per_tender")
        ]

    @property
    def public_proxy(self) -> int | None:
        """The worth of one unit as anybody may see it: none where the licence keeps it inside."""
        return self.proxy if self.may_publish else None

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title


class Edition(Tenanted):
    """The notice and method as published once: canonical JSON and its hash. Never changed."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="editions", on_delete=fields.RESTRICT
    )
    tender_id: int
    number = fields.IntField()
    method: dict[str, Any] = fields.JSONField()
    hash = fields.CharField(max_length=64)
    basis = fields.CharEnumField(Basis, max_length=10, default=Basis.FIRST, db_default="first")
    is_substantial = fields.BooleanField(default=False, db_default=False)
    because = fields.TextField(default="")
    """Why it differs from the edition before, under s.24 or s.31 of the Procurement Act 2023."""
    published_at = fields.DatetimeField()
    published_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "tender_edition"
        constraints = [
            UniqueConstraint(fields=("tender_id", "number"), name="one_edition_per_number")
        ]
        # By RunSQL besides: editions_stay.
