from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.mutuals.models import ExportState
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0050_words_of_a_summary")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="HrExport",
            name="state",
            field=fields.CharEnumField(
                default=ExportState.UPLOADED,
                description="UPLOADED: uploaded\nREADING: reading\nPREVIEWED: previewed\nAPPLYING: applying\nAPPLIED: applied\nDROPPED: dropped\nUNDONE: undone",
                enum_type=ExportState,
                max_length=12,
            ),
        ),
        ops.AddField(
            model_name="HrExport",
            name="done",
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
