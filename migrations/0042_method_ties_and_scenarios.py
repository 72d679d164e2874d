from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.procurement.kinds import Basis, Tie
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0041_tenders_bids_and_scores")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Scenario",
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
                    "tender",
                    fields.ForeignKeyField(
                        "coopcouncil.Tender",
                        source_field="tender_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "lot",
                    fields.ForeignKeyField(
                        "coopcouncil.Lot",
                        source_field="lot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                (
                    "bids",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "created_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="created_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "tender_scenario", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="Edition",
            name="basis",
            field=fields.CharEnumField(
                default=Basis.FIRST,
                description="FIRST: first\nREFINED: refined\nCORRECTED: corrected",
                db_default="first",
                enum_type=Basis,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Edition",
            name="is_substantial",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Tender",
            name="decimals",
            field=fields.IntField(default=2, db_default=2),
        ),
        ops.AddField(
            model_name="Tender",
            name="final_asked_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Tender",
            name="refinement",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Tender",
            name="short_because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Tender",
            name="tie",
            field=fields.CharEnumField(
                default=Tie.LOT,
                description="SOCIAL: social\nQUALITY: quality\nPRICE: price\nLOT: lot",
                db_default="lot",
                enum_type=Tie,
                max_length=10,
            ),
        ),
        ops.AddConstraint(
            model_name="Tender",
            constraint=CheckConstraint(
                check="decimals BETWEEN 0 AND 6", name="a_sum_has_some_places"
            ),
        ),
        ops.AddConstraint(
            model_name="Scenario",
            constraint=UniqueConstraint(
                fields=("tender_id", "lot_id", "name"), name="one_scenario_per_name"
            ),
        ),
    ]
