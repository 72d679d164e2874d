from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0054_promises_of_contracts")]

    initial = False

    operations = [
        ops.RunSQL(
            """
            DROP INDEX register_entry_without_email;
            CREATE INDEX register_entry_without_email ON register_entry
                (organisation_id, valid_from, valid_to, status, joined_on, left_on, recorded_at)
                WHERE superseded_at IS NULL AND email = '';
            CREATE INDEX register_entry_without_email_then ON register_entry
                (organisation_id, valid_from, valid_to, status, joined_on, left_on, recorded_at,
                    superseded_at)
                WHERE superseded_at IS NOT NULL AND email = '';
            CREATE INDEX register_entry_by_format ON register_entry
                (organisation_id, format, sort_key COLLATE "C", id)
                WHERE superseded_at IS NULL AND format <> 'standard';
            CREATE INDEX register_entry_by_format_then ON register_entry
                (organisation_id, format, sort_key COLLATE "C", id)
                WHERE superseded_at IS NOT NULL AND format <> 'standard';
            """,
            """
            DROP INDEX register_entry_without_email_then, register_entry_by_format,
                register_entry_by_format_then;
            """,
        ),
    ]
