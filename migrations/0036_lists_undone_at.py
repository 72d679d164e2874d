from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.shares.kinds import EventKind
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0035_late_payments")]

    initial = False

    operations = [
        ops.AddField(
            model_name="ImportBatch",
            name="undone_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name="ShareEvent",
            name="kind",
            field=fields.CharEnumField(
                description="TAKEN_OVER: taken-over\nALLOTTED: allotted\nPAID: paid\nSPLIT: split\nTRANSFERRED: transferred\nRENUMBERED: renumbered\nWITHDRAWN: withdrawn\nCANCELLED: cancelled\nREVERSED: reversed",
                enum_type=EventKind,
                max_length=20,
            ),
        ),
    ]
