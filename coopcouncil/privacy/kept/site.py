"""Messages, accounts to sign in with, and what the site itself needs."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.privacy.kept.grounds import ALWAYS, RECORD, SECURITY, SHORT, WITH_IT, WORKS, Kept

TABLES = (
    Kept(
        ("message", "message_letters"),
        lazy("The words of messages to members"),
        RECORD,
        ALWAYS,
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
        RECORD,
        ALWAYS,
    ),
    Kept(
        ("audit_entry", "audit_head"),
        lazy("The record of what was done"),
        RECORD,
        ALWAYS,
    ),
    Kept(
        ("person", "email_address", "passkey", "demo_sign_in"),
        lazy("Accounts to sign in with"),
        SECURITY,
        lazy("Until the person has no membership and no role, and asks for it."),
    ),
    Kept(
        ("rate_count",),
        lazy("How often something was tried, without saying by whom"),
        SECURITY,
        SHORT,
    ),
    Kept(
        ("installation", "job", "removal", "stored_file"),
        lazy("What the site itself needs"),
        WORKS,
        WITH_IT,
    ),
)
