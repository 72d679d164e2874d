from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0048_measures_and_consideration")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="AnswerFile",
            name="criterion",
            field=fields.ForeignKeyField(
                "coopcouncil.Criterion",
                source_field="criterion_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
    ]
