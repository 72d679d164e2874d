"""What stays, table by table: what is in it, on what ground, and for how long. Data.

It is what an erasure prints and what the organisation's privacy page shows. What goes by itself
stands in `retention.RULES`.
"""

from dataclasses import dataclass

from babel.support import LazyProxy

from coopcouncil.kernel.i18n import lazy


@dataclass(frozen=True)
class Kept:
    """Tables that stay: what is in them, on what ground, and for how long."""

    tables: tuple[str, ...]
    what: LazyProxy
    basis: LazyProxy
    how_long: LazyProxy


_SECURITY = lazy("Needed to let the right person in; of no use afterwards.")
_LAW = lazy("A legal obligation: the law requires the register and forbids falsifying it.")
_PROOF = lazy("It proves who could vote and that the count is right.")
_RECORD = lazy("It is the organisation’s own record: how it was run, by whom and by which rules.")
_ASKED = lazy("It belongs to a membership, and shows how it came about.")
_SAFE = lazy("Needed to keep people safe. Only those whom the organisation named see it.")
_MONEY = lazy("Accounts must add up, and the law requires them to be kept.")
_WORKS = lazy("The site cannot work without it; it says little or nothing of people.")

_ALWAYS = lazy("As long as the organisation exists: a past state must be shown as it was.")
_DISPUTE = lazy("With the record of the ballot, as long as its result can be disputed.")
_WITH_IT = lazy("As long as the record that it belongs to.")
_SHORT = lazy("A day or so.")
_SIX_YEARS = lazy("Six years after the year in which it ended, then the books may be thinned out.")

KEPT = (
    Kept(
        (
            "member",
            "change_set",
            "register_change",
            "register_entry",
            "constituency",
            "merge",
            "merge_carried",
            "likeness",
            "likeness_key",
            "looked_through",
            "row_likeness",
            "inspection",
            "inspection_answer",
            "register_copy",
            "register_word",
        ),
        lazy("The register of members, with its history"),
        _LAW,
        _ALWAYS,
    ),
    Kept(
        (
            "officer",
            "officer_change",
            "officer_entry",
            "interest",
            "interest_end",
            "retirement_lot",
            "role_grant",
        ),
        lazy("Who holds which office, and interests declared"),
        _LAW,
        _ALWAYS,
    ),
    Kept(
        (
            "share_holding",
            "share_event",
            "share_application",
            "share_withdrawal",
            "share_withdrawal_decision",
            "share_nomination",
            "share_suspension",
            "share_certificate",
        ),
        lazy("Shares, and what happened to them"),
        _LAW,
        _ALWAYS,
    ),
    Kept(
        (
            "ledger_account",
            "ledger_fund",
            "posting",
            "posting_line",
            "book_closing",
            "arrears_note",
            "money_check",
            "paying_account",
            "payee",
            "payee_details",
            "payment_run",
            "payout_item",
            "run_line",
            "payout_event",
        ),
        lazy("The books, and money noted as owed"),
        _MONEY,
        _SIX_YEARS,
    ),
    Kept(
        (
            "charge",
            "charge_relief",
            "payment",
            "payment_part",
            "allocation",
            "payment_taken_back",
            "refund",
            "payment_plan",
            "payment_concession",
            "payment_price",
            "member_plan",
            "plan_pause",
            "income_release",
            "late_reminder",
            "arrangement",
            "arrangement_charge",
            "stripe_account",
            "stripe_customer",
            "stripe_payment",
            "stripe_refund",
            "stripe_dispute",
            "stripe_payout",
            "stripe_event",
            "stripe_mandate",
        ),
        lazy("What members were charged, paid and were given back"),
        _MONEY,
        _SIX_YEARS,
    ),
    Kept(
        (
            "savings_mode",
            "savings_product",
            "savings_account",
            "savings_holder",
            "savings_movement",
            "savings_notice",
            "savings_pledge",
            "savings_dormancy",
            "savings_contact_attempt",
            "savings_return",
            "till_day",
            "dividend_proposal",
            "dividend_rate",
            "dividend_line",
            "core_reading",
            "core_balance",
        ),
        lazy("Savings, and what moved on their accounts"),
        _MONEY,
        _SIX_YEARS,
    ),
    Kept(
        (
            "loan_product",
            "loan_application",
            "loan_sheet",
            "loan",
            "loan_agreed",
            "loan_event",
            "loan_accrual",
            "loan_letter",
            "loan_hold",
            "loan_provision",
            "payroll_employer",
            "payroll_place",
            "payroll_return",
        ),
        lazy("Loans, who asked for them, and what a household can pay"),
        _MONEY,
        _SIX_YEARS,
    ),
    Kept(
        (
            "junior_saver",
            "guardian_authority",
            "collection_point",
            "junior_collection",
            "junior_collection_line",
        ),
        lazy("Children who save, who signed for them, and what they brought to school"),
        _MONEY,
        _SIX_YEARS,
    ),
    Kept(
        ("identity_check", "suspicion", "suspicion_step"),
        lazy("What the law against money laundering asks a credit union to keep"),
        lazy("A legal obligation: the Money Laundering Regulations 2017."),
        lazy("Five years after the last dealing with that person."),
    ),
    Kept(
        (
            "joining_form",
            "application",
            "application_file",
            "expulsion",
            "review_item",
            "review",
            "employment",
            "hr_export",
            "hr_line",
        ),
        lazy("How memberships came about and ended"),
        _ASKED,
        _ALWAYS,
    ),
    Kept(
        (
            "home",
            "home_line",
            "home_void",
            "home_allocation",
            "home_shortlisted",
            "home_offer",
            "home_application",
            "allocation_panelist",
            "allocation_interest",
            "allocation_score",
            "criterion_met",
            "points_scheme",
            "points_criterion",
            "housing_service",
            "service_plan",
            "plan_price",
            "service_subscription",
            "tenancy",
            "tenancy_terms",
            "tenancy_holder",
            "tenancy_ending",
            "prospective_tenant",
        ),
        lazy("Homes, tenancies, and how homes were allocated"),
        _ASKED,
        _SIX_YEARS,
    ),
    Kept(
        (
            "learner",
            "learner_line",
            "guardianship",
            "cluster_constituency",
            "forum_seat",
            "seat_holder",
            "raised_election",
            "class_vote",
            "class_tally",
            "roll_over",
            "roll_over_row",
        ),
        lazy("Learners, guardians and the forum of a cluster of schools"),
        _ASKED,
        _ALWAYS,
    ),
    Kept(("contact_stop",), lazy("Whom nobody may write to"), _SAFE, _WITH_IT),
    Kept(
        ("import_batch", "import_row", "listed_person", "list_source"),
        lazy("Lists that were brought into the register"),
        _LAW,
        lazy("A month where they were not used; else with the register, to be undone."),
    ),
    Kept(
        (
            "roll",
            "roll_entry",
            "roll_bar",
            "email_release",
            "ballot_telling",
            "paper_mark",
            "voting_code",
            "letter_run",
        ),
        lazy("The sealed roll of a ballot, and who had a letter or came on paper"),
        _PROOF,
        _DISPUTE,
    ),
    Kept(
        (
            "ballot",
            "ballot_constituency",
            "ballot_option",
            "ballot_withdrawal",
            "ballot_event",
            "ballot_closing",
            "ballot_extension",
            "ballot_suspension",
            "ballot_voiding",
            "ballot_declaration",
            "ballot_publication",
            "welsh_sign_off",
            "turnout_step",
            "key_rehearsal",
            "opened_box",
            "paper_batch",
            "lot_draw",
            "count_run",
            "vote_reminder",
        ),
        lazy("Ballots and their results, which name no voter"),
        _PROOF,
        _ALWAYS,
    ),
    Kept(
        ("envelope", "keyed_paper"),
        lazy("Votes in the box, sealed"),
        _PROOF,
        lazy("Until the box is opened; then they are deleted."),
    ),
    Kept(
        (
            "meeting",
            "meeting_cancellation",
            "short_notice_agreement",
            "agenda_item",
            "agenda_paper",
            "minutes",
            "minutes_version",
            "minutes_publication",
            "meeting_notice",
            "letter_batch",
            "attendance",
            "apology",
        ),
        lazy("Meetings, who attended, and their minutes"),
        _RECORD,
        _ALWAYS,
    ),
    Kept(
        ("message", "message_letters"),
        lazy("The words of messages to members"),
        _RECORD,
        _ALWAYS,
    ),
    Kept(
        (
            "organisation",
            "rulebook_version",
            "listing",
            "need_or_offer",
            "reserved_contract",
            "reserved_contract_answer",
            "course",
            "course_stage",
            "course_stage_entry",
            "year_facts",
            "duty_done",
            "return_kept",
            "duty_reminder",
        ),
        lazy("The organisation itself, its rules and duties"),
        _RECORD,
        _ALWAYS,
    ),
    Kept(
        ("audit_entry", "audit_head"),
        lazy("The record of what was done"),
        _RECORD,
        _ALWAYS,
    ),
    Kept(
        ("person", "email_address", "passkey", "demo_sign_in"),
        lazy("Accounts to sign in with"),
        _SECURITY,
        lazy("Until the person has no membership and no role, and asks for it."),
    ),
    Kept(
        ("rate_count",),
        lazy("How often something was tried, without saying by whom"),
        _SECURITY,
        _SHORT,
    ),
    Kept(
        ("installation", "job", "removal", "stored_file"),
        lazy("What the site itself needs"),
        _WORKS,
        _WITH_IT,
    ),
)
