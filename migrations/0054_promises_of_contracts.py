from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.procurement.delivery.kinds import Answered, Decided, Remedy, Settled
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0053_merges_of_money")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Commitment",
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
                    "contract",
                    fields.ForeignKeyField(
                        "coopcouncil.Contract",
                        source_field="contract_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="commitments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "measure",
                    fields.ForeignKeyField(
                        "coopcouncil.TenderMeasure",
                        source_field="measure_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "criterion",
                    fields.ForeignKeyField(
                        "coopcouncil.Criterion",
                        source_field="criterion_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", fields.CharField(max_length=300)),
                ("title_cy", fields.CharField(default="", max_length=300)),
                ("unit", fields.CharField(default="", max_length=100)),
                ("unit_cy", fields.CharField(default="", max_length=100)),
                ("amount", fields.DecimalField(max_digits=20, decimal_places=4)),
                ("evidence", fields.TextField(default="", unique=False)),
                ("evidence_cy", fields.TextField(default="", unique=False)),
                ("mission", fields.CharField(default="", max_length=60)),
                (
                    "goals",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("proxy", fields.BigIntField(null=True)),
                ("proxy_is_public", fields.BooleanField(default=False)),
                ("owner", fields.CharField(default="", max_length=200)),
                ("ward", fields.CharField(default="", max_length=100)),
                (
                    "recipient",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="recipient_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("recipient_name", fields.CharField(default="", max_length=200)),
                ("recipient_email", fields.CharField(default="", max_length=254)),
                (
                    "need",
                    fields.ForeignKeyField(
                        "coopcouncil.NeedOrOffer",
                        source_field="need_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "replaces",
                    fields.ForeignKeyField(
                        "coopcouncil.Commitment",
                        source_field="replaces_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "settled",
                    fields.CharEnumField(
                        null=True,
                        description="REPLACED: replaced\nWAIVED: waived\nCONTRACT_ENDED: contract-ended",
                        enum_type=Settled,
                        max_length=16,
                    ),
                ),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("settled_because", fields.TextField(default="", unique=False)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="made_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "commitment",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["recipient_id"], name="commitments_for_an_organisation"),
                    Index(fields=["organisation_id", "ward"], name="commitments_of_a_ward"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Instalment",
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
                    "commitment",
                    fields.ForeignKeyField(
                        "coopcouncil.Commitment",
                        source_field="commitment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="instalments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("due_on", fields.DateField()),
                ("amount", fields.DecimalField(max_digits=20, decimal_places=4)),
                (
                    "reminded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "told_late_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "commitment_instalment", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="NeedOffered",
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
                    "bid",
                    fields.ForeignKeyField(
                        "coopcouncil.Bid",
                        source_field="bid_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "tender",
                    fields.ForeignKeyField(
                        "coopcouncil.Tender",
                        source_field="tender_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="needs",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "need",
                    fields.ForeignKeyField(
                        "coopcouncil.NeedOrOffer",
                        source_field="need_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("put_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "need_offered", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RemedyTaken",
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
                    "commitment",
                    fields.ForeignKeyField(
                        "coopcouncil.Commitment",
                        source_field="commitment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="remedies",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "remedy",
                    fields.CharEnumField(
                        description="PLAN: plan\nREPLACED: replaced\nWITHHELD: withheld\nWAIVED: waived",
                        enum_type=Remedy,
                        max_length=10,
                    ),
                ),
                ("words", fields.TextField(unique=False)),
                ("by_day", fields.DateField(null=True)),
                ("sum", fields.BigIntField(null=True)),
                ("taken_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "taken_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="taken_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "commitment_remedy",
                "app": "coopcouncil",
                "indexes": [Index(fields=["commitment_id"], name="remedies_of_a_commitment")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Report",
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
                    "commitment",
                    fields.ForeignKeyField(
                        "coopcouncil.Commitment",
                        source_field="commitment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", fields.DateField()),
                ("until", fields.DateField()),
                ("amount", fields.DecimalField(max_digits=20, decimal_places=4)),
                ("words", fields.TextField(unique=False)),
                ("language", fields.CharField(default="en", max_length=2)),
                ("reported_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "reported_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="reported_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("withdrawn_because", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "commitment_report",
                "app": "coopcouncil",
                "indexes": [Index(fields=["commitment_id"], name="reports_of_a_commitment")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Evidence",
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
                    "report",
                    fields.ForeignKeyField(
                        "coopcouncil.Report",
                        source_field="report_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="evidence",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "stored",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="stored_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
            ],
            options={
                "table": "commitment_evidence",
                "app": "coopcouncil",
                "indexes": [Index(fields=["report_id"], name="evidence_of_a_report")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RecipientAnswer",
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
                    "report",
                    fields.ForeignKeyField(
                        "coopcouncil.Report",
                        source_field="report_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "answered",
                    fields.CharEnumField(
                        description="CONFIRMED: confirmed\nIN_PART: in-part\nDISPUTED: disputed",
                        enum_type=Answered,
                        max_length=10,
                    ),
                ),
                ("amount", fields.DecimalField(null=True, max_digits=20, decimal_places=4)),
                ("words", fields.TextField(default="", unique=False)),
                ("answered_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "answered_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="answered_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("answered_name", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "recipient_answer",
                "app": "coopcouncil",
                "indexes": [Index(fields=["report_id"], name="answers_of_a_recipient")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Decision",
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
                    "answer",
                    fields.ForeignKeyField(
                        "coopcouncil.RecipientAnswer",
                        source_field="answer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "decided",
                    fields.CharEnumField(
                        description="UPHELD: upheld\nIN_PART: in-part\nCOUNTS: counts",
                        enum_type=Decided,
                        max_length=8,
                    ),
                ),
                ("amount", fields.DecimalField(max_digits=20, decimal_places=4)),
                ("words", fields.TextField(unique=False)),
                ("decided_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
            ],
            options={"table": "dispute_decision", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="YearlyReport",
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
                ("year", fields.IntField()),
                ("number", fields.IntField()),
                (
                    "body",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("hash", fields.CharField(max_length=64)),
                ("words", fields.TextField(default="", unique=False)),
                ("words_cy", fields.TextField(default="", unique=False)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "published_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="published_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "yearly_report", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Commitment",
            constraint=UniqueConstraint(
                fields=("contract_id", "number"), name="one_commitment_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Commitment",
            constraint=CheckConstraint(check="amount > 0", name="a_commitment_promises_something"),
        ),
        ops.AddConstraint(
            model_name="Commitment",
            constraint=CheckConstraint(
                check="(settled IS NULL) = (settled_at IS NULL)", name="a_commitment_settles_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Instalment",
            constraint=UniqueConstraint(
                fields=("commitment_id", "due_on"), name="one_instalment_per_day"
            ),
        ),
        ops.AddConstraint(
            model_name="Instalment",
            constraint=CheckConstraint(check="amount > 0", name="an_instalment_is_something"),
        ),
        ops.AddConstraint(
            model_name="NeedOffered",
            constraint=UniqueConstraint(
                fields=("tender_id", "need_id", "bid_id"), name="a_need_is_put_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Report",
            constraint=CheckConstraint(
                check="amount > 0 AND until >= since", name="a_report_tells_something"
            ),
        ),
        ops.AddConstraint(
            model_name="RecipientAnswer",
            constraint=CheckConstraint(
                check="(answered = 'in-part') = (amount IS NOT NULL)", name="a_part_has_its_amount"
            ),
        ),
        ops.AddConstraint(
            model_name="RecipientAnswer",
            constraint=CheckConstraint(
                check="answered = 'confirmed' OR words <> ''", name="a_dispute_is_in_words"
            ),
        ),
        ops.AddConstraint(
            model_name="Decision",
            constraint=UniqueConstraint(fields=("answer_id",), name="a_dispute_is_decided_once"),
        ),
        ops.AddConstraint(
            model_name="YearlyReport",
            constraint=UniqueConstraint(
                fields=("organisation_id", "year", "number"), name="one_yearly_report_per_number"
            ),
        ),
        ops.RunSQL(
            """
            CREATE TRIGGER remedies_stay BEFORE UPDATE OR DELETE ON commitment_remedy
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER evidence_stays BEFORE UPDATE OR DELETE ON commitment_evidence
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER recipient_answers_stay BEFORE UPDATE OR DELETE ON recipient_answer
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER dispute_decisions_stay BEFORE UPDATE OR DELETE ON dispute_decision
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER yearly_reports_stay BEFORE UPDATE OR DELETE ON yearly_report
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE FUNCTION keep_reports() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
                    OR (NEW.commitment_id, NEW.since, NEW.until, NEW.amount, NEW.words)
                    IS DISTINCT FROM
                    (OLD.commitment_id, OLD.since, OLD.until, OLD.amount, OLD.words)
                THEN
                    RAISE EXCEPTION 'a report stays as it was made' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER reports_stay BEFORE UPDATE OR DELETE ON commitment_report
                FOR EACH ROW EXECUTE FUNCTION keep_reports();
            """,
            """
            DROP TRIGGER reports_stay ON commitment_report;
            DROP FUNCTION keep_reports();
            DROP TRIGGER yearly_reports_stay ON yearly_report;
            DROP TRIGGER dispute_decisions_stay ON dispute_decision;
            DROP TRIGGER recipient_answers_stay ON recipient_answer;
            DROP TRIGGER evidence_stays ON commitment_evidence;
            DROP TRIGGER remedies_stay ON commitment_remedy;
            """,
        ),
    ]
