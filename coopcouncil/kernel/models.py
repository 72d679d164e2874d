"""The kernel's tables. They carry an organisation's number without a foreign key: what they
record outlives the rows that it is about, and zero stands for the installation itself."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from coopcouncil.kernel import clock

INSTALLATION = 0


class AuditEntry(Model):
    """One thing that somebody did. Payload and salt can be erased; digest and link stay."""

    id = fields.BigIntField(primary_key=True)
    organisation_id = fields.BigIntField()
    recorded_at = fields.DatetimeField()
    payload = fields.JSONField[dict[str, object] | None](null=True)
    salt = fields.BinaryField(null=True)
    digest = fields.BinaryField()
    # Its place in the chain and the link up to it: empty until the sealer comes by.
    place = fields.BigIntField(null=True)
    link = fields.BinaryField(null=True)

    class Meta:
        table = "audit_entry"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "place"), name="one_audit_entry_per_place_in_the_chain"
            ),
            CheckConstraint(
                check="(place IS NULL) = (link IS NULL)", name="a_sealed_audit_entry_has_its_link"
            ),
            CheckConstraint(
                check="(payload IS NULL) = (salt IS NULL)",
                name="an_audit_payload_is_erased_with_its_salt",
            ),
        ]
        # By RunSQL besides: audit_entry_unsealed, audit_entry_subject, and the triggers.


class AuditHead(Model):
    """How far an organisation's chain is sealed, so that a missing end is noticed."""

    id = fields.BigIntField(primary_key=True)
    organisation_id = fields.BigIntField(unique=True)
    place = fields.BigIntField()
    link = fields.BinaryField()

    class Meta:
        table = "audit_head"


class MessageStatus(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    SHOWN = "shown"  # No server to send by: it can be read on the screen alone.
    BOUNCED = "bounced"
    FAILED = "failed"


class OutboxMessage(Model):
    """An e-mail to one person, written in the transaction that it tells about."""

    id = fields.BigIntField(primary_key=True)
    organisation_id = fields.BigIntField()
    purpose = fields.CharField(max_length=100)
    about = fields.CharField(max_length=100, default="")
    recipient = fields.CharField(max_length=320)
    language = fields.CharField(max_length=5)
    subject = fields.CharField(max_length=500)
    # Nothing once a sensitive message is sent.
    text = fields.TextField(null=True)
    html = fields.TextField(null=True)
    # Ids of stored files.
    attachments = fields.JSONField[list[int]](default=list)
    is_sensitive = fields.BooleanField(default=False)
    status = fields.CharEnumField(MessageStatus, max_length=10, default=MessageStatus.QUEUED)
    reason = fields.CharField(max_length=500, default="")
    # By which server, and under which number GOV.UK Notify knows it.
    via = fields.CharField(max_length=10, default="smtp", db_default="smtp")
    remote_id = fields.CharField(max_length=40, default="", db_default="")
    # Where news are stopped with one press (RFC 8058); service messages have none.
    unsubscribe = fields.CharField(max_length=500, default="", db_default="")
    # The same at each try, so that a receiver can drop a second copy.
    message_id = fields.CharField(max_length=200, unique=True)
    created_at = fields.DatetimeField(default=clock.now)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "outbox_message"
        indexes = [
            Index(fields=("organisation_id", "about"), name="outbox_message_about"),
            Index(fields=("organisation_id", "created_at"), name="outbox_message_when"),
        ]


class StoredFile(Model):
    """An upload or a made document; its bytes lie in the file store under their hash."""

    id = fields.BigIntField(primary_key=True)
    organisation_id = fields.BigIntField()
    name = fields.CharField(max_length=200)
    content_type = fields.CharField(max_length=100)
    size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    created_at = fields.DatetimeField(default=clock.now)

    class Meta:
        table = "stored_file"
        indexes = [
            Index(fields=("organisation_id",), name="stored_file_organisation"),
            Index(fields=("sha256",), name="stored_file_sha256"),
        ]
        constraints = [
            CheckConstraint(check="size >= 0", name="a_stored_file_has_a_size"),
        ]


class RateCount(Model):
    """How often one thing was tried in one span of time. The bucket is a keyed hash."""

    id = fields.BigIntField(primary_key=True)
    bucket = fields.CharField(max_length=100)
    starts_at = fields.DatetimeField()
    hits = fields.IntField(default=1)

    class Meta:
        table = "rate_count"
        constraints = [
            UniqueConstraint(fields=("bucket", "starts_at"), name="one_rate_count_per_span"),
        ]
        indexes = [Index(fields=("starts_at",), name="rate_count_age")]


class Installation(Model):
    """One row: what this database is for. A demonstration stays one for ever."""

    id = fields.IntField(primary_key=True)
    is_demonstration = fields.BooleanField()
    made_at = fields.DatetimeField(default=clock.now)

    class Meta:
        table = "installation"
        constraints = [CheckConstraint(check="id = 1", name="one_installation_per_database")]


class Job(Model):
    """Something to do after the commit: done once at least, by whichever worker is free."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=100)
    organisation_id = fields.BigIntField()
    payload = fields.JSONField[dict[str, object]]()
    execute_after = fields.DatetimeField(default=clock.now)
    tries = fields.IntField(default=0)
    # Why the last try failed: the kind of trouble, never its text, which may hold personal data.
    trouble = fields.CharField(max_length=200, default="")
    died_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(default=clock.now)

    class Meta:
        table = "job"
        # By RunSQL besides: job_waiting and the trigger that wakes the workers.
