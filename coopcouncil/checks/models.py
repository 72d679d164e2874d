"""What was asked for, and what the second person said. Asked and decided once, never rewritten."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from coopcouncil.checks.kinds import CheckKind, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member

__all__ = ["Check", "CheckKind", "State"]


class Check(Tenanted):
    """A deed that one person prepared.

    `subject` names what it is about ("payment:12"), `facts` hold what the deed needs, `member`
    is whom it concerns or whom the money goes to: never the one who checks.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(CheckKind, max_length=20)
    amount = fields.BigIntField(default=0)
    subject = fields.CharField(max_length=100)
    text = fields.CharField(max_length=300)
    facts = fields.JSONField[dict[str, object]]()
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    state = fields.CharEnumField(State, max_length=20, default=State.WAITING)
    asked_at = fields.DatetimeField()
    asked_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    asked_by_id: int | None
    expires_at = fields.DatetimeField()
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    decided_by_id: int | None
    reason = fields.CharField(max_length=500, default="")

    class Meta:
        table = "money_check"
        indexes = [Index(fields=("organisation_id", "state"), name="check_waiting")]
        constraints = [
            CheckConstraint(
                check="state NOT IN ('approved', 'refused') OR decided_by_id IS NOT NULL",
                name="a_check_is_decided_by_somebody",
            ),
            CheckConstraint(
                check="state NOT IN ('approved', 'refused') OR asked_by_id IS NULL"
                " OR decided_by_id <> asked_by_id",
                name="who_asks_never_checks",
            ),
            CheckConstraint(
                check="(state = 'waiting') = (decided_at IS NULL)",
                name="a_check_is_decided_at_a_time",
            ),
        ]
        # By RunSQL besides: one_check_waits_per_subject, and checks_are_decided_once.

    @property
    def sum(self) -> Money:
        """What it is about, as money."""
        return Money(self.amount)

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided."""
        return self.state is State.WAITING and clock.now() < self.expires_at
