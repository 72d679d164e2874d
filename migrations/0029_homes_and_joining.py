from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0028_loans")]

    initial = False

    operations = [
        ops.AddField(
            model_name="HomeApplication",
            name="joining",
            field=fields.ForeignKeyField(
                "coopcouncil.Application",
                source_field="joining_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.SET_NULL,
            ),
        ),
    ]
