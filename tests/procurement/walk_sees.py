"""Who reads what is secret, from which stage on, and where: a table that `test_walk` holds."""

from dataclasses import dataclass

from tests.procurement.walk_opens import ALL, PUBLIC


@dataclass(frozen=True)
class Line:
    """These roles read it from this stage on, on these pages and on no other."""

    roles: str
    since: str
    pages: str


OWN_BID = "my_bids begin_bid supplier change_supplier bid receipt receipt_pdf"
MINE = "receipt canonical_text"
LETTER = "summary summary_letter"
AFTERWARDS = "result scoring_run decide_lot export summaries summary_draft summary_words"
BY_CONTRACT = (
    "portfolio portfolio_csv promise decide_dispute remedy_promise replacement for_whom "
    "new_promise notices followed_contracts indicators assess_indicator"
)
LIBRARY = (
    "measures measures_csv measures_json measure measure_details measure_set retirement choosing"
)
SEES: dict[str, list[Line]] = {
    "the council's reasons before the notice": [
        Line("ada bob moderator", "preparing", "consideration"),
        Line("manager", "contracted", "consideration"),
        Line("lead", "preparing", "consideration topic"),
    ],
    "an invented bid": [Line("lead", "preparing", "what_if")],
    "a licensed worth": [
        Line("ada bob moderator", "preparing", "tender_measures"),
        Line("manager", "contracted", "tender_measures"),
        Line("lead", "preparing", f"tender_measures tender_measure {LIBRARY}"),
    ],
    "a licensed wording": [Line("lead", "preparing", LIBRARY)],
    # Names stand apart from the bids: with the declarations, never where somebody scores.
    "the loser's name": [
        Line("loser", "published", OWN_BID),
        Line("loser", "summarised", LETTER),
        Line("lead officer", "opened", "opening opening_pdf declarations"),
        Line("ada bob moderator", "opened", "declarations"),
        Line(
            "lead",
            "opened",
            "bids exclusions exclusion interest moderation agreeing locking record_elsewhere "
            + AFTERWARDS,
        ),
        Line("moderator", "agreed", AFTERWARDS),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
    ],
    "the winner's name": [
        Line("winner", "published", OWN_BID),
        Line("winner loser", "summarised", LETTER),
        Line("lead officer", "opened", "opening opening_pdf declarations"),
        Line("ada bob moderator", "opened", "declarations"),
        Line(
            "lead",
            "opened",
            "bids exclusions exclusion interest moderation agreeing locking record_elsewhere "
            + AFTERWARDS,
        ),
        Line("moderator", "agreed", AFTERWARDS),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
        Line("lead", "awarded", "notices new_contract"),
        Line("manager", "awarded", "notices"),
        Line(ALL, "awarded", " ".join(PUBLIC)),
        Line("lead manager", "contracted", BY_CONTRACT),
        Line("lead", "contracted", "list_of_promises year_draft"),
        Line("winner", "contracted", "promises promise report_promise"),
        Line("recipient", "contracted", "promises promise answer_report"),
    ],
    "the late bidder's name": [
        Line("lead officer", "opened", "opening opening_pdf"),
        Line("lead", "opened", "bids late_bid record_elsewhere"),
    ],
    "the late bidder's answer": [],
    # The lead reads no answer before everybody has scored; no evaluator before declaring.
    **{
        f"the {who}'s answer": [
            Line(who, "published", MINE),
            Line("ada bob", "scoring", "score"),
            Line("lead ada bob moderator", "finished", "agreeing"),
        ]
        for who in ("winner", "loser")
    },
    "a bid's file": [
        Line("winner loser", "published", "bid_file"),
        Line("ada bob", "scoring", "answer_file"),
        Line("lead moderator", "finished", "answer_file"),
    ],
    "the loser's draft": [Line("loser", "published", "answer check_bid download")],
    "the loser's price": [
        Line("loser", "published", MINE),
        Line("loser", "summarised", LETTER),
        Line("lead moderator", "agreed", "result scoring_run export summary_draft"),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
    ],
    "the loser's question, unanswered": [
        Line("loser", "published", "bid_questions"),
        Line("lead", "published", "questions one_question"),
    ],
    "an interest": [
        Line("ada", "scoring", "declarations"),
        Line("lead", "scoring", "interest export"),
    ],
    "a note on exclusion": [Line("lead", "scoring", "exclusion")],
    **{
        f"{who}'s reason": [
            Line(who.lower(), "scoring", "score finishing"),
            Line("lead ada bob moderator", "finished", "agreeing"),
            Line("lead moderator", "agreed", "export"),
        ]
        for who in ("Ada", "Bob")
    },
    "the moderator's reason": [
        Line("lead ada bob moderator", "agreed", "agreeing"),
        Line("lead moderator", "agreed", "locking export summary_draft summary_words"),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
        Line("winner loser", "summarised", LETTER),
    ],
    "the award's reason": [
        Line("lead moderator", "agreed", "result summary_draft"),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
        Line("winner loser", "summarised", LETTER),
    ],
    "why the loser lost, in its letter": [
        Line("lead moderator", "summarised", "sent_summary sent_letter summary_words"),
        Line("loser", "summarised", LETTER),
    ],
    **{
        mark: [Line("lead manager winner recipient", "contracted", "promise")]
        for mark in ("a report on a promise", "a dispute")
    },
}
