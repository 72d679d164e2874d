"""Ballots and meetings."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.privacy.kept.grounds import ALWAYS, DISPUTE, PROOF, RECORD, Kept

TABLES = (
    Kept(
        (
            "roll",
            "roll_entry",
            "roll_bar",
            "roll_work",
            "email_release",
            "ballot_telling",
            "paper_mark",
            "voting_code",
            "letter_run",
        ),
        lazy("The sealed roll of a ballot, and who had a letter or came on paper"),
        PROOF,
        DISPUTE,
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
        PROOF,
        ALWAYS,
    ),
    Kept(
        ("envelope", "keyed_paper"),
        lazy("Votes in the box, sealed"),
        PROOF,
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
        RECORD,
        ALWAYS,
    ),
)
