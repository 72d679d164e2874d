"""Bank accounts, statements with their lines, and what explains them.

Amounts are integer pence; what came in is positive. A line never changes; it goes again only with
the whole statement that brought it, and never once something explains it.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.banking.kinds import Bank, Format, StatementState
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.tenancy import Tenanted

if TYPE_CHECKING:
    from coopcouncil.accounts.models import Person
    from coopcouncil.kernel.models import StoredFile
    from coopcouncil.ledger.models import Account, PostingLine
    from coopcouncil.members.models import Member


class BankAccount(Tenanted):
    """An account at a bank, which is one account of the books.

    It is held against statements from the beginning of `since`, when the bank's balance was
    `opening`. `alone_from` is how sure a proposal must be for the program to confirm it without a
    person; empty means never.
    """

    id = fields.BigIntField(primary_key=True)
    account: fields.OneToOneRelation["Account"] = fields.OneToOneField(
        "coopcouncil.Account", related_name="at_bank", on_delete=fields.RESTRICT
    )
    account_id: int
    name = fields.CharField(max_length=100)
    bank = fields.CharEnumField(Bank, max_length=20)
    sort_code = fields.CharField(max_length=6, default="")
    number = fields.CharField(max_length=34, default="")
    since: date = fields.DateField()
    opening = fields.BigIntField()
    alone_from: int | None = fields.SmallIntField(null=True)
    in_use = fields.BooleanField(default=True)
    made_at = fields.DatetimeField()
    made_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    made_by_id: int | None

    class Meta:
        table = "bank_account"
        constraints = [
            UniqueConstraint(fields=("organisation_id", "name"), name="one_bank_account_per_name"),
            CheckConstraint(
                check="alone_from BETWEEN 50 AND 100", name="the_program_never_guesses_alone"
            ),
        ]

    @property
    def masked(self) -> str:
        """The number as far as it is shown: its last four digits."""
        return f"••••{self.number[-4:]}" if self.number else ""

    @property
    def shown_sort_code(self) -> str:
        """The sort code in pairs."""
        code = self.sort_code
        return "-".join((code[:2], code[2:4], code[4:])) if code else ""


class BankStatement(Tenanted):
    """A file of lines from the bank: previewed, then taken in or dropped; and perhaps undone."""

    id = fields.BigIntField(primary_key=True)
    bank_account: fields.ForeignKeyRelation[BankAccount] = fields.ForeignKeyField(
        "coopcouncil.BankAccount", related_name=False, on_delete=fields.RESTRICT
    )
    bank_account_id: int
    state = fields.CharEnumField(StatementState, max_length=12)
    file: fields.ForeignKeyRelation["StoredFile"] = fields.ForeignKeyField(
        "coopcouncil.StoredFile", related_name=False, on_delete=fields.RESTRICT
    )
    file_id: int
    format = fields.CharEnumField(Format, max_length=8)
    bank = fields.CharEnumField(Bank, max_length=20, null=True)
    columns: list[str] = fields.JSONField(default=list)
    writing: dict[str, str] = fields.JSONField(default=dict)
    from_on: date | None = fields.DateField(null=True)
    to_on: date | None = fields.DateField(null=True)
    opening: int | None = fields.BigIntField(null=True)
    closing: int | None = fields.BigIntField(null=True)
    came_in = fields.BigIntField(default=0)
    went_out = fields.BigIntField(default=0)
    total = fields.IntField(default=0)
    fresh = fields.IntField(default=0)
    uploaded_at = fields.DatetimeField()
    uploaded_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    uploaded_by_id: int | None
    settled_at: datetime | None = fields.DatetimeField(null=True)
    settled_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    settled_by_id: int | None

    class Meta:
        table = "bank_statement"
        indexes = [Index(fields=("bank_account_id", "id"), name="statement_of_an_account")]


class StatementColumns(Tenanted):
    """What the columns of a file with these headings are, remembered for the next one."""

    id = fields.BigIntField(primary_key=True)
    headings: list[str] = fields.JSONField()
    columns: list[str] = fields.JSONField()
    decimal = fields.CharField(max_length=1, default=".")
    day_first = fields.BooleanField(default=True)
    used_at = fields.DatetimeField()

    class Meta:
        table = "statement_columns"
        # By RunSQL besides: one row for the same headings of an organisation.


class BankLine(Tenanted):
    """One line of the bank. `key` names it: the bank's own id, or what it says and which of the
    equal ones of that day it is."""

    id = fields.BigIntField(primary_key=True)
    bank_account: fields.ForeignKeyRelation[BankAccount] = fields.ForeignKeyField(
        "coopcouncil.BankAccount", related_name=False, on_delete=fields.RESTRICT
    )
    bank_account_id: int
    statement: fields.ForeignKeyRelation[BankStatement] = fields.ForeignKeyField(
        "coopcouncil.BankStatement", related_name="lines", on_delete=fields.RESTRICT
    )
    statement_id: int
    place = fields.IntField()
    on: date = fields.DateField()
    amount = fields.BigIntField()
    text = fields.CharField(max_length=500)
    name = fields.CharField(max_length=200, default="")
    reference = fields.CharField(max_length=200, default="")
    kind = fields.CharField(max_length=40, default="")
    balance: int | None = fields.BigIntField(null=True)
    key = fields.CharField(max_length=64)

    class Meta:
        table = "bank_line"
        indexes = [
            Index(fields=("bank_account_id", "on", "id"), name="bank_line_day"),
            Index(fields=("statement_id",), name="bank_line_statement"),
        ]
        constraints = [
            UniqueConstraint(fields=("bank_account_id", "key"), name="each_bank_line_once"),
        ]
        # By RunSQL besides: bank_line_is_kept.

    @property
    def sum(self) -> Money:
        """What came in, or (below zero) went out."""
        return Money(self.amount)


class BankMatch(Tenanted):
    """These lines of the bank are those lines of the books: both come to the same sum.

    `kind` says what the lines turned out to be, `key` which; `made` whether explaining them made
    the postings, which undoing then reverses. Without `confirmed_by` the program did it alone.
    """

    id = fields.BigIntField(primary_key=True)
    bank_account: fields.ForeignKeyRelation[BankAccount] = fields.ForeignKeyField(
        "coopcouncil.BankAccount", related_name=False, on_delete=fields.RESTRICT
    )
    bank_account_id: int
    kind = fields.CharField(max_length=20)
    key = fields.CharField(max_length=200, default="")
    made = fields.BooleanField()
    confidence: int | None = fields.SmallIntField(null=True)
    note = fields.CharField(max_length=300, default="")
    confirmed_at = fields.DatetimeField()
    confirmed_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    confirmed_by_id: int | None
    undone_at: datetime | None = fields.DatetimeField(null=True)
    undone_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    undone_by_id: int | None
    reason = fields.CharField(max_length=300, default="")

    class Meta:
        table = "bank_match"
        indexes = [Index(fields=("bank_account_id", "id"), name="bank_match_account")]
        # By RunSQL besides: bank_match_is_kept, bank_match_balances.


class MatchedLine(Tenanted):
    """A line of the bank in a match. It stands in one at most that is not undone."""

    id = fields.BigIntField(primary_key=True)
    match: fields.ForeignKeyRelation[BankMatch] = fields.ForeignKeyField(
        "coopcouncil.BankMatch", related_name="lines", on_delete=fields.RESTRICT
    )
    match_id: int
    line: fields.ForeignKeyRelation[BankLine] = fields.ForeignKeyField(
        "coopcouncil.BankLine", related_name="matched", on_delete=fields.RESTRICT
    )
    line_id: int
    stands = fields.BooleanField(default=True)

    class Meta:
        table = "matched_line"
        indexes = [Index(fields=("match_id",), name="matched_line_match")]
        # By RunSQL besides: each_bank_line_is_explained_once, what_was_matched_is_kept.


class MatchedPosting(Tenanted):
    """A line of the books in a match. It stands in one at most that is not undone."""

    id = fields.BigIntField(primary_key=True)
    match: fields.ForeignKeyRelation[BankMatch] = fields.ForeignKeyField(
        "coopcouncil.BankMatch", related_name="postings", on_delete=fields.RESTRICT
    )
    match_id: int
    posting_line: fields.ForeignKeyRelation["PostingLine"] = fields.ForeignKeyField(
        "coopcouncil.PostingLine", related_name=False, on_delete=fields.RESTRICT
    )
    posting_line_id: int
    stands = fields.BooleanField(default=True)

    class Meta:
        table = "matched_posting"
        indexes = [Index(fields=("match_id",), name="matched_posting_match")]
        # By RunSQL besides: each_posting_is_on_one_statement, what_was_matched_is_kept.


class LineNote(Tenanted):
    """What somebody found out about a line, without explaining it yet. The latest is shown."""

    id = fields.BigIntField(primary_key=True)
    line: fields.ForeignKeyRelation[BankLine] = fields.ForeignKeyField(
        "coopcouncil.BankLine", related_name="notes", on_delete=fields.RESTRICT
    )
    line_id: int
    text = fields.CharField(max_length=500)
    written_at = fields.DatetimeField()
    written_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    written_by_id: int | None

    class Meta:
        table = "bank_line_note"
        indexes = [Index(fields=("line_id",), name="bank_line_note_line")]


class BankRule(Tenanted):
    """A remembered payer or payee: lines with these words are this member's, or this account's."""

    id = fields.BigIntField(primary_key=True)
    words = fields.CharField(max_length=200)
    comes_in = fields.BooleanField()
    member: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "coopcouncil.Member", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    member_id: int | None
    account: fields.ForeignKeyNullableRelation["Account"] = fields.ForeignKeyField(
        "coopcouncil.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    account_id: int | None
    made_at = fields.DatetimeField()
    made_by: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    made_by_id: int | None

    class Meta:
        table = "bank_rule"
        indexes = [Index(fields=("organisation_id", "id"), name="bank_rule_organisation")]
        constraints = [
            CheckConstraint(
                check="(member_id IS NULL) <> (account_id IS NULL)",
                name="a_rule_points_to_one_thing",
            ),
            CheckConstraint(check="words <> ''", name="a_rule_has_words"),
        ]


__all__ = [
    "BankAccount",
    "BankLine",
    "BankMatch",
    "BankRule",
    "BankStatement",
    "LineNote",
    "MatchedLine",
    "MatchedPosting",
    "StatementColumns",
]
