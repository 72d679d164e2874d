from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding, InterestDecision
from coopcouncil.procurement.kinds import (
    BidState,
    CriterionKind,
    Formula,
    Part,
    Procedure,
    Reservation,
    Stage,
    Subject,
    Way,
)
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0040_plan_for_those_who_join")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Supplier",
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
                ("name", fields.CharField(max_length=200)),
                ("scheme", fields.CharField(default="", max_length=20)),
                ("number", fields.CharField(default="", max_length=40)),
                ("address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("is_small", fields.BooleanField(default=False)),
                ("is_social", fields.BooleanField(default=False)),
                ("is_supported_employment", fields.BooleanField(default=False)),
                ("is_service_mutual", fields.BooleanField(default=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "supplier",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "name"], name="supplier_name")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SupplierPerson",
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
                    "supplier",
                    fields.ForeignKeyField(
                        "coopcouncil.Supplier",
                        source_field="supplier_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="people",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "supplier_person",
                "app": "coopcouncil",
                "indexes": [Index(fields=["person_id"], name="suppliers_of_a_person")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Tender",
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
                ("reference", fields.CharField(max_length=40)),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                ("description", fields.TextField(default="", unique=False)),
                ("description_cy", fields.TextField(default="", unique=False)),
                (
                    "procedure",
                    fields.CharEnumField(
                        description="OPEN: open\nFLEXIBLE: flexible\nBELOW_THRESHOLD: below-threshold\nLIGHT_TOUCH: light-touch\nFRAMEWORK: framework\nCALL_OFF: call-off\nDYNAMIC_MARKET: dynamic-market\nCONCESSION: concession",
                        enum_type=Procedure,
                        max_length=20,
                    ),
                ),
                (
                    "subject",
                    fields.CharEnumField(
                        description="SERVICES: services\nGOODS: goods\nWORKS: works",
                        enum_type=Subject,
                        max_length=10,
                    ),
                ),
                ("cpv", fields.CharField(default="", max_length=10)),
                ("area", fields.CharField(default="", max_length=200)),
                ("value", fields.BigIntField()),
                ("starts_on", fields.DateField(null=True)),
                ("ends_on", fields.DateField(null=True)),
                ("may_extend_until", fields.DateField(null=True)),
                ("by_invitation", fields.BooleanField(default=False)),
                ("names_hidden", fields.BooleanField(default=True)),
                ("priced_apart", fields.BooleanField(default=True)),
                (
                    "stage",
                    fields.CharEnumField(
                        default=Stage.PREPARING,
                        description="PREPARING: preparing\nPUBLISHED: published\nOPENED: opened\nAGREED: agreed\nSUMMARISED: summarised\nAWARDED: awarded\nCONTRACTED: contracted\nENDED: ended",
                        enum_type=Stage,
                        max_length=12,
                    ),
                ),
                (
                    "questions_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("closes_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "published_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("opened_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_because", fields.TextField(default="", unique=False)),
                ("ocid", fields.CharField(default="", max_length=60)),
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
            options={
                "table": "tender",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id", "stage"], name="tender_stage")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Bid",
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
                        related_name="bids",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "supplier",
                    fields.ForeignKeyField(
                        "coopcouncil.Supplier",
                        source_field="supplier_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=BidState.DRAFT,
                        description="DRAFT: draft\nSUBMITTED: submitted\nLATE: late\nWITHDRAWN: withdrawn\nOPENED: opened\nEXCLUDED: excluded",
                        enum_type=BidState,
                        max_length=10,
                    ),
                ),
                ("label", fields.CharField(default="", max_length=4)),
                ("draft", fields.BinaryField(null=True)),
                ("draft_version", fields.IntField(default=0)),
                ("drafted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("let_in_because", fields.TextField(default="", unique=False)),
                (
                    "let_in_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="let_in_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "bid", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Edition",
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
                        related_name="editions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "method",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("hash", fields.CharField(max_length=64)),
                ("because", fields.TextField(default="", unique=False)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "published_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="published_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "tender_edition", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ExclusionCheck",
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
                    "bid",
                    fields.ForeignKeyField(
                        "coopcouncil.Bid",
                        source_field="bid_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="exclusion_checks",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "step",
                    fields.CharEnumField(
                        description="BEFORE_ASSESSMENT: before-assessment\nBEFORE_AWARD: before-award",
                        enum_type=ExclusionStep,
                        max_length=20,
                    ),
                ),
                (
                    "finding",
                    fields.CharEnumField(
                        description="NOTHING: nothing\nEXCLUDABLE: excludable\nEXCLUDED: excluded",
                        enum_type=Finding,
                        max_length=16,
                    ),
                ),
                ("debarment_seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("note", fields.TextField(default="", unique=False)),
                ("checked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "checked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="checked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "exclusion_check",
                "app": "coopcouncil",
                "indexes": [Index(fields=["bid_id"], name="exclusion_checks_of_a_bid")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Invited",
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
                        related_name="invited",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "supplier",
                    fields.ForeignKeyField(
                        "coopcouncil.Supplier",
                        source_field="supplier_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
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
            ],
            options={"table": "tender_invited", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Lot",
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
                        related_name="lots",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                ("value", fields.BigIntField()),
                (
                    "reservation",
                    fields.CharEnumField(
                        default=Reservation.NONE,
                        description="NONE: none\nSUPPORTED_EMPLOYMENT: supported-employment\nSERVICE_MUTUAL: service-mutual\nLOCAL: local\nUNITED_KINGDOM: united-kingdom\nSMALL_OR_SOCIAL: small-or-social",
                        enum_type=Reservation,
                        max_length=24,
                    ),
                ),
                ("reserved_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "tender_lot", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Offer",
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
                    "bid",
                    fields.ForeignKeyField(
                        "coopcouncil.Bid",
                        source_field="bid_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="offers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "lot",
                    fields.ForeignKeyField(
                        "coopcouncil.Lot",
                        source_field="lot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="offers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "excluded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("excluded_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "offer", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Question",
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
                        related_name="questions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "supplier",
                    fields.ForeignKeyField(
                        "coopcouncil.Supplier",
                        source_field="supplier_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.TextField(unique=False)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("published_text", fields.TextField(default="", unique=False)),
                ("published_text_cy", fields.TextField(default="", unique=False)),
                ("answer", fields.TextField(default="", unique=False)),
                ("answer_cy", fields.TextField(default="", unique=False)),
                (
                    "answered_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "answered_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="answered_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "tender_question", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Scale",
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
                        related_name="scales",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
            ],
            options={"table": "tender_scale", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Band",
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
                    "scale",
                    fields.ForeignKeyField(
                        "coopcouncil.Scale",
                        source_field="scale_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="bands",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("points", fields.DecimalField(max_digits=8, decimal_places=2)),
                ("title", fields.CharField(max_length=100)),
                ("title_cy", fields.CharField(default="", max_length=100)),
                ("wording", fields.TextField(unique=False)),
                ("wording_cy", fields.TextField(default="", unique=False)),
            ],
            options={"table": "tender_band", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Submission",
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
                    "bid",
                    fields.ForeignKeyField(
                        "coopcouncil.Bid",
                        source_field="bid_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="submissions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "way",
                    fields.CharEnumField(
                        description="ONLINE: online\nSPREADSHEET: spreadsheet\nPORTAL: portal",
                        enum_type=Way,
                        max_length=12,
                    ),
                ),
                ("sealed", fields.BinaryField()),
                ("hash", fields.CharField(max_length=64)),
                ("receipt", fields.CharField(max_length=20)),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("is_late", fields.BooleanField(default=False)),
                ("edition", fields.IntField()),
                (
                    "handed_in_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="handed_in_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "bid_submission",
                "app": "coopcouncil",
                "indexes": [Index(fields=["bid_id"], name="submissions_of_a_bid")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="TakesPart",
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
                        related_name="people",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "part",
                    fields.CharEnumField(
                        description="EVALUATOR: evaluator\nMODERATOR: moderator\nOPENING_OFFICER: opening-officer\nCONTRACT_MANAGER: contract-manager",
                        enum_type=Part,
                        max_length=16,
                    ),
                ),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "given_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="given_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_because", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "tender_part",
                "app": "coopcouncil",
                "indexes": [Index(fields=["person_id"], name="tender_parts_of_a_person")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Finished",
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
                    "takes_part",
                    fields.ForeignKeyField(
                        "coopcouncil.TakesPart",
                        source_field="takes_part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="finished",
                        on_delete=OnDelete.RESTRICT,
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
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("finished_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "scores_finished", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="InterestDeclared",
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
                    "takes_part",
                    fields.ForeignKeyField(
                        "coopcouncil.TakesPart",
                        source_field="takes_part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="declarations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "supplier",
                    fields.ForeignKeyField(
                        "coopcouncil.Supplier",
                        source_field="supplier_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("has_interest", fields.BooleanField()),
                ("text", fields.TextField(default="", unique=False)),
                ("is_late", fields.BooleanField(default=False)),
                ("declared_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "decision",
                    fields.CharEnumField(
                        null=True,
                        description="MAY_GO_ON: may-go-on\nSTANDS_ASIDE: stands-aside",
                        enum_type=InterestDecision,
                        max_length=16,
                    ),
                ),
                ("decided_because", fields.TextField(default="", unique=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "decided_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="decided_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "interest_declared",
                "app": "coopcouncil",
                "indexes": [Index(fields=["takes_part_id"], name="declarations_of_a_part")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="TenderMeasure",
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
                        related_name="measures",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("source", fields.CharField(max_length=200)),
                ("licence", fields.CharField(default="", max_length=200)),
                ("version", fields.CharField(max_length=40)),
                ("code", fields.CharField(max_length=40)),
                ("title", fields.CharField(max_length=300)),
                ("title_cy", fields.CharField(default="", max_length=300)),
                ("unit", fields.CharField(max_length=100)),
                ("unit_cy", fields.CharField(default="", max_length=100)),
                ("evidence", fields.TextField(default="", unique=False)),
                ("evidence_cy", fields.TextField(default="", unique=False)),
                ("mission", fields.CharField(default="", max_length=60)),
                (
                    "goals",
                    fields.JSONField(
                        default=list,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("proxy", fields.BigIntField(null=True)),
                ("proxy_source", fields.CharField(default="", max_length=300)),
                ("proxy_year", fields.IntField(null=True)),
                ("link", fields.TextField(default="", unique=False)),
                ("cleared", fields.TextField(default="", unique=False)),
            ],
            options={"table": "tender_measure", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Criterion",
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
                        related_name="criteria",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "lot",
                    fields.ForeignKeyField(
                        "coopcouncil.Lot",
                        source_field="lot_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "parent",
                    fields.ForeignKeyField(
                        "coopcouncil.Criterion",
                        source_field="parent_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="under",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("place", fields.IntField()),
                ("code", fields.CharField(max_length=20)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="GROUP: group\nSCALE: scale\nFIGURE: figure\nPRICE: price\nCONDITION: condition",
                        enum_type=CriterionKind,
                        max_length=10,
                    ),
                ),
                ("is_social", fields.BooleanField(default=False)),
                ("title", fields.CharField(max_length=300)),
                ("title_cy", fields.CharField(default="", max_length=300)),
                ("question", fields.TextField(default="", unique=False)),
                ("question_cy", fields.TextField(default="", unique=False)),
                ("weight", fields.DecimalField(max_digits=8, decimal_places=4)),
                (
                    "scale",
                    fields.ForeignKeyField(
                        "coopcouncil.Scale",
                        source_field="scale_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "formula",
                    fields.CharEnumField(
                        null=True,
                        description="LOWEST_OVER: lowest-over\nBELOW_MEAN: below-mean\nLINEAR_RANGE: linear-range\nOVER_HIGHEST: over-highest\nOVER_TARGET: over-target",
                        enum_type=Formula,
                        max_length=16,
                    ),
                ),
                ("target", fields.DecimalField(null=True, max_digits=20, decimal_places=4)),
                ("threshold", fields.DecimalField(null=True, max_digits=20, decimal_places=4)),
                (
                    "measure",
                    fields.ForeignKeyField(
                        "coopcouncil.TenderMeasure",
                        source_field="measure_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("words_limit", fields.IntField(null=True)),
                ("files_allowed", fields.BooleanField(default=False)),
            ],
            options={"table": "tender_criterion", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Agreed",
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
                        related_name="agreed",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "offer",
                    fields.ForeignKeyField(
                        "coopcouncil.Offer",
                        source_field="offer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="agreed",
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
                ("points", fields.DecimalField(null=True, max_digits=8, decimal_places=2)),
                ("reason", fields.TextField(default="", unique=False)),
                ("version", fields.IntField(default=1)),
                ("reopened_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "agreed_score", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="AgreedEntry",
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
                    "agreed",
                    fields.ForeignKeyField(
                        "coopcouncil.Agreed",
                        source_field="agreed_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("was", fields.DecimalField(null=True, max_digits=8, decimal_places=2)),
                ("points", fields.DecimalField(null=True, max_digits=8, decimal_places=2)),
                ("reason", fields.TextField(unique=False)),
                ("entered_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "entered_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="entered_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "agreed_entry",
                "app": "coopcouncil",
                "indexes": [Index(fields=["agreed_id"], name="entries_of_an_agreed_score")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Answer",
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
                        related_name="answers",
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
                ("text", fields.TextField(default="", unique=False)),
                ("figure", fields.DecimalField(null=True, max_digits=20, decimal_places=4)),
                ("says_yes", fields.BooleanField(null=True)),
            ],
            options={"table": "offer_answer", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="AnswerFile",
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
                    "bid",
                    fields.ForeignKeyField(
                        "coopcouncil.Bid",
                        source_field="bid_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="files",
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
                    "stored",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="stored_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("hash", fields.CharField(max_length=64)),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("removed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "bid_file",
                "app": "coopcouncil",
                "indexes": [Index(fields=["bid_id"], name="files_of_a_bid")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Assigned",
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
                    "takes_part",
                    fields.ForeignKeyField(
                        "coopcouncil.TakesPart",
                        source_field="takes_part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="assigned",
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
                        related_name="assigned",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={"table": "tender_assigned", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Score",
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
                        related_name="scores",
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
                    "takes_part",
                    fields.ForeignKeyField(
                        "coopcouncil.TakesPart",
                        source_field="takes_part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="scores",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("points", fields.DecimalField(null=True, max_digits=8, decimal_places=2)),
                ("reason", fields.TextField(default="", unique=False)),
                ("saved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "set_aside_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("set_aside_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "score", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ScoreEntry",
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
                    "score",
                    fields.ForeignKeyField(
                        "coopcouncil.Score",
                        source_field="score_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("points", fields.DecimalField(null=True, max_digits=8, decimal_places=2)),
                ("reason", fields.TextField(default="", unique=False)),
                ("saved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "score_entry",
                "app": "coopcouncil",
                "indexes": [Index(fields=["score_id"], name="entries_of_a_score")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="SupplierPerson",
            constraint=UniqueConstraint(
                fields=("supplier_id", "person_id"), name="acts_for_a_supplier_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Tender",
            constraint=UniqueConstraint(fields=("reference",), name="one_tender_per_reference"),
        ),
        ops.AddConstraint(
            model_name="Tender",
            constraint=CheckConstraint(check="value >= 0", name="a_tender_is_worth_something"),
        ),
        ops.AddConstraint(
            model_name="Tender",
            constraint=CheckConstraint(
                check="stage IN ('preparing', 'ended') OR (published_at IS NOT NULL AND closes_at IS NOT NULL)",
                name="a_published_tender_has_its_times",
            ),
        ),
        ops.AddConstraint(
            model_name="Tender",
            constraint=CheckConstraint(
                check="stage IN ('preparing', 'published', 'ended') OR opened_at IS NOT NULL",
                name="an_opened_tender_has_its_time",
            ),
        ),
        ops.AddConstraint(
            model_name="Tender",
            constraint=CheckConstraint(
                check="(stage = 'ended') = (ended_at IS NOT NULL)",
                name="an_ended_tender_has_its_time",
            ),
        ),
        ops.AddConstraint(
            model_name="Bid",
            constraint=UniqueConstraint(
                fields=("tender_id", "supplier_id"), name="one_bid_per_supplier"
            ),
        ),
        ops.AddConstraint(
            model_name="Bid",
            constraint=CheckConstraint(
                check="(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
                name="a_bid_is_withdrawn_at_a_time",
            ),
        ),
        ops.AddConstraint(
            model_name="Edition",
            constraint=UniqueConstraint(
                fields=("tender_id", "number"), name="one_edition_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Invited",
            constraint=UniqueConstraint(
                fields=("tender_id", "supplier_id"), name="asked_to_bid_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Lot",
            constraint=UniqueConstraint(fields=("tender_id", "number"), name="one_lot_per_number"),
        ),
        ops.AddConstraint(
            model_name="Lot",
            constraint=CheckConstraint(
                check="number >= 1 AND value >= 0", name="a_lot_has_a_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Offer",
            constraint=UniqueConstraint(fields=("bid_id", "lot_id"), name="one_offer_per_lot"),
        ),
        ops.AddConstraint(
            model_name="Question",
            constraint=CheckConstraint(
                check="(answered_at IS NULL) = (answer = '')", name="a_question_is_answered_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Scale",
            constraint=UniqueConstraint(fields=("tender_id", "name"), name="one_scale_per_name"),
        ),
        ops.AddConstraint(
            model_name="Band",
            constraint=UniqueConstraint(fields=("scale_id", "points"), name="one_band_per_points"),
        ),
        ops.AddConstraint(
            model_name="Band",
            constraint=CheckConstraint(check="points >= 0", name="a_band_takes_nothing_away"),
        ),
        ops.AddConstraint(
            model_name="Submission",
            constraint=UniqueConstraint(fields=("receipt",), name="one_submission_per_receipt"),
        ),
        ops.AddConstraint(
            model_name="Finished",
            constraint=UniqueConstraint(
                fields=("takes_part_id", "lot_id"), name="a_lot_is_finished_once"
            ),
        ),
        ops.AddConstraint(
            model_name="InterestDeclared",
            constraint=CheckConstraint(
                check="(decision IS NULL) = (decided_at IS NULL)", name="an_interest_is_decided_at"
            ),
        ),
        ops.AddConstraint(
            model_name="InterestDeclared",
            constraint=CheckConstraint(
                check="NOT has_interest OR text <> ''", name="an_interest_is_said_in_words"
            ),
        ),
        ops.AddConstraint(
            model_name="TenderMeasure",
            constraint=UniqueConstraint(
                fields=("tender_id", "source", "code"), name="one_measure_per_tender"
            ),
        ),
        ops.AddConstraint(
            model_name="Criterion",
            constraint=UniqueConstraint(
                fields=("tender_id", "code"), name="one_criterion_per_code"
            ),
        ),
        ops.AddConstraint(
            model_name="Criterion",
            constraint=CheckConstraint(
                check="weight >= 0 AND weight <= 100", name="a_weight_is_per_cent"
            ),
        ),
        ops.AddConstraint(
            model_name="Criterion",
            constraint=CheckConstraint(
                check="(kind = 'scale') = (scale_id IS NOT NULL)",
                name="a_scored_criterion_has_its_scale",
            ),
        ),
        ops.AddConstraint(
            model_name="Criterion",
            constraint=CheckConstraint(
                check="(kind IN ('figure', 'price')) = (formula IS NOT NULL)",
                name="a_figure_has_its_formula",
            ),
        ),
        ops.AddConstraint(
            model_name="Agreed",
            constraint=UniqueConstraint(
                fields=("offer_id", "criterion_id"), name="one_agreed_score"
            ),
        ),
        ops.AddConstraint(
            model_name="Agreed",
            constraint=CheckConstraint(
                check="points IS NULL OR points >= 0", name="an_agreed_score_is_not_negative"
            ),
        ),
        ops.AddConstraint(
            model_name="Answer",
            constraint=UniqueConstraint(
                fields=("offer_id", "criterion_id"), name="one_answer_per_criterion"
            ),
        ),
        ops.AddConstraint(
            model_name="Assigned",
            constraint=UniqueConstraint(
                fields=("takes_part_id", "criterion_id"), name="assigned_to_a_criterion_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Score",
            constraint=UniqueConstraint(
                fields=("offer_id", "criterion_id", "takes_part_id"), name="one_score_each"
            ),
        ),
        ops.AddConstraint(
            model_name="Score",
            constraint=CheckConstraint(
                check="points IS NULL OR points >= 0", name="a_score_is_not_negative"
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_live_part_each ON tender_part (tender_id, person_id, part)
                WHERE ended_at IS NULL;
            CREATE UNIQUE INDEX one_supplier_per_number
                ON supplier (organisation_id, scheme, number) WHERE number <> '';
            CREATE FUNCTION keep_procurement_rows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'rows of % stay as they were written', TG_TABLE_NAME
                    USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER editions_stay BEFORE UPDATE OR DELETE ON tender_edition
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER submissions_stay BEFORE UPDATE OR DELETE ON bid_submission
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER score_entries_stay BEFORE UPDATE OR DELETE ON score_entry
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE TRIGGER agreed_entries_stay BEFORE UPDATE OR DELETE ON agreed_entry
                FOR EACH ROW EXECUTE FUNCTION keep_procurement_rows();
            CREATE FUNCTION keep_finished_scores() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION 'a score stays' USING ERRCODE = '23514';
                END IF;
                IF TG_OP = 'UPDATE'
                    AND (NEW.offer_id, NEW.criterion_id, NEW.takes_part_id, NEW.points, NEW.reason)
                    IS NOT DISTINCT FROM
                    (OLD.offer_id, OLD.criterion_id, OLD.takes_part_id, OLD.points, OLD.reason)
                THEN
                    RETURN NEW;
                END IF;
                IF EXISTS (
                    SELECT FROM scores_finished f JOIN offer o ON o.lot_id = f.lot_id
                    WHERE o.id = NEW.offer_id AND f.takes_part_id = NEW.takes_part_id
                ) THEN
                    RAISE EXCEPTION 'these scores are finished' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER a_finished_score_stays BEFORE INSERT OR UPDATE OR DELETE ON score
                FOR EACH ROW EXECUTE FUNCTION keep_finished_scores();
            CREATE FUNCTION keep_criteria() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                whose bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.tender_id ELSE NEW.tender_id END;
            BEGIN
                IF EXISTS (SELECT FROM tender WHERE id = whose
                           AND stage NOT IN ('preparing', 'published')) THEN
                    RAISE EXCEPTION 'the method stands once the bids are opened'
                        USING ERRCODE = '23514';
                END IF;
                RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
            END $$;
            CREATE TRIGGER criteria_stand_once_opened
                BEFORE INSERT OR UPDATE OR DELETE ON tender_criterion
                FOR EACH ROW EXECUTE FUNCTION keep_criteria();
            CREATE TRIGGER scales_stand_once_opened
                BEFORE INSERT OR UPDATE OR DELETE ON tender_scale
                FOR EACH ROW EXECUTE FUNCTION keep_criteria();
            CREATE TRIGGER lots_stand_once_opened
                BEFORE INSERT OR UPDATE OR DELETE ON tender_lot
                FOR EACH ROW EXECUTE FUNCTION keep_criteria();
            CREATE TRIGGER measures_stand_once_opened
                BEFORE INSERT OR UPDATE OR DELETE ON tender_measure
                FOR EACH ROW EXECUTE FUNCTION keep_criteria();
            CREATE FUNCTION keep_bands() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                whose bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.scale_id ELSE NEW.scale_id END;
            BEGIN
                IF EXISTS (SELECT FROM tender_scale s JOIN tender t ON t.id = s.tender_id
                           WHERE s.id = whose AND t.stage NOT IN ('preparing', 'published')) THEN
                    RAISE EXCEPTION 'the method stands once the bids are opened'
                        USING ERRCODE = '23514';
                END IF;
                RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
            END $$;
            CREATE TRIGGER bands_stand_once_opened
                BEFORE INSERT OR UPDATE OR DELETE ON tender_band
                FOR EACH ROW EXECUTE FUNCTION keep_bands();
            """,
            """
            DROP TRIGGER bands_stand_once_opened ON tender_band;
            DROP FUNCTION keep_bands();
            DROP TRIGGER measures_stand_once_opened ON tender_measure;
            DROP TRIGGER lots_stand_once_opened ON tender_lot;
            DROP TRIGGER scales_stand_once_opened ON tender_scale;
            DROP TRIGGER criteria_stand_once_opened ON tender_criterion;
            DROP FUNCTION keep_criteria();
            DROP TRIGGER a_finished_score_stays ON score;
            DROP FUNCTION keep_finished_scores();
            DROP TRIGGER agreed_entries_stay ON agreed_entry;
            DROP TRIGGER score_entries_stay ON score_entry;
            DROP TRIGGER submissions_stay ON bid_submission;
            DROP TRIGGER editions_stay ON tender_edition;
            DROP FUNCTION keep_procurement_rows();
            DROP INDEX one_supplier_per_number;
            DROP INDEX one_live_part_each;
            """,
        ),
    ]
