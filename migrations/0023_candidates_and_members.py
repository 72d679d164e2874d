from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.ballots.models.ballot import Fills
from tortoise.fields.base import OnDelete
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0022_states_of_an_export_of_staff")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Ballot",
            name="fills",
            field=fields.CharEnumField(
                default=Fills.ELSEWHERE,
                description="COMMITTEE: committee\nELSEWHERE: ",
                db_default="",
                enum_type=Fills,
                max_length=20,
            ),
        ),
        ops.AddField(
            model_name="Option",
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
    ]
