from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.members.kinds import MemberKind
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0010_a_count_can_stop_at_a_tie")]

    initial = False

    operations = [
        ops.AddField(
            model_name="RegisterEntry",
            name="fits",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="RegisterEntry",
            name="left_because",
            field=fields.CharField(default="", db_default="", max_length=20),
        ),
        ops.AddField(
            model_name="RegisterEntry",
            name="member_kind",
            field=fields.CharEnumField(
                default=MemberKind.PERSON,
                description="PERSON: person\nORGANISATION: organisation",
                db_default="person",
                enum_type=MemberKind,
                max_length=20,
            ),
        ),
        ops.AddField(
            model_name="RegisterEntry",
            name="representative",
            field=fields.CharField(default="", db_default="", max_length=201),
        ),
        ops.AddField(
            model_name="RegisterEntry",
            name="representative_email",
            field=fields.CharField(default="", db_default="", max_length=254),
        ),
        ops.RunSQL(
            """
            CREATE INDEX register_entry_representative ON register_entry
                (organisation_id, lower(representative_email))
                WHERE superseded_at IS NULL AND representative_email <> '';
            """,
            """
            DROP INDEX register_entry_representative;
            """,
        ),
    ]
