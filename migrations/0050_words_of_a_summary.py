from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0049_files_name_their_question_when_opened")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SummaryWords",
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
                        related_name="summary_words",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "criterion",
                    fields.ForeignKeyField(
                        "coopcouncil.Criterion",
                        source_field="criterion_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("for_others", fields.BooleanField()),
                ("words", fields.TextField(unique=False)),
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
            options={"table": "summary_words", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="SummaryWords",
            constraint=UniqueConstraint(
                fields=("offer_id", "criterion_id", "for_others"), name="summary_words_once"
            ),
        ),
    ]
