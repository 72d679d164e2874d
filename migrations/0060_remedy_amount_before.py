from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0059_forum_seat_sizes")]

    initial = False

    operations = [
        ops.AddField(
            model_name="RemedyTaken",
            name="amount_before",
            field=fields.DecimalField(null=True, max_digits=20, decimal_places=4),
        ),
    ]
