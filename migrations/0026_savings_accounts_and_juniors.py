from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.organisations.kinds import Role
from coopcouncil.savings.kinds import (
    CheckOf,
    Excluded,
    Found,
    Mode,
    MovementKind,
    ProductKind,
    Reached,
    Relation,
    Return,
    Step,
    Vote,
    Way,
)
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0025_charges_and_payments")]

    initial = False

    operations = [
        ops.CreateModel(
            name="CollectionPoint",
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
                ("name", fields.CharField(max_length=200)),
                ("name_cy", fields.CharField(default="", max_length=200)),
                ("in_use", fields.BooleanField(default=True)),
            ],
            options={"table": "collection_point", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Collection",
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
                    "point",
                    fields.ForeignKeyField(
                        "coopcouncil.CollectionPoint",
                        source_field="point_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("class_name", fields.CharField(max_length=40)),
                ("on", fields.DateField()),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "begun_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="begun_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("counted_total", fields.BigIntField(null=True)),
                ("handed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "handed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="handed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("handed_name", fields.CharField(default="", max_length=201)),
                (
                    "received_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "received_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="received_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("received_name", fields.CharField(default="", max_length=201)),
                (
                    "exported_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "junior_collection", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="CoreReading",
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
                ("as_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("file_name", fields.CharField(default="", max_length=200)),
                ("lines", fields.IntField()),
                ("total", fields.BigIntField()),
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
            ],
            options={"table": "core_reading", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="DividendProposal",
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
                ("since", fields.DateField()),
                ("to", fields.DateField()),
                ("proposed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "proposed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="proposed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "vote",
                    fields.CharEnumField(
                        null=True,
                        description="CARRIED: carried\nLOST: lost",
                        enum_type=Vote,
                        max_length=8,
                    ),
                ),
                ("voted_on", fields.DateField(null=True)),
                ("minute", fields.CharField(default="", max_length=300)),
                ("resolution", fields.CharField(default="", max_length=60)),
                (
                    "recorded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("pay_on", fields.DateField(null=True)),
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "dividend_proposal", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="JuniorSaver",
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
                ("number", fields.BigIntField()),
                ("given_name", fields.CharField(max_length=100)),
                ("family_name", fields.CharField(max_length=100)),
                ("date_of_birth", fields.DateField()),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("language", fields.CharField(default="", max_length=2)),
                (
                    "point",
                    fields.ForeignKeyField(
                        "coopcouncil.CollectionPoint",
                        source_field="point_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("class_name", fields.CharField(default="", max_length=40)),
                ("sort_key", fields.CharField(default="", max_length=300)),
                ("began_on", fields.DateField()),
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
                (
                    "member",
                    fields.OneToOneField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ended_on", fields.DateField(null=True)),
            ],
            options={
                "table": "junior_saver",
                "app": "coopcouncil",
                "indexes": [Index(fields=["point_id", "class_name"], name="junior_saver_class")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="CoreBalance",
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
                    "reading",
                    fields.ForeignKeyField(
                        "coopcouncil.CoreReading",
                        source_field="reading_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="balances",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("account", fields.CharField(max_length=40)),
                ("product", fields.CharField(default="", max_length=100)),
                (
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "junior",
                    fields.ForeignKeyField(
                        "coopcouncil.JuniorSaver",
                        source_field="junior_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("balance", fields.BigIntField()),
            ],
            options={
                "table": "core_balance",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="core_balance_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="GuardianAuthority",
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
                    "junior",
                    fields.ForeignKeyField(
                        "coopcouncil.JuniorSaver",
                        source_field="junior_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="authorities",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=201)),
                (
                    "relation",
                    fields.CharEnumField(
                        description="PARENT: parent\nCARER: carer\nOTHER: other",
                        enum_type=Relation,
                        max_length=8,
                    ),
                ),
                ("contact", fields.CharField(default="", max_length=254)),
                ("may_withdraw", fields.BooleanField(default=True)),
                ("signed_on", fields.DateField()),
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
                ("revoked_on", fields.DateField(null=True)),
                ("revoked_because", fields.CharField(default="", max_length=300)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "guardian_authority",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["junior_id"], name="guardian_authority_junior"),
                    Index(fields=["member_id"], name="guardian_authority_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="IdentityCheck",
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
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "junior",
                    fields.ForeignKeyField(
                        "coopcouncil.JuniorSaver",
                        source_field="junior_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "check_of",
                    fields.CharEnumField(
                        description="IDENTITY: identity\nADDRESS: address\nSANCTIONS: sanctions",
                        enum_type=CheckOf,
                        max_length=12,
                    ),
                ),
                (
                    "found",
                    fields.CharEnumField(
                        description="PASSED: passed\nREFERRED: referred\nFAILED: failed",
                        enum_type=Found,
                        max_length=12,
                    ),
                ),
                ("evidence", fields.CharField(max_length=300)),
                ("checked_on", fields.DateField()),
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
            ],
            options={
                "table": "identity_check",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="identity_check_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ReturnSent",
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
                    "kind",
                    fields.CharEnumField(
                        description="QUARTERLY: CQ\nYEARLY: CY", enum_type=Return, max_length=2
                    ),
                ),
                ("period_end", fields.DateField()),
                ("sent_on", fields.DateField()),
                ("reference", fields.CharField(default="", max_length=100)),
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
            ],
            options={"table": "savings_return", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SavingsMode",
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
                    "mode",
                    fields.CharEnumField(
                        description="BESIDE_CORE: beside-core\nWHOLE_BOOK: whole-book",
                        enum_type=Mode,
                        max_length=20,
                    ),
                ),
                ("core_system", fields.CharField(default="", max_length=100)),
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
            ],
            options={"table": "savings_mode", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SavingsProduct",
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
                ("code", fields.CharField(max_length=12)),
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="SHARES: shares\nJUNIOR: junior",
                        enum_type=ProductKind,
                        max_length=12,
                    ),
                ),
                ("notice_days", fields.IntField(default=0)),
                ("on_offer", fields.BooleanField(default=True)),
            ],
            options={"table": "savings_product", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="DividendRate",
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
                    "proposal",
                    fields.ForeignKeyField(
                        "coopcouncil.DividendProposal",
                        source_field="proposal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rates",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "product",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsProduct",
                        source_field="product_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("percent", fields.DecimalField(max_digits=7, decimal_places=4)),
            ],
            options={"table": "dividend_rate", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SavingsAccount",
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
                ("number", fields.BigIntField()),
                (
                    "product",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsProduct",
                        source_field="product_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "junior",
                    fields.ForeignKeyField(
                        "coopcouncil.JuniorSaver",
                        source_field="junior_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("opened_on", fields.DateField()),
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
                ("closed_on", fields.DateField(null=True)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "excluded",
                    fields.CharEnumField(
                        null=True,
                        description="DORMANT: dormant\nBENEFICIARY: beneficiary\nDISPUTE: dispute\nLEGAL: legal",
                        enum_type=Excluded,
                        max_length=12,
                    ),
                ),
                ("excluded_because", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "savings_account",
                "app": "coopcouncil",
                "indexes": [Index(fields=["junior_id"], name="savings_account_junior")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ContactAttempt",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on", fields.DateField()),
                ("how", fields.CharField(max_length=200)),
                (
                    "reached",
                    fields.CharEnumField(
                        description="TRIED: tried\nANSWERED: answered",
                        enum_type=Reached,
                        max_length=12,
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
            ],
            options={
                "table": "savings_contact_attempt",
                "app": "coopcouncil",
                "indexes": [Index(fields=["account_id"], name="savings_contact_attempt_account")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Dormancy",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", fields.DateField()),
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
                ("ended_on", fields.DateField(null=True)),
                ("ended_because", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "savings_dormancy",
                "app": "coopcouncil",
                "indexes": [Index(fields=["account_id"], name="savings_dormancy_account")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SavingsHolder",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="holders",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.IntField()),
            ],
            options={
                "table": "savings_holder",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="savings_holder_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SavingsNotice",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("given_on", fields.DateField()),
                ("earliest_on", fields.DateField()),
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
                (
                    "taken_back_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "savings_notice",
                "app": "coopcouncil",
                "indexes": [Index(fields=["account_id"], name="savings_notice_account")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SavingsPledge",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("source", fields.CharField(max_length=60)),
                ("since", fields.DateField()),
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
                (
                    "released_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "savings_pledge",
                "app": "coopcouncil",
                "indexes": [Index(fields=["account_id"], name="savings_pledge_account")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Suspicion",
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
                ("about", fields.CharField(max_length=300)),
                ("told", fields.TextField(unique=False)),
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
            ],
            options={"table": "suspicion", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SuspicionStep",
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
                    "suspicion",
                    fields.ForeignKeyField(
                        "coopcouncil.Suspicion",
                        source_field="suspicion_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="steps",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "step",
                    fields.CharEnumField(
                        description="TOLD: told\nNOTED: noted\nREPORTED: reported\nCONSENT: consent\nCLOSED: closed",
                        enum_type=Step,
                        max_length=12,
                    ),
                ),
                ("reference", fields.CharField(default="", max_length=100)),
                ("why", fields.TextField(unique=False)),
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
            ],
            options={
                "table": "suspicion_step",
                "app": "coopcouncil",
                "indexes": [Index(fields=["suspicion_id"], name="suspicion_step_suspicion")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="TillDay",
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
                    "teller",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="teller_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on", fields.DateField()),
                ("opening_float", fields.BigIntField()),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "counted",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("counted_total", fields.BigIntField(null=True)),
                ("expected_total", fields.BigIntField(null=True)),
                ("note", fields.CharField(default="", max_length=300)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "posting",
                    fields.ForeignKeyField(
                        "coopcouncil.Posting",
                        source_field="posting_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "till_day", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SavingsMovement",
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
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="movements",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="OPENING: opening\nDEPOSIT: deposit\nWITHDRAWAL: withdrawal\nCOLLECTION: collection\nDIVIDEND: dividend\nSET_OFF: set-off\nREVERSAL: reversal",
                        enum_type=MovementKind,
                        max_length=12,
                    ),
                ),
                (
                    "way",
                    fields.CharEnumField(
                        description="CASH: cash\nBANK: bank\nBOOKS: books",
                        enum_type=Way,
                        max_length=8,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("on", fields.DateField()),
                ("text", fields.CharField(default="", max_length=200)),
                (
                    "posting",
                    fields.OneToOneField(
                        "coopcouncil.Posting",
                        source_field="posting_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "till",
                    fields.ForeignKeyField(
                        "coopcouncil.TillDay",
                        source_field="till_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "notice",
                    fields.OneToOneField(
                        "coopcouncil.SavingsNotice",
                        source_field="notice_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "reverses",
                    fields.OneToOneField(
                        "coopcouncil.SavingsMovement",
                        source_field="reverses_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
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
            ],
            options={
                "table": "savings_movement",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["account_id", "on"], name="savings_movement_account"),
                    Index(fields=["till_id"], name="savings_movement_till"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="CollectionLine",
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
                    "collection",
                    fields.ForeignKeyField(
                        "coopcouncil.Collection",
                        source_field="collection_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "junior",
                    fields.ForeignKeyField(
                        "coopcouncil.JuniorSaver",
                        source_field="junior_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
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
                (
                    "movement",
                    fields.OneToOneField(
                        "coopcouncil.SavingsMovement",
                        source_field="movement_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "junior_collection_line", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="DividendLine",
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
                    "proposal",
                    fields.ForeignKeyField(
                        "coopcouncil.DividendProposal",
                        source_field="proposal_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "coopcouncil.SavingsAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                (
                    "movement",
                    fields.OneToOneField(
                        "coopcouncil.SavingsMovement",
                        source_field="movement_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "dividend_line", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AlterField(
            model_name="Account",
            name="purpose",
            field=fields.CharEnumField(
                null=True,
                description="BANK: bank\nCASH: cash\nSTRIPE_CLEARING: stripe-clearing\nOWED_BY_MEMBERS: owed-by-members\nLOANS: loans\nLOAN_PROVISION: loan-provision\nPAYABLE_TO_MEMBERS: payable-to-members\nDEPOSITS: deposits\nMEMBERS_SHARES: members-shares\nDEFERRED_INCOME: deferred-income\nSUSPENSE: suspense\nSHARE_CAPITAL: share-capital\nRESERVES: reserves\nSUBSCRIPTIONS: subscriptions\nRENTS: rents\nSERVICES: services\nDONATIONS: donations\nLOAN_INTEREST: loan-interest\nOTHER_INCOME: other-income\nPAYMENT_FEES: payment-fees\nBAD_DEBTS: bad-debts\nSHARE_INTEREST: share-interest\nDIVIDENDS: dividends\nRUNNING_COSTS: running-costs\nCASH_DIFFERENCES: cash-differences",
                enum_type=Purpose,
                max_length=24,
            ),
        ),
        ops.AlterField(
            model_name="Grant",
            name="role",
            field=fields.CharEnumField(
                description="SECRETARY: secretary\nCHAIR: chair\nRETURNING_OFFICER: returning-officer\nSCRUTINEER: scrutineer\nTREASURER: treasurer\nDIRECTOR: director\nAUDITOR: auditor\nTRUST_ADMINISTRATOR: trust-administrator\nSAFEGUARDING_LEAD: safeguarding-lead\nTEACHER: teacher\nCREDIT_UNION_OFFICER: credit-union-officer\nNOMINATED_OFFICER: nominated-officer\nPROCUREMENT_LEAD: procurement-lead",
                enum_type=Role,
                max_length=30,
            ),
        ),
        ops.AddConstraint(
            model_name="CollectionPoint",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_collection_point_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="Collection",
            constraint=UniqueConstraint(
                fields=("point_id", "class_name", "on"), name="one_collection_per_class_and_day"
            ),
        ),
        ops.AddConstraint(
            model_name="Collection",
            constraint=CheckConstraint(
                check="(handed_at IS NULL) = (counted_total IS NULL)",
                name="a_collection_is_handed_over_counted",
            ),
        ),
        ops.AddConstraint(
            model_name="Collection",
            constraint=CheckConstraint(
                check="received_at IS NULL OR handed_at IS NOT NULL",
                name="a_collection_is_received_after_it_is_handed_over",
            ),
        ),
        ops.AddConstraint(
            model_name="Collection",
            constraint=CheckConstraint(
                check="received_by_id <> handed_by_id", name="two_people_sign_for_a_collection"
            ),
        ),
        ops.AddConstraint(
            model_name="CoreReading",
            constraint=UniqueConstraint(
                fields=("organisation_id", "as_at"), name="one_reading_per_moment"
            ),
        ),
        ops.AddConstraint(
            model_name="DividendProposal",
            constraint=CheckConstraint(check='since <= "to"', name="a_dividend_is_of_some_days"),
        ),
        ops.AddConstraint(
            model_name="DividendProposal",
            constraint=CheckConstraint(
                check="(vote IS NULL) = (voted_on IS NULL)", name="a_vote_was_on_a_day"
            ),
        ),
        ops.AddConstraint(
            model_name="DividendProposal",
            constraint=CheckConstraint(
                check="pay_on IS NULL OR vote = 'carried'", name="no_dividend_without_its_vote"
            ),
        ),
        ops.AddConstraint(
            model_name="JuniorSaver",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_junior_saver_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="CoreBalance",
            constraint=UniqueConstraint(
                fields=("reading_id", "account"), name="one_balance_per_core_account"
            ),
        ),
        ops.AddConstraint(
            model_name="GuardianAuthority",
            constraint=CheckConstraint(
                check="(revoked_on IS NULL) = (revoked_at IS NULL)",
                name="an_authority_is_revoked_on_a_day",
            ),
        ),
        ops.AddConstraint(
            model_name="IdentityCheck",
            constraint=CheckConstraint(
                check="(member_id IS NULL) <> (junior_id IS NULL)", name="a_check_is_of_one_person"
            ),
        ),
        ops.AddConstraint(
            model_name="ReturnSent",
            constraint=UniqueConstraint(
                fields=("organisation_id", "kind", "period_end"), name="one_return_per_period"
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsProduct",
            constraint=UniqueConstraint(
                fields=("organisation_id", "code"), name="one_savings_product_per_code"
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsProduct",
            constraint=CheckConstraint(check="notice_days >= 0", name="notice_is_of_days_to_come"),
        ),
        ops.AddConstraint(
            model_name="DividendRate",
            constraint=UniqueConstraint(
                fields=("proposal_id", "product_id"), name="one_rate_per_product"
            ),
        ),
        ops.AddConstraint(
            model_name="DividendRate",
            constraint=CheckConstraint(check="percent >= 0", name="a_rate_is_not_negative"),
        ),
        ops.AddConstraint(
            model_name="SavingsAccount",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_savings_account_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsAccount",
            constraint=CheckConstraint(
                check="(closed_on IS NULL) = (closed_at IS NULL)",
                name="a_savings_account_is_closed_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsHolder",
            constraint=UniqueConstraint(
                fields=("account_id", "member_id"), name="a_holder_holds_once"
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsHolder",
            constraint=UniqueConstraint(
                fields=("account_id", "place"), name="one_holder_per_place"
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsHolder",
            constraint=CheckConstraint(check="place >= 1", name="the_first_holder_is_number_one"),
        ),
        ops.AddConstraint(
            model_name="SavingsNotice",
            constraint=CheckConstraint(check="amount > 0", name="notice_is_of_an_amount"),
        ),
        ops.AddConstraint(
            model_name="SavingsNotice",
            constraint=CheckConstraint(
                check="given_on <= earliest_on", name="savings_wait_for_their_notice"
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsPledge",
            constraint=CheckConstraint(check="amount > 0", name="a_pledge_is_of_an_amount"),
        ),
        ops.AddConstraint(
            model_name="TillDay",
            constraint=UniqueConstraint(
                fields=("organisation_id", "teller_id", "on"), name="one_till_per_teller_and_day"
            ),
        ),
        ops.AddConstraint(
            model_name="TillDay",
            constraint=CheckConstraint(check="opening_float >= 0", name="a_float_is_not_negative"),
        ),
        ops.AddConstraint(
            model_name="TillDay",
            constraint=CheckConstraint(
                check="(closed_at IS NULL) = (counted_total IS NULL)",
                name="a_till_is_closed_by_counting",
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsMovement",
            constraint=CheckConstraint(check="amount <> 0", name="a_movement_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="SavingsMovement",
            constraint=CheckConstraint(
                check="(kind = 'reversal') = (reverses_id IS NOT NULL)",
                name="a_reversed_movement_is_named",
            ),
        ),
        ops.AddConstraint(
            model_name="SavingsMovement",
            constraint=CheckConstraint(
                check="kind = 'reversal' OR (amount > 0) = (kind NOT IN ('withdrawal','set-off'))",
                name="in_is_positive_and_out_is_negative",
            ),
        ),
        ops.AddConstraint(
            model_name="CollectionLine",
            constraint=UniqueConstraint(
                fields=("collection_id", "junior_id"), name="one_line_per_child_and_collection"
            ),
        ),
        ops.AddConstraint(
            model_name="CollectionLine",
            constraint=CheckConstraint(check="amount > 0", name="a_child_brought_something"),
        ),
        ops.AddConstraint(
            model_name="DividendLine",
            constraint=UniqueConstraint(
                fields=("proposal_id", "account_id"), name="one_dividend_per_account"
            ),
        ),
        ops.AddConstraint(
            model_name="DividendLine",
            constraint=CheckConstraint(check="amount > 0", name="a_dividend_is_of_a_penny"),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_open_pledge_per_source
                ON savings_pledge (account_id, source) WHERE released_at IS NULL;
            CREATE UNIQUE INDEX one_open_dormancy_per_account
                ON savings_dormancy (account_id) WHERE ended_on IS NULL;
            CREATE FUNCTION keep_savings() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a row of % is never changed or deleted', TG_TABLE_NAME
                    USING ERRCODE = '23514';
            END $$;
            CREATE FUNCTION move_savings() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one savings_account;
                before bigint;
                pledged bigint;
                posted bigint;
            BEGIN
                -- Two tellers on one account wait for each other here, whatever they asked before.
                SELECT * INTO one FROM savings_account WHERE id = NEW.account_id FOR UPDATE;
                IF one.organisation_id <> NEW.organisation_id THEN
                    RAISE EXCEPTION 'account % is of other savings', NEW.account_id
                        USING ERRCODE = '23514';
                END IF;
                IF one.closed_on IS NOT NULL THEN
                    RAISE EXCEPTION 'account % is closed', one.number USING ERRCODE = '23514';
                END IF;
                SELECT coalesce(sum(amount), 0) INTO before FROM savings_movement
                    WHERE account_id = NEW.account_id;
                IF before + NEW.amount < 0 THEN
                    RAISE EXCEPTION 'account % would be below nothing', one.number
                        USING ERRCODE = '23514';
                END IF;
                IF NEW.amount < 0 AND NEW.kind <> 'set-off' THEN
                    SELECT coalesce(sum(amount), 0) INTO pledged FROM savings_pledge
                        WHERE account_id = NEW.account_id AND released_at IS NULL;
                    IF before + NEW.amount < pledged THEN
                        RAISE EXCEPTION 'account % has pledged what would be taken', one.number
                            USING ERRCODE = '23514';
                    END IF;
                END IF;
                SELECT coalesce(-sum(l.amount), 0) INTO posted FROM posting_line l
                    JOIN ledger_account a ON a.id = l.account_id
                    WHERE l.posting_id = NEW.posting_id
                    AND l.organisation_id = NEW.organisation_id
                    AND a.purpose IN ('members-shares', 'deposits');
                IF posted <> NEW.amount THEN
                    RAISE EXCEPTION 'a movement of % has a posting of %', NEW.amount, posted
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION pledge_savings() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                held bigint;
                pledged bigint;
            BEGIN
                PERFORM 1 FROM savings_account WHERE id = NEW.account_id FOR UPDATE;
                SELECT coalesce(sum(amount), 0) INTO held FROM savings_movement
                    WHERE account_id = NEW.account_id;
                SELECT coalesce(sum(amount), 0) INTO pledged FROM savings_pledge
                    WHERE account_id = NEW.account_id AND released_at IS NULL AND id <> NEW.id;
                IF NEW.released_at IS NULL AND held < pledged + NEW.amount THEN
                    RAISE EXCEPTION 'more would be pledged than there is'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            -- No pooling, no transfer between savers: what leaves one saver's savings pays into
            -- nobody's savings, and stands against no other member.
            CREATE FUNCTION part_savers() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                of_savings text;
            BEGIN
                SELECT a.purpose INTO of_savings FROM ledger_account a
                    WHERE a.id = NEW.account_id AND a.purpose IN ('members-shares', 'deposits');
                IF of_savings IS NULL THEN
                    RETURN NULL;
                END IF;
                IF NEW.amount > 0 AND EXISTS (
                    SELECT 1 FROM posting_line l JOIN ledger_account a ON a.id = l.account_id
                    WHERE l.posting_id = NEW.posting_id AND (
                        (l.amount < 0 AND a.purpose IN ('members-shares', 'deposits'))
                        OR (l.member_id IS NOT NULL
                            AND l.member_id IS DISTINCT FROM NEW.member_id)
                    )
                ) THEN
                    RAISE EXCEPTION 'a posting moves savings from one saver to another'
                        USING ERRCODE = '23514';
                END IF;
                IF (SELECT mode FROM savings_mode WHERE organisation_id = NEW.organisation_id
                    ORDER BY id DESC LIMIT 1) = 'whole-book'
                    AND NOT EXISTS (
                        SELECT 1 FROM savings_movement WHERE posting_id = NEW.posting_id
                    )
                THEN
                    RAISE EXCEPTION 'savings are posted without an account of savings'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            CREATE FUNCTION close_savings_empty() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.number, NEW.product_id, NEW.junior_id, NEW.organisation_id)
                    IS DISTINCT FROM (OLD.number, OLD.product_id, OLD.junior_id,
                        OLD.organisation_id)
                THEN
                    RAISE EXCEPTION 'an account keeps its number, its kind and its saver'
                        USING ERRCODE = '23514';
                END IF;
                IF NEW.closed_on IS NOT NULL AND (
                    SELECT coalesce(sum(amount), 0) FROM savings_movement
                    WHERE account_id = NEW.id
                ) <> 0 THEN
                    RAISE EXCEPTION 'an account is closed with nothing on it'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION keep_counted_till() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.closed_at IS NOT NULL OR TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a till that was counted stays as it was counted'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION keep_handed_over() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND (NEW.collection_id, NEW.junior_id, NEW.amount)
                    IS NOT DISTINCT FROM (OLD.collection_id, OLD.junior_id, OLD.amount)
                    AND OLD.movement_id IS NULL
                THEN
                    RETURN NEW;
                END IF;
                IF EXISTS (
                    SELECT 1 FROM junior_collection
                    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.collection_id
                        ELSE NEW.collection_id END
                    AND handed_at IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'a collection that was handed over stays as it was'
                        USING ERRCODE = '23514';
                END IF;
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END $$;
            CREATE FUNCTION keep_dividend_line() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.movement_id IS NOT NULL
                    OR (NEW.proposal_id, NEW.account_id, NEW.amount)
                    IS DISTINCT FROM (OLD.proposal_id, OLD.account_id, OLD.amount)
                THEN
                    RAISE EXCEPTION 'what a dividend gives an account is fixed when proposed'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER savings_movement_is_kept BEFORE UPDATE OR DELETE ON savings_movement
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER savings_movement_is_not_emptied BEFORE TRUNCATE ON savings_movement
                FOR EACH STATEMENT EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER savings_holder_is_kept BEFORE UPDATE OR DELETE ON savings_holder
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER identity_check_is_kept BEFORE UPDATE OR DELETE ON identity_check
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER suspicion_is_kept BEFORE UPDATE OR DELETE ON suspicion
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER suspicion_step_is_kept BEFORE UPDATE OR DELETE ON suspicion_step
                FOR EACH ROW EXECUTE FUNCTION keep_savings();
            CREATE TRIGGER savings_never_below_nothing BEFORE INSERT ON savings_movement
                FOR EACH ROW EXECUTE FUNCTION move_savings();
            CREATE TRIGGER savings_are_pledged_once BEFORE INSERT OR UPDATE ON savings_pledge
                FOR EACH ROW EXECUTE FUNCTION pledge_savings();
            CREATE CONSTRAINT TRIGGER savings_stay_with_their_saver AFTER INSERT ON posting_line
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION part_savers();
            CREATE TRIGGER savings_account_is_closed_empty BEFORE UPDATE ON savings_account
                FOR EACH ROW EXECUTE FUNCTION close_savings_empty();
            CREATE TRIGGER till_day_is_kept BEFORE UPDATE OR DELETE ON till_day
                FOR EACH ROW EXECUTE FUNCTION keep_counted_till();
            CREATE TRIGGER collection_line_is_kept
                BEFORE INSERT OR UPDATE OR DELETE ON junior_collection_line
                FOR EACH ROW EXECUTE FUNCTION keep_handed_over();
            CREATE TRIGGER dividend_line_is_kept BEFORE UPDATE OR DELETE ON dividend_line
                FOR EACH ROW EXECUTE FUNCTION keep_dividend_line();
            """,
            """
            DROP FUNCTION keep_dividend_line CASCADE;
            DROP FUNCTION keep_handed_over CASCADE;
            DROP FUNCTION keep_counted_till CASCADE;
            DROP FUNCTION close_savings_empty CASCADE;
            DROP FUNCTION part_savers CASCADE;
            DROP FUNCTION pledge_savings CASCADE;
            DROP FUNCTION move_savings CASCADE;
            DROP FUNCTION keep_savings CASCADE;
            DROP INDEX one_open_dormancy_per_account;
            DROP INDEX one_open_pledge_per_source;
            """,
        ),
    ]
