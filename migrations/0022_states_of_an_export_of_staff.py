from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.mutuals.models import ExportState
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0021_a_register_of_a_million")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="HrExport",
            name="state",
            field=fields.CharEnumField(
                default=ExportState.UPLOADED,
                description="UPLOADED: uploaded\nPREVIEWED: previewed\nAPPLIED: applied\nDROPPED: dropped\nUNDONE: undone",
                enum_type=ExportState,
                max_length=12,
            ),
        ),
    ]
