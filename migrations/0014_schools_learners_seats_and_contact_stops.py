from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.schools.models import Duty, Relation, RollOverState
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0013_mutuals_and_the_year")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ClassVote",
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
                    "part",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("question", fields.CharField(max_length=300)),
                ("question_cy", fields.CharField(default="", max_length=300)),
                (
                    "options",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
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
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "closed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="closed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "class_vote", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ClassTally",
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
                    "vote",
                    fields.ForeignKeyField(
                        "coopcouncil.ClassVote",
                        source_field="vote_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("class_name", fields.CharField(max_length=40)),
                (
                    "counts",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
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
            options={"table": "class_tally", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ClusterConstituency",
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
                    "duty",
                    fields.CharEnumField(
                        description="LEARNERS: learners\nGUARDIANS: guardians\nALUMNI: alumni",
                        enum_type=Duty,
                        max_length=20,
                    ),
                ),
                (
                    "constituency",
                    fields.ForeignKeyField(
                        "coopcouncil.Constituency",
                        source_field="constituency_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "cluster_constituency", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ContactStop",
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
                ("reason", fields.TextField(unique=False)),
                ("starts_on", fields.DateField()),
                ("ends_on", fields.DateField(null=True)),
                (
                    "set_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="set_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("set_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "lifted_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="lifted_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lifted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("lifted_because", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "contact_stop",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "member_id"], name="contact_stop_member")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="ForumSeat",
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
                (
                    "constituency",
                    fields.ForeignKeyField(
                        "coopcouncil.Constituency",
                        source_field="constituency_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("seats", fields.IntField()),
                ("term_years", fields.IntField(default=3)),
            ],
            options={"table": "forum_seat", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Learner",
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
            ],
            options={"table": "learner", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Guardianship",
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
                    "learner",
                    fields.ForeignKeyField(
                        "coopcouncil.Learner",
                        source_field="learner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "guardian",
                    fields.ForeignKeyField(
                        "coopcouncil.Member",
                        source_field="guardian_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "relation",
                    fields.CharEnumField(
                        description="PARENT: parent\nCARER: carer\nOTHER: other",
                        enum_type=Relation,
                        max_length=20,
                    ),
                ),
                ("since", fields.DateField()),
                ("until", fields.DateField(null=True)),
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
                (
                    "ended_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="ended_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "guardianship",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["learner_id"], name="guardianship_learner"),
                    Index(fields=["guardian_id"], name="guardianship_guardian"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="LearnerLine",
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
                    "learner",
                    fields.ForeignKeyField(
                        "coopcouncil.Learner",
                        source_field="learner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("holds_from", fields.DateField()),
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
                ("upn", fields.CharField(default="", max_length=20)),
                ("admission_number", fields.CharField(default="", max_length=20)),
                ("given_name", fields.CharField(default="", max_length=100)),
                ("family_name", fields.CharField(default="", max_length=100)),
                ("date_of_birth", fields.DateField(null=True)),
                ("year", fields.CharField(default="", max_length=20)),
                ("class_name", fields.CharField(default="", max_length=40)),
                ("sort_key", fields.CharField(default="", max_length=300)),
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
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "learner_line",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["learner_id", "holds_from"], name="learner_line_learner"),
                    Index(fields=["organisation_id", "part_id"], name="learner_line_school"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RaisedElection",
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
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "coopcouncil.Ballot",
                        source_field="ballot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("raised_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "raised_election",
                "app": "coopcouncil",
                "indexes": [Index(fields=["seat_id"], name="raised_election_seat")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RollOver",
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
                    "part",
                    fields.ForeignKeyField(
                        "coopcouncil.Organisation",
                        source_field="part_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "file",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="file_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("file_name", fields.CharField(max_length=200)),
                ("source", fields.CharField(default="", max_length=20)),
                ("encoding", fields.CharField(max_length=10)),
                ("delimiter", fields.CharField(max_length=1)),
                (
                    "headings",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "targets",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("holds_from", fields.DateField()),
                ("admits", fields.BooleanField(default=False)),
                (
                    "state",
                    fields.CharEnumField(
                        description="COLUMNS: columns\nPREVIEWED: previewed\nAPPLIED: applied\nDROPPED: dropped",
                        enum_type=RollOverState,
                        max_length=12,
                    ),
                ),
                (
                    "counts",
                    fields.JSONField(
                        default=dict,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("seen_number", fields.BigIntField(default=0)),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "coopcouncil.ImportBatch",
                        source_field="batch_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "started_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="started_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "roll_over", "app": "coopcouncil", "pk_attr": "id"},
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="RollOverRow",
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
                    "roll_over",
                    fields.ForeignKeyField(
                        "coopcouncil.RollOver",
                        source_field="roll_over_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("row", fields.IntField()),
                ("kind", fields.CharField(max_length=12)),
                ("name", fields.CharField(max_length=201)),
                (
                    "learner",
                    fields.ForeignKeyField(
                        "coopcouncil.Learner",
                        source_field="learner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "details",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "roll_over_row",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["roll_over_id", "kind", "row"], name="roll_over_row_kind")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="SeatHolder",
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
                ("until", fields.DateField()),
                ("stood_down_on", fields.DateField(null=True)),
                ("stood_down_because", fields.TextField(default="", unique=False)),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "coopcouncil.Ballot",
                        source_field="ballot_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                "table": "seat_holder",
                "app": "coopcouncil",
                "indexes": [Index(fields=["seat_id"], name="seat_holder_seat")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddConstraint(
            model_name="ClassTally",
            constraint=UniqueConstraint(
                fields=("vote_id", "class_name"), name="one_tally_per_class"
            ),
        ),
        ops.AddConstraint(
            model_name="ClusterConstituency",
            constraint=UniqueConstraint(
                fields=("organisation_id", "duty"), name="one_constituency_per_duty"
            ),
        ),
        ops.AddConstraint(
            model_name="ContactStop",
            constraint=CheckConstraint(
                check="ends_on >= starts_on", name="a_contact_stop_holds_for_a_day_at_least"
            ),
        ),
        ops.AddConstraint(
            model_name="ForumSeat",
            constraint=CheckConstraint(check="seats >= 0", name="no_negative_forum_seats"),
        ),
        ops.AddConstraint(
            model_name="ForumSeat",
            constraint=CheckConstraint(
                check="term_years >= 1", name="a_forum_term_lasts_a_year_at_least"
            ),
        ),
        ops.AddConstraint(
            model_name="Learner",
            constraint=UniqueConstraint(fields=("member_id",), name="one_learner_per_member"),
        ),
        ops.AddConstraint(
            model_name="Guardianship",
            constraint=CheckConstraint(
                check="until >= since", name="a_guardianship_begins_before_it_ends"
            ),
        ),
        ops.AddConstraint(
            model_name="RaisedElection",
            constraint=UniqueConstraint(
                fields=("ballot_id",), name="a_ballot_is_raised_for_seats_once"
            ),
        ),
        ops.AddConstraint(
            model_name="SeatHolder",
            constraint=CheckConstraint(check="until >= since", name="a_seat_is_held_for_a_day"),
        ),
        ops.RunSQL(
            "CREATE UNIQUE INDEX one_line_of_seats_per_school_and_constituency ON forum_seat "
            "(organisation_id, coalesce(part_id, 0), constituency_id)",
            "DROP INDEX one_line_of_seats_per_school_and_constituency",
        ),
    ]
