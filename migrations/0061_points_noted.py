from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0060_remedy_amount_before")]

    initial = False

    operations = [
        ops.CreateModel(
            name="CriterionNoted",
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
                (
                    "application",
                    fields.ForeignKeyField(
                        "coopcouncil.HomeApplication",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "criterion",
                    fields.ForeignKeyField(
                        "coopcouncil.PointsCriterion",
                        source_field="criterion_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("times", fields.IntField()),
                (
                    "noted_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="noted_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("noted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "criterion_noted",
                "app": "coopcouncil",
                "indexes": [Index(fields=["application_id"], name="criterion_noted_application")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="CriterionNoted",
            constraint=CheckConstraint(
                check="times BETWEEN 0 AND 100", name="a_criterion_noted_so_often"
            ),
        ),
    ]
