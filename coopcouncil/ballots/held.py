"""The ballots in which a member could vote or did, for that member: never how."""

from tortoise import connections

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.shown import shown_datetime

# Whoever took part stands in the marks of the opened box; before, an envelope or a mark of
# paper says so to the voter alone.
_BALLOTS = """
SELECT b.title, b.title_cy, b.closes_at, e.member_number, e.name, e.email, e.postal_address,
    e.postcode, e.number,
    (EXISTS (SELECT FROM envelope v WHERE v.roll_entry_id = e.id)
        OR EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id)
        OR EXISTS (SELECT FROM opened_box o WHERE o.ballot_id = b.id
            AND e.number::text = ANY(string_to_array(o.marks, E'\n')))) AS took_part,
    (SELECT count(*) FROM voting_code c WHERE c.entry_id = e.id) AS codes
FROM roll_entry e JOIN ballot b ON b.id = e.ballot_id
WHERE e.member_id = $1 AND b.organisation_id = $2
ORDER BY b.closes_at DESC, b.id DESC
"""


async def held(subject: Subject) -> list[Section]:
    """Every roll that the member stands on, and whether a vote came."""
    if subject.member_id is None:
        return []
    rows = await connections.get("default").execute_query_dict(
        _BALLOTS, [subject.member_id, subject.organisation_id]
    )
    return [
        Section(
            key="ballots",
            title=gettext("Votes and elections"),
            basis=gettext(
                "The roll proves who could vote and that nobody voted twice: the rules of your "
                "organisation and the law on its meetings ask for it."
            ),
            heads=(
                gettext("Ballot"),
                gettext("Closes"),
                gettext("Your number on the roll"),
                gettext("The roll has for you"),
                gettext("Letters with a code"),
                gettext("Did you take part?"),
            ),
            rows=tuple(
                (
                    (row["title_cy"] if language.get() == "cy" else "") or row["title"],
                    shown_datetime(row["closes_at"]),
                    str(row["number"]),
                    _copied(row),
                    str(row["codes"]),
                    gettext("Yes") if row["took_part"] else gettext("No vote is there"),
                )
                for row in rows
            ),
            note=gettext("How you voted is not here: it is kept nowhere with your name."),
        )
    ]


def _copied(row: dict[str, str]) -> str:
    said = (row["name"], row["member_number"], row["email"], row["postal_address"], row["postcode"])
    return ", ".join(" ".join(part.split()) for part in said if part)
