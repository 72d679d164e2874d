"""People, their proven e-mail addresses, passkeys and sessions. Global: no tenant here."""

from tortoise import fields
from tortoise.models import Model


class Person(Model):
    """Someone who has signed in at least once, or may."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=200, default="")
    language = fields.CharField(max_length=2, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "person"

    def __str__(self) -> str:
        return self.name or "?"


class EmailAddress(Model):
    """An address that a person has proven to read. Lower case."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name="addresses", on_delete=fields.CASCADE
    )
    address = fields.CharField(max_length=254, unique=True)
    proven_at = fields.DatetimeField()

    class Meta:
        table = "email_address"


class SignInCode(Model):
    """A one-time code or link on its way to an address. Kept as hashes only."""

    id = fields.BigIntField(primary_key=True)
    address = fields.CharField(max_length=254, db_index=True)
    code_hash = fields.BinaryField()
    link_hash = fields.BinaryField()
    tries_left = fields.SmallIntField()
    asked_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_code"


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


class Session(Model):
    """One browser, signed in. The cookie bears the token; here stands only its hash."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name="sessions", on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    browser = fields.CharField(max_length=120, default="")
    by = fields.CharField(max_length=20)
    started_at = fields.DatetimeField()
    seen_on = fields.DateField()
    expires_at = fields.DatetimeField(db_index=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"
