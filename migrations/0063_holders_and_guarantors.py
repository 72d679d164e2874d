from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.savings.holders.kinds import Change, Ground
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0062_words_of_a_list_in_order")]

    initial = False

    operations = [
        ops.CreateModel(
            name="EstatePayment",
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
                (
                    "ground",
                    fields.CharEnumField(
                        description="NOMINEE: nominee\nSMALL: small\nGRANT: grant",
                        enum_type=Ground,
                        max_length=8,
                    ),
                ),
                ("paid_to", fields.CharField(max_length=150)),
                ("evidence", fields.CharField(max_length=300)),
                ("amount", fields.BigIntField()),
                (
                    "payee",
                    fields.ForeignKeyField(
                        "coopcouncil.Payee",
                        source_field="payee_id",
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
                ("asked_on", fields.DateField()),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="asked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "given_up_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "savings_estate_payment",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="estate_payment_of_a_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HolderChange",
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
                (
                    "change",
                    fields.CharEnumField(
                        description="ADDED: added\nPARTED: parted\nDIED: died",
                        enum_type=Change,
                        max_length=8,
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
                ("evidence", fields.CharField(max_length=300)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="asked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "holders",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "posting",
                    fields.OneToOneField(
                        "coopcouncil.Posting",
                        source_field="posting_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "done_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="done_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("dropped_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "savings_holder_change",
                "app": "coopcouncil",
                "indexes": [Index(fields=["account_id"], name="holder_change_of_an_account")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HolderConsent",
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
                    "change",
                    fields.ForeignKeyField(
                        "coopcouncil.HolderChange",
                        source_field="change_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="consents",
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
                ("evidence", fields.CharField(max_length=300)),
                ("agreed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
            options={"table": "savings_holder_consent", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanGuarantor",
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
                    "application",
                    fields.ForeignKeyField(
                        "coopcouncil.LoanApplication",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="guarantors",
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
                ("name", fields.CharField(max_length=150)),
                ("address", fields.TextField(default="", unique=False)),
                ("email", fields.CharField(default="", max_length=254)),
                ("language", fields.CharField(default="en", max_length=2)),
                ("most", fields.BigIntField()),
                ("named_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "named_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="named_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("told_on", fields.DateField(null=True)),
                ("agreed_on", fields.DateField(null=True)),
                ("evidence", fields.CharField(default="", max_length=300)),
                ("agreed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "agreed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="agreed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("released_on", fields.DateField(null=True)),
                ("released_because", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "loan_guarantor",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["application_id"], name="guarantor_of_an_application"),
                    Index(fields=["member_id"], name="guarantor_who_is_a_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="GuaranteeCall",
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
                    "guarantor",
                    fields.ForeignKeyField(
                        "coopcouncil.LoanGuarantor",
                        source_field="guarantor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="calls",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "loan",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="loan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("late_since", fields.DateField()),
                ("overdue", fields.BigIntField()),
                ("called_on", fields.DateField()),
                ("by_mail", fields.BooleanField(default=False)),
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
                "table": "guarantee_call",
                "app": "coopcouncil",
                "indexes": [Index(fields=["loan_id"], name="guarantee_call_of_a_loan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="GuaranteePayment",
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
                    "guarantor",
                    fields.ForeignKeyField(
                        "coopcouncil.LoanGuarantor",
                        source_field="guarantor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="payments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "event",
                    fields.OneToOneField(
                        "coopcouncil.LoanEvent",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "guarantee_payment", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="EstatePayment",
            constraint=CheckConstraint(check="amount > 0", name="an_estate_is_paid_something"),
        ),
        ops.AddConstraint(
            model_name="EstatePayment",
            constraint=CheckConstraint(
                check="evidence <> '' AND paid_to <> ''", name="an_estate_is_paid_on_evidence"
            ),
        ),
        ops.AddConstraint(
            model_name="EstatePayment",
            constraint=CheckConstraint(
                check="movement_id IS NULL OR given_up_at IS NULL", name="an_estate_is_paid_or_not"
            ),
        ),
        ops.AddConstraint(
            model_name="HolderChange",
            constraint=CheckConstraint(check="evidence <> ''", name="holders_change_on_evidence"),
        ),
        ops.AddConstraint(
            model_name="HolderChange",
            constraint=CheckConstraint(
                check="(done_at IS NULL) = (holders IS NULL)", name="a_change_says_who_holds_it"
            ),
        ),
        ops.AddConstraint(
            model_name="HolderChange",
            constraint=CheckConstraint(
                check="done_at IS NULL OR dropped_at IS NULL", name="a_change_is_done_or_given_up"
            ),
        ),
        ops.AddConstraint(
            model_name="HolderConsent",
            constraint=UniqueConstraint(
                fields=("change_id", "member_id"), name="a_holder_agrees_once"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanGuarantor",
            constraint=CheckConstraint(check="most > 0", name="a_guarantor_answers_for_something"),
        ),
        ops.AddConstraint(
            model_name="LoanGuarantor",
            constraint=CheckConstraint(
                check="(agreed_on IS NULL) = (agreed_at IS NULL)",
                name="a_guarantor_agrees_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="LoanGuarantor",
            constraint=CheckConstraint(
                check="agreed_on IS NULL OR (told_on <= agreed_on AND evidence <> '')",
                name="a_guarantor_is_told_before_agreeing",
            ),
        ),
        ops.AddConstraint(
            model_name="GuaranteeCall",
            constraint=CheckConstraint(
                check="amount > 0 AND amount <= overdue", name="no_more_is_asked_than_is_late"
            ),
        ),
    ]
