"""The closed sets of banking. Standard library only."""

from enum import StrEnum


class Bank(StrEnum):
    """Whose statements are known by their headings. Any other bank's are named by the treasurer."""

    BARCLAYS = "barclays"
    CO_OPERATIVE = "co-operative"
    HSBC = "hsbc"
    LLOYDS = "lloyds"
    MONZO = "monzo"
    NATWEST = "natwest"
    SANTANDER = "santander"
    STARLING = "starling"
    UNITY_TRUST = "unity-trust"
    OTHER = "other"


class Format(StrEnum):
    """How a statement is written."""

    CSV = "csv"
    OFX = "ofx"
    MT940 = "mt940"
    CAMT = "camt.053"


class StatementState(StrEnum):
    """How far a statement has come. What was dropped or undone stays as the record of it."""

    UPLOADED = "uploaded"  # Its columns are not known yet.
    PREVIEWED = "previewed"
    TAKEN = "taken"
    DROPPED = "dropped"
    UNDONE = "undone"


UNDECIDED = (StatementState.UPLOADED, StatementState.PREVIEWED)


class Column(StrEnum):
    """What a column of a statement holds."""

    DATE = "date"
    AMOUNT = "amount"
    PAID_IN = "paid-in"
    PAID_OUT = "paid-out"
    TEXT = "text"
    NAME = "name"
    REFERENCE = "reference"
    KIND = "kind"
    BALANCE = "balance"
    ID = "id"
    SORT_CODE = "sort-code"
    ACCOUNT = "account"
    CURRENCY = "currency"
    IGNORED = ""


class BookKind(StrEnum):
    """What a line of the bank may turn out to be. Higher slices have their own besides."""

    POSTING = "posting"  # Something that the books have already.
    ACCOUNT = "account"  # Bank charges, interest: straight to an account.
    MEMBER = "member"  # Money of a member, set against what they owe.
    PAYOUT = "payout"  # A payment run of ours that left.
    BY_HAND = "by-hand"  # Put together from several.
    CANCELLED = "cancelled"  # Postings that cancel each other; no line of the bank.
