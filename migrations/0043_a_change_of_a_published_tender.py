from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0042_method_ties_and_scenarios")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Tender",
            name="revises",
            field=fields.ForeignKeyField(
                "coopcouncil.Tender",
                source_field="revises_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddConstraint(
            model_name="Tender",
            constraint=UniqueConstraint(fields=("revises_id",), name="one_change_at_a_time"),
        ),
    ]
