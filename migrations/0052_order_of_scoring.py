from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0051_hr_exports_by_jobs")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ScoringOrder",
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
                    "takes_part",
                    fields.ForeignKeyField(
                        "coopcouncil.TakesPart",
                        source_field="takes_part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="scoring_order",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("by_bid", fields.BooleanField()),
            ],
            options={"table": "scoring_order", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="ScoringOrder",
            constraint=UniqueConstraint(fields=("takes_part_id",), name="one_scoring_order_each"),
        ),
    ]
