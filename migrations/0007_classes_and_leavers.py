from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0006_lists_of_members")]

    initial = False

    operations = [
        ops.RunSQL(
            """
            CREATE INDEX register_entry_by_class ON register_entry
                (organisation_id, member_class COLLATE "C")
                WHERE superseded_at IS NULL AND member_class <> '';
            CREATE INDEX register_entry_by_status ON register_entry
                (organisation_id, status, sort_key COLLATE "C", id)
                WHERE superseded_at IS NULL AND status <> 'member';
            """,
            """
            DROP INDEX register_entry_by_class, register_entry_by_status;
            """,
        ),
    ]
