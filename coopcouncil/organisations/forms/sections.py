"""How the page of new rules groups its questions, by the parameters' names."""

from typing import Any

from coopcouncil.kernel.i18n import lazy

SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        lazy("Notice of meetings"),
        (
            "agm_notice_days",
            "general_notice_days",
            "adjourned_notice_days",
            "adjourned_notice_after_days",
            "post_deemed_hours",
            "email_notice",
            "email_deemed_hours",
            "deemed_working_days_only",
            "notice_from_sending",
            "short_notice_share",
        ),
    ),
    (
        lazy("Meetings and quorum"),
        (
            "quorum_number",
            "quorum_percent",
            "quorum_combine",
            "inquorate_minutes",
            "adjournment_days",
            "adjourned_needs_quorum",
            "hybrid_meetings",
            "online_meetings",
            "casting_vote",
            "ballot_demanded_by",
        ),
    ),
    (
        lazy("The year"),
        ("year_end_day", "year_end_month", "agm_months_after_year_end"),
    ),
    (
        lazy("Meetings that members call"),
        (
            "requisition_share",
            "requisition_number",
            "requisition_combine",
            "requisition_convened_days",
            "requisition_held_days",
        ),
    ),
    (
        lazy("Majorities"),
        (
            "ordinary_of",
            "special_share",
            "special_of",
            "extraordinary_share",
            "extraordinary_of",
        ),
    ),
    (lazy("Ages"), ("member_age", "vote_age", "officer_age")),
    (
        lazy("Joining, and where members vote"),
        (
            "admission_by_board",
            "organisation_members",
            "common_bond",
            "common_bond_cy",
            "constituency_needs",
            "voting_constituency",
            "constituency_order",
            "voteless_classes",
        ),
    ),
    (
        lazy("Leaving"),
        (
            "resignation_notice_days",
            "expulsion_notice_days",
            "expulsion_by_meeting",
            "expulsion_appeal_days",
        ),
    ),
    (
        lazy("The committee"),
        (
            "committee_seats",
            "committee_cooptions",
            "committee_of_members",
            "committee_employees",
            "retirement_share",
            "committee_term_years",
            "committee_most_years",
        ),
    ),
    (
        lazy("Staff and constituencies"),
        (
            "staff_join",
            "staff_grace_days",
            "reserved_seats",
            "mutual_count",
            "constituency_weights",
        ),
    ),
    (lazy("Proxies"), ("proxies", "proxy_cap", "proxy_deadline_hours")),
    (
        lazy("Votes and elections"),
        (
            "advance_votes",
            "ballots_outside_meetings",
            "elections_outside_meetings",
            "vote_changeable",
            "paper_vote",
            "election_rule",
            "resolution_key",
            "election_key",
        ),
    ),
    (lazy("After the vote"), ("papers", "papers_withheld_below", "objection_days")),
    (lazy("Languages"), ("bilingual",)),
    (lazy("Shares of membership"), ("par_value", "par_maximum", "par_forfeited")),
    (
        lazy("Withdrawable shares"),
        (
            "withdrawable_value",
            "withdrawable_minimum",
            "withdrawable_maximum",
            "withdrawal_notice_days",
            "withdrawals_in_turn",
            "leaving_withdraws",
        ),
    ),
    (
        lazy("Transferable shares and certificates"),
        (
            "transferable_value",
            "transferable_minimum",
            "transferable_maximum",
            "share_certificates",
        ),
    ),
    (
        lazy("Homes"),
        ("homes", "allocating", "panel_number", "panel_score_most", "refusals_allowed"),
    ),
    (
        lazy("Savings in a credit union"),
        (
            "savings_minimum",
            "savings_limit",
            "savings_limit_share",
            "junior_limit",
            "dividend_most",
            "dividend_capital",
            "dormant_months",
            "dormant_attempts",
            "watch_capital",
            "watch_liquidity",
            "watch_arrears",
        ),
    ),
    (
        lazy("Money that is owed"),
        (
            "arrears_bar_vote",
            "arrears_bar_standing",
            "arrears_bar_transfer",
            "arrears_bar_allocation",
            "arrears_after_weeks",
            "arrears_record_days",
            "arrears_plan_exempts",
            "subscription_lapse_months",
        ),
    ),
    (
        lazy("Two pairs of eyes"),
        (
            "check_refund_from",
            "check_write_off_from",
            "check_loan_from",
            "check_withdrawal_from",
            "check_payment_run_from",
            "check_payee_change",
            "check_days",
        ),
    ),
)
