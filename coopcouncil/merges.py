"""What a merge of two members means for each table of a higher slice that names one.

It is so as soon as `coopcouncil.told` imports this module.
"""

from coopcouncil.arrears.merging import CARRIED as ARREARS_CARRIED
from coopcouncil.arrears.merging import OBJECTING as ARREARS_OBJECTING
from coopcouncil.ballots.merging import on_one_open_roll
from coopcouncil.housing.merging import TABLES as HOUSING_CARRIED
from coopcouncil.ledger.merging import BALANCES
from coopcouncil.members.duplicates.carrying import CARRYING, names_the_other
from coopcouncil.members.duplicates.referring import REFERRING, only_one, stays
from coopcouncil.officers.merging import OFFICES
from coopcouncil.payments.merging import CARRIED as PAYMENTS_CARRIED
from coopcouncil.payments.merging import OBJECTING as PAYMENTS_OBJECTING
from coopcouncil.payouts.merging import PAYEES
from coopcouncil.savings.merging import OBJECTING as SAVINGS_OBJECTING
from coopcouncil.schools.merging import IDENTITIES, SEATS, TIES
from coopcouncil.shares.merging import HOLDINGS, nothing_waits

RECORDS = """
    access_request apology application attendance ballot_option core_balance
    correction_request employment_line erasure expulsion guardian_authority
    identity_check inspection late_reminder loan_guarantor message_copy
    money_check notice_copy review_item roll_bar savings_estate_payment
    savings_holder_change savings_holder_consent savings_sheet share_certificate
    share_interest_choice share_nomination share_return_line share_withdrawal
""".split()
"""Tables that say what was: a merge leaves them the number that they name."""
# What a merge of two members means for each table that names one; a table that is not here
# refuses it as soon as one of its rows names the number that would go.
REFERRING.update(
    {
        **dict.fromkeys(RECORDS, stays),
        "learner": only_one("learner"),
        "share_application": nothing_waits,
        "roll_entry": on_one_open_roll,
        **ARREARS_OBJECTING,
        **PAYMENTS_OBJECTING,
        **SAVINGS_OBJECTING,
    }
)
# And what goes over to the number that is kept, to come back if the merge is undone.
CARRYING.update(
    {
        "officer_entry": OFFICES,
        "share_event": HOLDINGS,
        **HOUSING_CARRIED,
        **ARREARS_CARRIED,
        **PAYMENTS_CARRIED,
        "payee": PAYEES,
        "posting_line": BALANCES,
        **{
            table: names_the_other(table)
            for table in (
                "bank_rule",
                "contact_stop",
                "employment",
                "home_application",
                "learner",
            )
        },
        "learner_member": IDENTITIES,
        "guardianship": TIES,
        "seat_holder": SEATS,
    }
)
