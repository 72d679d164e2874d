from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0039_returns_on_shares")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Plan",
            name="for_joining",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_plan_for_those_who_join ON payment_plan (organisation_id)
                WHERE for_joining;
            """,
            "DROP INDEX one_plan_for_those_who_join;",
        ),
    ]
