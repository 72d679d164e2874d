from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.shares.kinds import ReturnKind
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0074_bodies_that_promises_are_for")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="ShareReturn",
            name="kind",
            field=fields.CharEnumField(
                description="INTEREST: interest\nPURCHASES: purchases\nHOURS: hours",
                enum_type=ReturnKind,
                max_length=12,
            ),
        ),
    ]
