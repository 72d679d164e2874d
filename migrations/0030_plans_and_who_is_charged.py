from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.payments.kinds import ChargeKind, Interval, Method
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0029_homes_and_joining")]

    initial = False

    operations = [
        ops.CreateModel(
            name="IncomeRelease",
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
                ("month_end", fields.DateField()),
                ("amount", fields.BigIntField()),
                ("charges", fields.IntField()),
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
            ],
            options={
                "table": "income_release",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "month_end"], name="income_release_month")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Plan",
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
                        description="SUBSCRIPTION: subscription\nJOINING_FEE: joining-fee\nSHARES: shares\nRENT: rent\nSERVICE: service\nSAVING: saving\nLOAN: loan\nOTHER: other",
                        enum_type=ChargeKind,
                        max_length=20,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                (
                    "interval",
                    fields.CharEnumField(
                        description="WEEK: week\nMONTH: month\nQUARTER: quarter\nYEAR: year",
                        enum_type=Interval,
                        max_length=10,
                    ),
                ),
                ("collection_day", fields.IntField(default=1)),
                ("year_month", fields.IntField(default=1)),
                ("prorated", fields.BooleanField(default=True)),
                ("joining_fee", fields.BigIntField(default=0)),
                ("on_offer", fields.BooleanField(default=True)),
            ],
            options={"table": "payment_plan", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PlanConcession",
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
                    "plan",
                    fields.ForeignKeyField(
                        "coopcouncil.Plan",
                        source_field="plan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="concessions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                ("on_offer", fields.BooleanField(default=True)),
            ],
            options={"table": "payment_concession", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="MemberPlan",
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
                    "plan",
                    fields.ForeignKeyField(
                        "coopcouncil.Plan",
                        source_field="plan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "concession",
                    fields.ForeignKeyField(
                        "coopcouncil.PlanConcession",
                        source_field="concession_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("concession_reason", fields.CharField(default="", max_length=200)),
                ("own_amount", fields.BigIntField(null=True)),
                (
                    "method",
                    fields.CharEnumField(
                        description="CASH: cash\nCHEQUE: cheque\nSTANDING_ORDER: standing-order\nTRANSFER: transfer\nPAYROLL: payroll\nCARD: card\nDIRECT_DEBIT: direct-debit\nBACS_DEBIT: bacs-debit",
                        enum_type=Method,
                        max_length=20,
                    ),
                ),
                ("charged_from", fields.DateField()),
                ("ended_on", fields.DateField(null=True)),
                ("end_reason", fields.CharField(default="", max_length=200)),
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
                "table": "member_plan",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["member_id"], name="member_plan_member"),
                    Index(fields=["plan_id"], name="member_plan_plan"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PlanPause",
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
                    "member_plan",
                    fields.ForeignKeyField(
                        "coopcouncil.MemberPlan",
                        source_field="member_plan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="pauses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", fields.DateField()),
                ("until", fields.DateField(null=True)),
                ("reason", fields.CharField(default="", max_length=200)),
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
                "table": "plan_pause",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_plan_id"], name="plan_pause_member_plan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Price",
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
                    "plan",
                    fields.ForeignKeyField(
                        "coopcouncil.Plan",
                        source_field="plan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="prices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "concession",
                    fields.ForeignKeyField(
                        "coopcouncil.PlanConcession",
                        source_field="concession_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="prices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
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
            ],
            options={
                "table": "payment_price",
                "app": "coopcouncil",
                "indexes": [Index(fields=["plan_id", "since"], name="payment_price_plan")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Plan",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_payment_plan_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="Plan",
            constraint=CheckConstraint(
                check="collection_day BETWEEN 1 AND 28 AND (interval <> 'week' OR collection_day <= 7)",
                name="a_plan_collects_on_a_day_that_comes",
            ),
        ),
        ops.AddConstraint(
            model_name="Plan",
            constraint=CheckConstraint(
                check="year_month BETWEEN 1 AND 12", name="a_year_begins_in_a_month"
            ),
        ),
        ops.AddConstraint(
            model_name="Plan",
            constraint=CheckConstraint(check="joining_fee >= 0", name="no_negative_joining_fee"),
        ),
        ops.AddConstraint(
            model_name="PlanConcession",
            constraint=UniqueConstraint(fields=("plan_id", "name"), name="one_concession_per_name"),
        ),
        ops.AddConstraint(
            model_name="MemberPlan",
            constraint=CheckConstraint(
                check="own_amount BETWEEN 1 AND 100000000", name="an_own_amount_is_a_sum"
            ),
        ),
        ops.AddConstraint(
            model_name="MemberPlan",
            constraint=CheckConstraint(
                check="own_amount IS NULL OR concession_id IS NULL",
                name="an_own_amount_knows_no_concession",
            ),
        ),
        ops.AddConstraint(
            model_name="PlanPause",
            constraint=CheckConstraint(check="until >= since", name="a_pause_has_a_day"),
        ),
        ops.AddConstraint(
            model_name="Price",
            constraint=CheckConstraint(
                check="amount BETWEEN 0 AND 100000000", name="a_price_is_a_sum"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX a_member_has_a_plan_once ON member_plan (member_id, plan_id)
                WHERE ended_on IS NULL;
            CREATE INDEX member_plan_running ON member_plan (organisation_id, id)
                WHERE ended_on IS NULL;
            CREATE TRIGGER payment_price_is_kept BEFORE UPDATE OR DELETE ON payment_price
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER income_release_is_kept BEFORE UPDATE OR DELETE ON income_release
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            """,
            """
            DROP TRIGGER income_release_is_kept ON income_release;
            DROP TRIGGER payment_price_is_kept ON payment_price;
            DROP INDEX member_plan_running, a_member_has_a_plan_once;
            """,
        ),
    ]
