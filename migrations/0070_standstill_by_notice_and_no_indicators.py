from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0069_mailboxes_of_the_register")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Contract",
            name="no_indicators_because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="TenderNotice",
            name="standstill_until",
            field=fields.DateField(null=True),
        ),
    ]
