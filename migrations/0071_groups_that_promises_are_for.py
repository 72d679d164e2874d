from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0070_standstill_by_notice_and_no_indicators")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Commitment",
            name="recipient_group",
            field=fields.ForeignKeyField(
                "coopcouncil.Constituency",
                source_field="recipient_group_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
    ]
