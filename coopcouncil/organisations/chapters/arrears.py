"""When members are reminded of a late payment, and when a debit is tried again."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ArrearsRules:
    """When members are reminded of a late payment, and when a debit is tried again."""

    first_reminder_days: int = 1
    """A first word, so many days after the payment counts as late; 0: none. Practice."""
    second_reminder_days: int = 14
    """A second word; 0: none. Practice."""
    third_reminder_days: int = 35
    """The last word before people look at it; 0: none. Practice."""
    debit_retries: int = 1
    """How often a payment that failed is tried again by itself. Bacs: at most twice."""
    debit_retry_days: int = 7
    """After how many days. Practice; Bacs: within a month of the first time."""
    retry_fees_most: int = 100
    """The most pence that trying one payment may cost the organisation in fees. Practice."""
