from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0066_names_of_sources")]

    initial = False

    operations = [
        ops.CreateModel(
            name="LearnerMember",
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
                ("holds_from", fields.DateField(null=True)),
                ("because", fields.TextField(default="", unique=False)),
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
                "table": "learner_member",
                "app": "coopcouncil",
                "indexes": [
                    Index(fields=["learner_id"], name="learner_member_learner"),
                    Index(fields=["member_id"], name="learner_member_member"),
                ],
                "pk_attr": "id",
            },
            bases=["Tenanted"],
        ),
        ops.AddField(
            model_name="ForumSeatSize",
            name="because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Guardianship",
            name="withdrawn_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Guardianship",
            name="withdrawn_because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Guardianship",
            name="withdrawn_by",
            field=fields.ForeignKeyField(
                "coopcouncil.Person",
                source_field="withdrawn_by_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="LearnerLine",
            name="because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="SeatHolder",
            name="corrects",
            field=fields.ForeignKeyField(
                "coopcouncil.SeatHolder",
                source_field="corrects_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="SeatHolder",
            name="withdrawn_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="SeatHolder",
            name="withdrawn_because",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="SeatHolder",
            name="withdrawn_by",
            field=fields.ForeignKeyField(
                "coopcouncil.Person",
                source_field="withdrawn_by_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.RunSQL(
            # Whom each learner was said to be until now: known since somebody named the member,
            # as the audit has it, or else since the learner was entered.
            """
            INSERT INTO learner_member
                (organisation_id, learner_id, member_id, holds_from, because, noted_at)
            SELECT l.organisation_id, l.id, l.member_id, NULL, '', coalesce(
                (SELECT max(a.recorded_at) FROM audit_entry AS a
                    WHERE a.organisation_id = l.organisation_id
                    AND a.payload ->> 'verb' = 'named the member that a learner is'
                    AND a.payload ->> 'subject' = 'learner:' || l.id),
                (SELECT min(n.recorded_at) FROM learner_line AS n WHERE n.learner_id = l.id),
                now())
            FROM learner AS l WHERE l.member_id IS NOT NULL;
            CREATE TRIGGER learners_members_never_change
                BEFORE UPDATE OR DELETE ON learner_member
                FOR EACH ROW EXECUTE FUNCTION keep_what_was_said();
            """,
            "DROP TRIGGER learners_members_never_change ON learner_member;",
        ),
    ]
