from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.procurement.outcome.kinds import KpiRating, NoticeKind
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0046_openings_and_portal_imports")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Contract",
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
                ("number", fields.CharField(max_length=40)),
                (
                    "tender",
                    fields.ForeignKeyField(
                        "coopcouncil.Tender",
                        source_field="tender_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="contracts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "lot",
                    fields.ForeignKeyField(
                        "coopcouncil.Lot",
                        source_field="lot_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "offer",
                    fields.ForeignKeyField(
                        "coopcouncil.Offer",
                        source_field="offer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "supplier",
                    fields.ForeignKeyField(
                        "coopcouncil.Supplier",
                        source_field="supplier_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="contracts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                ("subject", fields.TextField(default="", unique=False)),
                ("subject_cy", fields.TextField(default="", unique=False)),
                ("value", fields.BigIntField()),
                ("awarded_on", fields.DateField(null=True)),
                ("signed_on", fields.DateField()),
                ("starts_on", fields.DateField()),
                ("ends_on", fields.DateField()),
                ("may_extend_until", fields.DateField(null=True)),
                ("ended_on", fields.DateField(null=True)),
                ("ended_because", fields.TextField(default="", unique=False)),
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
                "table": "contract",
                "app": "coopcouncil",
                "indexes": [Index(fields=["supplier_id"], name="contracts_of_a_supplier")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Kpi",
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
                        related_name="kpis",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                ("target", fields.TextField(unique=False)),
                ("target_cy", fields.TextField(default="", unique=False)),
                ("is_social", fields.BooleanField(default=False)),
            ],
            options={"table": "contract_kpi", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="KpiAssessed",
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
                    "kpi",
                    fields.ForeignKeyField(
                        "coopcouncil.Kpi",
                        source_field="kpi_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="assessed",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", fields.DateField()),
                ("until", fields.DateField()),
                (
                    "rating",
                    fields.CharEnumField(
                        description="GOOD: good\nAPPROACHING: approaching-target\nREQUIRES_IMPROVEMENT: requires-improvement\nINADEQUATE: inadequate\nOTHER: other",
                        enum_type=KpiRating,
                        max_length=22,
                    ),
                ),
                ("words", fields.TextField(default="", unique=False)),
                ("assessed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "assessed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="assessed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "published_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "kpi_assessed",
                "app": "coopcouncil",
                "indexes": [Index(fields=["kpi_id"], name="assessments_of_a_kpi")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Publisher",
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
                ("prefix", fields.CharField(default="", max_length=20)),
                ("scheme", fields.CharField(default="", max_length=20)),
                ("number", fields.CharField(default="", max_length=40)),
                ("address", fields.CharField(default="", max_length=300)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "ocds_publisher", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Release",
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
                    "tender",
                    fields.ForeignKeyField(
                        "coopcouncil.Tender",
                        source_field="tender_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="releases",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("tag", fields.CharField(max_length=24)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "body",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("hash", fields.CharField(max_length=64)),
            ],
            options={"table": "ocds_release", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ScoringRun",
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
                    "lot",
                    fields.ForeignKeyField(
                        "coopcouncil.Lot",
                        source_field="lot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="runs",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("because", fields.TextField(unique=False)),
                ("edition_hash", fields.CharField(max_length=64)),
                (
                    "result",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("hash", fields.CharField(max_length=64)),
                ("run_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "run_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="run_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "scoring_run", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="AwardDecision",
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
                    "lot",
                    fields.ForeignKeyField(
                        "coopcouncil.Lot",
                        source_field="lot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "run",
                    fields.ForeignKeyField(
                        "coopcouncil.ScoringRun",
                        source_field="run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "offer",
                    fields.ForeignKeyField(
                        "coopcouncil.Offer",
                        source_field="offer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("because", fields.TextField(unique=False)),
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
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("withdrawn_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "award_decision", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Summary",
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
                    "offer",
                    fields.ForeignKeyField(
                        "coopcouncil.Offer",
                        source_field="offer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="summaries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "decision",
                    fields.ForeignKeyField(
                        "coopcouncil.AwardDecision",
                        source_field="decision_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="summaries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "body",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("hash", fields.CharField(max_length=64)),
                (
                    "letter",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="letter_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "assessment_summary", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="TenderNotice",
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
                    "tender",
                    fields.ForeignKeyField(
                        "coopcouncil.Tender",
                        source_field="tender_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="notices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "lot",
                    fields.ForeignKeyField(
                        "coopcouncil.Lot",
                        source_field="lot_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="PIPELINE: uk1\nMARKET_ENGAGEMENT: uk2\nPLANNED: uk3\nTENDER: uk4\nTRANSPARENCY: uk5\nAWARD: uk6\nDETAILS: uk7\nPERFORMANCE: uk9\nCHANGE: uk10\nCONTRACT_TERMINATION: uk11\nTERMINATION: uk12",
                        enum_type=NoticeKind,
                        max_length=4,
                    ),
                ),
                ("published_on", fields.DateField()),
                ("number", fields.CharField(default="", max_length=40)),
                ("address", fields.CharField(default="", max_length=300)),
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
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("withdrawn_because", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "tender_notice",
                "app": "coopcouncil",
                "indexes": [Index(fields=["tender_id"], name="notices_of_a_tender")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Contract",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_contract_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Contract",
            constraint=CheckConstraint(
                check="value >= 0 AND ends_on >= starts_on", name="a_contract_has_a_length"
            ),
        ),
        ops.AddConstraint(
            model_name="Contract",
            constraint=CheckConstraint(
                check="(ended_on IS NULL) = (ended_because = '')",
                name="a_contract_ends_early_with_a_reason",
            ),
        ),
        ops.AddConstraint(
            model_name="Kpi",
            constraint=UniqueConstraint(
                fields=("contract_id", "number"), name="one_kpi_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="KpiAssessed",
            constraint=CheckConstraint(check="until >= since", name="an_assessment_is_of_a_time"),
        ),
        ops.AddConstraint(
            model_name="Publisher",
            constraint=UniqueConstraint(
                fields=("organisation_id",), name="one_publisher_per_organisation"
            ),
        ),
        ops.AddConstraint(
            model_name="Publisher",
            constraint=CheckConstraint(
                check="prefix !~ '^ocds-h6vhtk'", name="the_central_prefix_is_not_ours"
            ),
        ),
        ops.AddConstraint(
            model_name="Release",
            constraint=UniqueConstraint(
                fields=("tender_id", "number"), name="one_release_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="ScoringRun",
            constraint=UniqueConstraint(fields=("lot_id", "number"), name="one_run_per_number_lot"),
        ),
        ops.AddConstraint(
            model_name="Summary",
            constraint=UniqueConstraint(
                fields=("offer_id", "decision_id"), name="one_summary_per_offer_and_decision"
            ),
        ),
        ops.AddConstraint(
            model_name="TenderNotice",
            constraint=CheckConstraint(
                check="(withdrawn_at IS NULL) = (withdrawn_because = '')",
                name="a_notice_is_withdrawn_with_a_reason",
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_decision_per_lot ON award_decision (lot_id)
                WHERE withdrawn_at IS NULL;
            CREATE UNIQUE INDEX one_contract_per_lot ON contract (lot_id)
                WHERE lot_id IS NOT NULL AND ended_on IS NULL;
            CREATE TRIGGER scoring_runs_stay BEFORE UPDATE OR DELETE ON scoring_run
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER releases_stay BEFORE UPDATE OR DELETE ON ocds_release
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE FUNCTION keep_summaries() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE'
                    OR (NEW.offer_id, NEW.decision_id, NEW.body, NEW.hash, NEW.sent_at)
                    IS DISTINCT FROM
                    (OLD.offer_id, OLD.decision_id, OLD.body, OLD.hash, OLD.sent_at)
                THEN
                    RAISE EXCEPTION 'a summary stays as it was sent' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER summaries_stay BEFORE UPDATE OR DELETE ON assessment_summary
                FOR EACH ROW EXECUTE FUNCTION keep_summaries();
            CREATE FUNCTION keep_kpi_assessed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.published_at IS NOT NULL
                    OR (NEW.kpi_id, NEW.since, NEW.until, NEW.rating, NEW.words)
                    IS DISTINCT FROM (OLD.kpi_id, OLD.since, OLD.until, OLD.rating, OLD.words)
                THEN
                    RAISE EXCEPTION 'an assessment stays as it was made' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER kpi_assessments_stay BEFORE UPDATE OR DELETE ON kpi_assessed
                FOR EACH ROW EXECUTE FUNCTION keep_kpi_assessed();
            """,
            """
            DROP TRIGGER kpi_assessments_stay ON kpi_assessed;
            DROP FUNCTION keep_kpi_assessed();
            DROP TRIGGER summaries_stay ON assessment_summary;
            DROP FUNCTION keep_summaries();
            DROP TRIGGER releases_stay ON ocds_release;
            DROP TRIGGER scoring_runs_stay ON scoring_run;
            DROP INDEX one_contract_per_lot;
            DROP INDEX one_decision_per_lot;
            """,
        ),
    ]
