from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.joining.kinds import Answer, Heard, State, Verdict
from coopcouncil.members.kinds import MemberKind
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0018_homes_and_tenancies")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Application",
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
                    "state",
                    fields.CharEnumField(
                        description="RECEIVED: received\nCONFIRMED: confirmed\nREFERRED: referred\nADMITTED: admitted\nREFUSED: refused\nWITHDRAWN: withdrawn",
                        enum_type=State,
                        max_length=12,
                    ),
                ),
                (
                    "constituency",
                    fields.ForeignKeyField(
                        "coopcouncil.Constituency",
                        source_field="constituency_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "part",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="part_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("fits", fields.TextField(default="", unique=False)),
                (
                    "member_kind",
                    fields.CharEnumField(
                        default=MemberKind.PERSON,
                        description="PERSON: person\nORGANISATION: organisation",
                        enum_type=MemberKind,
                        max_length=20,
                    ),
                ),
                ("given_name", fields.CharField(default="", max_length=100)),
                ("family_name", fields.CharField(default="", max_length=100)),
                ("representative", fields.CharField(default="", max_length=201)),
                ("email", fields.CharField(default="", max_length=254)),
                ("email_purposes", fields.CharField(default="", max_length=100)),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
                ("date_of_birth", fields.DateField(null=True)),
                ("language", fields.CharField(default="", max_length=2)),
                ("is_of_age", fields.BooleanField(default=False)),
                ("has_bond", fields.BooleanField(default=False)),
                ("evidence", fields.TextField(default="", unique=False)),
                ("on_paper", fields.BooleanField(default=False)),
                ("code_hash", fields.CharField(default="", max_length=64)),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decided_on", fields.DateField(null=True)),
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
                ("minute", fields.CharField(default="", max_length=100)),
                ("reason", fields.TextField(default="", unique=False)),
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
            ],
            options={
                "table": "application",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "state", "id"], name="application_state"),
                    Index(fields=["code_hash"], name="application_code"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Expulsion",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("grounds", fields.TextField(unique=False)),
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
                ("sent_on", fields.DateField(null=True)),
                ("sent_by_post", fields.BooleanField(default=True)),
                ("served_on", fields.DateField(null=True)),
                ("hearing_on", fields.DateField(null=True)),
                ("hearing_at", fields.TextField(default="", unique=False)),
                (
                    "heard",
                    fields.CharEnumField(
                        null=True,
                        description="IN_PERSON: in-person\nREPRESENTED: represented\nIN_WRITING: in-writing\nNOT: not",
                        enum_type=Heard,
                        max_length=20,
                    ),
                ),
                ("answer", fields.TextField(default="", unique=False)),
                ("decided_on", fields.DateField(null=True)),
                ("votes_for", fields.IntField(null=True)),
                ("votes_against", fields.IntField(null=True)),
                (
                    "verdict",
                    fields.CharEnumField(
                        null=True,
                        description="EXPELLED: expelled\nKEPT: kept",
                        enum_type=Verdict,
                        max_length=20,
                    ),
                ),
                ("minute", fields.CharField(default="", max_length=100)),
                ("appeal_until", fields.DateField(null=True)),
                ("appealed_on", fields.DateField(null=True)),
                ("appeal_decided_on", fields.DateField(null=True)),
                ("appeal_minute", fields.CharField(default="", max_length=100)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_because", fields.TextField(default="", unique=False)),
            ],
            options={"table": "expulsion", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="JoiningForm",
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
                    "constituency",
                    fields.ForeignKeyField(
                        "coopcouncil.Constituency",
                        source_field="constituency_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("words", fields.TextField(default="", unique=False)),
                ("words_cy", fields.TextField(default="", unique=False)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "opened_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="opened_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "joining_form", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Review",
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
                ("upto", fields.DateField()),
                ("held_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "held_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="held_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("found", fields.IntField(default=0)),
            ],
            options={"table": "review", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ReviewItem",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("finder", fields.CharField(max_length=40)),
                ("due_on", fields.DateField()),
                (
                    "facts",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("ends_because", fields.CharField(default="", max_length=20)),
                ("detail", fields.CharField(default="", max_length=300)),
                ("found_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "answer",
                    fields.CharEnumField(
                        null=True,
                        description="DONE: done\nLEFT: left",
                        enum_type=Answer,
                        max_length=10,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
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
                (
                    "change_set",
                    fields.ForeignKeyField(
                        "coopcouncil.ChangeSet",
                        source_field="change_set_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "review_item",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "answer", "due_on"], name="review_item_open")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="Application",
            constraint=CheckConstraint(
                check="state <> 'admitted' OR (member_id IS NOT NULL AND decided_on IS NOT NULL)",
                name="an_admitted_application_has_its_member",
            ),
        ),
        ops.AddConstraint(
            model_name="Application",
            constraint=CheckConstraint(
                check="state <> 'refused' OR reason <> ''", name="a_refusal_gives_its_reason"
            ),
        ),
        ops.AddConstraint(
            model_name="Expulsion",
            constraint=CheckConstraint(
                check="decided_on >= hearing_on", name="nobody_is_expelled_before_the_hearing"
            ),
        ),
        ops.AddConstraint(
            model_name="Expulsion",
            constraint=CheckConstraint(
                check="verdict IS NULL OR (decided_on IS NOT NULL AND votes_for IS NOT NULL AND votes_against IS NOT NULL AND heard IS NOT NULL)",
                name="a_verdict_has_its_day_and_votes",
            ),
        ),
        ops.AddConstraint(
            model_name="ReviewItem",
            constraint=UniqueConstraint(
                fields=("organisation_id", "finder", "member_id", "due_on"),
                name="each_finding_is_proposed_once",
            ),
        ),
        ops.AddConstraint(
            model_name="ReviewItem",
            constraint=CheckConstraint(
                check="(answer IS NULL) = (decided_at IS NULL)",
                name="a_finding_is_decided_at_a_time",
            ),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_open_form_per_constituency ON joining_form
                (organisation_id, coalesce(constituency_id, 0)) WHERE closed_at IS NULL;
            CREATE UNIQUE INDEX one_open_expulsion_per_member ON expulsion
                (member_id) WHERE closed_at IS NULL;
            """,
            """
            DROP INDEX one_open_form_per_constituency, one_open_expulsion_per_member;
            """,
        ),
    ]
