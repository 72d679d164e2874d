from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("coopcouncil", "0061_points_noted")]

    initial = False

    operations = [
        ops.RunSQL(
            """
            -- Whoever writes a long list writes its words himself, sorted, in the same
            -- transaction (members/importing/words_in_order.py). An older release never says so.
            CREATE OR REPLACE FUNCTION note_register_words() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF current_setting('coopcouncil.words', true) = 'follow' THEN
                    RETURN NULL;
                END IF;
                INSERT INTO register_word (organisation_id, marks, entry_id, word, sort_key)
                SELECT e.organisation_id, w.marks, e.id, w.word, e.sort_key
                FROM added AS e CROSS JOIN LATERAL register_words_marked(e.search_text) AS w;
                RETURN NULL;
            END $$;
            """,
            """
            CREATE OR REPLACE FUNCTION note_register_words() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO register_word (organisation_id, marks, entry_id, word, sort_key)
                SELECT e.organisation_id, w.marks, e.id, w.word, e.sort_key
                FROM added AS e CROSS JOIN LATERAL register_words_marked(e.search_text) AS w;
                RETURN NULL;
            END $$;
            """,
        ),
    ]
