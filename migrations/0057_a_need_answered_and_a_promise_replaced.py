from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0056_recipient_asked")]

    initial = False

    operations = [
        ops.CreateModel(
            name="NeedAnswered",
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
                    "offer",
                    fields.ForeignKeyField(
                        "coopcouncil.Offer",
                        source_field="offer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="needs",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "criterion",
                    fields.ForeignKeyField(
                        "coopcouncil.Criterion",
                        source_field="criterion_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "need",
                    fields.ForeignKeyField(
                        "coopcouncil.NeedOrOffer",
                        source_field="need_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.DecimalField(max_digits=20, decimal_places=4)),
            ],
            options={"table": "offer_need", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="Bid",
            name="statements",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.RemoveConstraint(
            model_name="NeedOffered",
            name="a_need_is_put_once",
            fields=None,
        ),
        ops.RemoveField(model_name="NeedOffered", name="bid"),
        ops.AddConstraint(
            model_name="NeedOffered",
            constraint=UniqueConstraint(fields=("tender_id", "need_id"), name="a_need_is_put_once"),
        ),
        ops.AddField(
            model_name="RemedyTaken",
            name="instead",
            field=fields.ForeignKeyField(
                "coopcouncil.Commitment",
                source_field="instead_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="RemedyTaken",
            name="recipient_agreed",
            field=fields.CharField(default="", db_default="", max_length=200),
        ),
        ops.AddField(
            model_name="RemedyTaken",
            name="supplier_agreed",
            field=fields.CharField(default="", db_default="", max_length=200),
        ),
        ops.AddField(
            model_name="RemedyTaken",
            name="worth",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddConstraint(
            model_name="NeedAnswered",
            constraint=UniqueConstraint(
                fields=("offer_id", "criterion_id", "need_id"), name="a_need_is_answered_once"
            ),
        ),
        ops.AddConstraint(
            model_name="NeedAnswered",
            constraint=CheckConstraint(
                check="amount > 0", name="a_need_is_answered_with_something"
            ),
        ),
    ]
