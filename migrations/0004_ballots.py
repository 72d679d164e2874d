from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from coopcouncil.ballots.models.ballot import EventKind, Footing, Kind
from coopcouncil.ballots.models.box import KeySide, Way
from coopcouncil.ballots.models.paper import BatchSource
from coopcouncil.members.kinds import Format
from coopcouncil.organisations.rulebook import KeyKeeper, PaperVote, Papers
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0003_register_of_members")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Ballot",
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
                    "kind",
                    fields.CharEnumField(
                        description="RESOLUTION: resolution\nFPTP: fptp\nAPPROVAL: approval\nSTV: stv",
                        enum_type=Kind,
                        max_length=20,
                    ),
                ),
                (
                    "footing",
                    fields.CharEnumField(
                        description="MEETING: meeting\nOUTSIDE: outside\nADVISORY: advisory\nWRITTEN: written",
                        enum_type=Footing,
                        max_length=20,
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("title_cy", fields.CharField(default="", max_length=200)),
                ("question", fields.TextField(default="", unique=False)),
                ("question_cy", fields.TextField(default="", unique=False)),
                ("explanation", fields.TextField(default="", unique=False)),
                ("explanation_cy", fields.TextField(default="", unique=False)),
                ("office", fields.CharField(default="", max_length=100)),
                ("office_cy", fields.CharField(default="", max_length=100)),
                ("seats", fields.IntField(default=1)),
                ("most_choices", fields.IntField(null=True)),
                ("count_rule", fields.CharField(default="", max_length=20)),
                (
                    "passing",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("quorum", fields.IntField(null=True)),
                ("qualifying_on", fields.DateField()),
                ("opens_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closes_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
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
                ("vote_changeable", fields.BooleanField()),
                (
                    "paper_vote",
                    fields.CharEnumField(
                        description="REPLACES: replaces\nREFUSED: refused",
                        enum_type=PaperVote,
                        max_length=20,
                    ),
                ),
                (
                    "papers",
                    fields.CharEnumField(
                        description="PUBLIC: public\nSCRUTINEERS: scrutineers",
                        enum_type=Papers,
                        max_length=20,
                    ),
                ),
                ("papers_withheld_below", fields.IntField(default=0)),
                (
                    "key_keeper",
                    fields.CharEnumField(
                        description="PLATFORM: platform\nOFFICER: officer",
                        enum_type=KeyKeeper,
                        max_length=20,
                    ),
                ),
                ("public_key", fields.BinaryField(null=True)),
                ("paper_length", fields.IntField(null=True)),
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
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "ballot",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["organisation_id", "closes_at"], name="ballot_organisation")
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="BallotConstituency",
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
            options={"table": "ballot_constituency", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="BallotEvent",
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
                ("n", fields.IntField()),
                (
                    "kind",
                    fields.CharEnumField(
                        description="SEALED: sealed\nWITHDRAWN: withdrawn\nEXTENDED: extended\nSUSPENDED: suspended\nRESUMED: resumed\nVOIDED: voided\nCLOSED: closed\nLETTERS: letters\nMARKED: marked\nBATCH: batch\nOPENED_BOX: opened-box\nKEY_DESTROYED: key-destroyed\nLOTS: lots\nCOUNTED: counted\nDECLARED: declared\nCORRECTED: corrected\nPUBLISHED: published",
                        enum_type=EventKind,
                        max_length=20,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "facts",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("previous", fields.CharField(max_length=64)),
                ("hash", fields.CharField(max_length=64)),
            ],
            options={"table": "ballot_event", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Closing",
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("head", fields.CharField(max_length=64)),
            ],
            options={"table": "ballot_closing", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="CountRun",
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
                ("n", fields.IntField()),
                ("rule", fields.CharField(max_length=20)),
                ("papers_hash", fields.CharField(max_length=64)),
                (
                    "result",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("result_hash", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "count_run", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Declaration",
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
                ("n", fields.IntField()),
                (
                    "run",
                    fields.ForeignKeyField(
                        "coopcouncil.CountRun",
                        source_field="run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
                ("reason_cy", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "ballot_declaration", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Envelope",
            fields=[
                (
                    "roll_entry_id",
                    fields.BigIntField(
                        generated=False, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ballot_id", fields.BigIntField()),
                (
                    "way",
                    fields.CharEnumField(
                        description="WEB: web\nCODE: code\nTELEPHONE: telephone",
                        enum_type=Way,
                        max_length=10,
                    ),
                ),
                ("sealed", fields.BinaryField()),
            ],
            options={
                "table": "envelope",
                "app": "coopcouncil",
                "indexes": [Index(fields=["ballot_id"], name="envelope_ballot")],
                "pk_attr": "roll_entry_id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Extension",
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
                ("was_to_close_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closes_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reason", fields.TextField(unique=False)),
                ("reason_cy", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "ballot_extension", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="KeyRehearsal",
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
                    "side",
                    fields.CharEnumField(
                        description="PLATFORM: platform\nOFFICER: officer\nSCRUTINEER: scrutineer",
                        enum_type=KeySide,
                        max_length=20,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "key_rehearsal", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="LetterRun",
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
                ("n", fields.IntField()),
                ("letters", fields.IntField()),
                ("reason", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "letter_run", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="LotDraw",
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
                    "order",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("how", fields.TextField(unique=False)),
                ("how_cy", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "lot_draw", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="OpenedBox",
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
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("papers", fields.TextField(unique=False)),
                ("papers_hash", fields.CharField(max_length=64)),
                ("count", fields.IntField()),
                ("unreadable", fields.IntField()),
                ("marks", fields.TextField(unique=False)),
                ("marks_hash", fields.CharField(max_length=64)),
                ("salt", fields.CharField(max_length=64)),
                ("marks_salt", fields.CharField(max_length=64)),
            ],
            options={"table": "opened_box", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Option",
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
                ("place", fields.IntField()),
                ("name", fields.CharField(max_length=200)),
                ("name_cy", fields.CharField(default="", max_length=200)),
                ("statement", fields.TextField(default="", unique=False)),
                ("statement_cy", fields.TextField(default="", unique=False)),
                (
                    "photo",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="photo_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "ballot_option", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="PaperBatch",
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
                ("n", fields.IntField()),
                (
                    "source",
                    fields.CharEnumField(
                        description="KEYED: keyed\nBLT: blt\nCSV: csv",
                        enum_type=BatchSource,
                        max_length=10,
                    ),
                ),
                ("filename", fields.CharField(default="", max_length=200)),
                ("papers", fields.IntField(default=0)),
                ("hash", fields.CharField(default="", max_length=64)),
                ("sealed", fields.BinaryField(null=True)),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "begun_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="begun_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("agreed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "agreed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="agreed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "paper_batch", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="KeyedPaper",
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
                    "batch",
                    fields.ForeignKeyField(
                        "coopcouncil.PaperBatch",
                        source_field="batch_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.IntField()),
                (
                    "keyed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="keyed_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("sealed", fields.BinaryField()),
                ("check_hmac", fields.CharField(max_length=64)),
            ],
            options={"table": "keyed_paper", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Publication",
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
                    "declaration",
                    fields.ForeignKeyField(
                        "coopcouncil.Declaration",
                        source_field="declaration_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "bundle",
                    fields.ForeignKeyField(
                        "coopcouncil.StoredFile",
                        source_field="bundle_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("head", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "ballot_publication", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Roll",
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
                ("cut_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("count", fields.IntField()),
                ("salt", fields.CharField(max_length=64)),
                ("hash", fields.CharField(max_length=64)),
                ("sealed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "sealed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="sealed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "roll", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="RollEntry",
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
                ("number", fields.IntField()),
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
                ("sort_key", fields.CharField(default="", max_length=300)),
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
                ("email", fields.CharField(default="", max_length=254)),
                ("told_by_email", fields.BooleanField(default=False)),
                ("language", fields.CharField(default="", max_length=2)),
                (
                    "format",
                    fields.CharEnumField(
                        default=Format.STANDARD,
                        description="STANDARD: standard\nLARGE_PRINT: large-print\nAUDIO: audio\nBRAILLE: braille\nTELEPHONE: telephone",
                        enum_type=Format,
                        max_length=20,
                    ),
                ),
                ("postal_address", fields.TextField(default="", unique=False)),
                ("postcode", fields.CharField(default="", max_length=10)),
            ],
            options={
                "table": "roll_entry",
                "app": "coopcouncil",
                "indexes": [Index(fields=["email", "ballot_id"], name="roll_entry_email")],
                "pk_attr": "id",
            },
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="EmailRelease",
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
                    "entry",
                    fields.ForeignKeyField(
                        "coopcouncil.RollEntry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
                ("reason", fields.TextField(unique=False)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="asked_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "agreed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="agreed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("agreed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("refused_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "email_release",
                "app": "coopcouncil",
                "indexes": [Index(fields=["email", "ballot_id"], name="email_release_email")],
                "pk_attr": "id",
            },
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="PaperMark",
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
                    "entry",
                    fields.OneToOneField(
                        "coopcouncil.RollEntry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("marked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "marked_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="marked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "paper_mark", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Suspension",
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
                ("reason", fields.TextField(unique=False)),
                ("reason_cy", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("resumed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("resumed_because", fields.TextField(default="", unique=False)),
                ("resumed_because_cy", fields.TextField(default="", unique=False)),
                (
                    "resumed_by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="resumed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "ballot_suspension", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Telling",
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
                ("kind", fields.CharField(max_length=20)),
                ("event", fields.IntField()),
                ("upto", fields.IntField(default=0)),
                ("written", fields.IntField(default=0)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "ballot_telling", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="TurnoutStep",
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("total", fields.IntField()),
            ],
            options={"table": "turnout_step", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="Voiding",
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
                ("reason", fields.TextField(unique=False)),
                ("reason_cy", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={"table": "ballot_voiding", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="VotingCode",
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
                    "entry",
                    fields.ForeignKeyField(
                        "coopcouncil.RollEntry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "run",
                    fields.ForeignKeyField(
                        "coopcouncil.LetterRun",
                        source_field="run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("hmac", fields.CharField(max_length=64)),
                ("struck_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("struck_because", fields.CharField(default="", max_length=40)),
            ],
            options={
                "table": "voting_code",
                "app": "coopcouncil",
                "indexes": [Index(fields=["entry_id"], name="voting_code_entry")],
                "pk_attr": "id",
            },
            bases=["OfBallot"],
        ),
        ops.CreateModel(
            name="WelshSignOff",
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
                ("standing", fields.CharField(max_length=200)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "coopcouncil.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "welsh_sign_off",
                "app": "coopcouncil",
                "indexes": [Index(fields=["organisation_id"], name="welsh_sign_off_organisation")],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.CreateModel(
            name="Withdrawal",
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
                    "option",
                    fields.OneToOneField(
                        "coopcouncil.Option",
                        source_field="option_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="withdrawal",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "ballot_withdrawal", "app": "coopcouncil", "pk_attr": "id"},
            bases=["OfBallot"],
        ),
        ops.AddConstraint(
            model_name="Ballot",
            constraint=CheckConstraint(
                check="opens_at < closes_at", name="a_ballot_opens_before_it_closes"
            ),
        ),
        ops.AddConstraint(
            model_name="Ballot",
            constraint=CheckConstraint(check="seats >= 1", name="a_ballot_fills_a_seat_at_least"),
        ),
        ops.AddConstraint(
            model_name="Ballot",
            constraint=CheckConstraint(
                check="footing <> 'written'", name="a_written_resolution_is_no_secret_ballot"
            ),
        ),
        ops.AddConstraint(
            model_name="Ballot",
            constraint=CheckConstraint(
                check="(public_key IS NULL) = (paper_length IS NULL)",
                name="a_ballot_with_a_key_has_a_paper_length",
            ),
        ),
        ops.AddConstraint(
            model_name="BallotConstituency",
            constraint=UniqueConstraint(
                fields=("ballot_id", "constituency_id"), name="a_ballot_names_a_constituency_once"
            ),
        ),
        ops.AddConstraint(
            model_name="BallotEvent",
            constraint=UniqueConstraint(
                fields=("ballot_id", "n"), name="one_event_per_place_in_the_chain"
            ),
        ),
        ops.AddConstraint(
            model_name="Closing",
            constraint=UniqueConstraint(fields=("ballot_id",), name="a_ballot_closes_once"),
        ),
        ops.AddConstraint(
            model_name="CountRun",
            constraint=UniqueConstraint(fields=("ballot_id", "n"), name="one_count_run_per_number"),
        ),
        ops.AddConstraint(
            model_name="Declaration",
            constraint=UniqueConstraint(
                fields=("ballot_id", "n"), name="one_declaration_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="Extension",
            constraint=CheckConstraint(
                check="closes_at > was_to_close_at", name="an_extension_moves_the_close_later"
            ),
        ),
        ops.AddConstraint(
            model_name="LetterRun",
            constraint=UniqueConstraint(
                fields=("ballot_id", "n"), name="one_letter_run_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="LotDraw",
            constraint=UniqueConstraint(fields=("ballot_id",), name="lots_are_drawn_once"),
        ),
        ops.AddConstraint(
            model_name="OpenedBox",
            constraint=UniqueConstraint(fields=("ballot_id",), name="a_box_is_opened_once"),
        ),
        ops.AddConstraint(
            model_name="OpenedBox",
            constraint=CheckConstraint(
                check="count >= 0 AND unreadable >= 0", name="a_box_holds_no_less"
            ),
        ),
        ops.AddConstraint(
            model_name="Option",
            constraint=UniqueConstraint(
                fields=("ballot_id", "place"), name="one_option_per_place_on_the_paper"
            ),
        ),
        ops.AddConstraint(
            model_name="Option",
            constraint=CheckConstraint(check="place >= 1", name="places_on_the_paper_begin_at_one"),
        ),
        ops.AddConstraint(
            model_name="PaperBatch",
            constraint=UniqueConstraint(
                fields=("ballot_id", "n"), name="one_paper_batch_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="PaperBatch",
            constraint=CheckConstraint(
                check="agreed_by_id IS NULL OR agreed_by_id <> begun_by_id",
                name="two_officers_agree_on_a_paper_batch",
            ),
        ),
        ops.AddConstraint(
            model_name="KeyedPaper",
            constraint=UniqueConstraint(
                fields=("batch_id", "place", "keyed_by_id"), name="an_officer_keys_a_paper_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Roll",
            constraint=UniqueConstraint(fields=("ballot_id",), name="one_roll_per_ballot"),
        ),
        ops.AddConstraint(
            model_name="RollEntry",
            constraint=UniqueConstraint(
                fields=("ballot_id", "number"), name="one_roll_entry_per_number"
            ),
        ),
        ops.AddConstraint(
            model_name="RollEntry",
            constraint=UniqueConstraint(
                fields=("ballot_id", "member_id"), name="one_roll_entry_per_member"
            ),
        ),
        ops.AddConstraint(
            model_name="EmailRelease",
            constraint=CheckConstraint(
                check="agreed_by_id IS NULL OR agreed_by_id <> asked_by_id",
                name="a_second_officer_agrees_to_a_changed_address",
            ),
        ),
        ops.AddConstraint(
            model_name="EmailRelease",
            constraint=CheckConstraint(
                check="agreed_at IS NULL OR refused_at IS NULL",
                name="a_changed_address_is_agreed_or_refused",
            ),
        ),
        ops.AddConstraint(
            model_name="Telling",
            constraint=UniqueConstraint(
                fields=("ballot_id", "kind", "event"), name="the_roll_is_told_of_an_event_once"
            ),
        ),
        ops.AddConstraint(
            model_name="TurnoutStep",
            constraint=UniqueConstraint(
                fields=("ballot_id", "at"), name="one_turnout_step_an_hour"
            ),
        ),
        ops.AddConstraint(
            model_name="Voiding",
            constraint=UniqueConstraint(fields=("ballot_id",), name="a_ballot_is_voided_once"),
        ),
        ops.AddConstraint(
            model_name="VotingCode",
            constraint=UniqueConstraint(fields=("hmac",), name="no_code_is_given_twice"),
        ),
        ops.RunSQL(
            """
            CREATE UNIQUE INDEX one_open_suspension_per_ballot ON ballot_suspension (ballot_id)
                WHERE resumed_at IS NULL;
            CREATE UNIQUE INDEX one_live_code_per_roll_entry ON voting_code (entry_id)
                WHERE struck_at IS NULL;
            """,
            "DROP INDEX one_open_suspension_per_ballot, one_live_code_per_roll_entry",
        ),
        # What is public once is public for ever; what is sealed stays as it was sealed.
        ops.RunSQL(
            """
            CREATE FUNCTION keep_ballot_record() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'what a ballot has recorded is never changed'
                    USING ERRCODE = '23514';
            END $$;
            CREATE TRIGGER ballot_event_is_kept BEFORE UPDATE OR DELETE ON ballot_event
                FOR EACH ROW EXECUTE FUNCTION keep_ballot_record();
            CREATE TRIGGER opened_box_is_kept BEFORE UPDATE OR DELETE ON opened_box
                FOR EACH ROW EXECUTE FUNCTION keep_ballot_record();
            CREATE FUNCTION keep_sealed_roll() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.sealed_at IS NOT NULL THEN
                    RAISE EXCEPTION 'a sealed roll is never changed' USING ERRCODE = '23514';
                END IF;
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END $$;
            CREATE TRIGGER sealed_roll_is_kept BEFORE UPDATE OR DELETE ON roll
                FOR EACH ROW EXECUTE FUNCTION keep_sealed_roll();
            CREATE FUNCTION keep_sealed_roll_entries() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT FROM roll JOIN touched USING (ballot_id)
                           WHERE roll.sealed_at IS NOT NULL) THEN
                    RAISE EXCEPTION 'a sealed roll is never changed' USING ERRCODE = '23514';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER sealed_roll_gains_nobody AFTER INSERT ON roll_entry
                REFERENCING NEW TABLE AS touched
                FOR EACH STATEMENT EXECUTE FUNCTION keep_sealed_roll_entries();
            CREATE TRIGGER sealed_roll_changes_nobody AFTER UPDATE ON roll_entry
                REFERENCING OLD TABLE AS touched
                FOR EACH STATEMENT EXECUTE FUNCTION keep_sealed_roll_entries();
            CREATE TRIGGER sealed_roll_loses_nobody AFTER DELETE ON roll_entry
                REFERENCING OLD TABLE AS touched
                FOR EACH STATEMENT EXECUTE FUNCTION keep_sealed_roll_entries();
            """,
            """
            DROP TRIGGER ballot_event_is_kept ON ballot_event;
            DROP TRIGGER opened_box_is_kept ON opened_box;
            DROP TRIGGER sealed_roll_is_kept ON roll;
            DROP TRIGGER sealed_roll_gains_nobody ON roll_entry;
            DROP TRIGGER sealed_roll_changes_nobody ON roll_entry;
            DROP TRIGGER sealed_roll_loses_nobody ON roll_entry;
            DROP FUNCTION keep_ballot_record, keep_sealed_roll, keep_sealed_roll_entries;
            """,
        ),
    ]
