from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0063_holders_and_guarantors")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="ReviewItem",
            name="member",
            field=fields.ForeignKeyField(
                "coopcouncil.Member",
                source_field="member_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="ReviewItem",
            name="other",
            field=fields.CharField(default="", db_default="", max_length=60),
        ),
        ops.AddConstraint(
            model_name="ReviewItem",
            constraint=CheckConstraint(
                check="(member_id IS NULL) = (other <> '')",
                name="a_finding_is_of_a_member_or_of_another",
            ),
        ),
        ops.RunSQL(
            "CREATE UNIQUE INDEX each_finding_of_another_is_proposed_once ON review_item "
            "(organisation_id, finder, other, due_on) WHERE other <> ''",
            "DROP INDEX each_finding_of_another_is_proposed_once",
        ),
    ]
