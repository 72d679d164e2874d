from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.accounts.models import By
from coopcouncil.organisations.kinds import LegalForm, Nation, Role
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0001_kernel")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("slug", fields.CharField(unique=True, max_length=40)),
                ("name", fields.CharField(max_length=200)),
                ("name_cy", fields.CharField(default="", max_length=200)),
                (
                    "legal_form",
                    fields.CharEnumField(
                        description="CO_OPERATIVE_SOCIETY: co-operative-society\nCOMMUNITY_BENEFIT_SOCIETY: community-benefit-society\nCREDIT_UNION: credit-union\nCOMPANY_LIMITED_BY_GUARANTEE: company-limited-by-guarantee\nCIC: cic\nCOUNCIL: council\nSCHOOL: school\nOTHER: other",
                        enum_type=LegalForm,
                        max_length=40,
                    ),
                ),
                (
                    "nation",
                    fields.CharEnumField(
                        description="ENGLAND: england\nWALES: wales\nSCOTLAND: scotland\nNORTHERN_IRELAND: northern-ireland",
                        enum_type=Nation,
                        max_length=20,
                    ),
                ),
                (
                    "parent",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="parent_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="parts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("registered_number", fields.CharField(default="", max_length=20)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("email", fields.CharField(default="", max_length=254)),
                ("telephone", fields.CharField(default="", max_length=40)),
                ("brand_colour", fields.CharField(default="", max_length=7)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "organisation",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Listing",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "listed",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="listed_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="listings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("note", fields.TextField(default="", unique=False)),
                ("note_cy", fields.TextField(default="", unique=False)),
                ("listed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "listing",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("name", fields.CharField(default="", max_length=200)),
                ("language", fields.CharField(null=True, max_length=2)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "person",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("challenge", fields.BinaryField()),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "expires_at",
                    fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "challenge",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DemoSignIn",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=40)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("title", fields.CharField(max_length=120)),
                ("title_cy", fields.CharField(max_length=120)),
                ("to_try", fields.CharField(default="", max_length=300)),
                ("to_try_cy", fields.CharField(default="", max_length=300)),
                ("leads_to", fields.CharField(default="/", max_length=200)),
                ("place", fields.IntField(default=0)),
            ],
            options={
                "table": "demo_sign_in",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EmailAddress",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="addresses",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("address", fields.CharField(unique=True, max_length=254)),
                ("proven_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "email_address",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Grant",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="grants",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "role",
                    fields.CharEnumField(
                        description="SECRETARY: secretary\nCHAIR: chair\nRETURNING_OFFICER: returning-officer\nSCRUTINEER: scrutineer\nTREASURER: treasurer\nDIRECTOR: director\nAUDITOR: auditor\nTRUST_ADMINISTRATOR: trust-administrator\nCREDIT_UNION_OFFICER: credit-union-officer\nPROCUREMENT_LEAD: procurement-lead",
                        enum_type=Role,
                        max_length=30,
                    ),
                ),
                ("over_cluster", fields.BooleanField(default=False)),
                (
                    "granted_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="granted_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("granted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "revoked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="revoked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "role_grant",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "person_id"], name="role_grant_of_a_person")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="passkeys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("credential_id", fields.BinaryField()),
                ("credential_hash", fields.CharField(unique=True, max_length=64)),
                ("public_key", fields.BinaryField()),
                ("sign_count", fields.BigIntField(default=0)),
                ("label", fields.CharField(max_length=100)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "passkey",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RulebookVersion",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("number", fields.IntField()),
                ("effective_from", fields.DateField()),
                (
                    "parameters",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "recorded_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="recorded_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("note", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "rulebook_version",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("browser", fields.CharField(default="", max_length=120)),
                (
                    "by",
                    fields.CharEnumField(
                        description="CODE: code\nLINK: link\nPASSKEY: passkey\nDEMO: demo",
                        enum_type=By,
                        max_length=20,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_on", fields.DateField()),
                (
                    "expires_at",
                    fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInCode",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("address", fields.CharField(db_index=True, max_length=254)),
                ("code_hash", fields.BinaryField()),
                ("link_hash", fields.BinaryField()),
                ("tries_left", fields.SmallIntField()),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "expires_at",
                    fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False),
                ),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_in_code",
                "app": "coopcouncil",
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="Organisation",
            constraint=CheckConstraint(
                check="slug ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'",
                name="an_organisation_has_an_address_of_plain_letters",
            ),
        ),
        ops.AddConstraint(
            model_name="Organisation",
            constraint=CheckConstraint(
                check="parent_id IS NULL OR legal_form = 'school'",
                name="only_a_school_is_part_of_a_trust",
            ),
        ),
        ops.AddConstraint(
            model_name="Organisation",
            constraint=CheckConstraint(
                check="parent_id <> id", name="no_organisation_is_its_own_parent"
            ),
        ),
        ops.AddConstraint(
            model_name="Listing",
            constraint=UniqueConstraint(
                fields=("organisation_id", "listed_id"), name="each_co_operative_is_listed_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Listing",
            constraint=CheckConstraint(
                check="organisation_id <> listed_id", name="no_organisation_lists_itself"
            ),
        ),
        ops.AddConstraint(
            model_name="Person",
            constraint=CheckConstraint(
                check="language IN ('en', 'cy')", name="a_person_chose_a_language_of_ours"
            ),
        ),
        ops.AddConstraint(
            model_name="EmailAddress",
            constraint=CheckConstraint(
                check="address = lower(address)", name="an_email_address_is_kept_in_lower_case"
            ),
        ),
        ops.AddConstraint(
            model_name="Grant",
            constraint=CheckConstraint(
                check="revoked_at >= granted_at", name="a_role_is_granted_before_it_is_revoked"
            ),
        ),
        ops.AddConstraint(
            model_name="RulebookVersion",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_rulebook_version_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="SignInCode",
            constraint=CheckConstraint(check="tries_left >= 0", name="no_code_is_tried_too_often"),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_live_grant_per_person_and_role
                ON role_grant (organisation_id, person_id, role) WHERE revoked_at IS NULL;
            """,
            "DROP INDEX one_live_grant_per_person_and_role",
        ),
        ops.RunSQL(
            """
            CREATE FUNCTION keep_rulebook_version() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'A rulebook version never changes: record a new one.'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER rulebook_versions_never_change
                BEFORE UPDATE OR DELETE ON rulebook_version
                FOR EACH ROW EXECUTE FUNCTION keep_rulebook_version();
            CREATE FUNCTION keep_role_grant() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL
                    AND (NEW.id, NEW.organisation_id, NEW.person_id, NEW.role, NEW.over_cluster,
                         NEW.granted_at)
                      = (OLD.id, OLD.organisation_id, OLD.person_id, OLD.role, OLD.over_cluster,
                         OLD.granted_at)
                    AND NEW.granted_by_id IS NOT DISTINCT FROM OLD.granted_by_id
                THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'A grant is revoked, never rewritten.'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER grants_are_revoked_and_never_rewritten
                BEFORE UPDATE OR DELETE ON role_grant
                FOR EACH ROW EXECUTE FUNCTION keep_role_grant();
            """,
            """
            DROP TRIGGER rulebook_versions_never_change ON rulebook_version;
            DROP FUNCTION keep_rulebook_version();
            DROP TRIGGER grants_are_revoked_and_never_rewritten ON role_grant;
            DROP FUNCTION keep_role_grant();
            """,
        ),
    ]
