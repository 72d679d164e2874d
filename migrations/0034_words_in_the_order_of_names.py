from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0033_merges_carried_suspensions_evidence")]

    initial = False

    operations = [
        ops.RunSQL(
            """
            CREATE TABLE register_word (
                organisation_id bigint NOT NULL,
                word text COLLATE "C" NOT NULL,
                sort_key text COLLATE "C" NOT NULL,
                entry_id bigint NOT NULL
            );
            CREATE FUNCTION register_words(search_text text) RETURNS SETOF text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT coalesce(' ' || own.word || ' ' || substr(each.word, length(own.word) + 1),
                    each.word)
                FROM unnest(string_to_array(btrim(search_text), ' ')) AS each (word)
                LEFT JOIN LATERAL (
                    SELECT other.word
                    FROM unnest(string_to_array(btrim(search_text), ' ')) AS other (word)
                    WHERE strpos(each.word, '@') > 0 AND other.word <> '' AND
                        other.word <> each.word AND starts_with(each.word, other.word)
                    ORDER BY length(other.word) DESC LIMIT 1
                ) AS own ON true
                WHERE each.word <> ''
            $$;
            CREATE FUNCTION note_register_words() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO register_word (organisation_id, word, sort_key, entry_id)
                SELECT e.organisation_id, w.word, e.sort_key, e.id
                FROM added AS e CROSS JOIN LATERAL register_words(e.search_text) AS w (word);
                RETURN NULL;
            END $$;
            CREATE TRIGGER register_entry_has_words AFTER INSERT ON register_entry
                REFERENCING NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION note_register_words();
            INSERT INTO register_word (organisation_id, word, sort_key, entry_id)
            SELECT e.organisation_id, w.word, e.sort_key, e.id
            FROM register_entry AS e CROSS JOIN LATERAL register_words(e.search_text) AS w (word);
            CREATE INDEX register_word_in_order ON register_word
                (organisation_id, word, sort_key, entry_id);
            CREATE INDEX register_entry_fits ON register_entry (id) INCLUDE (organisation_id,
                status, valid_from, valid_to, recorded_at, joined_on, left_on)
                WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_fits_then ON register_entry (id) INCLUDE (organisation_id,
                status, valid_from, valid_to, recorded_at, superseded_at, joined_on, left_on)
                WHERE superseded_at IS NOT NULL;
            CREATE INDEX register_entry_without_email ON register_entry
                (organisation_id, valid_from, valid_to, status, joined_on, left_on)
                WHERE superseded_at IS NULL AND email = '';
            -- gone for good: register_entry_prefixes
            -- gone for good: register_entry_prefixes_then
            DROP INDEX register_entry_prefixes, register_entry_prefixes_then;
            """,
            """
            DROP INDEX register_entry_fits, register_entry_fits_then, register_entry_without_email;
            DROP TRIGGER register_entry_has_words ON register_entry;
            DROP FUNCTION note_register_words, register_words;
            DROP TABLE register_word;
            CREATE INDEX register_entry_prefixes ON register_entry USING gin
                (array_to_tsvector(string_to_array(btrim(replace(search_text, ' ',
                    ' ' || organisation_id::text || '/')), ' ')))
                WHERE superseded_at IS NULL;
            CREATE INDEX register_entry_prefixes_then ON register_entry USING gin
                (array_to_tsvector(string_to_array(btrim(replace(search_text, ' ',
                    ' ' || organisation_id::text || '/')), ' ')))
                WHERE superseded_at IS NOT NULL;
            """,
        ),
    ]
