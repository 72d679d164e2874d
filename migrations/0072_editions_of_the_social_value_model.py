from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0071_groups_that_promises_are_for")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Measure",
            name="serves",
            field=fields.JSONField(
                default=list,
                db_default=[],
                encoder=functools.partial(dumps, separators=(",", ":")),
                decoder=loads,
            ),
        ),
        ops.AddField(
            model_name="Tender",
            name="social_model",
            field=fields.CharField(default="", db_default="", max_length=12),
        ),
        ops.AddField(
            model_name="TenderMeasure",
            name="serves",
            field=fields.JSONField(
                default=list,
                db_default=[],
                encoder=functools.partial(dumps, separators=(",", ":")),
                decoder=loads,
            ),
        ),
    ]
