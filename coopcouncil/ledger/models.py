"""Accounts, funds, postings with their lines, and how far the books are closed.

Amounts are integer pence, debits positive. Triggers in the database keep postings from being
changed, from not balancing, and out of closed periods, whoever writes.
"""

from datetime import date
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.ledger.kinds import AccountKind, PostingKind, Purpose
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.members.models import Member


class Account(Tenanted):
    """A place in the books. Its code and kind never change once something is posted to it."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=12)
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    kind = fields.CharEnumField(AccountKind, max_length=12)
    purpose = fields.CharEnumField(Purpose, max_length=24, null=True)
    in_use = fields.BooleanField(default=True)

    class Meta:
        table = "ledger_account"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "code"), name="one_account_per_code"),
            UniqueConstraint(fields=("organisation_id", "purpose"), name="one_account_per_purpose"),
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class Fund(Tenanted):
    """Money given for one purpose, which balances by itself."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=100)
    name_cy = fields.CharField(max_length=100, default="")
    restriction = fields.TextField(default="")

    class Meta:
        table = "ledger_fund"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_fund_per_name")
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name


class Posting(Tenanted):
    """What happened, in lines that come to nothing together. Never changed, never deleted.

    `posted_on` is the day in the books, `settled_on` the day on which money moved, where it did.
    `reference` names what outside brought it about, and is posted once.
    """

    id = fields.BigIntField(primary_key=True)
    number = fields.BigIntField()
    kind = fields.CharEnumField(PostingKind, max_length=12)
    posted_on = fields.DateField()
    settled_on: date | None = fields.DateField(null=True)
    text = fields.CharField(max_length=300)
    reference = fields.CharField(max_length=100, null=True)
    line_count = fields.IntField()
    reverses: fields.OneToOneNullableRelation["Posting"] = fields.OneToOneField(
        "coopcouncil.Posting", related_name="reversed_by", null=True, on_delete=fields.RESTRICT
    )
    reverses_id: int | None
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    recorded_by_id: int | None

    class Meta:
        table = "posting"
        indexes = [Index(fields=("organisation_id", "posted_on"), name="posting_day")]
        constraints = [
            UniqueConstraint(fields=("organisation_id", "number"), name="one_posting_per_number"),
            UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_posting_per_reference"
            ),
            CheckConstraint(check="line_count >= 2", name="a_posting_has_two_sides"),
        ]
        # By RunSQL besides: the triggers that keep it.


class PostingLine(Tenanted):
    """One side of a posting."""

    id = fields.BigIntField(primary_key=True)
    posting: fields.ForeignKeyRelation[Posting] = fields.ForeignKeyField(
        "coopcouncil.Posting", related_name="lines", on_delete=fields.RESTRICT
    )
    posting_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "coopcouncil.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    fund: fields.ForeignKeyNullableRelation[Fund] = fields.ForeignKeyField(
        "coopcouncil.Fund", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    fund_id: int | None
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    amount = fields.BigIntField()
    posted_on = fields.DateField()
    note = fields.CharField(max_length=200, default="")

    class Meta:
        table = "posting_line"
        indexes = [
            Index(fields=("posting_id",), name="posting_line_posting"),
            Index(fields=("account_id", "posted_on"), name="posting_line_account"),
        ]
        constraints = [CheckConstraint(check="amount <> 0", name="a_line_is_of_something")]
        # By RunSQL besides: the triggers that keep it, and the index of members' lines.


class BookClosing(Tenanted):
    """The books are closed up to the end of a day. It goes forward alone."""

    id = fields.BigIntField(primary_key=True)
    closed_to = fields.DateField()
    closed_at = fields.DatetimeField()
    closed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    closed_by_id: int | None
    note = fields.CharField(max_length=300, default="")

    class Meta:
        table = "book_closing"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "closed_to"), name="one_closing_per_day")
        ]
        # By RunSQL besides: the trigger that keeps it and its order.
