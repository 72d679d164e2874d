from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.procurement.kinds import Tie
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0044_declared_by_person_and_lots_agreed")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Tender",
            name="tie",
            field=fields.CharEnumField(
                default=Tie.LOT,
                description="SCORE: score\nPRICE: price\nLOT: lot",
                db_default="lot",
                enum_type=Tie,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Tender",
            name="tie_code",
            field=fields.CharField(default="", db_default="", max_length=20),
        ),
    ]
