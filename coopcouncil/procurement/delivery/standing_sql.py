"""The statements behind `standings.py`.

Each is of the organisation $1; those that say how promises stand, on the day $2 and of the
contracts $3 (of all where it is NULL).
"""

__all__ = ["COUNTS", "DUES", "EACH", "LISTED", "SUMS", "TOLD"]

# The last answer to a report stands. Thirty days are `SOON` of the rules.
_STANDS = """
    told AS (
        SELECT report.commitment_id,
            sum(CASE
                WHEN decision.decided IS NOT NULL THEN coalesce(decision.amount, 0)
                WHEN answer.answered = 'confirmed' THEN report.amount
                WHEN answer.answered = 'in-part' THEN coalesce(answer.amount, 0)
                ELSE 0
            END) AS kept,
            sum(report.amount) FILTER (WHERE answer.id IS NULL) AS waiting,
            bool_or(answer.answered = 'disputed' AND decision.id IS NULL) AS disputed
        FROM commitment_report AS report
        JOIN commitment AS one ON one.id = report.commitment_id
            AND ($3::bigint[] IS NULL OR one.contract_id = ANY($3))
        LEFT JOIN recipient_answer AS answer ON answer.report_id = report.id AND NOT EXISTS (
            SELECT FROM recipient_answer AS later
            WHERE later.report_id = answer.report_id AND later.id > answer.id
        )
        LEFT JOIN dispute_decision AS decision ON decision.answer_id = answer.id
        WHERE report.organisation_id = $1 AND report.withdrawn_at IS NULL
        GROUP BY 1
    ),
    due AS (
        SELECT each.commitment_id, coalesce(min(told.kept), 0) AS kept,
            coalesce(min(told.waiting), 0) AS waiting,
            coalesce(bool_or(told.disputed), false) AS disputed,
            sum(each.amount) AS promised,
            coalesce(sum(each.amount) FILTER (WHERE each.due_on <= $2::date), 0) AS due,
            coalesce(sum(each.amount) FILTER (WHERE each.due_on < $2::date), 0) AS passed,
            min(each.due_on) FILTER (WHERE each.sofar > coalesce(told.kept, 0)) AS next_on,
            min(each.due_on) AS first_on, max(each.due_on) AS last_on
        FROM (
            SELECT instalment.commitment_id, due_on, instalment.amount,
                sum(instalment.amount) OVER (
                    PARTITION BY instalment.commitment_id ORDER BY due_on
                ) AS sofar
            FROM commitment_instalment AS instalment
            JOIN commitment AS one ON one.id = instalment.commitment_id
                AND ($3::bigint[] IS NULL OR one.contract_id = ANY($3))
            WHERE instalment.organisation_id = $1
        ) AS each
        LEFT JOIN told ON told.commitment_id = each.commitment_id
        GROUP BY 1
    ),
    stands AS MATERIALIZED (
        SELECT one.id, one.contract_id, one.number, contract.signed_on, contract.supplier_id,
            one.ward, one.mission, one.unit, one.unit_cy, due.promised, due.kept, due.waiting,
            due.due, due.next_on, greatest(due.passed - due.kept, 0) AS short,
            CASE
                WHEN one.settled = 'replaced' THEN 'replaced'
                WHEN one.settled = 'waived' THEN 'waived'
                WHEN one.settled = 'contract-ended' THEN 'ended'
                WHEN due.disputed THEN 'disputed'
                WHEN due.kept >= due.promised THEN 'confirmed'
                WHEN due.kept < due.passed AND due.kept + due.waiting >= due.passed THEN 'reported'
                WHEN due.kept < due.passed THEN 'late'
                WHEN due.waiting > 0 THEN 'reported'
                WHEN due.next_on - $2::date <= 30 THEN 'due'
                ELSE 'promised'
            END AS status,
            CASE
                WHEN due.kept >= due.promised THEN 'kept'
                WHEN gone <= 0 OR whole <= 0 OR gone * 10 < whole AND due.kept = 0 THEN 'too-early'
                WHEN $2::date >= due.last_on THEN 'behind'
                WHEN due.kept * whole >= due.promised * gone THEN 'on-the-way'
                WHEN due.first_on > $2::date THEN 'too-early'
                ELSE 'behind'
            END AS outlook,
            CASE
                WHEN due.kept >= due.promised OR gone <= 0 OR whole <= 0 OR due.kept = 0
                    OR $2::date >= due.last_on THEN due.kept
                ELSE due.kept * whole / gone
            END AS expected
        FROM commitment AS one
        JOIN contract ON contract.id = one.contract_id
        JOIN due ON due.commitment_id = one.id
        CROSS JOIN LATERAL (
            SELECT due.last_on - contract.starts_on + 1 AS whole,
                $2::date - contract.starts_on + 1 AS gone
        ) AS pace
        WHERE one.organisation_id = $1 AND ($3::bigint[] IS NULL OR one.contract_id = ANY($3))
    )
"""
_FITS = """
    ($4 = '' OR stands.ward = $4) AND ($5 = '' OR stands.mission = $5)
        AND ($6::bigint IS NULL OR stands.supplier_id = $6) AND ($7 = '' OR stands.status = $7)
"""
_LIVE = "status NOT IN ('replaced', 'waived', 'ended')"

# What is chosen stands in $4 to $7, the page in $8 and $9.
SUMS = f"""
    WITH {_STANDS},
    chosen AS (SELECT *, {_FITS} AS fits, {_FITS} AND {_LIVE} AS counts FROM stands)
    SELECT grouping(supplier_id) = 0 AS of_supplier, grouping(ward) = 0 AS of_ward,
        grouping(mission) = 0 AS of_mission, grouping(unit) = 0 AS of_unit,
        supplier_id, ward, mission, unit, unit_cy,
        count(*) FILTER (WHERE fits) AS rows,
        count(*) FILTER (WHERE counts) AS promises,
        count(*) FILTER (WHERE fits AND status = 'confirmed') AS confirmed,
        count(*) FILTER (WHERE fits AND status = 'late') AS late,
        count(*) FILTER (WHERE fits AND status = 'disputed') AS disputed,
        count(*) FILTER (WHERE counts AND outlook IN ('kept', 'on-the-way')) AS expected,
        count(*) FILTER (WHERE counts AND outlook = 'too-early') AS early,
        sum(promised) FILTER (WHERE counts) AS promised,
        sum(least(kept, promised)) FILTER (WHERE counts) AS kept,
        sum(least(expected, promised)) FILTER (WHERE counts AND outlook <> 'too-early')
            AS amount_expected,
        sum(promised) FILTER (WHERE counts AND outlook = 'too-early') AS amount_early,
        CASE WHEN grouping(supplier_id, ward, mission, unit) = 15 THEN (
            SELECT array_agg(id ORDER BY signed_on DESC, contract_id, number) FROM (
                SELECT id, signed_on, contract_id, number FROM chosen WHERE fits
                ORDER BY signed_on DESC, contract_id, number LIMIT $8 OFFSET $9
            ) AS page
        ) END AS ids
    FROM chosen
    GROUP BY GROUPING SETS ((supplier_id), (ward), (mission), (unit, unit_cy), ())
"""  # noqa: S608
LISTED = f"""
    WITH {_STANDS}
    SELECT stands.*, contract.number AS contract, supplier.name AS supplier, one.title,
        one.title_cy, one.goals, one.proxy, one.proxy_is_public, organisation.name AS recipient,
        organisation.name_cy AS recipient_cy, one.recipient_name, its.name AS its_group,
        its.name_cy AS its_group_cy, one.recipient_body, one.recipient_class,
        before.number AS replaces
    FROM stands JOIN commitment AS one ON one.id = stands.id
    JOIN contract ON contract.id = stands.contract_id
    JOIN supplier ON supplier.id = stands.supplier_id
    LEFT JOIN organisation ON organisation.id = one.recipient_id
    LEFT JOIN constituency AS its ON its.id = one.recipient_group_id
    LEFT JOIN commitment AS before ON before.id = one.replaces_id
    WHERE {_FITS}
    ORDER BY stands.signed_on DESC, stands.contract_id, stands.number LIMIT $8 OFFSET $9
"""  # noqa: S608
COUNTS = f"WITH {_STANDS} SELECT status, count(*) AS many FROM stands GROUP BY 1"  # noqa: S608
EACH = f"WITH {_STANDS} SELECT * FROM stands"  # noqa: S608
# What `EACH` adds up, row by row: for sums over a time that is not up to today.
TOLD = """
    SELECT report.commitment_id, report.until, report.amount, answer.answered,
        answer.amount AS part, decision.decided, decision.amount AS decided_amount
    FROM commitment_report AS report
    LEFT JOIN recipient_answer AS answer ON answer.report_id = report.id AND NOT EXISTS (
        SELECT FROM recipient_answer AS later
        WHERE later.report_id = answer.report_id AND later.id > answer.id
    )
    LEFT JOIN dispute_decision AS decision ON decision.answer_id = answer.id
    WHERE report.organisation_id = $1 AND report.withdrawn_at IS NULL ORDER BY report.id
"""
DUES = """
    SELECT commitment_id, due_on, amount FROM commitment_instalment
    WHERE organisation_id = $1 ORDER BY due_on
"""
