from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0043_a_change_of_a_published_tender")]

    initial = False

    operations = [
        ops.CreateModel(
            name="LotAgreed",
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
                        related_name="agreed",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("locked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "locked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="locked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "reopened_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("reopened_because", fields.TextField(default="", unique=False)),
                (
                    "reopened_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="reopened_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "lot_agreed", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ScoresDue",
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
                        related_name="scores_due",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("due_on", fields.DateField()),
                (
                    "set_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="set_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "scores_due", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="ExclusionCheck",
            name="grounds",
            field=fields.JSONField(
                default=list,
                db_default=[],
                encoder=functools.partial(dumps, separators=(",", ":")),
                decoder=loads,
            ),
        ),
        ops.RemoveIndex(
            model_name="InterestDeclared",
            name="declarations_of_a_part",
            fields=None,
        ),
        # No page has written one yet: the table is empty everywhere but in tests.
        ops.RunSQL("DELETE FROM interest_declared;", "SELECT 1;"),
        ops.AddField(
            model_name="InterestDeclared",
            name="person",
            field=fields.ForeignKeyField(
                "coopcouncil.Person",
                source_field="person_id",
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="InterestDeclared",
            name="tender",
            field=fields.ForeignKeyField(
                "coopcouncil.Tender",
                source_field="tender_id",
                db_constraint=True,
                to_field="id",
                related_name="interests",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.RemoveField(model_name="InterestDeclared", name="takes_part"),
        ops.AddIndex(
            model_name="InterestDeclared",
            index=Index(fields=["tender_id", "person_id"], name="declarations_in_a_tender"),
        ),
        ops.AddConstraint(
            model_name="LotAgreed",
            constraint=CheckConstraint(
                check="reopened_at IS NULL OR reopened_because <> ''",
                name="a_lot_is_opened_again_with_a_reason",
            ),
        ),
        ops.AddConstraint(
            model_name="ScoresDue",
            constraint=UniqueConstraint(fields=("tender_id",), name="one_day_for_the_scores"),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_lock_per_lot ON lot_agreed (lot_id) WHERE reopened_at IS NULL;
            CREATE FUNCTION keep_agreed_lots() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'an agreed score stays' USING ERRCODE = '23514';
                END IF;
                IF EXISTS (
                    SELECT FROM lot_agreed l JOIN offer o ON o.lot_id = l.lot_id
                    WHERE o.id = NEW.offer_id AND l.reopened_at IS NULL
                ) THEN
                    RAISE EXCEPTION 'the scores of this lot are agreed and locked'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER an_agreed_lot_stays BEFORE INSERT OR UPDATE OR DELETE ON agreed_score
                FOR EACH ROW EXECUTE FUNCTION keep_agreed_lots();
            """,
            """
            DROP TRIGGER an_agreed_lot_stays ON agreed_score;
            DROP FUNCTION keep_agreed_lots();
            DROP INDEX one_lock_per_lot;
            """,
        ),
    ]
