from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.ballots.models.roll import RollDoing
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0037_own_direct_debits")]

    initial = False

    operations = [
        ops.CreateModel(
            name="RollWork",
            fields=[
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "coopcouncil.Ballot",
                        source_field="ballot_id",
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
                    "doing",
                    fields.CharEnumField(
                        description="CUTTING: cutting\nSEALING: sealing",
                        enum_type=RollDoing,
                        max_length=20,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="asked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("total", fields.IntField()),
                ("done", fields.IntField(default=0, db_default=0)),
            ],
            options={"table": "roll_work", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.AddConstraint(
            model_name="RollWork",
            constraint=UniqueConstraint(fields=("ballot_id",), name="one_work_on_a_roll_at_a_time"),
        ),
    ]
