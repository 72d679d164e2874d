"""Promises of a contract: how much of what, by when, for whom; what was done about late ones."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.i18n import translator
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.delivery.kinds import Body, Remedy, Settled
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.tenders.models import Criterion, Tender, TenderMeasure

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Constituency
    from coopcouncil.organisations.models import NeedOrOffer, Organisation


class Commitment(Tenanted):
    """One promise of a contract."""

    id = fields.BigIntField(primary_key=True)
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField(
        "coopcouncil.Contract", related_name="commitments", on_delete=fields.RESTRICT
    )
    contract_id: int
    number = fields.IntField()
    # As frozen for the tender; a promise in words has none.
    measure: fields.ForeignKeyNullableRelation[TenderMeasure] = fields.ForeignKeyField(
        "coopcouncil.TenderMeasure", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    measure_id: int | None
    criterion: fields.ForeignKeyNullableRelation[Criterion] = fields.ForeignKeyField(
        "coopcouncil.Criterion", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    criterion_id: int | None
    title = fields.CharField(max_length=300)
    title_cy = fields.CharField(max_length=300, default="")
    unit = fields.CharField(max_length=100, default="")
    unit_cy = fields.CharField(max_length=100, default="")
    amount: Decimal = fields.DecimalField(max_digits=20, decimal_places=4)
    evidence = fields.TextField(default="")
    evidence_cy = fields.TextField(default="")
    mission = fields.CharField(max_length=60, default="")
    goals: list[str] = fields.JSONField(default=list)
    # The worth of one unit in pence; `proxy_is_public` says whether its licence lets it be shown.
    proxy: int | None = fields.BigIntField(null=True)
    proxy_is_public = fields.BooleanField(default=False)
    owner = fields.CharField(max_length=200, default="")
    """Who at the supplier sees to it: a name or an office."""
    ward = fields.CharField(max_length=100, default="")
    # For whom: an organisation of this place, with a group of it; or somebody outside.
    recipient: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recipient_id: int | None
    # A constituency of the recipient, or of the trust that the recipient is a school of.
    recipient_group: fields.ForeignKeyNullableRelation["Constituency"] = fields.ForeignKeyField(
        "coopcouncil.Constituency", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recipient_group_id: int | None
    # Or its committee, or a class of its members by the name of the register.
    recipient_body = fields.CharEnumField(Body, max_length=16, null=True)
    recipient_class = fields.CharField(max_length=40, default="", db_default="")
    recipient_name = fields.CharField(max_length=200, default="")
    recipient_email = fields.CharField(max_length=254, default="")
    need: fields.ForeignKeyNullableRelation["NeedOrOffer"] = fields.ForeignKeyField(
        "coopcouncil.NeedOrOffer", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    need_id: int | None
    replaces: fields.ForeignKeyNullableRelation["Commitment"] = fields.ForeignKeyField(
        "coopcouncil.Commitment", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    replaces_id: int | None
    settled = fields.CharEnumField(Settled, max_length=16, null=True)
    settled_at: datetime | None = fields.DatetimeField(null=True)
    settled_because = fields.TextField(default="")
    made_at = fields.DatetimeField()
    made_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "commitment"
        indexes = [
            Index(fields=("recipient_id",), name="commitments_for_an_organisation"),
            Index(fields=("organisation_id", "ward"), name="commitments_of_a_ward"),
        ]
        constraints = [
            UniqueConstraint(fields=("contract_id", "number"), name="one_commitment_per_number"),
            CheckConstraint(check="amount > 0", name="a_commitment_promises_something"),
            CheckConstraint(
                check="(settled IS NULL) = (settled_at IS NULL)", name="a_commitment_settles_once"
            ),
            CheckConstraint(
                check="(recipient_body IS NOT DISTINCT FROM 'class') = (recipient_class <> '')",
                name="a_class_has_its_name",
            ),
        ]

    def titled(self, language: str) -> str:
        """The title in the language, else in English."""
        return (self.title_cy if language == "cy" else "") or self.title

    def whom(self, language: str) -> str:
        """The recipient, with the group of its members that is meant; empty if nobody is named.

        Asks for `recipient` and `recipient_group` to be here.
        """
        if self.recipient is None:
            return self.recipient_name
        called, group = self.recipient.called(language), self.group_called(language)
        return f"{called}: {group}" if group else called

    @property
    def is_for_group(self) -> bool:
        """Whether it is for some of the recipient's members alone."""
        return self.recipient_group_id is not None or self.recipient_body is not None

    def group_called(self, language: str) -> str:
        """The group of the recipient's members; empty where it is for the whole of it."""
        if self.recipient_group_id is not None:
            assert self.recipient_group is not None
            return self.recipient_group.called(language)
        return body_called(self.recipient_body, self.recipient_class, language)


def body_called(body: Body | None, its_class: str, language: str) -> str:
    """A group that is no constituency; the name of a class is what the register says."""
    if body is Body.COMMITTEE:
        _ = translator(language)
        return _("Committee or board")
    return its_class


class Instalment(Tenanted):
    """So much of a commitment by a day; together they make its amount."""

    id = fields.BigIntField(primary_key=True)
    commitment: fields.ForeignKeyRelation[Commitment] = fields.ForeignKeyField(
        "coopcouncil.Commitment", related_name="instalments", on_delete=fields.CASCADE
    )
    commitment_id: int
    due_on = fields.DateField()
    amount: Decimal = fields.DecimalField(max_digits=20, decimal_places=4)
    reminded_at: datetime | None = fields.DatetimeField(null=True)
    told_late_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "commitment_instalment"
        constraints = [
            UniqueConstraint(fields=("commitment_id", "due_on"), name="one_instalment_per_day"),
            CheckConstraint(check="amount > 0", name="an_instalment_is_something"),
        ]


class RemedyTaken(Tenanted):
    """What was done about a promise that was late or not kept. Append-only."""

    id = fields.BigIntField(primary_key=True)
    commitment: fields.ForeignKeyRelation[Commitment] = fields.ForeignKeyField(
        "coopcouncil.Commitment", related_name="remedies", on_delete=fields.RESTRICT
    )
    commitment_id: int
    remedy = fields.CharEnumField(Remedy, max_length=10)
    words = fields.TextField()
    by_day = fields.DateField(null=True)
    # What stands in its place, why that is worth as much, and who agreed to it for whom.
    instead: fields.ForeignKeyNullableRelation[Commitment] = fields.ForeignKeyField(
        "coopcouncil.Commitment", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    instead_id: int | None
    worth = fields.TextField(default="", db_default="")
    supplier_agreed = fields.CharField(max_length=200, default="", db_default="")
    recipient_agreed = fields.CharField(max_length=200, default="", db_default="")
    # How much was promised, where a part of it had come and stays as a promise that was kept.
    amount_before: Decimal | None = fields.DecimalField(max_digits=20, decimal_places=4, null=True)
    # Pence that are kept back: noted alone.
    sum: int | None = fields.BigIntField(null=True)
    taken_at = fields.DatetimeField()
    taken_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "commitment_remedy"
        indexes = [Index(fields=("commitment_id",), name="remedies_of_a_commitment")]
        # By RunSQL besides: remedies_stay.


class NeedOffered(Tenanted):
    """A need of a local organisation that the council put to the bidders of a tender."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="needs", on_delete=fields.RESTRICT
    )
    tender_id: int
    need: fields.ForeignKeyRelation["NeedOrOffer"] = fields.ForeignKeyField(
        "coopcouncil.NeedOrOffer", related_name=False, on_delete=fields.RESTRICT
    )
    need_id: int
    put_at = fields.DatetimeField()

    class Meta:
        table = "need_offered"
        constraints = [UniqueConstraint(fields=("tender_id", "need_id"), name="a_need_is_put_once")]
