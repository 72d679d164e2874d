from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.procurement.delivery.kinds import Body
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0073_the_sheet_on_how_savings_are_protected")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Commitment",
            name="recipient_body",
            field=fields.CharEnumField(
                null=True,
                description="COMMITTEE: committee\nCLASS: class",
                enum_type=Body,
                max_length=16,
            ),
        ),
        ops.AddField(
            model_name="Commitment",
            name="recipient_class",
            field=fields.CharField(default="", db_default="", max_length=40),
        ),
        ops.AddConstraint(
            model_name="Commitment",
            constraint=CheckConstraint(
                check="(recipient_body IS NOT DISTINCT FROM 'class') = (recipient_class <> '')",
                name="a_class_has_its_name",
            ),
        ),
    ]
