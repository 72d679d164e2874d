"""Holdings, what happened to them, and what members asked for.

`ShareEvent` is the journal of the holdings: append-only, each row of one change-set of the
register, so that its recorded time is the register's. What a holding is on a day, as known at
a moment, follows from its events alone (`rules.replay`, and the same in SQL in `reads`).
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.shares.kinds import Answer, Decided, EventKind, ShareKind

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import ChangeSet, Member

__all__ = [
    "Answer",
    "Decided",
    "EventKind",
    "ShareApplication",
    "ShareCertificate",
    "ShareEvent",
    "ShareHolding",
    "ShareKind",
    "ShareNomination",
    "ShareSuspension",
    "ShareWithdrawal",
    "ShareWithdrawalDecision",
]


class ShareHolding(Tenanted):
    """Shares held together under one number, for ever the same whoever holds them."""

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField()
    kind = fields.CharEnumField(ShareKind, max_length=20)
    nominal = fields.BigIntField()
    split_from: fields.ForeignKeyNullableRelation["ShareHolding"] = fields.ForeignKeyField(
        "coopcouncil.ShareHolding", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    split_from_id: int | None

    class Meta:
        table = "share_holding"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_holding_per_number"),
            CheckConstraint(check="nominal > 0", name="a_share_has_a_value"),
        ]
        # By RunSQL besides: the trigger holdings_keep_their_number.

    @property
    def value(self) -> Money:
        """What one share is worth."""
        return Money(self.nominal)


class ShareEvent(Tenanted):
    """One thing that happened to a holding: never rewritten.

    `shares` and `paid` are what it adds to the holding or takes off; `amount` is the sum that
    it is about, never negative: what was allotted, paid in, paid out, kept, passed on. A row
    that `reverses` another takes that one out of what is known from then on.
    """

    id = fields.BigIntField(primary_key=True)
    holding: fields.ForeignKeyRelation[ShareHolding] = fields.ForeignKeyField(
        "coopcouncil.ShareHolding", related_name="events", on_delete=fields.RESTRICT
    )
    holding_id: int
    change_set: fields.ForeignKeyRelation["ChangeSet"] = fields.ForeignKeyField(
        "coopcouncil.ChangeSet", related_name=False, on_delete=fields.RESTRICT
    )
    change_set_id: int
    kind = fields.CharEnumField(EventKind, max_length=20)
    # Who holds it from now on; None where that does not change.
    holder: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    holder_id: int | None
    shares = fields.BigIntField(default=0)
    paid = fields.BigIntField(default=0)
    amount = fields.BigIntField(default=0)
    effective_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    due_on: date | None = fields.DateField(null=True)
    minute = fields.CharField(max_length=200, default="")
    reason = fields.TextField(default="")
    reverses: fields.ForeignKeyNullableRelation["ShareEvent"] = fields.ForeignKeyField(
        "coopcouncil.ShareEvent", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reverses_id: int | None

    class Meta:
        table = "share_event"
        indexes = [
            Index(fields=("holding_id", "effective_on"), name="share_event_of_a_holding"),
            Index(fields=("holder_id",), name="share_event_of_a_holder"),
        ]
        constraints = [
            CheckConstraint(check="amount >= 0", name="an_event_is_about_a_sum"),
            CheckConstraint(
                check="(kind = 'reversed') = (reverses_id IS NOT NULL)",
                name="a_reversal_names_what_it_reverses",
            ),
        ]
        # By RunSQL besides: share_events_are_kept, and each is reversed once.

    @property
    def sum(self) -> Money:
        """What it is about, as money."""
        return Money(self.amount)


class ShareApplication(Tenanted):
    """A member asks for shares; the board decides, once."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    kind = fields.CharEnumField(ShareKind, max_length=20)
    shares = fields.BigIntField()
    applied_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    outcome = fields.CharEnumField(Decided, max_length=20, null=True)
    decided_on: date | None = fields.DateField(null=True)
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    minute = fields.CharField(max_length=200, default="")
    reason = fields.TextField(default="")
    holding: fields.ForeignKeyNullableRelation[ShareHolding] = fields.ForeignKeyField(
        "coopcouncil.ShareHolding", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    holding_id: int | None

    class Meta:
        table = "share_application"
        indexes = [Index(fields=("organisation_id", "outcome"), name="share_application_waiting")]
        constraints = [
            CheckConstraint(check="shares > 0", name="somebody_applies_for_a_share"),
            CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)",
                name="an_application_is_decided_at_a_time",
            ),
            CheckConstraint(
                check="(outcome = 'allotted') = (holding_id IS NOT NULL)",
                name="an_allotment_makes_a_holding",
            ),
        ]
        # By RunSQL besides: applications_are_decided_once.


class ShareWithdrawal(Tenanted):
    """Notice that shares are to be withdrawn. Its decisions say what became of it."""

    id = fields.BigIntField(primary_key=True)
    holding: fields.ForeignKeyRelation[ShareHolding] = fields.ForeignKeyField(
        "coopcouncil.ShareHolding", related_name=False, on_delete=fields.RESTRICT
    )
    holding_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    shares = fields.BigIntField()
    notice_on = fields.DateField()
    earliest_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reason = fields.TextField(default="")

    class Meta:
        table = "share_withdrawal"
        indexes = [
            Index(fields=("organisation_id", "notice_on"), name="share_withdrawal_in_turn"),
            Index(fields=("holding_id",), name="share_withdrawal_of_a_holding"),
        ]
        constraints = [
            CheckConstraint(check="shares > 0", name="somebody_withdraws_a_share"),
            CheckConstraint(
                check="notice_on <= earliest_on", name="a_withdrawal_waits_for_its_notice"
            ),
        ]


class ShareWithdrawalDecision(Tenanted):
    """What the board decided on a notice, and when; or that the member took it back."""

    id = fields.BigIntField(primary_key=True)
    withdrawal: fields.ForeignKeyRelation[ShareWithdrawal] = fields.ForeignKeyField(
        "coopcouncil.ShareWithdrawal", related_name="decisions", on_delete=fields.RESTRICT
    )
    withdrawal_id: int
    answer = fields.CharEnumField(Answer, max_length=20)
    shares = fields.BigIntField(default=0)
    decided_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    minute = fields.CharField(max_length=200, default="")
    reason = fields.TextField(default="")
    event: fields.ForeignKeyNullableRelation[ShareEvent] = fields.ForeignKeyField(
        "coopcouncil.ShareEvent", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    event_id: int | None

    class Meta:
        table = "share_withdrawal_decision"
        indexes = [Index(fields=("withdrawal_id",), name="share_decision_of_a_notice")]
        constraints = [
            CheckConstraint(
                check="(answer = 'granted') = (shares > 0 AND event_id IS NOT NULL)",
                name="a_grant_pays_shares_out",
            ),
        ]


class ShareSuspension(Tenanted):
    """The board suspends every withdrawal from a day on, until it lifts that."""

    id = fields.BigIntField(primary_key=True)
    since = fields.DateField()
    minute = fields.CharField(max_length=200)
    reason = fields.TextField(default="")
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    lifted_on: date | None = fields.DateField(null=True)
    lifted_minute = fields.CharField(max_length=200, default="")
    lifted_at: datetime | None = fields.DatetimeField(null=True)
    lifted_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "share_suspension"
        constraints = [
            CheckConstraint(check="lifted_on >= since", name="a_suspension_is_lifted_afterwards"),
            CheckConstraint(
                check="(lifted_on IS NULL) = (lifted_at IS NULL)",
                name="a_suspension_is_lifted_at_a_time",
            ),
        ]
        # By RunSQL besides: withdrawals_are_suspended_once_at_a_time and the trigger
        # suspensions_are_lifted_once.


class ShareNomination(Tenanted):
    """Whom a member named to have the shares after death (CCBSA 2014 ss.37, 38)."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    nominee_name = fields.CharField(max_length=201)
    nominee_address = fields.TextField(default="")
    kinship = fields.CharField(max_length=100, default="")
    # None: everything, as far as the law allows.
    amount: int | None = fields.BigIntField(null=True)
    signed_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    revoked_on: date | None = fields.DateField(null=True)
    revoked_because = fields.TextField(default="")
    revoked_at: datetime | None = fields.DatetimeField(null=True)
    revoked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "share_nomination"
        indexes = [Index(fields=("member_id",), name="share_nomination_of_a_member")]
        constraints = [
            CheckConstraint(
                check="amount > 0 AND amount <= 500000", name="a_nomination_is_within_the_law"
            ),
            CheckConstraint(
                check="(revoked_on IS NULL) = (revoked_at IS NULL)",
                name="a_nomination_is_revoked_on_a_day",
            ),
        ]

    @property
    def sum(self) -> Money | None:
        """Up to how much."""
        return None if self.amount is None else Money(self.amount)


class ShareCertificate(Tenanted):
    """A certificate that was issued: what it says stays what it said."""

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField()
    holding: fields.ForeignKeyRelation[ShareHolding] = fields.ForeignKeyField(
        "coopcouncil.ShareHolding", related_name=False, on_delete=fields.RESTRICT
    )
    holding_id: int
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, on_delete=fields.RESTRICT
    )
    member_id: int
    name = fields.CharField(max_length=201)
    shares = fields.BigIntField()
    paid = fields.BigIntField()
    issued_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "share_certificate"
        indexes = [Index(fields=("holding_id",), name="share_certificate_of_a_holding")]
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "number"), name="one_certificate_per_number"
            ),
        ]
        # By RunSQL besides: the trigger certificates_are_kept.
