from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0064_review_of_others")]

    initial = False

    operations = [
        ops.CreateModel(
            name="EmploymentLine",
            fields=[
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("employee_number", fields.CharField(max_length=40)),
                (
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("post", fields.CharField(default="", max_length=200)),
                ("began_on", fields.DateField(null=True)),
                ("ended_on", fields.DateField(null=True)),
                ("is_gone", fields.BooleanField(default=False)),
                ("noted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "employment_line",
                "app": "coopcouncil",
                "indexes": [
                    Index(
                        fields=["organisation_id", "employee_number"], name="employment_line_number"
                    )
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
    ]
