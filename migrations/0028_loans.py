from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.savings.loans.kinds import HoldKind, Outcome, Signing, State, Way, Why
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.replay import What
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0027_statements_of_the_bank")]

    initial = False

    operations = [
        ops.CreateModel(
            name="LoanProduct",
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
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                ("about", fields.TextField(default="", unique=False)),
                ("about_cy", fields.TextField(default="", unique=False)),
                ("rate_parts", fields.IntField()),
                ("least", fields.BigIntField()),
                ("most", fields.BigIntField()),
                ("longest_months", fields.IntField()),
                ("secured", fields.BooleanField(default=False)),
                ("corporate", fields.BooleanField(default=False)),
                ("attached_withdrawable", fields.BooleanField(default=False)),
                ("on_offer", fields.BooleanField(default=True)),
            ],
            options={"table": "loan_product", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanProvision",
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
                ("on", fields.DateField()),
                ("total", fields.BigIntField()),
                ("change", fields.BigIntField()),
                (
                    "rows",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
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
                "table": "loan_provision",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "on"], name="loan_provision_day")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PayrollEmployer",
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
                ("name", fields.CharField(max_length=100)),
                ("contact", fields.CharField(default="", max_length=200)),
            ],
            options={"table": "payroll_employer", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PayrollReturn",
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
                    "employer",
                    fields.ForeignKeyField(
                        "coopcouncil.PayrollEmployer",
                        source_field="employer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on", fields.DateField()),
                ("fingerprint", fields.CharField(max_length=64)),
                ("total", fields.BigIntField()),
                ("lines", fields.IntField()),
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
            options={"table": "payroll_return", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanApplication",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "product",
                    fields.ForeignKeyField(
                        "coopcouncil.LoanProduct",
                        source_field="product_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                (
                    "every",
                    fields.CharEnumField(
                        description="WEEK: week\nFORTNIGHT: fortnight\nFOUR_WEEKS: four-weeks\nMONTH: month",
                        enum_type=Every,
                        max_length=12,
                    ),
                ),
                ("payments", fields.IntField()),
                ("attach", fields.BigIntField(default=0)),
                ("purpose", fields.TextField(default="", unique=False)),
                ("by_member", fields.BooleanField(default=False)),
                ("applied_on", fields.DateField()),
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
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="AGREED: agreed\nDECLINED: declined\nWITHDRAWN: withdrawn",
                        enum_type=Outcome,
                        max_length=12,
                    ),
                ),
                ("decided_on", fields.DateField(null=True)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "decided_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="decided_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "reasons",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("words", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "loan_application",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "outcome"], name="loan_application_waiting"),
                    Index(fields=["member_id"], name="loan_application_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Loan",
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
                    "application",
                    fields.OneToOneField(
                        "coopcouncil.LoanApplication",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="loan",
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
                    "product",
                    fields.ForeignKeyField(
                        "coopcouncil.LoanProduct",
                        source_field="product_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("principal", fields.BigIntField()),
                ("rate_parts", fields.IntField()),
                ("apr", fields.DecimalField(max_digits=5, decimal_places=1)),
                ("lend_on", fields.DateField()),
                ("anchor", fields.DateField()),
                ("secured", fields.BooleanField(default=False)),
                ("corporate", fields.BooleanField(default=False)),
                ("attached_withdrawable", fields.BooleanField(default=False)),
                ("attach", fields.BigIntField(default=0)),
                (
                    "refinances",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="refinances_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=State.OFFERED,
                        description="OFFERED: offered\nSIGNED: signed\nON_ITS_WAY: on-its-way\nRUNNING: running\nSETTLED: settled\nWRITTEN_OFF: written-off\nDROPPED: dropped",
                        enum_type=State,
                        max_length=12,
                    ),
                ),
                ("agreed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
                ("signed_on", fields.DateField(null=True)),
                (
                    "signed_how",
                    fields.CharEnumField(
                        null=True,
                        description="PAPER: paper\nONLINE: online",
                        enum_type=Signing,
                        max_length=8,
                    ),
                ),
                ("paid_out_on", fields.DateField(null=True)),
                ("ended_on", fields.DateField(null=True)),
            ],
            options={
                "table": "loan",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "state"], name="loan_state"),
                    Index(fields=["member_id"], name="loan_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanAccrual",
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
                    "loan",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="loan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="accruals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("to", fields.DateField()),
                ("amount", fields.BigIntField()),
                (
                    "posting",
                    fields.ForeignKeyField(
                        "coopcouncil.Posting",
                        source_field="posting_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "loan_accrual",
                "app": "coopcouncil",
                "indexes": [Index(fields=["loan_id"], name="loan_accrual_loan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanAgreed",
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
                    "loan",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="loan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="agreed",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "why",
                    fields.CharEnumField(
                        description="FIRST: first\nSHORTER: shorter\nLOWER: lower\nHOLIDAY: holiday\nRESCHEDULED: rescheduled",
                        enum_type=Why,
                        max_length=12,
                    ),
                ),
                ("since", fields.DateField()),
                (
                    "every",
                    fields.CharEnumField(
                        description="WEEK: week\nFORTNIGHT: fortnight\nFOUR_WEEKS: four-weeks\nMONTH: month",
                        enum_type=Every,
                        max_length=12,
                    ),
                ),
                ("instalment", fields.BigIntField()),
                (
                    "due",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("brought", fields.BigIntField(default=0)),
                ("late_since", fields.DateField(null=True)),
                ("words", fields.CharField(default="", max_length=300)),
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
                "table": "loan_agreed",
                "app": "coopcouncil",
                "indexes": [Index(fields=["loan_id"], name="loan_agreed_loan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanEvent",
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
                    "loan",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="loan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on", fields.DateField()),
                (
                    "what",
                    fields.CharEnumField(
                        description="RATE: rate\nPAID_OUT: paid-out\nREPAID: repaid\nREFINANCED: refinanced\nWRITTEN_OFF: written-off\nRECOVERED: recovered",
                        enum_type=What,
                        max_length=12,
                    ),
                ),
                (
                    "way",
                    fields.CharEnumField(
                        description="CASH: cash\nBANK: bank\nDIRECT_DEBIT: direct-debit\nPAYROLL: payroll\nSAVINGS: savings\nLOAN: loan\nBOOKS: books",
                        enum_type=Way,
                        max_length=12,
                    ),
                ),
                ("amount", fields.BigIntField(default=0)),
                ("rate_parts", fields.IntField(null=True)),
                ("reference", fields.CharField(null=True, max_length=100)),
                ("text", fields.CharField(default="", max_length=200)),
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
                (
                    "reverses",
                    fields.OneToOneField(
                        "coopcouncil.LoanEvent",
                        source_field="reverses_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reversed_by",
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
                "table": "loan_event",
                "app": "coopcouncil",
                "indexes": [Index(fields=["loan_id", "on"], name="loan_event_loan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanHold",
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
                    "loan",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="loan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="holds",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="DEATH: death\nHARDSHIP: hardship\nDISPUTE: dispute",
                        enum_type=HoldKind,
                        max_length=12,
                    ),
                ),
                ("since", fields.DateField()),
                ("note", fields.TextField(default="", unique=False)),
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
            ],
            options={
                "table": "loan_hold",
                "app": "coopcouncil",
                "indexes": [Index(fields=["loan_id"], name="loan_hold_loan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanLetter",
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
                    "loan",
                    fields.ForeignKeyField(
                        "coopcouncil.Loan",
                        source_field="loan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="letters",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("step", fields.IntField()),
                ("late_since", fields.DateField()),
                ("overdue", fields.BigIntField()),
                ("by_mail", fields.BooleanField(default=True)),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "sent_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="sent_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "loan_letter", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LoanSheet",
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
                        related_name="sheets",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "income",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "outgoings",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "credit",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("evidence", fields.TextField(default="", unique=False)),
                ("note", fields.TextField(default="", unique=False)),
                ("by_member", fields.BooleanField(default=False)),
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
                "table": "loan_sheet",
                "app": "coopcouncil",
                "indexes": [Index(fields=["application_id"], name="loan_sheet_application")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PayrollPlace",
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
                    "employer",
                    fields.ForeignKeyField(
                        "coopcouncil.PayrollEmployer",
                        source_field="employer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
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
                        related_name="payroll",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reference", fields.CharField(max_length=40)),
                ("since", fields.DateField()),
                ("ended_on", fields.DateField(null=True)),
            ],
            options={
                "table": "payroll_place",
                "app": "coopcouncil",
                "indexes": [Index(fields=["loan_id"], name="payroll_place_loan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="LoanApplication",
            name="refinances",
            field=fields.ForeignKeyField(
                "coopcouncil.Loan",
                source_field="refinances_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddConstraint(
            model_name="LoanProduct",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_loan_product_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanProduct",
            constraint=CheckConstraint(
                check="rate_parts BETWEEN 0 AND 30000", name="no_loan_product_above_the_cap"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanProduct",
            constraint=CheckConstraint(
                check="0 < least AND least <= most", name="a_product_lends_something"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanProduct",
            constraint=CheckConstraint(check="longest_months > 0", name="a_product_has_a_term"),
        ),
        ops.AddConstraint(
            model_name="LoanProvision",
            constraint=CheckConstraint(check="total >= 0", name="a_provision_is_not_negative"),
        ),
        ops.AddConstraint(
            model_name="LoanProvision",
            constraint=CheckConstraint(
                check="(change = 0) = (posting_id IS NULL)", name="a_provision_is_in_the_books"
            ),
        ),
        ops.AddConstraint(
            model_name="PayrollEmployer",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_employer_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="PayrollReturn",
            constraint=UniqueConstraint(
                fields=("employer_id", "on", "fingerprint"), name="a_payroll_list_comes_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Loan",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_loan_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Loan",
            constraint=CheckConstraint(check="principal > 0", name="a_loan_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="Loan",
            constraint=CheckConstraint(
                check="rate_parts BETWEEN 0 AND 30000", name="no_loan_above_the_cap"
            ),
        ),
        ops.AddConstraint(
            model_name="Loan",
            constraint=CheckConstraint(check="apr <= 42.6", name="no_loan_above_the_yearly_cap"),
        ),
        ops.AddConstraint(
            model_name="Loan",
            constraint=CheckConstraint(
                check="(signed_on IS NULL) = (signed_how IS NULL)", name="a_loan_is_signed_somehow"
            ),
        ),
        ops.AddConstraint(
            model_name="Loan",
            constraint=CheckConstraint(
                check="state IN ('offered', 'dropped') OR signed_on IS NOT NULL",
                name="no_loan_goes_out_unsigned",
            ),
        ),
        ops.AddConstraint(
            model_name="LoanAccrual",
            constraint=CheckConstraint(check="amount <> 0", name="interest_posted_is_something"),
        ),
        ops.AddConstraint(
            model_name="LoanAgreed",
            constraint=CheckConstraint(check="brought >= 0", name="what_was_late_is_not_negative"),
        ),
        ops.AddConstraint(
            model_name="LoanApplication",
            constraint=CheckConstraint(check="amount > 0", name="somebody_asks_for_a_loan"),
        ),
        ops.AddConstraint(
            model_name="LoanApplication",
            constraint=CheckConstraint(check="payments > 0", name="a_loan_asked_for_is_paid_back"),
        ),
        ops.AddConstraint(
            model_name="LoanApplication",
            constraint=CheckConstraint(
                check="attach >= 0", name="what_is_attached_is_not_negative"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanApplication",
            constraint=CheckConstraint(
                check="(outcome IS NULL) = (decided_at IS NULL)", name="a_loan_is_decided_at_a_time"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanEvent",
            constraint=UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_loan_event_per_reference"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanEvent",
            constraint=CheckConstraint(
                check="(what = 'rate') = (rate_parts IS NOT NULL)", name="a_change_of_rate_has_one"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanEvent",
            constraint=CheckConstraint(
                check="rate_parts BETWEEN 0 AND 30000", name="no_rate_above_the_cap"
            ),
        ),
        ops.AddConstraint(
            model_name="LoanEvent",
            constraint=CheckConstraint(
                check="what = 'rate' OR (amount > 0 AND posting_id IS NOT NULL)",
                name="money_of_a_loan_is_in_the_books",
            ),
        ),
        ops.AddConstraint(
            model_name="LoanLetter",
            constraint=UniqueConstraint(
                fields=("loan_id", "late_since", "step"), name="one_loan_letter_per_step"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_payroll_place_per_loan
                ON payroll_place (loan_id) WHERE ended_on IS NULL;
            CREATE UNIQUE INDEX one_open_loan_hold_per_kind
                ON loan_hold (loan_id, kind) WHERE ended_on IS NULL;

            CREATE FUNCTION keep_loan_rows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is never rewritten', TG_TABLE_NAME USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER loan_events_are_kept BEFORE UPDATE OR DELETE ON loan_event
                FOR EACH ROW EXECUTE FUNCTION keep_loan_rows();
            CREATE TRIGGER loan_accruals_are_kept BEFORE UPDATE OR DELETE ON loan_accrual
                FOR EACH ROW EXECUTE FUNCTION keep_loan_rows();
            CREATE TRIGGER loan_provisions_are_kept BEFORE UPDATE OR DELETE ON loan_provision
                FOR EACH ROW EXECUTE FUNCTION keep_loan_rows();
            CREATE TRIGGER loan_agreements_are_kept BEFORE UPDATE OR DELETE ON loan_agreed
                FOR EACH ROW EXECUTE FUNCTION keep_loan_rows();
            CREATE TRIGGER loan_letters_are_kept BEFORE UPDATE ON loan_letter
                FOR EACH ROW EXECUTE FUNCTION keep_loan_rows();
            CREATE TRIGGER loan_sheets_are_kept BEFORE UPDATE ON loan_sheet
                FOR EACH ROW EXECUTE FUNCTION keep_loan_rows();

            CREATE FUNCTION keep_loans() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a loan is never deleted' USING ERRCODE = '23514';
                END IF;
                IF (NEW.organisation_id, NEW.number, NEW.application_id, NEW.member_id,
                    NEW.product_id, NEW.principal, NEW.rate_parts, NEW.apr, NEW.lend_on,
                    NEW.anchor, NEW.secured, NEW.corporate, NEW.attached_withdrawable,
                    NEW.attach, NEW.refinances_id, NEW.agreed_at, NEW.agreed_by_id)
                    IS DISTINCT FROM
                    (OLD.organisation_id, OLD.number, OLD.application_id, OLD.member_id,
                    OLD.product_id, OLD.principal, OLD.rate_parts, OLD.apr, OLD.lend_on,
                    OLD.anchor, OLD.secured, OLD.corporate, OLD.attached_withdrawable,
                    OLD.attach, OLD.refinances_id, OLD.agreed_at, OLD.agreed_by_id)
                    OR (OLD.signed_on IS NOT NULL AND NEW.signed_on IS DISTINCT FROM OLD.signed_on)
                THEN
                    RAISE EXCEPTION 'the terms of a loan never change' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER loans_keep_their_terms BEFORE UPDATE OR DELETE ON loan
                FOR EACH ROW EXECUTE FUNCTION keep_loans();

            CREATE FUNCTION keep_loan_applications() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.outcome IS NOT NULL
                    OR (NEW.organisation_id, NEW.member_id, NEW.product_id, NEW.amount, NEW.every,
                        NEW.payments, NEW.attach, NEW.purpose, NEW.refinances_id, NEW.by_member,
                        NEW.applied_on, NEW.recorded_at, NEW.recorded_by_id)
                    IS DISTINCT FROM
                    (OLD.organisation_id, OLD.member_id, OLD.product_id, OLD.amount, OLD.every,
                        OLD.payments, OLD.attach, OLD.purpose, OLD.refinances_id, OLD.by_member,
                        OLD.applied_on, OLD.recorded_at, OLD.recorded_by_id)
                THEN
                    RAISE EXCEPTION 'an application for a loan is decided once'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER loan_applications_are_decided_once BEFORE UPDATE ON loan_application
                FOR EACH ROW EXECUTE FUNCTION keep_loan_applications();
            """,
            """
            DROP TRIGGER loan_applications_are_decided_once ON loan_application;
            DROP FUNCTION keep_loan_applications();
            DROP TRIGGER loans_keep_their_terms ON loan;
            DROP FUNCTION keep_loans();
            DROP TRIGGER loan_sheets_are_kept ON loan_sheet;
            DROP TRIGGER loan_letters_are_kept ON loan_letter;
            DROP TRIGGER loan_agreements_are_kept ON loan_agreed;
            DROP TRIGGER loan_provisions_are_kept ON loan_provision;
            DROP TRIGGER loan_accruals_are_kept ON loan_accrual;
            DROP TRIGGER loan_events_are_kept ON loan_event;
            DROP FUNCTION keep_loan_rows();
            DROP INDEX one_open_loan_hold_per_kind;
            DROP INDEX one_payroll_place_per_loan;
            """,
        ),
    ]
