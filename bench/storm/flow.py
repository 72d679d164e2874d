"""What became of one month's charges: the figures of the drawing in the guide."""

from __future__ import annotations

from typing import Any

from tortoise import connections

from bench.storm.place import FIRST, Place
from bench.storm.sharedclock import month_after

# Each charge of the month by how its first collection went, and where its pence stand at the end:
# paid by that first payment, paid by another, credited with a refund, still owed. What a bank
# took back is no longer paid by the payment that it was taken from.
_FLOW = """
WITH mine AS (
    SELECT c.*, (SELECT p.id FROM payment_part t JOIN payment p ON p.id = t.payment_id
        WHERE t.charge_id = c.id ORDER BY p.id LIMIT 1) AS first_id
    FROM charge c WHERE c.organisation_id = $1 AND c.charged_on = $2
), stands AS (
    SELECT m.id, CASE
            WHEN p.id IS NULL THEN 'not-tried'
            WHEN p.state = 'failed' THEN 'failed'
            WHEN EXISTS (SELECT FROM payment_taken_back b WHERE b.payment_id = p.id)
                THEN 'taken-back'
            ELSE p.method END AS first,
        m.amount, m.relieved, m.amount - m.paid - m.relieved AS owed, m.paid,
        coalesce((SELECT sum(a.amount) FROM allocation a
            WHERE a.charge_id = m.id AND a.payment_id = p.id), 0) AS by_first
    FROM mine m LEFT JOIN payment p ON p.id = m.first_id
)
SELECT first, count(*) AS charges, sum(amount)::bigint AS amount, sum(by_first)::bigint AS "paid",
    sum(paid - by_first)::bigint AS "paid otherwise", sum(relieved)::bigint AS "refunded",
    sum(owed)::bigint AS "owed"
FROM stands GROUP BY 1 ORDER BY 1
"""


async def flow_of_a_month(place: Place, months: int) -> dict[str, Any]:
    """The month in the middle, in pence: it has had time to be tried, disputed and refunded."""
    month = month_after(FIRST, months // 2)
    rows = await connections.get("default").execute_query_dict(_FLOW, [place.org.id, month])
    return {"charged_on": month.isoformat(), "rows": rows}
