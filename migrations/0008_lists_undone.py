from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.members.models import BatchState
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0007_classes_and_leavers")]

    initial = False

    operations = [
        ops.RemoveConstraint(
            model_name="ImportBatch",
            name="an_applied_list_has_its_change_set",
            fields=None,
        ),
        ops.AlterField(
            model_name="ImportBatch",
            name="state",
            field=fields.CharEnumField(
                default=BatchState.UPLOADED,
                description="UPLOADED: uploaded\nREADING: reading\nPREVIEWED: previewed\nAPPLYING: applying\nAPPLIED: applied\nDROPPED: dropped\nUNDONE: undone",
                enum_type=BatchState,
                max_length=12,
            ),
        ),
        ops.AddConstraint(
            model_name="ImportBatch",
            constraint=CheckConstraint(
                check="(state IN ('applied', 'undone')) = (change_set_id IS NOT NULL)",
                name="a_list_in_the_register_has_its_change_set",
            ),
        ),
    ]
