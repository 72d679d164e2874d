"""Tenders, bids, scores and what was promised."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.privacy.kept.grounds import ALWAYS, RECORD, Kept

TABLES = (
    Kept(
        ("measure_set", "measure", "measure_import"),
        lazy("Sets of measures of social value"),
        RECORD,
        ALWAYS,
    ),
    Kept(
        ("tender_consideration", "tender_reservation_answer", "tender_conflicts"),
        lazy("What was considered before a tender’s notice, and conflicts of interest"),
        RECORD,
        ALWAYS,
    ),
    Kept(
        (
            "tender",
            "tender_lot",
            "tender_measure",
            "tender_scale",
            "tender_band",
            "tender_criterion",
            "tender_edition",
            "tender_part",
            "tender_assigned",
            "tender_scenario",
            "tender_invited",
            "tender_question",
        ),
        lazy("Tenders, how they are judged, and who took part in judging"),
        RECORD,
        ALWAYS,
    ),
    Kept(
        (
            "supplier",
            "supplier_person",
            "bid",
            "bid_submission",
            "bid_file",
            "opening_confirmed",
            "bids_opened",
            "portal_import",
            "offer",
            "offer_answer",
        ),
        lazy("Suppliers, who acts for them, and their bids"),
        RECORD,
        ALWAYS,
    ),
    Kept(
        (
            "interest_declared",
            "exclusion_check",
            "score",
            "score_entry",
            "scores_finished",
            "agreed_score",
            "agreed_entry",
            "lot_agreed",
            "scores_due",
            "scoring_order",
        ),
        lazy("Interests declared, scores and their reasons"),
        RECORD,
        ALWAYS,
    ),
    Kept(
        (
            "scoring_run",
            "award_decision",
            "assessment_summary",
            "summary_words",
            "tender_notice",
            "contract",
            "contract_kpi",
            "kpi_assessed",
            "ocds_publisher",
            "ocds_release",
        ),
        lazy("Results, awards, contracts and what was published of them"),
        RECORD,
        ALWAYS,
    ),
)
