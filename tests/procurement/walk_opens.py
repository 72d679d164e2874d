"""Who opens which page of procurement: a table that `test_walk` holds to be true both ways."""

STAGES = (
    "preparing",
    "published",
    "opened",
    "scoring",
    "finished",
    "agreed",
    "summarised",
    "awarded",
    "contracted",
)
INSIDE = "lead ada bob moderator officer manager"
OUTSIDE = "winner loser stranger secretary elsewhere recipient"
ALL_SIGNED_IN = f"{INSIDE} {OUTSIDE}"
ALL = f"{ALL_SIGNED_IN} nobody"
SAMPLE = "nobody loser"
"""Who looks at the open pages before the last stage."""

# Who opens which page at any stage, by the names of routes without `procurement:`. Nobody else
# ever does, and each of these does at some stage.
OPENS: dict[str, str] = {
    **dict.fromkeys(
        """about assessment assignment bids call_summaries_back choosing conflicts copy_method
        criteria criterion dates decide_lot empty_list ending exclusion exclusions interest late_bid
        list_of_promises locking lot lots make_sum measure measure_details measure_import
        measure_set measure_sets needs new_contract new_criterion new_import new_lot
        new_measure new_notice new_scale new_tender one_question part_ending people
        portal_list preview publication publisher questions record_elsewhere reopening
        retirement scale scales send set_retirement summary_words take_decision_back
        tender_measure topic weights what_if withdraw year_draft years""".split(),
        "lead",
    ),
    **dict.fromkeys(
        "followed_contracts portfolio portfolio_csv tender work".split(),
        INSIDE,
    ),
    # Who opens the bids needs neither; who follows the contract needs them then.
    **dict.fromkeys("consideration tender_measures".split(), "lead ada bob moderator manager"),
    **dict.fromkeys("opening opening_pdf".split(), "lead officer"),
    "declarations": "lead ada bob moderator officer",
    "progress": "lead moderator",
    **dict.fromkeys("scores score finishing".split(), "ada bob"),
    **dict.fromkeys("moderation agreeing answer_file".split(), "lead ada bob moderator"),
    **dict.fromkeys(
        "result scoring_run export summaries summary_draft sent_summary sent_letter".split(),
        "lead moderator",
    ),
    "notices": "lead manager",
    **dict.fromkeys(
        """answer ask_withdraw bid bid_file bid_lots bid_questions canonical_text change_supplier
        check_bid download receipt receipt_pdf summary summary_letter supplier workbook""".split(),
        "winner loser",
    ),
    **dict.fromkeys("my_bids promises".split(), ALL_SIGNED_IN),
    # Whoever takes part in the tender bids for nobody.
    **dict.fromkeys("begin_bid new_supplier".split(), OUTSIDE),
    **dict.fromkeys(
        """new_promise remedy_promise replacement for_whom decide_dispute indicators
        assess_indicator""".split(),
        "lead manager",
    ),
    **dict.fromkeys("promise evidence_file".split(), "lead manager winner recipient"),
    "report_promise": "winner",
    "answer_report": "recipient",
    **dict.fromkeys(
        """contracts contracts_csv contracts_json measures measures_csv measures_json method
        method_edition method_json method_pdf ocds_record ocds_releases open_tender promises_csv
        promises_json social_value tender_csv tender_data tenders tenders_csv tenders_json
        open_measure open_measures_csv open_measures_json year year_csv year_data year_edition
        year_json year_list year_paper year_pdf""".split(),
        ALL,
    ),
    # Nothing of the kind is in this world, or only in a message: they are not here for anybody.
    **dict.fromkeys(
        "answer_by_link condition portal_waiting reservation reserved_lots workbook_read".split(),
        "",
    ),
}
PUBLIC = [name for name, who in OPENS.items() if who == ALL]
