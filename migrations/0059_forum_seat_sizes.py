from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0058_indemnity_and_interest")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ForumSeatSize",
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
                    "seat",
                    fields.ForeignKeyField(
                        "coopcouncil.ForumSeat",
                        source_field="seat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("holds_from", fields.DateField(null=True)),
                ("seats", fields.IntField()),
                ("term_years", fields.IntField()),
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
                "table": "forum_seat_size",
                "app": "coopcouncil",
                "indexes": [Index(fields=["seat_id"], name="forum_seat_size_seat")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="SeatHolder",
            name="stood_down_noted_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
