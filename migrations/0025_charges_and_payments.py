from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.payments.kinds import (
    ChargeKind,
    FailureReason,
    Method,
    PaymentState,
    RefundState,
    RefundWay,
    Relief,
    TakenBack,
)
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0024_checks")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Charge",
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
                    "kind",
                    fields.CharEnumField(
                        description="SUBSCRIPTION: subscription\nJOINING_FEE: joining-fee\nSHARES: shares\nRENT: rent\nSERVICE: service\nSAVING: saving\nLOAN: loan\nOTHER: other",
                        enum_type=ChargeKind,
                        max_length=20,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("paid", fields.BigIntField(default=0)),
                ("relieved", fields.BigIntField(default=0)),
                ("charged_on", fields.DateField()),
                ("due_on", fields.DateField()),
                ("text", fields.CharField(max_length=200)),
                ("text_cy", fields.CharField(default="", max_length=200)),
                ("source", fields.CharField(null=True, max_length=100)),
                ("period_from", fields.DateField(null=True)),
                ("period_to", fields.DateField(null=True)),
                ("deferred", fields.BigIntField(default=0)),
                ("released", fields.BigIntField(default=0)),
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
                "table": "charge",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["member_id", "due_on"], name="charge_of_a_member"),
                    Index(fields=["organisation_id", "due_on"], name="charge_due"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ChargeRelief",
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
                    "charge",
                    fields.ForeignKeyField(
                        "coopcouncil.Charge",
                        source_field="charge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reliefs",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="CANCELLED: cancelled\nCREDITED: credited\nWRITTEN_OFF: written-off",
                        enum_type=Relief,
                        max_length=20,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("relieved_on", fields.DateField()),
                ("reason", fields.TextField(default="", unique=False)),
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
                "table": "charge_relief",
                "app": "coopcouncil",
                "indexes": [Index(fields=["charge_id"], name="charge_relief_charge")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Payment",
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
                    "method",
                    fields.CharEnumField(
                        description="CASH: cash\nCHEQUE: cheque\nSTANDING_ORDER: standing-order\nTRANSFER: transfer\nPAYROLL: payroll\nCARD: card\nDIRECT_DEBIT: direct-debit\nBACS_DEBIT: bacs-debit",
                        enum_type=Method,
                        max_length=20,
                    ),
                ),
                ("amount", fields.BigIntField()),
                (
                    "state",
                    fields.CharEnumField(
                        description="BEGUN: begun\nPROCESSING: processing\nSETTLED: settled\nFAILED: failed",
                        enum_type=PaymentState,
                        max_length=12,
                    ),
                ),
                ("allocated", fields.BigIntField(default=0)),
                ("refunded", fields.BigIntField(default=0)),
                ("taken_back", fields.BigIntField(default=0)),
                ("reference", fields.CharField(null=True, max_length=100)),
                ("note", fields.CharField(default="", max_length=200)),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("settled_on", fields.DateField(null=True)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("failed_on", fields.DateField(null=True)),
                (
                    "failure",
                    fields.CharEnumField(
                        null=True,
                        description="INSUFFICIENT_FUNDS: insufficient-funds\nDECLINED: declined\nCARD_EXPIRED: card-expired\nAUTHENTICATION: authentication\nACCOUNT_CLOSED: account-closed\nNO_ACCOUNT: no-account\nMANDATE_CANCELLED: mandate-cancelled\nREFER_TO_PAYER: refer-to-payer\nABANDONED: abandoned\nCANCELLED: cancelled\nOTHER: other",
                        enum_type=FailureReason,
                        max_length=20,
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
                "table": "payment",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["member_id", "id"], name="payment_of_a_member"),
                    Index(fields=["organisation_id", "settled_on"], name="payment_settled"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Allocation",
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
                    "payment",
                    fields.ForeignKeyField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="allocations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "charge",
                    fields.ForeignKeyField(
                        "coopcouncil.Charge",
                        source_field="charge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="allocations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("allocated_on", fields.DateField()),
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
                "table": "allocation",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["payment_id"], name="allocation_payment"),
                    Index(fields=["charge_id"], name="allocation_charge"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PaymentPart",
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
                    "payment",
                    fields.ForeignKeyField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="parts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "charge",
                    fields.ForeignKeyField(
                        "coopcouncil.Charge",
                        source_field="charge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="parts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
            ],
            options={
                "table": "payment_part",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["payment_id"], name="payment_part_payment"),
                    Index(fields=["charge_id"], name="payment_part_charge"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PaymentTakenBack",
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
                    "payment",
                    fields.ForeignKeyField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="takings",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "reason",
                    fields.CharEnumField(
                        description="LATE_FAILURE: late-failure\nINDEMNITY_CLAIM: indemnity-claim\nDISPUTE: dispute\nCHEQUE_RETURNED: cheque-returned\nRECALLED: recalled\nMISTAKE: mistake\nDISPUTE_WON: dispute-won",
                        enum_type=TakenBack,
                        max_length=20,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("taken_on", fields.DateField()),
                ("reference", fields.CharField(null=True, max_length=100)),
                ("note", fields.CharField(default="", max_length=200)),
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
                "table": "payment_taken_back",
                "app": "coopcouncil",
                "indexes": [Index(fields=["payment_id"], name="payment_taken_back_payment")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Refund",
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
                    "payment",
                    fields.ForeignKeyField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="refunds",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ordinal", fields.IntField()),
                ("amount", fields.BigIntField()),
                (
                    "way",
                    fields.CharEnumField(
                        description="CASH: cash\nPROVIDER: provider\nPAYOUT: payout",
                        enum_type=RefundWay,
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        description="ASKED: asked\nREFUSED: refused\nAGREED: agreed\nPAID: paid\nFAILED: failed",
                        enum_type=RefundState,
                        max_length=12,
                    ),
                ),
                ("reason", fields.TextField(unique=False)),
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
                ("paid_on", fields.DateField(null=True)),
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
            options={
                "table": "refund",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "state"], name="refund_under_way")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Charge",
            constraint=UniqueConstraint(
                fields=("organisation_id", "source"), name="one_charge_per_source"
            ),
        ),
        ops.AddConstraint(
            model_name="Charge",
            constraint=CheckConstraint(
                check="amount > 0 AND amount <= 100000000", name="a_charge_is_of_something"
            ),
        ),
        ops.AddConstraint(
            model_name="Charge",
            constraint=CheckConstraint(
                check="paid >= 0 AND relieved >= 0 AND paid + relieved <= amount",
                name="no_charge_is_paid_twice",
            ),
        ),
        ops.AddConstraint(
            model_name="Charge",
            constraint=CheckConstraint(
                check="0 <= released AND released <= deferred AND deferred <= amount",
                name="what_is_for_later_is_released_once",
            ),
        ),
        ops.AddConstraint(
            model_name="Charge",
            constraint=CheckConstraint(
                check="period_from <= period_to", name="a_charged_period_has_a_day"
            ),
        ),
        ops.AddConstraint(
            model_name="ChargeRelief",
            constraint=CheckConstraint(check="amount > 0", name="a_relief_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="Payment",
            constraint=UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_payment_per_reference"
            ),
        ),
        ops.AddConstraint(
            model_name="Payment",
            constraint=CheckConstraint(
                check="amount > 0 AND amount <= 100000000", name="a_payment_is_of_something"
            ),
        ),
        ops.AddConstraint(
            model_name="Payment",
            constraint=CheckConstraint(
                check="(state = 'settled') = (settled_on IS NOT NULL AND posting_id IS NOT NULL)",
                name="settled_money_is_in_the_books",
            ),
        ),
        ops.AddConstraint(
            model_name="Payment",
            constraint=CheckConstraint(
                check="allocated >= 0 AND refunded >= 0 AND taken_back >= 0 AND allocated + refunded + taken_back <= amount",
                name="no_payment_is_spent_twice",
            ),
        ),
        ops.AddConstraint(
            model_name="Payment",
            constraint=CheckConstraint(
                check="state = 'settled' OR allocated + refunded + taken_back = 0",
                name="only_settled_money_pays",
            ),
        ),
        ops.AddConstraint(
            model_name="Allocation",
            constraint=CheckConstraint(check="amount <> 0", name="an_allocation_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="PaymentPart",
            constraint=CheckConstraint(check="amount > 0", name="a_part_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="PaymentTakenBack",
            constraint=UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_taking_back_per_reference"
            ),
        ),
        ops.AddConstraint(
            model_name="PaymentTakenBack",
            constraint=CheckConstraint(
                check="(reason = 'dispute-won') = (amount < 0) AND amount <> 0",
                name="money_comes_again_only_after_a_dispute",
            ),
        ),
        ops.AddConstraint(
            model_name="Refund",
            constraint=UniqueConstraint(
                fields=("payment_id", "ordinal"), name="one_refund_per_asking"
            ),
        ),
        ops.AddConstraint(
            model_name="Refund",
            constraint=CheckConstraint(check="amount > 0", name="a_refund_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="Refund",
            constraint=CheckConstraint(
                check="(state IN ('asked', 'refused')) = (posting_id IS NULL)",
                name="a_refund_that_is_agreed_is_in_the_books",
            ),
        ),
        ops.AddConstraint(
            model_name="Refund",
            constraint=CheckConstraint(
                check="(state = 'paid') = (paid_on IS NOT NULL)", name="a_refund_is_paid_on_a_day"
            ),
        ),
        ops.RunSQL(
            """
            CREATE INDEX charge_open ON charge (organisation_id, member_id, due_on)
                WHERE paid + relieved < amount;
            CREATE INDEX charge_for_later ON charge (organisation_id, period_from)
                WHERE released < deferred;
            CREATE INDEX payment_under_way ON payment (organisation_id, id)
                WHERE state IN ('begun', 'processing');
            CREATE INDEX payment_with_credit ON payment (organisation_id, member_id, id)
                WHERE state = 'settled' AND allocated + refunded + taken_back < amount;

            CREATE FUNCTION keep_money_rows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what happened to money is added to, never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE FUNCTION keep_charge() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF to_jsonb(NEW) - ARRAY['paid', 'relieved', 'released']
                    IS DISTINCT FROM to_jsonb(OLD) - ARRAY['paid', 'relieved', 'released']
                    OR NEW.released < OLD.released OR NEW.relieved < OLD.relieved
                THEN
                    RAISE EXCEPTION 'a charge stays what it is; take something off it'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION keep_payment() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                moving text[] := ARRAY[
                    'state', 'allocated', 'refunded', 'taken_back', 'settled_on', 'settled_at',
                    'failed_on', 'failure', 'posting_id'
                ];
            BEGIN
                IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
                    RAISE EXCEPTION 'a payment stays what it is' USING ERRCODE = '23514';
                END IF;
                IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
                    ('begun', 'processing'), ('begun', 'settled'), ('begun', 'failed'),
                    ('processing', 'settled'), ('processing', 'failed'),
                    ('failed', 'processing'), ('failed', 'settled')
                ) THEN
                    RAISE EXCEPTION 'a payment goes forward, not from % to %',
                        OLD.state, NEW.state USING ERRCODE = '23514';
                END IF;
                IF OLD.state = 'settled' AND (NEW.settled_on, NEW.posting_id)
                    IS DISTINCT FROM (OLD.settled_on, OLD.posting_id)
                THEN
                    RAISE EXCEPTION 'a payment settles once' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION keep_refund() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                moving text[] := ARRAY[
                    'state', 'way', 'decided_at', 'decided_by_id', 'paid_on', 'posting_id'
                ];
            BEGIN
                IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
                    RAISE EXCEPTION 'a refund stays what it is' USING ERRCODE = '23514';
                END IF;
                IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
                    ('asked', 'agreed'), ('asked', 'refused'), ('agreed', 'paid'),
                    ('agreed', 'failed'), ('failed', 'agreed'), ('paid', 'failed')
                ) THEN
                    RAISE EXCEPTION 'a refund goes forward, not from % to %',
                        OLD.state, NEW.state USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION add_up_charge() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one charge;
            BEGIN
                SELECT * INTO one FROM charge WHERE id = CASE TG_TABLE_NAME
                    WHEN 'charge' THEN (to_jsonb(NEW) ->> 'id')::bigint
                    ELSE (to_jsonb(NEW) ->> 'charge_id')::bigint END;
                IF one.paid <> coalesce(
                        (SELECT sum(amount) FROM allocation WHERE charge_id = one.id), 0)
                    OR one.relieved <> coalesce(
                        (SELECT sum(amount) FROM charge_relief WHERE charge_id = one.id), 0)
                THEN
                    RAISE EXCEPTION 'charge % does not add up', one.id USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            CREATE FUNCTION add_up_payment() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                one payment;
            BEGIN
                SELECT * INTO one FROM payment WHERE id = CASE TG_TABLE_NAME
                    WHEN 'payment' THEN (to_jsonb(NEW) ->> 'id')::bigint
                    ELSE (to_jsonb(NEW) ->> 'payment_id')::bigint END;
                IF one.allocated <> coalesce(
                        (SELECT sum(amount) FROM allocation WHERE payment_id = one.id), 0)
                    OR one.taken_back <> coalesce(
                        (SELECT sum(amount) FROM payment_taken_back
                         WHERE payment_id = one.id), 0)
                    OR one.refunded <> coalesce(
                        (SELECT sum(amount) FROM refund WHERE payment_id = one.id
                         AND state IN ('agreed', 'paid', 'failed')), 0)
                THEN
                    RAISE EXCEPTION 'payment % does not add up', one.id USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            CREATE FUNCTION keep_money_own() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                -- One member's money never pays what another owes: nothing here is a pool.
                IF NOT EXISTS (
                    SELECT 1 FROM payment p JOIN charge c ON c.member_id = p.member_id
                    JOIN member m ON m.id = p.member_id
                    WHERE p.id = NEW.payment_id AND c.id = NEW.charge_id
                    AND p.organisation_id = c.organisation_id
                    AND p.organisation_id = NEW.organisation_id
                    AND p.organisation_id = m.organisation_id
                ) THEN
                    RAISE EXCEPTION 'one member''s money cannot pay what another owes'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER charge_is_kept BEFORE UPDATE ON charge
                FOR EACH ROW EXECUTE FUNCTION keep_charge();
            CREATE TRIGGER payment_is_kept BEFORE UPDATE ON payment
                FOR EACH ROW EXECUTE FUNCTION keep_payment();
            CREATE TRIGGER refund_is_kept BEFORE UPDATE ON refund
                FOR EACH ROW EXECUTE FUNCTION keep_refund();
            CREATE TRIGGER charge_stays BEFORE DELETE ON charge
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER payment_stays BEFORE DELETE ON payment
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER refund_stays BEFORE DELETE ON refund
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER charge_relief_is_kept BEFORE UPDATE OR DELETE ON charge_relief
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER payment_part_is_kept BEFORE UPDATE OR DELETE ON payment_part
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER allocation_is_kept BEFORE UPDATE OR DELETE ON allocation
                FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER payment_taken_back_is_kept BEFORE UPDATE OR DELETE
                ON payment_taken_back FOR EACH ROW EXECUTE FUNCTION keep_money_rows();
            CREATE TRIGGER payment_part_is_of_one_member BEFORE INSERT ON payment_part
                FOR EACH ROW EXECUTE FUNCTION keep_money_own();
            CREATE TRIGGER allocation_is_of_one_member BEFORE INSERT ON allocation
                FOR EACH ROW EXECUTE FUNCTION keep_money_own();
            CREATE CONSTRAINT TRIGGER charge_adds_up AFTER INSERT OR UPDATE ON charge
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION add_up_charge();
            CREATE CONSTRAINT TRIGGER charge_relief_adds_up AFTER INSERT ON charge_relief
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION add_up_charge();
            CREATE CONSTRAINT TRIGGER allocation_adds_up_charge AFTER INSERT ON allocation
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION add_up_charge();
            CREATE CONSTRAINT TRIGGER allocation_adds_up_payment AFTER INSERT ON allocation
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION add_up_payment();
            CREATE CONSTRAINT TRIGGER payment_adds_up AFTER INSERT OR UPDATE ON payment
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION add_up_payment();
            CREATE CONSTRAINT TRIGGER payment_taken_back_adds_up AFTER INSERT
                ON payment_taken_back
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION add_up_payment();
            CREATE CONSTRAINT TRIGGER refund_adds_up AFTER INSERT OR UPDATE ON refund
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION add_up_payment();
            """,
            """
            DROP INDEX charge_open, charge_for_later, payment_under_way, payment_with_credit;
            DROP FUNCTION keep_money_own CASCADE;
            DROP FUNCTION add_up_payment CASCADE;
            DROP FUNCTION add_up_charge CASCADE;
            DROP FUNCTION keep_refund CASCADE;
            DROP FUNCTION keep_payment CASCADE;
            DROP FUNCTION keep_charge CASCADE;
            DROP FUNCTION keep_money_rows CASCADE;
            """,
        ),
    ]
