from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.procurement.measures.kinds import ImportState, SetKind
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Moment, Said, Topic
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0047_outcome_of_a_tender")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ConflictsAssessment",
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
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "moment",
                    fields.CharEnumField(
                        description="OPENED: opened\nREVIEWED: reviewed\nCONFIRMED: confirmed",
                        enum_type=Moment,
                        max_length=10,
                    ),
                ),
                ("notice", fields.CharField(default="", max_length=100)),
                ("conflicts", fields.TextField(default="", unique=False)),
                ("steps", fields.TextField(default="", unique=False)),
                ("perceived", fields.TextField(default="", unique=False)),
                ("perceived_steps", fields.TextField(default="", unique=False)),
                ("written_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="written_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "tender_conflicts",
                "app": "coopcouncil",
                "indexes": [Index(fields=["tender_id"], name="conflicts_of_a_tender")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Consideration",
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
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "topic",
                    fields.CharEnumField(
                        description="SOCIAL_VALUE: social-value\nCONSULTING: consulting\nWELL_BEING: well-being\nPOLICY: policy\nWEIGHT: weight",
                        enum_type=Topic,
                        max_length=12,
                    ),
                ),
                (
                    "said",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "goals",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("weight", fields.DecimalField(null=True, max_digits=8, decimal_places=4)),
                ("written_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="written_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "tender_consideration",
                "app": "coopcouncil",
                "indexes": [Index(fields=["tender_id", "topic"], name="consideration_topic")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="MeasureSet",
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
                        description="OWN: own\nBROUGHT: brought", enum_type=SetKind, max_length=8
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("version", fields.CharField(max_length=40)),
                ("licence", fields.CharField(default="", max_length=200)),
                ("attribution", fields.TextField(default="", unique=False)),
                ("may_publish", fields.BooleanField(default=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "created_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="created_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("retired_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("retired_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "measure_set", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Measure",
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
                    "set",
                    fields.ForeignKeyField(
                        "coopcouncil.MeasureSet",
                        source_field="set_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="measures",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(max_length=40)),
                ("edition", fields.IntField(default=1)),
                ("title", fields.CharField(max_length=300)),
                ("title_cy", fields.CharField(default="", max_length=300)),
                ("unit", fields.CharField(max_length=100)),
                ("unit_cy", fields.CharField(default="", max_length=100)),
                ("evidence", fields.TextField(default="", unique=False)),
                ("evidence_cy", fields.TextField(default="", unique=False)),
                ("outcome", fields.CharField(default="", max_length=60)),
                (
                    "goals",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "matters",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("proxy", fields.BigIntField(null=True)),
                ("proxy_source", fields.CharField(default="", max_length=300)),
                ("proxy_year", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "created_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="created_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "measure", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="MeasureImport",
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
                ("file_name", fields.CharField(max_length=200)),
                (
                    "rows",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "columns",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("version", fields.CharField(max_length=40)),
                ("licence", fields.CharField(max_length=200)),
                ("attribution", fields.TextField(default="", unique=False)),
                ("may_publish", fields.BooleanField(default=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=ImportState.UPLOADED,
                        description="UPLOADED: uploaded\nAPPLIED: applied\nDROPPED: dropped",
                        enum_type=ImportState,
                        max_length=8,
                    ),
                ),
                (
                    "set",
                    fields.ForeignKeyField(
                        "coopcouncil.MeasureSet",
                        source_field="set_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "started_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="started_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "measure_import", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ReservationAnswer",
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
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "condition",
                    fields.CharEnumField(
                        description="SUPPORTED_SHARE: supported-share\nSUPPORTED_AIM: supported-aim\nMUTUAL_SERVICE: mutual-service\nMUTUAL_TERM: mutual-term\nMUTUAL_PROFITS: mutual-profits\nMUTUAL_CONTROL: mutual-control\nMUTUAL_AWARD_BEFORE: mutual-award-before\nBELOW_THRESHOLD: below-threshold\nNO_CROSS_BORDER: no-cross-border\nAREA_STATED: area-stated\nSIZE_STATED: size-stated",
                        enum_type=Condition,
                        max_length=20,
                    ),
                ),
                (
                    "said",
                    fields.CharEnumField(
                        description="YES: yes\nNO: no\nUNSURE: unsure", enum_type=Said, max_length=6
                    ),
                ),
                ("evidence", fields.TextField(default="", unique=False)),
                ("on_day", fields.DateField(null=True)),
                ("said_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "said_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="said_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "tender_reservation_answer",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["lot_id", "condition"], name="reservation_answers_of_a_lot")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="attribution",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="lifted_by",
            field=fields.CharField(default="", db_default="", max_length=60),
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="matters",
            field=fields.JSONField(
                default=list,
                db_default=[],
                encoder=functools.partial(dumps, separators=(",", ":")),
                decoder=loads,
            ),
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="may_publish",
            field=fields.BooleanField(default=True, db_default=True),
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="outcome",
            field=fields.CharField(default="", db_default="", max_length=60),
        ),
        ops.AddConstraint(
            model_name="ConflictsAssessment",
            constraint=CheckConstraint(
                check="(conflicts = '' OR steps <> '') AND (perceived = '' OR perceived_steps <> '')",
                name="a_conflict_has_its_steps",
            ),
        ),
        ops.AddConstraint(
            model_name="Consideration",
            constraint=CheckConstraint(
                check="weight IS NULL OR (weight >= 0 AND weight <= 100)",
                name="a_considered_weight_is_per_cent",
            ),
        ),
        ops.AddConstraint(
            model_name="MeasureSet",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name", "version"), name="one_set_per_name_and_version"
            ),
        ),
        ops.AddConstraint(
            model_name="Measure",
            constraint=UniqueConstraint(
                fields=("set_id", "code", "edition"), name="one_edition_of_a_measure_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Measure",
            constraint=CheckConstraint(
                check="proxy IS NULL OR (proxy >= 0 AND proxy_source <> '')",
                name="a_proxy_has_its_source",
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_own_set_per_council ON measure_set (organisation_id)
                WHERE kind = 'own';
            CREATE UNIQUE INDEX one_live_measure_per_code ON measure (set_id, code)
                WHERE ended_at IS NULL;
            CREATE FUNCTION keep_measures() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL
                    AND (to_jsonb(NEW) - 'ended_at' - 'ended_because')
                        = (to_jsonb(OLD) - 'ended_at' - 'ended_because')
                THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'a measure stays as it was written' USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER measures_stay_as_written BEFORE UPDATE OR DELETE ON measure
                FOR EACH ROW EXECUTE FUNCTION keep_measures();
            CREATE TRIGGER considerations_stay BEFORE UPDATE OR DELETE ON tender_consideration
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER conflicts_assessments_stay BEFORE UPDATE OR DELETE ON tender_conflicts
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE FUNCTION keep_reservation_answers() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM tender_lot WHERE id = OLD.lot_id)
                THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'what was said of a lot stays' USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER reservation_answers_stay
                BEFORE UPDATE OR DELETE ON tender_reservation_answer
                FOR EACH ROW EXECUTE FUNCTION keep_reservation_answers();
            """,
            """
            DROP TRIGGER reservation_answers_stay ON tender_reservation_answer;
            DROP FUNCTION keep_reservation_answers();
            DROP TRIGGER conflicts_assessments_stay ON tender_conflicts;
            DROP TRIGGER considerations_stay ON tender_consideration;
            DROP TRIGGER measures_stay_as_written ON measure;
            DROP FUNCTION keep_measures();
            DROP INDEX one_live_measure_per_code;
            DROP INDEX one_own_set_per_council;
            """,
        ),
    ]
