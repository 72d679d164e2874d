"""Payees and their bank details.

Sort codes and account numbers are sealed with the site's key (`kernel.sealing`); beside them stand
the last four digits, for pages, and a fingerprint, to see that two payees share an account.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.kernel.sealing import unseal
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.payouts.kinds import Channel, DetailsState
from coopcouncil.payouts.rules.details import BankDetails, masked

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member

DETAILS = "payee-details"


class Payee(Tenanted):
    """Somebody who is paid: a member, or another."""

    id = fields.BigIntField(primary_key=True)
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=254, default="")
    created_at = fields.DatetimeField()
    created_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "payee"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "member_id"), name="one_payee_per_member")
        ]


class PayeeDetails(Tenanted):
    """A payee's bank details as given once. Another account is another row."""

    id = fields.BigIntField(primary_key=True)
    payee: fields.ForeignKeyRelation[Payee] = fields.ForeignKeyField(
        "coopcouncil.Payee", related_name="details", on_delete=fields.RESTRICT
    )
    payee_id: int
    account_name = fields.CharField(max_length=70)
    sealed = fields.BinaryField()
    last_four = fields.CharField(max_length=4)
    fingerprint = fields.BinaryField()
    is_change = fields.BooleanField()
    told_by = fields.CharField(max_length=200, default="")
    state = fields.CharEnumField(DetailsState, max_length=10, default=DetailsState.ASKED)
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None
    usable_from = fields.DatetimeField()
    confirmed_at: datetime | None = fields.DatetimeField(null=True)
    confirmed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    channel = fields.CharEnumField(Channel, max_length=12, null=True)
    confirmed_note = fields.CharField(max_length=200, default="")
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "payee_details"
        indexes = [Index(fields=("payee_id",), name="payee_details_of_a_payee")]
        constraints = [
            CheckConstraint(
                check="(confirmed_at IS NULL) = (channel IS NULL)",
                name="details_are_confirmed_by_some_way",
            ),
            CheckConstraint(
                check="(state IN ('refused', 'replaced')) = (ended_at IS NOT NULL)",
                name="details_end_at_a_time",
            ),
        ]
        # By RunSQL besides: one_live_account_per_payee, one_account_waits_per_payee, and
        # payee_details_are_kept.

    @property
    def bank(self) -> BankDetails:
        """The account itself, unsealed: for a file to the bank, and for those who prepare one."""
        text = unseal(self.sealed, DETAILS, f"{self.organisation_id}:{self.payee_id}")
        return BankDetails.read(text, self.account_name)

    @property
    def masked(self) -> str:
        """As pages show it."""
        return masked(self.last_four)
