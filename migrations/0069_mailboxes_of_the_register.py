from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0068_paying_account_changes")]

    initial = False

    operations = [
        ops.RunSQL(
            r"""
            CREATE INDEX register_entry_mailbox ON register_entry
                (organisation_id, regexp_replace(lower(email), '\+[^@]*@', '@'))
                WHERE email <> '';
            CREATE INDEX register_entry_mailbox_of_representative ON register_entry
                (organisation_id, regexp_replace(lower(representative_email), '\+[^@]*@', '@'))
                WHERE representative_email <> '';
            """,
            "DROP INDEX register_entry_mailbox, register_entry_mailbox_of_representative;",
        ),
    ]
