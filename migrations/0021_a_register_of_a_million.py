from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0020_books")]

    initial = False

    operations = [
        ops.RunSQL(
            """
            CREATE INDEX register_entry_prefixes ON register_entry USING gin
                (array_to_tsvector(string_to_array(btrim(replace(search_text, ' ',
                    ' ' || organisation_id::text || '/')), ' ')))
                WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_counted ON register_entry
                (organisation_id, format, language, constituency_id, status, recorded_at,
                valid_from, valid_to, joined_on, left_on, part_id, member_class)
                WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_counted_then ON register_entry
                (organisation_id, format, language, constituency_id, status, recorded_at,
                superseded_at, valid_from, valid_to, joined_on, left_on, part_id, member_class)
                WHERE superseded_at IS NOT NULL;
            CREATE INDEX register_entry_by_status_then ON register_entry
                (organisation_id, status, sort_key COLLATE "C", id)
                WHERE superseded_at IS NOT NULL AND status <> 'member';
            CREATE INDEX register_entry_by_name_then ON register_entry
                (organisation_id, sort_key COLLATE "C", id) WHERE superseded_at IS NOT NULL;
            CREATE INDEX register_entry_by_number_then ON register_entry
                (organisation_id, length(member_number), member_number COLLATE "C", id)
                WHERE superseded_at IS NOT NULL;
            CREATE INDEX register_entry_by_joining_then ON register_entry
                (organisation_id, coalesce(joined_on, DATE '1000-01-01'), id)
                WHERE superseded_at IS NOT NULL;
            CREATE INDEX register_entry_by_constituency_then ON register_entry
                (organisation_id, coalesce(constituency_id, 0), sort_key COLLATE "C", id)
                WHERE superseded_at IS NOT NULL;
            CREATE INDEX register_entry_prefixes_then ON register_entry USING gin
                (array_to_tsvector(string_to_array(btrim(replace(search_text, ' ',
                    ' ' || organisation_id::text || '/')), ' ')))
                WHERE superseded_at IS NOT NULL;
            -- gone for good: register_entry_words
            DROP INDEX register_entry_words;
            """,
            """
            CREATE INDEX register_entry_words ON register_entry
                USING gin (organisation_id, search_text gin_trgm_ops)
                WHERE superseded_at IS NULL;
            DROP INDEX register_entry_prefixes, register_entry_counted,
                register_entry_counted_then, register_entry_by_status_then,
                register_entry_by_name_then, register_entry_by_number_then,
                register_entry_by_joining_then, register_entry_by_constituency_then,
                register_entry_prefixes_then;
            """,
        ),
    ]
