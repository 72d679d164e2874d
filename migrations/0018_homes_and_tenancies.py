from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.housing.kinds import (
    Agreement,
    Answer,
    Asking,
    ClosedWhy,
    EndWhy,
    HomeKind,
    Outcome,
    PlanKept,
    PriceEvery,
    RentEvery,
)
from coopcouncil.organisations.chapters.housing import Allocating
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0017_shares_in_numbered_holdings")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ArrearsNote",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("as_at", fields.DateField()),
                ("pence", fields.BigIntField()),
                ("owed_since", fields.DateField(null=True)),
                (
                    "plan",
                    fields.CharEnumField(
                        default=PlanKept.NONE,
                        description="NONE: none\nKEPT: kept\nNOT_KEPT: not-kept",
                        enum_type=PlanKept,
                        max_length=10,
                    ),
                ),
            ],
            options={
                "table": "arrears_note",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id", "as_at"], name="arrears_note_member")],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="Home",
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
            ],
            options={"table": "home", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HomeApplication",
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
                ("number", fields.IntField()),
                (
                    "asking",
                    fields.CharEnumField(
                        description="NEW: new\nPROSPECTIVE: prospective\nTRANSFER: transfer",
                        enum_type=Asking,
                        max_length=20,
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
                ("given_name", fields.CharField(default="", max_length=100)),
                ("family_name", fields.CharField(default="", max_length=100)),
                ("email", fields.CharField(default="", max_length=254)),
                ("telephone", fields.CharField(default="", max_length=40)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("date_of_birth", fields.DateField(null=True)),
                ("language", fields.CharField(default="", max_length=2)),
                ("bedrooms", fields.IntField(default=1)),
                ("needs", fields.TextField(default="", unique=False)),
                ("applied_on", fields.DateField()),
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
                ("closed_on", fields.DateField(null=True)),
                (
                    "closed_why",
                    fields.CharEnumField(
                        null=True,
                        description="HOUSED: housed\nWITHDRAWN: withdrawn\nREFUSALS: refusals\nNOT_ELIGIBLE: not-eligible",
                        enum_type=ClosedWhy,
                        max_length=20,
                    ),
                ),
                ("closed_note", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "home_application",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="home_application_member")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HomeLine",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "home",
                    fields.ForeignKeyField(
                        "coopcouncil.Home",
                        source_field="home_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("effective_on", fields.DateField()),
                ("postal_address", fields.TextField(null=True, unique=False)),
                ("postcode", fields.CharField(null=True, max_length=10)),
                ("bedrooms", fields.IntField(null=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        null=True,
                        description="HOUSE: house\nFLAT: flat\nBUNGALOW: bungalow\nMAISONETTE: maisonette\nSTUDIO: studio\nROOM: room\nOTHER: other",
                        enum_type=HomeKind,
                        max_length=20,
                    ),
                ),
                ("rent_pence", fields.BigIntField(null=True)),
                (
                    "rent_every",
                    fields.CharEnumField(
                        null=True,
                        description="WEEK: week\nMONTH: month",
                        enum_type=RentEvery,
                        max_length=10,
                    ),
                ),
                ("rent_weeks", fields.IntField(null=True)),
                ("adaptations", fields.TextField(null=True, unique=False)),
                ("is_let", fields.BooleanField(null=True)),
            ],
            options={
                "table": "home_line",
                "app": "coopcouncil",
                "indexes": [Index(fields=["home_id"], name="home_line_home")],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="HomeVoid",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "home",
                    fields.ForeignKeyField(
                        "coopcouncil.Home",
                        source_field="home_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("vacated_on", fields.DateField()),
                ("ready_on", fields.DateField(null=True)),
                ("let_on", fields.DateField(null=True)),
                ("why", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "home_void",
                "app": "coopcouncil",
                "indexes": [Index(fields=["home_id"], name="home_void_home")],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="HousingService",
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
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                ("about", fields.TextField(default="", unique=False)),
                ("about_cy", fields.TextField(default="", unique=False)),
                ("began_on", fields.DateField()),
                ("ended_on", fields.DateField(null=True)),
            ],
            options={"table": "housing_service", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PointsScheme",
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
                ("effective_from", fields.DateField()),
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
                ("note", fields.TextField(default="", unique=False)),
            ],
            options={"table": "points_scheme", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HomeAllocation",
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
                    "home",
                    fields.ForeignKeyField(
                        "coopcouncil.Home",
                        source_field="home_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "method",
                    fields.CharEnumField(
                        description="PANEL: panel\nPOINTS: points",
                        enum_type=Allocating,
                        max_length=20,
                    ),
                ),
                (
                    "rulebook",
                    fields.ForeignKeyField(
                        "coopcouncil.RulebookVersion",
                        source_field="rulebook_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "scheme",
                    fields.ForeignKeyField(
                        "coopcouncil.PointsScheme",
                        source_field="scheme_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "begun_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="begun_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_note", fields.TextField(default="", unique=False)),
            ],
            options={"table": "home_allocation", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="HomeOffer",
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
                    "allocation",
                    fields.ForeignKeyField(
                        "coopcouncil.HomeAllocation",
                        source_field="allocation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
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
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("why", fields.TextField(unique=False)),
                ("made_on", fields.DateField()),
                ("reply_by", fields.DateField()),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="made_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("answered_on", fields.DateField(null=True)),
                (
                    "answer",
                    fields.CharEnumField(
                        null=True,
                        description="ACCEPTED: accepted\nREFUSED: refused\nLAPSED: lapsed\nTAKEN_BACK: taken-back",
                        enum_type=Answer,
                        max_length=20,
                    ),
                ),
                ("answer_note", fields.TextField(default="", unique=False)),
            ],
            options={"table": "home_offer", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Panelist",
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
                    "allocation",
                    fields.ForeignKeyField(
                        "coopcouncil.HomeAllocation",
                        source_field="allocation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
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
                    "declared_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "allocation_panelist", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PanelInterest",
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
                    "panelist",
                    fields.ForeignKeyField(
                        "coopcouncil.Panelist",
                        source_field="panelist_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
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
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("what", fields.TextField(unique=False)),
            ],
            options={"table": "allocation_interest", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PanelScore",
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
                    "panelist",
                    fields.ForeignKeyField(
                        "coopcouncil.Panelist",
                        source_field="panelist_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
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
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("score", fields.IntField()),
                ("why", fields.TextField(unique=False)),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "allocation_score", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PointsCriterion",
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
                    "scheme",
                    fields.ForeignKeyField(
                        "coopcouncil.PointsScheme",
                        source_field="scheme_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.IntField()),
                ("name", fields.CharField(max_length=200)),
                ("name_cy", fields.CharField(default="", max_length=200)),
                ("points", fields.IntField()),
                ("most", fields.IntField(default=1)),
            ],
            options={"table": "points_criterion", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="CriterionMet",
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
            ],
            options={"table": "criterion_met", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Prospect",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", fields.DateField()),
                ("until", fields.DateField(null=True)),
            ],
            options={
                "table": "prospective_tenant",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="prospective_tenant_member")],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="RollBar",
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
                ("member_number", fields.CharField(max_length=40)),
                ("name", fields.CharField(max_length=201)),
            ],
            options={"table": "roll_bar", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="ServicePlan",
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
                    "service",
                    fields.ForeignKeyField(
                        "coopcouncil.HousingService",
                        source_field="service_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("name_cy", fields.CharField(default="", max_length=100)),
                (
                    "every",
                    fields.CharEnumField(
                        description="WEEK: week\nMONTH: month\nQUARTER: quarter\nYEAR: year",
                        enum_type=PriceEvery,
                        max_length=10,
                    ),
                ),
            ],
            options={"table": "service_plan", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="PlanPrice",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "plan",
                    fields.ForeignKeyField(
                        "coopcouncil.ServicePlan",
                        source_field="plan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("since", fields.DateField()),
                ("pence", fields.BigIntField()),
            ],
            options={"table": "plan_price", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="Shortlisted",
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
                    "allocation",
                    fields.ForeignKeyField(
                        "coopcouncil.HomeAllocation",
                        source_field="allocation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
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
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("points", fields.IntField(null=True)),
            ],
            options={"table": "home_shortlisted", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Subscription",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "plan",
                    fields.ForeignKeyField(
                        "coopcouncil.ServicePlan",
                        source_field="plan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                ("since", fields.DateField()),
                ("until", fields.DateField(null=True)),
            ],
            options={
                "table": "service_subscription",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="service_subscription_member")],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="Tenancy",
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
                ("number", fields.IntField()),
            ],
            options={"table": "tenancy", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="TenancyEnding",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "tenancy",
                    fields.ForeignKeyField(
                        "coopcouncil.Tenancy",
                        source_field="tenancy_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                ("membership_ends_on", fields.DateField()),
                (
                    "outcome",
                    fields.CharEnumField(
                        description="SURRENDER: surrender\nOTHERS_STAY: others-stay\nUNDECIDED: undecided",
                        enum_type=Outcome,
                        max_length=20,
                    ),
                ),
            ],
            options={
                "table": "tenancy_ending",
                "app": "coopcouncil",
                "indexes": [Index(fields=["member_id"], name="tenancy_ending_member")],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="TenancyHolder",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "tenancy",
                    fields.ForeignKeyField(
                        "coopcouncil.Tenancy",
                        source_field="tenancy_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                ("since", fields.DateField()),
                ("until", fields.DateField(null=True)),
                ("statement_on", fields.DateField(null=True)),
            ],
            options={
                "table": "tenancy_holder",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["tenancy_id"], name="tenancy_holder_tenancy"),
                    Index(fields=["member_id"], name="tenancy_holder_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.CreateModel(
            name="TenancyTerms",
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "superseded_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
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
                ("reason", fields.TextField(default="", unique=False)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "tenancy",
                    fields.ForeignKeyField(
                        "coopcouncil.Tenancy",
                        source_field="tenancy_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "home",
                    fields.ForeignKeyField(
                        "coopcouncil.Home",
                        source_field="home_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "agreement",
                    fields.CharEnumField(
                        description="CONTRACTUAL: contractual\nASSURED: assured\nSTANDARD_CONTRACT: standard-contract\nSECURE_CONTRACT: secure-contract\nTENANCY: tenancy\nLICENCE: licence",
                        enum_type=Agreement,
                        max_length=20,
                    ),
                ),
                ("began_on", fields.DateField()),
                ("occupied_on", fields.DateField()),
                ("ended_on", fields.DateField(null=True)),
                (
                    "end_why",
                    fields.CharEnumField(
                        null=True,
                        description="SURRENDER: surrender\nNOTICE_BY_TENANT: notice-by-tenant\nCOURT: court\nDEATH: death\nTRANSFER: transfer\nOTHER: other",
                        enum_type=EndWhy,
                        max_length=20,
                    ),
                ),
            ],
            options={
                "table": "tenancy_terms",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["tenancy_id"], name="tenancy_terms_tenancy"),
                    Index(fields=["home_id"], name="tenancy_terms_home"),
                ],
                "pk_attr": "id",
            },
            bases=["Recorded"],
        ),
        ops.AddConstraint(
            model_name="ArrearsNote",
            constraint=CheckConstraint(check="pence >= 0", name="no_negative_arrears"),
        ),
        ops.AddConstraint(
            model_name="ArrearsNote",
            constraint=CheckConstraint(
                check="(pence = 0) = (owed_since IS NULL)", name="arrears_are_owed_since_a_day"
            ),
        ),
        ops.AddConstraint(
            model_name="ArrearsNote",
            constraint=CheckConstraint(
                check="owed_since <= as_at", name="arrears_began_before_the_note"
            ),
        ),
        ops.AddConstraint(
            model_name="Home",
            constraint=UniqueConstraint(
                fields=("organisation_id", "reference"), name="one_home_per_reference"
            ),
        ),
        ops.AddConstraint(
            model_name="HomeApplication",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_home_application_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="HomeApplication",
            constraint=CheckConstraint(
                check="(closed_on IS NULL) = (closed_why IS NULL)",
                name="a_closed_application_says_why",
            ),
        ),
        ops.AddConstraint(
            model_name="HomeApplication",
            constraint=CheckConstraint(
                check="bedrooms BETWEEN 0 AND 20", name="so_many_bedrooms_are_asked"
            ),
        ),
        ops.AddConstraint(
            model_name="HomeLine",
            constraint=CheckConstraint(check="rent_pence >= 0", name="no_negative_rent"),
        ),
        ops.AddConstraint(
            model_name="HomeLine",
            constraint=CheckConstraint(
                check="(rent_pence IS NULL) = (rent_every IS NULL)",
                name="a_rent_says_how_long_it_is_for",
            ),
        ),
        ops.AddConstraint(
            model_name="HomeLine",
            constraint=CheckConstraint(
                check="(rent_every IS NOT DISTINCT FROM 'week') = (rent_weeks IS NOT NULL)",
                name="a_weekly_rent_has_its_rent_weeks",
            ),
        ),
        ops.AddConstraint(
            model_name="HomeLine",
            constraint=CheckConstraint(
                check="rent_weeks IN (48, 52, 53)", name="a_rent_year_of_known_length"
            ),
        ),
        ops.AddConstraint(
            model_name="HomeLine",
            constraint=CheckConstraint(
                check="bedrooms BETWEEN 0 AND 20", name="a_home_has_some_bedrooms"
            ),
        ),
        ops.AddConstraint(
            model_name="HomeVoid",
            constraint=CheckConstraint(
                check="ready_on >= vacated_on", name="a_home_is_ready_after_vacated"
            ),
        ),
        ops.AddConstraint(
            model_name="HomeVoid",
            constraint=CheckConstraint(
                check="let_on >= vacated_on", name="a_home_is_let_after_vacated"
            ),
        ),
        ops.AddConstraint(
            model_name="HousingService",
            constraint=UniqueConstraint(
                fields=("organisation_id", "name"), name="one_service_per_name"
            ),
        ),
        ops.AddConstraint(
            model_name="HomeOffer",
            constraint=CheckConstraint(
                check="(answered_on IS NULL) = (answer IS NULL)",
                name="an_answered_offer_has_its_day",
            ),
        ),
        ops.AddConstraint(
            model_name="HomeOffer",
            constraint=CheckConstraint(
                check="reply_by >= made_on", name="an_offer_leaves_time_to_reply"
            ),
        ),
        ops.AddConstraint(
            model_name="Panelist",
            constraint=UniqueConstraint(
                fields=("allocation_id", "person_id"), name="once_on_a_panel"
            ),
        ),
        ops.AddConstraint(
            model_name="PanelInterest",
            constraint=UniqueConstraint(
                fields=("panelist_id", "application_id"), name="an_interest_is_declared_once"
            ),
        ),
        ops.AddConstraint(
            model_name="PanelScore",
            constraint=UniqueConstraint(
                fields=("panelist_id", "application_id"), name="a_score_is_given_once"
            ),
        ),
        ops.AddConstraint(
            model_name="PointsCriterion",
            constraint=UniqueConstraint(
                fields=("scheme_id", "place"), name="one_criterion_per_place"
            ),
        ),
        ops.AddConstraint(
            model_name="PointsCriterion",
            constraint=CheckConstraint(
                check="points BETWEEN -1000 AND 1000", name="points_of_a_known_size"
            ),
        ),
        ops.AddConstraint(
            model_name="PointsCriterion",
            constraint=CheckConstraint(
                check="most BETWEEN 1 AND 100", name="points_are_given_so_often"
            ),
        ),
        ops.AddConstraint(
            model_name="CriterionMet",
            constraint=UniqueConstraint(
                fields=("application_id", "criterion_id"), name="a_criterion_is_met_once"
            ),
        ),
        ops.AddConstraint(
            model_name="CriterionMet",
            constraint=CheckConstraint(
                check="times BETWEEN 1 AND 100", name="a_criterion_met_so_often"
            ),
        ),
        ops.AddConstraint(
            model_name="Prospect",
            constraint=CheckConstraint(
                check="until >= since", name="a_prospect_ends_after_it_begins"
            ),
        ),
        ops.AddConstraint(
            model_name="RollBar",
            constraint=UniqueConstraint(
                fields=("ballot_id", "member_id"), name="kept_off_a_roll_once"
            ),
        ),
        ops.AddConstraint(
            model_name="ServicePlan",
            constraint=UniqueConstraint(fields=("service_id", "name"), name="one_plan_per_name"),
        ),
        ops.AddConstraint(
            model_name="PlanPrice",
            constraint=CheckConstraint(check="pence >= 0", name="no_negative_price"),
        ),
        ops.AddConstraint(
            model_name="Shortlisted",
            constraint=UniqueConstraint(
                fields=("allocation_id", "application_id"), name="shortlisted_once_for_a_home"
            ),
        ),
        ops.AddConstraint(
            model_name="Subscription",
            constraint=CheckConstraint(
                check="until >= since", name="a_subscription_ends_after_it_begins"
            ),
        ),
        ops.AddConstraint(
            model_name="Tenancy",
            constraint=UniqueConstraint(
                fields=("organisation_id", "number"), name="one_tenancy_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="TenancyHolder",
            constraint=CheckConstraint(check="until >= since", name="a_tenant_goes_after_coming"),
        ),
        ops.AddConstraint(
            model_name="TenancyTerms",
            constraint=CheckConstraint(
                check="ended_on >= began_on", name="a_tenancy_ends_after_it_begins"
            ),
        ),
        ops.AddConstraint(
            model_name="TenancyTerms",
            constraint=CheckConstraint(
                check="(ended_on IS NULL) = (end_why IS NULL)", name="a_tenancy_that_ends_says_how"
            ),
        ),
        ops.RunSQL(
            """
            ALTER TABLE tenancy_terms ADD CONSTRAINT a_home_has_one_tenancy_at_a_time
                EXCLUDE USING gist (home_id WITH =, daterange(began_on, ended_on) WITH &&)
                WHERE (superseded_at IS NULL);
            ALTER TABLE tenancy_holder ADD CONSTRAINT a_tenant_holds_a_tenancy_once_at_a_time
                EXCLUDE USING gist
                (tenancy_id WITH =, member_id WITH =, daterange(since, until) WITH &&)
                WHERE (superseded_at IS NULL);
            ALTER TABLE prospective_tenant ADD CONSTRAINT a_member_is_prospective_once_at_a_time
                EXCLUDE USING gist (member_id WITH =, daterange(since, until) WITH &&)
                WHERE (superseded_at IS NULL);
            ALTER TABLE home_void ADD CONSTRAINT a_home_is_empty_once_at_a_time
                EXCLUDE USING gist (home_id WITH =, daterange(vacated_on, let_on) WITH &&)
                WHERE (superseded_at IS NULL);
            ALTER TABLE service_subscription ADD CONSTRAINT a_plan_is_had_once_at_a_time
                EXCLUDE USING gist
                (plan_id WITH =, member_id WITH =, daterange(since, until) WITH &&)
                WHERE (superseded_at IS NULL);
            CREATE UNIQUE INDEX one_version_of_a_tenancy_stands ON tenancy_terms (tenancy_id)
                WHERE superseded_at IS NULL;
            CREATE UNIQUE INDEX one_open_allocation_per_home ON home_allocation (home_id)
                WHERE closed_at IS NULL;
            CREATE UNIQUE INDEX one_open_offer_per_allocation ON home_offer (allocation_id)
                WHERE answered_on IS NULL;

            CREATE FUNCTION keep_housing() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
                        AND to_jsonb(NEW) - 'superseded_at' = to_jsonb(OLD) - 'superseded_at'
                    THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION 'homes and tenancies are added to, never rewritten'
                    USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER home_line_is_kept BEFORE UPDATE OR DELETE ON home_line
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER home_void_is_kept BEFORE UPDATE OR DELETE ON home_void
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER tenancy_terms_is_kept BEFORE UPDATE OR DELETE ON tenancy_terms
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER tenancy_holder_is_kept BEFORE UPDATE OR DELETE ON tenancy_holder
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER prospective_tenant_is_kept BEFORE UPDATE OR DELETE ON prospective_tenant
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER tenancy_ending_is_kept BEFORE UPDATE OR DELETE ON tenancy_ending
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER arrears_note_is_kept BEFORE UPDATE ON arrears_note
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER plan_price_is_kept BEFORE UPDATE ON plan_price
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            CREATE TRIGGER service_subscription_is_kept BEFORE UPDATE ON service_subscription
                FOR EACH ROW EXECUTE FUNCTION keep_housing();
            """,
            """
            DROP TRIGGER home_line_is_kept ON home_line;
            DROP TRIGGER home_void_is_kept ON home_void;
            DROP TRIGGER tenancy_terms_is_kept ON tenancy_terms;
            DROP TRIGGER tenancy_holder_is_kept ON tenancy_holder;
            DROP TRIGGER prospective_tenant_is_kept ON prospective_tenant;
            DROP TRIGGER tenancy_ending_is_kept ON tenancy_ending;
            DROP TRIGGER arrears_note_is_kept ON arrears_note;
            DROP TRIGGER plan_price_is_kept ON plan_price;
            DROP TRIGGER service_subscription_is_kept ON service_subscription;
            DROP FUNCTION keep_housing;
            DROP INDEX one_version_of_a_tenancy_stands, one_open_allocation_per_home,
                one_open_offer_per_allocation;
            ALTER TABLE tenancy_terms DROP CONSTRAINT a_home_has_one_tenancy_at_a_time;
            ALTER TABLE tenancy_holder DROP CONSTRAINT a_tenant_holds_a_tenancy_once_at_a_time;
            ALTER TABLE prospective_tenant DROP CONSTRAINT a_member_is_prospective_once_at_a_time;
            ALTER TABLE home_void DROP CONSTRAINT a_home_is_empty_once_at_a_time;
            ALTER TABLE service_subscription DROP CONSTRAINT a_plan_is_had_once_at_a_time;
            """,
        ),
    ]
