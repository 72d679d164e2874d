from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0051_hr_exports_by_jobs")]

    initial = False

    operations = [
        ops.RunSQL(
            """
            LOCK TABLE register_entry IN SHARE MODE;
            -- The words of an entry, each with the marks of all of them: three bits for how each
            -- begins. `members/words.py` makes the same of what is sought.
            CREATE OR REPLACE FUNCTION register_words_marked(search_text text)
            RETURNS TABLE (word text, marks bigint)
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT coalesce(' ' || own.word || ' ' || substr(each.word, length(own.word) + 1),
                    each.word), bit_or(
                        (1::bigint << each.begins % 63) | (1::bigint << each.begins % 61)
                        | (1::bigint << each.begins % 59)
                    ) OVER ()
                FROM (
                    SELECT one.word, ascii(one.word) * 961 + ascii(substr(one.word, 2, 1)) * 31
                        + ascii(substr(one.word, 3, 1)) AS begins
                    FROM unnest(string_to_array(btrim(search_text), ' ')) AS one (word)
                    OFFSET 0
                ) AS each
                LEFT JOIN LATERAL (
                    SELECT other.word
                    FROM unnest(string_to_array(btrim(search_text), ' ')) AS other (word)
                    WHERE strpos(each.word, '@') > 0 AND other.word <> '' AND
                        other.word <> each.word AND starts_with(each.word, other.word)
                    ORDER BY length(other.word) DESC LIMIT 1
                ) AS own ON true
                WHERE each.word <> ''
            $$;
            CREATE TABLE register_word_marked (
                organisation_id bigint NOT NULL,
                marks bigint NOT NULL,
                entry_id bigint NOT NULL,
                word text COLLATE "C" NOT NULL,
                sort_key text COLLATE "C" NOT NULL
            );
            INSERT INTO register_word_marked (organisation_id, marks, entry_id, word, sort_key)
            SELECT e.organisation_id, w.marks, e.id, w.word, e.sort_key
            FROM register_entry AS e CROSS JOIN LATERAL register_words_marked(e.search_text) AS w;
            CREATE INDEX register_word_marked_in_order ON register_word_marked
                (organisation_id, word, sort_key, entry_id) INCLUDE (marks);
            -- gone for good: register_word_marked_in_order
            -- Until here the words are read as they were.
            DROP TABLE register_word;
            ALTER TABLE register_word_marked RENAME TO register_word;
            ALTER INDEX register_word_marked_in_order RENAME TO register_word_in_order;
            CREATE OR REPLACE FUNCTION note_register_words() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO register_word (organisation_id, marks, entry_id, word, sort_key)
                SELECT e.organisation_id, w.marks, e.id, w.word, e.sort_key
                FROM added AS e CROSS JOIN LATERAL register_words_marked(e.search_text) AS w;
                RETURN NULL;
            END $$;
            DROP FUNCTION register_words;
            """,
            """
            CREATE FUNCTION register_words(search_text text) RETURNS SETOF text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT w.word FROM register_words_marked(search_text) AS w
            $$;
            CREATE OR REPLACE FUNCTION note_register_words() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO register_word (organisation_id, word, sort_key, entry_id)
                SELECT e.organisation_id, w.word, e.sort_key, e.id
                FROM added AS e CROSS JOIN LATERAL register_words(e.search_text) AS w (word);
                RETURN NULL;
            END $$;
            DROP INDEX register_word_in_order;
            ALTER TABLE register_word DROP COLUMN marks;
            CREATE INDEX register_word_in_order ON register_word
                (organisation_id, word, sort_key, entry_id);
            """,
        ),
    ]
