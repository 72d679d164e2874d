from tortoise import migrations
from tortoise.migrations import operations as ops
from coopcouncil.ledger.kinds import PostingKind
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [
        ("coopcouncil", "0052_marks_of_words"),
        ("coopcouncil", "0052_order_of_scoring"),
    ]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Posting",
            name="kind",
            field=fields.CharEnumField(
                description="OPENING: opening\nMANUAL: manual\nCHARGE: charge\nPAYMENT: payment\nREFUND: refund\nFEE: fee\nPAYOUT: payout\nSHARES: shares\nDEPOSIT: deposit\nWITHDRAWAL: withdrawal\nLOAN: loan\nINTEREST: interest\nDIVIDEND: dividend\nRELEASE: release\nREVERSAL: reversal\nMERGE: merge",
                enum_type=PostingKind,
                max_length=12,
            ),
        ),
        # A merge of two members is the one thing that changes whose a charge, a payment or a
        # payment plan is; undoing it is the other.
        ops.RunSQL(
            """
            CREATE FUNCTION is_renumbered(one bigint, other bigint) RETURNS boolean
            LANGUAGE sql STABLE AS $$
                SELECT one = other OR EXISTS (
                    SELECT FROM merge WHERE (gone_id, kept_id) IN ((one, other), (other, one))
                )
            $$;
            CREATE OR REPLACE FUNCTION keep_charge() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                moving text[] := ARRAY['paid', 'relieved', 'released', 'member_id'];
            BEGIN
                IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving
                    OR NEW.released < OLD.released OR NEW.relieved < OLD.relieved
                    OR NOT is_renumbered(OLD.member_id, NEW.member_id)
                THEN
                    RAISE EXCEPTION 'a charge stays what it is; take something off it'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE OR REPLACE FUNCTION keep_payment() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                moving text[] := ARRAY[
                    'state', 'allocated', 'refunded', 'taken_back', 'settled_on', 'settled_at',
                    'failed_on', 'failure', 'posting_id', 'member_id'
                ];
            BEGIN
                IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving
                    OR NOT is_renumbered(OLD.member_id, NEW.member_id)
                THEN
                    RAISE EXCEPTION 'a payment stays what it is' USING ERRCODE = '23514';
                END IF;
                IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
                    ('begun', 'processing'), ('begun', 'settled'), ('begun', 'failed'),
                    ('processing', 'settled'), ('processing', 'failed'),
                    ('failed', 'processing'), ('failed', 'settled')
                ) THEN
                    RAISE EXCEPTION 'a payment goes forward, not from % to %',
                        OLD.state, NEW.state USING ERRCODE = '23514';
                END IF;
                IF OLD.state = 'settled' AND (NEW.settled_on, NEW.posting_id)
                    IS DISTINCT FROM (OLD.settled_on, OLD.posting_id)
                THEN
                    RAISE EXCEPTION 'a payment settles once' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE OR REPLACE FUNCTION keep_arrangement() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                moving text[] := ARRAY['ended_on', 'ending', 'end_reason', 'member_id'];
            BEGIN
                IF TG_OP = 'DELETE' OR to_jsonb(OLD) - moving <> to_jsonb(NEW) - moving
                    OR NOT is_renumbered(OLD.member_id, NEW.member_id)
                    OR (OLD.ended_on IS NOT NULL AND (
                        OLD.member_id = NEW.member_id
                        OR to_jsonb(OLD) - 'member_id' <> to_jsonb(NEW) - 'member_id'
                    ))
                THEN
                    RAISE EXCEPTION 'what was agreed is kept' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            """,
            reverse_sql="""
            CREATE OR REPLACE FUNCTION keep_charge() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF to_jsonb(NEW) - ARRAY['paid', 'relieved', 'released']
                    IS DISTINCT FROM to_jsonb(OLD) - ARRAY['paid', 'relieved', 'released']
                    OR NEW.released < OLD.released OR NEW.relieved < OLD.relieved
                THEN
                    RAISE EXCEPTION 'a charge stays what it is; take something off it'
                        USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE OR REPLACE FUNCTION keep_payment() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                moving text[] := ARRAY[
                    'state', 'allocated', 'refunded', 'taken_back', 'settled_on', 'settled_at',
                    'failed_on', 'failure', 'posting_id'
                ];
            BEGIN
                IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
                    RAISE EXCEPTION 'a payment stays what it is' USING ERRCODE = '23514';
                END IF;
                IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
                    ('begun', 'processing'), ('begun', 'settled'), ('begun', 'failed'),
                    ('processing', 'settled'), ('processing', 'failed'),
                    ('failed', 'processing'), ('failed', 'settled')
                ) THEN
                    RAISE EXCEPTION 'a payment goes forward, not from % to %',
                        OLD.state, NEW.state USING ERRCODE = '23514';
                END IF;
                IF OLD.state = 'settled' AND (NEW.settled_on, NEW.posting_id)
                    IS DISTINCT FROM (OLD.settled_on, OLD.posting_id)
                THEN
                    RAISE EXCEPTION 'a payment settles once' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            CREATE OR REPLACE FUNCTION keep_arrangement() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR OLD.ended_on IS NOT NULL
                    OR (to_jsonb(OLD) - 'ended_on' - 'ending' - 'end_reason')
                    <> (to_jsonb(NEW) - 'ended_on' - 'ending' - 'end_reason') THEN
                    RAISE EXCEPTION 'what was agreed is kept' USING ERRCODE = '23514';
                END IF;
                RETURN NEW;
            END $$;
            DROP FUNCTION is_renumbered;
            """,
        ),
    ]
