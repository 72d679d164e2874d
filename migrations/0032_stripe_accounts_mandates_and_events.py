from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateKind, MandateState, Step
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0031_payouts")]

    initial = False

    operations = [
        ops.CreateModel(
            name="StripeAccount",
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
                ("account_id", fields.CharField(max_length=64)),
                ("name", fields.CharField(default="", max_length=200)),
                ("charges_enabled", fields.BooleanField(default=False)),
                ("payouts_enabled", fields.BooleanField(default=False)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "opened_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="opened_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("swept_to", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "stripe_account", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StripeCustomer",
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
                        "coopcouncil.StripeAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="customers",
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
                ("key", fields.CharField(max_length=64)),
                ("customer_id", fields.CharField(null=True, max_length=64)),
            ],
            options={"table": "stripe_customer", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StripeDispute",
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
                ("dispute_id", fields.CharField(max_length=64)),
                (
                    "payment",
                    fields.ForeignKeyField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("reason", fields.CharField(max_length=60)),
                ("status", fields.CharField(max_length=40)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_by", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "stripe_dispute", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StripeEvent",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("event_id", fields.CharField(max_length=64)),
                ("account_id", fields.CharField(default="", max_length=64)),
                ("organisation_id", fields.BigIntField(null=True)),
                ("kind", fields.CharField(max_length=80)),
                ("body", fields.TextField(unique=False)),
                ("came_by", fields.CharField(max_length=10)),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
                ("trouble", fields.CharField(default="", max_length=200)),
            ],
            options={"table": "stripe_event", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StripeMandate",
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
                        "coopcouncil.StripeAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="mandates",
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
                    "kind",
                    fields.CharEnumField(
                        description="DIRECT_DEBIT: direct-debit\nCARD: card",
                        enum_type=MandateKind,
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        description="BEGUN: begun\nPENDING: pending\nACTIVE: active\nENDED: ended\nABANDONED: abandoned",
                        enum_type=MandateState,
                        max_length=12,
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
                ("session_id", fields.CharField(null=True, max_length=120)),
                ("session_url", fields.TextField(null=True, unique=False)),
                ("method_id", fields.CharField(null=True, max_length=64)),
                ("mandate_id", fields.CharField(null=True, max_length=64)),
                ("reference", fields.CharField(default="", max_length=40)),
                ("last4", fields.CharField(default="", max_length=4)),
                ("brand", fields.CharField(default="", max_length=20)),
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
                ("given_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("active_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "end",
                    fields.CharEnumField(
                        null=True,
                        description="BY_MEMBER: by-member\nBY_OFFICER: by-officer\nAT_THE_BANK: at-the-bank\nREFUSED: refused\nREPLACED: replaced",
                        enum_type=MandateEnd,
                        max_length=16,
                    ),
                ),
            ],
            options={
                "table": "stripe_mandate",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="stripe_mandate_of_a_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StripePayment",
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
                        "coopcouncil.StripeAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="payments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "payment",
                    fields.OneToOneField(
                        "coopcouncil.Payment",
                        source_field="payment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="stripe_payment",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "mandate",
                    fields.ForeignKeyField(
                        "coopcouncil.StripeMandate",
                        source_field="mandate_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="payments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "step",
                    fields.CharEnumField(
                        description="PLANNED: planned\nASKED: asked\nSENT: sent\nDONE: done\nDROPPED: dropped",
                        enum_type=Step,
                        max_length=12,
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
                ("saves_card", fields.BooleanField(default=False)),
                ("collect_on", fields.DateField(null=True)),
                ("told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("asked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("session_id", fields.CharField(null=True, max_length=120)),
                ("session_url", fields.TextField(null=True, unique=False)),
                ("intent_id", fields.CharField(null=True, max_length=64)),
                ("charge_id", fields.CharField(null=True, max_length=64)),
            ],
            options={
                "table": "stripe_payment",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "collect_on"], name="stripe_payment_day")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StripePayout",
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
                        "coopcouncil.StripeAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="payouts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("payout_id", fields.CharField(max_length=64)),
                ("amount", fields.BigIntField()),
                ("gross", fields.BigIntField(default=0)),
                ("fees", fields.BigIntField(default=0)),
                ("given_back", fields.BigIntField(default=0)),
                ("arrives_on", fields.DateField()),
                ("status", fields.CharField(max_length=20)),
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
            options={"table": "stripe_payout", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="StripeRefund",
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
                    "asked",
                    fields.ForeignKeyField(
                        "coopcouncil.Refund",
                        source_field="asked_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
                ("refund_id", fields.CharField(null=True, max_length=64)),
                ("trouble", fields.CharField(default="", max_length=200)),
            ],
            options={"table": "stripe_refund", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="StripeAccount",
            constraint=UniqueConstraint(
                fields=("account_id",), name="one_organisation_per_stripe_account"
            ),
        ),
        ops.AddConstraint(
            model_name="StripeCustomer",
            constraint=UniqueConstraint(
                fields=("account_id", "member_id"), name="one_customer_per_member"
            ),
        ),
        ops.AddConstraint(
            model_name="StripeCustomer",
            constraint=UniqueConstraint(fields=("customer_id",), name="one_member_per_customer"),
        ),
        ops.AddConstraint(
            model_name="StripeDispute",
            constraint=UniqueConstraint(fields=("dispute_id",), name="one_row_per_stripe_dispute"),
        ),
        ops.AddConstraint(
            model_name="StripeDispute",
            constraint=CheckConstraint(check="amount > 0", name="a_dispute_is_of_something"),
        ),
        ops.AddConstraint(
            model_name="StripeEvent",
            constraint=UniqueConstraint(fields=("event_id",), name="one_row_per_stripe_event"),
        ),
        ops.AddConstraint(
            model_name="StripeMandate",
            constraint=UniqueConstraint(fields=("session_id",), name="one_mandate_per_session"),
        ),
        ops.AddConstraint(
            model_name="StripeMandate",
            constraint=UniqueConstraint(
                fields=("mandate_id",), name="one_mandate_per_stripe_mandate"
            ),
        ),
        ops.AddConstraint(
            model_name="StripeMandate",
            constraint=CheckConstraint(
                check="(state = 'ended') = (ended_at IS NOT NULL)", name="a_mandate_ends_in_time"
            ),
        ),
        ops.AddConstraint(
            model_name="StripePayment",
            constraint=UniqueConstraint(fields=("session_id",), name="one_payment_per_session"),
        ),
        ops.AddConstraint(
            model_name="StripePayment",
            constraint=UniqueConstraint(fields=("intent_id",), name="one_payment_per_intent"),
        ),
        ops.AddConstraint(
            model_name="StripePayout",
            constraint=UniqueConstraint(fields=("payout_id",), name="one_row_per_stripe_payout"),
        ),
        ops.AddConstraint(
            model_name="StripeRefund",
            constraint=UniqueConstraint(fields=("refund_id",), name="one_row_per_stripe_refund"),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_stripe_account_in_use ON stripe_account (organisation_id)
                WHERE ended_at IS NULL;
            CREATE UNIQUE INDEX one_standing_mandate_of_a_kind ON stripe_mandate (member_id, kind)
                WHERE state IN ('pending', 'active');
            CREATE INDEX stripe_payment_under_way ON stripe_payment (organisation_id, id)
                WHERE step IN ('planned', 'asked', 'sent');
            CREATE INDEX stripe_payment_charge ON stripe_payment (charge_id)
                WHERE charge_id IS NOT NULL;
            CREATE INDEX stripe_event_waiting ON stripe_event (id) WHERE done_at IS NULL;
            CREATE INDEX stripe_event_organisation ON stripe_event (organisation_id, id);
            CREATE FUNCTION keep_stripe_event() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a webhook is never deleted';
                END IF;
                IF (NEW.event_id, NEW.account_id, NEW.kind, NEW.received_at)
                    IS DISTINCT FROM (OLD.event_id, OLD.account_id, OLD.kind, OLD.received_at)
                    OR (NEW.body <> OLD.body AND NEW.body <> '') THEN
                    RAISE EXCEPTION 'a webhook stays as it came';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER stripe_event_is_kept BEFORE UPDATE OR DELETE ON stripe_event
                FOR EACH ROW EXECUTE FUNCTION keep_stripe_event();
            """,
            """
            DROP TRIGGER stripe_event_is_kept ON stripe_event;
            DROP FUNCTION keep_stripe_event();
            DROP INDEX stripe_event_organisation, stripe_event_waiting, stripe_payment_charge,
                stripe_payment_under_way, one_standing_mandate_of_a_kind,
                one_stripe_account_in_use;
            """,
        ),
    ]
