from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.savings.kinds import Shown
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0072_editions_of_the_social_value_model")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SheetConfirmation",
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
                    "member",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="member_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "junior",
                    fields.ForeignKeyField(
                        "coopcouncil.JuniorSaver",
                        source_field="junior_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("edition", fields.CharField(max_length=20)),
                (
                    "shown",
                    fields.CharEnumField(
                        description="JOINING: joining\nDESK: desk\nOWN_PAGE: own-page",
                        enum_type=Shown,
                        max_length=12,
                    ),
                ),
                ("confirmed_on", fields.DateField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "recorded_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="recorded_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "savings_sheet",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="savings_sheet_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="Application",
            name="sheet",
            field=fields.CharField(default="", db_default="", max_length=20),
        ),
        ops.AddConstraint(
            model_name="SheetConfirmation",
            constraint=CheckConstraint(
                check="(member_id IS NULL) <> (junior_id IS NULL)",
                name="a_sheet_is_confirmed_for_one_saver",
            ),
        ),
        ops.AddConstraint(
            model_name="SheetConfirmation",
            constraint=CheckConstraint(check="edition <> ''", name="a_sheet_has_its_edition"),
        ),
    ]
