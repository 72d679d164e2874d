from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.kernel.clock import now
from coopcouncil.kernel.models import MessageStatus
from json import dumps, loads
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("organisation_id", fields.BigIntField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "payload",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("salt", fields.BinaryField(null=True)),
                ("digest", fields.BinaryField()),
                ("place", fields.BigIntField(null=True)),
                ("link", fields.BinaryField(null=True)),
            ],
            options={
                "table": "audit_entry",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("organisation_id", fields.BigIntField(unique=True)),
                ("place", fields.BigIntField()),
                ("link", fields.BinaryField()),
            ],
            options={
                "table": "audit_head",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("is_demonstration", fields.BooleanField()),
                ("made_at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "installation",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("organisation_id", fields.BigIntField()),
                (
                    "payload",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "execute_after",
                    fields.DatetimeField(default=now, auto_now=False, auto_now_add=False),
                ),
                ("tries", fields.IntField(default=0)),
                ("trouble", fields.CharField(default="", max_length=200)),
                ("died_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "created_at",
                    fields.DatetimeField(default=now, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "job",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("organisation_id", fields.BigIntField()),
                ("purpose", fields.CharField(max_length=100)),
                ("about", fields.CharField(default="", max_length=100)),
                ("recipient", fields.CharField(max_length=320)),
                ("language", fields.CharField(max_length=5)),
                ("subject", fields.CharField(max_length=500)),
                ("text", fields.TextField(null=True, unique=False)),
                ("html", fields.TextField(null=True, unique=False)),
                (
                    "attachments",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("is_sensitive", fields.BooleanField(default=False)),
                (
                    "status",
                    fields.CharEnumField(
                        default=MessageStatus.QUEUED,
                        description="QUEUED: queued\nSENT: sent\nSHOWN: shown\nBOUNCED: bounced\nFAILED: failed",
                        enum_type=MessageStatus,
                        max_length=10,
                    ),
                ),
                ("reason", fields.CharField(default="", max_length=500)),
                ("message_id", fields.CharField(unique=True, max_length=200)),
                (
                    "created_at",
                    fields.DatetimeField(default=now, auto_now=False, auto_now_add=False),
                ),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outbox_message",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "about"], name="outbox_message_about"),
                    Index(fields=["organisation_id", "created_at"], name="outbox_message_when"),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RateCount",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("bucket", fields.CharField(max_length=100)),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("hits", fields.IntField(default=1)),
            ],
            options={
                "table": "rate_count",
                "app": "coopcouncil",
                "indexes": [Index(fields=["starts_at"], name="rate_count_age")],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("organisation_id", fields.BigIntField()),
                ("name", fields.CharField(max_length=200)),
                ("content_type", fields.CharField(max_length=100)),
                ("size", fields.BigIntField()),
                ("sha256", fields.CharField(max_length=64)),
                (
                    "created_at",
                    fields.DatetimeField(default=now, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "stored_file",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id"], name="stored_file_organisation"),
                    Index(fields=["sha256"], name="stored_file_sha256"),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="AuditEntry",
            constraint=UniqueConstraint(
                fields=("organisation_id", "place"), name="one_audit_entry_per_place_in_the_chain"
            ),
        ),
        ops.AddConstraint(
            model_name="AuditEntry",
            constraint=CheckConstraint(
                check="(place IS NULL) = (link IS NULL)", name="a_sealed_audit_entry_has_its_link"
            ),
        ),
        ops.AddConstraint(
            model_name="AuditEntry",
            constraint=CheckConstraint(
                check="(payload IS NULL) = (salt IS NULL)",
                name="an_audit_payload_is_erased_with_its_salt",
            ),
        ),
        ops.AddConstraint(
            model_name="Installation",
            constraint=CheckConstraint(check="id = 1", name="one_installation_per_database"),
        ),
        ops.AddConstraint(
            model_name="RateCount",
            constraint=UniqueConstraint(
                fields=("bucket", "starts_at"), name="one_rate_count_per_span"
            ),
        ),
        ops.AddConstraint(
            model_name="StoredFile",
            constraint=CheckConstraint(check="size >= 0", name="a_stored_file_has_a_size"),
        ),
        # Indexes with a condition or an expression cannot be said in the models.
        ops.RunSQL(
            """
            CREATE INDEX audit_entry_unsealed ON audit_entry (organisation_id, id)
                WHERE place IS NULL;
            CREATE INDEX audit_entry_subject
                ON audit_entry (organisation_id, (payload ->> 'subject'), id);
            CREATE INDEX job_waiting ON job (execute_after, id) WHERE died_at IS NULL;
            """,
            "DROP INDEX audit_entry_unsealed, audit_entry_subject, job_waiting",
        ),
        # The record is written once. What the law lets a person have erased is payload and salt.
        ops.RunSQL(
            """
            CREATE FUNCTION keep_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF NEW.id = OLD.id
                        AND NEW.organisation_id = OLD.organisation_id
                        AND NEW.recorded_at = OLD.recorded_at
                        AND NEW.digest = OLD.digest
                        AND (NEW.payload IS NULL OR NEW.payload = OLD.payload)
                        AND (NEW.salt IS NULL OR NEW.salt = OLD.salt)
                        AND (OLD.place IS NULL OR NEW.place = OLD.place)
                        AND (OLD.link IS NULL OR NEW.link = OLD.link)
                    THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION 'an audit entry is written once' USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER audit_entry_is_kept BEFORE UPDATE OR DELETE ON audit_entry
                FOR EACH ROW EXECUTE FUNCTION keep_audit_entry();
            CREATE TRIGGER audit_entry_is_not_emptied BEFORE TRUNCATE ON audit_entry
                FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_entry();
            CREATE FUNCTION keep_installation() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a database is marked once' USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER installation_is_kept BEFORE UPDATE OR DELETE ON installation
                FOR EACH ROW EXECUTE FUNCTION keep_installation();
            CREATE FUNCTION wake_workers() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NOTIFY job;
                RETURN NULL;
            END $$;
            CREATE TRIGGER job_wakes_workers AFTER INSERT ON job
                FOR EACH STATEMENT EXECUTE FUNCTION wake_workers();
            """,
            """
            DROP TRIGGER audit_entry_is_kept ON audit_entry;
            DROP TRIGGER audit_entry_is_not_emptied ON audit_entry;
            DROP TRIGGER installation_is_kept ON installation;
            DROP TRIGGER job_wakes_workers ON job;
            DROP FUNCTION keep_audit_entry, keep_installation, wake_workers;
            """,
        ),
    ]
