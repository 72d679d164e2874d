"""People, their proven e-mail addresses, passkeys and sessions. Global: no tenant here."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model


class Person(Model):
    """Someone who has signed in at least once, or may."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=200, default="")
    language = fields.CharField(max_length=2, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "person"
        constraints = [
            CheckConstraint(
                check="language IN ('en', 'cy')", name="a_person_chose_a_language_of_ours"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "?"


class EmailAddress(Model):
    """An address that a person reads, in lower case; vouched for until it is proven."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name="addresses", on_delete=fields.CASCADE
    )
    address = fields.CharField(max_length=254, unique=True)
    proven_at = fields.DatetimeField(null=True)

    person_id: int

    class Meta:
        table = "email_address"
        indexes = (Index(fields=("person_id",), name="email_address_of_a_person"),)
        constraints = [
            CheckConstraint(
                check="address = lower(address)", name="an_email_address_is_kept_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class SignInCode(Model):
    """A one-time code or link on its way to an address. Kept as keyed hashes only.

    With a `person` it proves a further address of theirs, and signs nobody in.
    """

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.CASCADE
    )
    address = fields.CharField(max_length=254, db_index=True)
    code_hash = fields.BinaryField()
    link_hash = fields.BinaryField()
    tries_left = fields.SmallIntField()
    asked_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)
    used_at = fields.DatetimeField(null=True)

    person_id: int | None

    class Meta:
        table = "sign_in_code"
        constraints = [
            CheckConstraint(check="tries_left >= 0", name="no_code_is_tried_too_often"),
        ]


class Passkey(Model):
    """A WebAuthn credential."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name="passkeys", on_delete=fields.CASCADE
    )
    credential_id = fields.BinaryField()
    credential_hash = fields.CharField(max_length=64, unique=True)
    public_key = fields.BinaryField()
    sign_count = fields.BigIntField(default=0)
    label = fields.CharField(max_length=100)
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "passkey"


class By(StrEnum):
    """How somebody proved who they are."""

    CODE = "code"
    LINK = "link"
    PASSKEY = "passkey"
    DEMO = "demo"


class Session(Model):
    """One browser, signed in. The cookie bears the token; here stands only its hash."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name="sessions", on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    browser = fields.CharField(max_length=120, default="")
    by = fields.CharEnumField(By, max_length=20)
    started_at = fields.DatetimeField()
    seen_on = fields.DateField()
    expires_at = fields.DatetimeField(db_index=True)
    ended_at = fields.DatetimeField(null=True)

    person_id: int

    class Meta:
        table = "session"


class Challenge(Model):
    """A random challenge that one passkey answer may meet, once, within minutes."""

    id = fields.BigIntField(primary_key=True)
    challenge = fields.BinaryField()
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.CASCADE
    )
    expires_at = fields.DatetimeField(db_index=True)

    person_id: int | None

    class Meta:
        table = "challenge"


class DemoSignIn(Model):
    """A person of the demonstration place whom any visitor may be, with one press."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=40, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, on_delete=fields.CASCADE
    )
    title = fields.CharField(max_length=120)
    title_cy = fields.CharField(max_length=120)
    to_try = fields.CharField(max_length=300, default="")
    to_try_cy = fields.CharField(max_length=300, default="")
    leads_to = fields.CharField(max_length=200, default="/")
    place = fields.IntField(default=0)

    class Meta:
        table = "demo_sign_in"
        ordering = ("place", "id")

    def titled(self, language: str) -> str:
        """Who this is, in the reader's language."""
        return self.title_cy if language == "cy" else self.title

    def suggestion(self, language: str) -> str:
        """What to try as this person, in the reader's language."""
        return self.to_try_cy if language == "cy" else self.to_try
