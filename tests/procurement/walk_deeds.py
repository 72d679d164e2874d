"""Who may do what in procurement, by route, and forms that would do it if nobody were refused."""

from tests.procurement.walk_opens import OUTSIDE

BIDDERS_OWN = """autosave choose_lots record_colleague record_drop record_end_acting record_file
    record_hand_in record_needs record_question record_removal record_take_over record_upload
    record_withdrawal save_answer save_reserved save_supplier"""

# By the names of routes without `procurement:`. Where a route is for the lead alone it is not
# here. `own` is whoever acts for the supplier that the address is about.
DOES: dict[str, str] = {
    **dict.fromkeys(BIDDERS_OWN.split(), "own"),
    # Whoever is signed in may bid, but for those who take part in the tender.
    **dict.fromkeys("record_begin record_supplier".split(), OUTSIDE),
    "record_opening": "officer",
    **dict.fromkeys("declare_one declare_later".split(), "lead ada bob moderator officer"),
    **dict.fromkeys("order_scores save_own_score finish_lot".split(), "ada bob"),
    "agree": "lead moderator",
    **dict.fromkeys("send_reminders set_due_day".split(), "lead moderator"),
    **dict.fromkeys(
        """ask_recipient keep_assessment keep_dispute_decision keep_for_whom keep_promise
        keep_remedy keep_replacement publish_assessment""".split(),
        "lead manager",
    ),
    **dict.fromkeys("keep_report withdraw_own_report".split(), "winner"),
    "keep_answer": "recipient",
    "keep_answer_by_link": "",
}

SAID = "It is said in a test, in a sentence, and nobody should keep it."


def day(name: str, date: str) -> dict[str, str]:
    """A day as the three boxes of a form have it."""
    year, month, number = date.split("-")
    return {f"{name}-year": year, f"{name}-month": month, f"{name}-day": number}


TEXTS = """address answer answer_cy because cleared conflicts description description_cy evidence
    explained how improve indicators link looks note own perceived perceived_steps proportion
    question question_cy reason refinement regard result secure steps text title title_cy whom
    wording wording_cy words words_cy worth supplier_agreed recipient_agreed objectives
    short_because reserved_because name recipient_name owner tag"""
FORM: dict[str, str | list[str]] = {
    **dict.fromkeys(TEXTS.split(), SAID),
    "amount": "3",
    "answered": "confirmed",
    "award": "yes",
    "basis": "corrected",
    "code": "X9",
    "decided": "counts",
    "decision": "may-go-on",
    "edition": "1",
    "email": "somebody@example.org",
    "figure": "7",
    "finding": "nothing",
    "goals": ["equal"],
    "grounds": "no",
    "kind": "scale",
    "kinds": ["is_small"],
    "language": "en",
    "lots": ["1"],
    "number": "00000009",
    "of": "mine",
    "part": "evaluator",
    "points": "3",
    "procedure": "open",
    "rating": "good",
    "recipient_email": "outside@example.org",
    "remedy": "plan",
    "reservation": "none",
    "scheme": "GB-COH",
    "subject": "services",
    "sum": "10",
    "supplier": "new",
    "supplier_name": "Somebody",
    "true_and_complete": "y",
    "unit": "hours",
    "value": "100000",
    "version": "99",
    "seen": "99",
    "ward": "Dale",
    "weight": "10",
    "whether": "no",
    "yes": "yes",
    **day("by_day", "2027-06-01"),
    **day("due_on", "2027-06-01"),
    **day("ends_on", "2029-06-01"),
    **day("published_on", "2026-12-24"),
    **day("seen_on", "2026-11-23"),
    **day("signed_on", "2027-01-30"),
    **day("since", "2026-11-20"),
    **day("starts_on", "2027-06-01"),
    **day("until", "2026-11-21"),
}
# Where one name means another thing.
OTHERS: dict[str, dict[str, str | list[str]]] = {
    "agree": {"version": "0"},
    "keep_notice": {"kind": "transparency", "number": "2026/S 000-000001"},
    "keep_contract": {"number": "CBK-C-99"},
    "record_condition": {"answer": "yes"},
    "record_check": {"grounds": []},
    "record_tender": {"reference": "CBK-99"},
    "save_own_score": {"version": "0"},
    "set_publisher": {"prefix": "ocds-zzz999", "scheme": "GB-LAE"},
}
FILES = {
    "look_at_list": ("promises.csv", b"contract,title,amount\nCBK-C-17,A promise,3\n", "text/csv"),
    "record_file": ("words.txt", b"Words.", "text/plain"),
    "record_portal_list": ("bids.xlsx", b"PK", "application/zip"),
    "record_upload": ("bid.xlsx", b"PK", "application/zip"),
    "upload_measures": ("m.csv", b"Ref,Measure,Units\nQ1,Hours,hours\n", "text/csv"),
}
