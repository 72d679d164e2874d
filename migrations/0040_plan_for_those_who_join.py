from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0039_returns_on_shares")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Plan",
            name="for_joining",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
