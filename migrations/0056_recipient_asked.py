from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0055_entries_without_email_and_by_format")]

    initial = False

    operations = [
        ops.CreateModel(
            name="RecipientAsked",
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
                    "report",
                    fields.ForeignKeyField(
                        "coopcouncil.Report",
                        source_field="report_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="asked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("email", fields.CharField(default="", max_length=254)),
                ("token_hash", fields.CharField(null=True, unique=True, max_length=64)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "recipient_asked",
                "app": "coopcouncil",
                "indexes": [Index(fields=["report_id"], name="questions_about_a_report")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="RecipientAsked",
            constraint=CheckConstraint(
                check="(email = '') = (token_hash IS NULL) AND (token_hash IS NULL) = (expires_at IS NULL)",
                name="a_link_ends_one_day",
            ),
        ),
    ]
