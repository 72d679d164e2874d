"""What a lower slice must be told by a higher one: every hook filled, in view, and nowhere else.

It is so as soon as this module is imported, which `app.py` does first. What a merge of two members
means for the tables of each slice stands in `merges.py`; what one part of a procurement is told by
a later one, in `procurement/told.py`. This module imports both.
"""

from coopcouncil import merges  # noqa: F401
from coopcouncil.accounts.held import held as account_held
from coopcouncil.arrears.collecting import spared, tried_again
from coopcouncil.arrears.held import held as arrears_held
from coopcouncil.arrears.reads import members_late, spread
from coopcouncil.arrears.reviewing import UNPAID
from coopcouncil.arrears.views.lists import home_panel as arrears_panel
from coopcouncil.ballots.actions.roll import KEPT_OFF
from coopcouncil.ballots.actions.seating import FILLING
from coopcouncil.ballots.held import held as ballots_held
from coopcouncil.ballots.nominating import ASKED_OF_CANDIDATES, KEPT_FROM_STANDING
from coopcouncil.ballots.published import published_votes
from coopcouncil.ballots.views.ballots import home_panel as ballots_panel
from coopcouncil.banking.books import byhand, paying, postings, receiving
from coopcouncil.banking.books import stripe as stripe_lines
from coopcouncil.banking.held import held as banking_held
from coopcouncil.banking.hooks import BOOKS, MATCHERS
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.reads import at_bank
from coopcouncil.banking.views.accounts import home_panel as banking_panel
from coopcouncil.checks.actions import DOES, LEADS, UNDOES
from coopcouncil.checks.held import held as checks_held
from coopcouncil.checks.kinds import CheckKind
from coopcouncil.checks.views import home_panel as checks_panel
from coopcouncil.housing.actions.admission import after_settling
from coopcouncil.housing.actions.membership import keep_tenancies
from coopcouncil.housing.held import held as housing_held
from coopcouncil.housing.held import in_arrears
from coopcouncil.housing.reads_money import kept_from_standing, kept_off_rolls
from coopcouncil.housing.reviewing import NO_HOME
from coopcouncil.housing.views.mine import home_panel as housing_panel
from coopcouncil.joining.actions.money import applicants_path, money_arrived
from coopcouncil.joining.actions.settled import SETTLED
from coopcouncil.joining.actions.shares import settle_shares
from coopcouncil.joining.finding import OTHERS, REVIEWS
from coopcouncil.joining.held import held as joining_held
from coopcouncil.joining.shareless import NO_SHARE
from coopcouncil.joining.views.review import home_panel as joining_panel
from coopcouncil.kernel.i18n import lazy
from coopcouncil.ledger.actions import BY_HAND
from coopcouncil.ledger.at_hand import AT_BANK
from coopcouncil.ledger.held import held as ledger_held
from coopcouncil.meetings.held import held as meetings_held
from coopcouncil.meetings.heldback import held_back
from coopcouncil.meetings.reads import last_agm
from coopcouncil.meetings.resolutions import of_general_meetings
from coopcouncil.meetings.views.reading import home_panel as meetings_panel
from coopcouncil.members.held import held as register_held
from coopcouncil.members.importing.against import SHARES_KEPT
from coopcouncil.members.own import OWN
from coopcouncil.members.reads import is_member_today, memberships_of
from coopcouncil.members.recording import BEFORE_COMMIT
from coopcouncil.members.safeguarding import HELD_BACK
from coopcouncil.members.views.me import home_panel as members_panel
from coopcouncil.members.views.safeguarding import safeguarding_panel
from coopcouncil.members.within import AFTER_LEAVING, FORETOLD
from coopcouncil.messages.held import held as messages_held
from coopcouncil.messages.reach import GROUPS, Group
from coopcouncil.messages.views.writing import home_panel as messages_panel
from coopcouncil.money.views.mine import home_panel as money_panel
from coopcouncil.mutuals.held import held as mutuals_held
from coopcouncil.mutuals.reads import PUBLISHED
from coopcouncil.mutuals.reviewing import JOB_ENDED
from coopcouncil.mutuals.views.panel import home_panel as mutuals_panel
from coopcouncil.officers.held import held as officers_held
from coopcouncil.officers.reads import AGM_DAYS
from coopcouncil.officers.views.officers import home_panel as officers_panel
from coopcouncil.organisations.access import TELLS_MEMBERS
from coopcouncil.organisations.held import held as roles_held
from coopcouncil.organisations.home import MEMBERSHIPS, PANELS
from coopcouncil.organisations.models import Role
from coopcouncil.payments.actions.deciding import (
    refund_checked,
    refund_not_checked,
    write_off_checked,
)
from coopcouncil.payments.actions.hooks import ALLOCATED, PROVIDERS, UNSETTLED
from coopcouncil.payments.actions.hooks import SETTLED as PAID_IN_FULL
from coopcouncil.payments.actions.paid_out import refund_arrived, refund_came_back
from coopcouncil.payments.actions.sharing import shares_paid, shares_unpaid, told_of_shares
from coopcouncil.payments.actions.sparing import AGAIN, HELD_OFF
from coopcouncil.payments.bacs.held import held as bacs_held
from coopcouncil.payments.held import held as payments_held
from coopcouncil.payments.kinds import ChargeKind, Method
from coopcouncil.payments.lateness import SPREAD
from coopcouncil.payments.paying_page import BEFORE_MEMBERSHIP
from coopcouncil.payments.stripe.actions.refunds import ask_provider
from coopcouncil.payments.stripe.held import held as stripe_held
from coopcouncil.payments.stripe.views.desk import home_panel as stripe_panel
from coopcouncil.payments.views.owed import home_panel as payments_panel
from coopcouncil.payouts.actions.items import PAID, RETURNED
from coopcouncil.payouts.actions.own_account import account_agreed, account_not_agreed
from coopcouncil.payouts.actions.payees import make_live, not_live
from coopcouncil.payouts.actions.returning import return_agreed, return_not_agreed
from coopcouncil.payouts.actions.runs import approved as run_approved
from coopcouncil.payouts.actions.runs import not_approved as run_not_approved
from coopcouncil.payouts.held import held as payouts_held
from coopcouncil.payouts.views.overview import home_panel as payouts_panel
from coopcouncil.privacy.held import HELD
from coopcouncil.privacy.views.desk import home_panel as privacy_panel
from coopcouncil.privacy.whose import own_entries
from coopcouncil.procurement import told as in_procurement  # noqa: F401
from coopcouncil.procurement.bids.held import held as bids_held
from coopcouncil.procurement.bids.views.panel import home_panel as bids_panel
from coopcouncil.procurement.delivery.held import held as promises_held
from coopcouncil.procurement.delivery.views.panel import home_panel as promises_panel
from coopcouncil.procurement.evaluation.held import held as evaluation_held
from coopcouncil.procurement.evaluation.steps import home_panel as evaluation_panel
from coopcouncil.procurement.tenders.held import held as tenders_held
from coopcouncil.procurement.tenders.views.listing import home_panel as tenders_panel
from coopcouncil.savings import from_bank
from coopcouncil.savings.actions.collecting import saving_paid
from coopcouncil.savings.actions.setting import goes_by_its_account
from coopcouncil.savings.actions.withdrawing import withdraw_checked
from coopcouncil.savings.dividends.hooks import RESOLUTIONS
from coopcouncil.savings.held import held as savings_held
from coopcouncil.savings.holders.estates import estate_checked, estate_not_checked, keep_savings
from coopcouncil.savings.loans.actions.deciding import agreed as loan_agreed
from coopcouncil.savings.loans.actions.following import write_off as write_loan_off
from coopcouncil.savings.loans.actions.lending import arrived as loan_arrived
from coopcouncil.savings.loans.actions.lending import came_back as loan_came_back
from coopcouncil.savings.loans.actions.repaying import allocated as loan_paid
from coopcouncil.savings.loans.actions.setting_off import set_off_checked
from coopcouncil.savings.loans.held import held as loans_held
from coopcouncil.savings.loans.views.mine import home_panel as loans_panel
from coopcouncil.savings.views.panel import home_panel as savings_panel
from coopcouncil.schools.electing import asked_for_the_forum, forum_seats
from coopcouncil.schools.held import held as schools_held
from coopcouncil.schools.reviewing import LAST_CHILD_LEFT, OLD_ENOUGH, learners_concerned
from coopcouncil.schools.views.cluster import home_panel as schools_panel
from coopcouncil.shares.actions.book import RECORDED
from coopcouncil.shares.actions.ending import foretold
from coopcouncil.shares.actions.withdrawing import granted as shares_granted
from coopcouncil.shares.agreeing import figures_agree, holders_among
from coopcouncil.shares.held import held as shares_held
from coopcouncil.shares.views.register import home_panel as shares_panel
from coopcouncil.statutory.year.views import home_panel as year_panel

TELLS_MEMBERS[:] = [is_member_today]
AGM_DAYS[:] = [last_agm]
# What a dividend may rest on.
RESOLUTIONS[:] = [of_general_meetings]
# Savings move on their own accounts, never by hand in the books.
BY_HAND[:] = [goes_by_its_account]
MEMBERSHIPS[:] = [memberships_of]
# A loan: agreed to or given up by two people, paid by the bank, paid back through what is owed.
DOES[CheckKind.LOAN, "loan-application"] = loan_agreed
DOES[CheckKind.WRITE_OFF, "loan"] = write_loan_off
LEADS.update({"loan-application": "savings:loan_application", "loan": "savings:loan"})
DOES[CheckKind.WITHDRAWAL, "loan-set-off"] = set_off_checked
LEADS["loan-set-off"] = "savings:loan"
PAID["loan"] = loan_arrived
RETURNED["loan"] = loan_came_back
ALLOCATED[ChargeKind.LOAN] = [loan_paid]
ALLOCATED[ChargeKind.SAVING] = [saving_paid]
DOES[CheckKind.WITHDRAWAL, "savings-account"] = withdraw_checked
LEADS["savings-account"] = "savings:saving_account"
# Savings of who has died: to who may give a receipt, once a second officer agrees.
DOES[CheckKind.WITHDRAWAL, "savings-estate"] = estate_checked
UNDOES[CheckKind.WITHDRAWAL, "savings-estate"] = estate_not_checked
LEADS["savings-estate"] = "savings:estate_payment"
# Nobody leaves the register with savings or a loan, nor a fully mutual one without their tenancy.
AFTER_LEAVING[:] = [keep_savings, keep_tenancies, settle_shares]
FORETOLD[:] = [foretold]
# Who has no vote by the rules on arrears: nobody, unless the rules say so.
KEPT_OFF[:] = [kept_off_rolls]
KEPT_FROM_STANDING[:] = [kept_from_standing]
ASKED_OF_CANDIDATES[:] = [asked_for_the_forum]
# Seats that somebody gives to those elected, besides the committee's.
FILLING[:] = [forum_seats]
PUBLISHED[:] = [published_votes]
# The register says of shares what the numbered holdings come to, whoever records.
BEFORE_COMMIT[:] = [figures_agree]
SHARES_KEPT[:] = [holders_among]
OWN[:] = [own_entries]
# An application for a home is one for membership: the waiting list hears what became of it.
SETTLED[:] = [after_settling]
REVIEWS["last-child-left"] = LAST_CHILD_LEFT
REVIEWS["old-enough"] = OLD_ENOUGH
OTHERS["learner"] = learners_concerned
HELD_BACK[:] = [held_back]
REVIEWS["job-ended"] = JOB_ENDED
REVIEWS["no-home"] = NO_HOME
REVIEWS["unpaid"] = UNPAID
REVIEWS["no-share"] = NO_SHARE
HELD_OFF[:] = [spared]
# What a payment plan spreads is not late.
SPREAD[:] = [spread]
AGAIN[:] = [tried_again]
# What is done once a second person has agreed, and what when nobody has; and where to see it.
DOES[CheckKind.PAYEE_CHANGE] = make_live
UNDOES[CheckKind.PAYEE_CHANGE] = not_live
DOES[CheckKind.PAYEE_CHANGE, "paying-account"] = account_agreed
UNDOES[CheckKind.PAYEE_CHANGE, "paying-account"] = account_not_agreed
LEADS["paying-account"] = "payouts:account_change"
DOES[CheckKind.WITHDRAWAL, "share-withdrawal"] = shares_granted
DOES[CheckKind.PAYMENT_RUN] = run_approved
UNDOES[CheckKind.PAYMENT_RUN] = run_not_approved
DOES[CheckKind.PAYMENT_RUN, "payout-return"] = return_agreed
UNDOES[CheckKind.PAYMENT_RUN, "payout-return"] = return_not_agreed
LEADS["payout-return"] = "payouts:item"
LEADS.update({"payment-run": "payouts:run", "payee-details": "payouts:details"})
LEADS["share-withdrawal"] = "shares:withdrawal"
DOES[CheckKind.REFUND, "refund"] = refund_checked
UNDOES[CheckKind.REFUND, "refund"] = refund_not_checked
DOES[CheckKind.WRITE_OFF, "charge"] = write_off_checked
LEADS.update({"refund": "payments:refund", "charge": "payments:charge"})
# Shares that are allotted are owed; what is paid for them stands in the register, and goes again.
AT_BANK[:] = [at_bank]
RECORDED[:] = [told_of_shares]
PAID_IN_FULL[ChargeKind.SHARES] = [shares_paid]
# Membership follows money that has settled, where the rules say so.
PAID_IN_FULL[ChargeKind.JOINING_FEE] = [money_arrived]
PAID_IN_FULL[ChargeKind.SUBSCRIPTION] = [money_arrived]
BEFORE_MEMBERSHIP[:] = [applicants_path]
UNSETTLED[ChargeKind.SHARES] = [shares_unpaid]
# What the bank paid by a run, and what came back.
PAID["refund"] = refund_arrived
RETURNED["refund"] = refund_came_back
PANELS[:] = [
    checks_panel,
    payouts_panel,
    joining_panel,
    banking_panel,
    ballots_panel,
    meetings_panel,
    members_panel,
    shares_panel,
    savings_panel,
    loans_panel,
    payments_panel,
    arrears_panel,
    money_panel,
    stripe_panel,
    housing_panel,
    schools_panel,
    officers_panel,
    safeguarding_panel,
    mutuals_panel,
    tenders_panel,
    evaluation_panel,
    year_panel,
    messages_panel,
    bids_panel,
    promises_panel,
    privacy_panel,
]
# Everything that is held of one person, in the order of their page.
HELD[:] = [
    register_held,
    joining_held,
    roles_held,
    officers_held,
    shares_held,
    loans_held,
    ledger_held,
    banking_held,
    payments_held,
    arrears_held,
    stripe_held,
    savings_held,
    checks_held,
    payouts_held,
    bacs_held,
    housing_held,
    schools_held,
    mutuals_held,
    meetings_held,
    ballots_held,
    tenders_held,
    bids_held,
    promises_held,
    evaluation_held,
    messages_held,
    account_held,
]
# Who gives money back the way it came.
PROVIDERS[Method.CARD] = ask_provider
PROVIDERS[Method.DIRECT_DEBIT] = ask_provider
# Whom a message can be for besides what the register says.
OWED = frozenset({Role.SECRETARY, Role.TREASURER})
GROUPS["arrears"] = Group(lazy("Those who owe rent, by the last note"), in_arrears, OWED)
GROUPS["late"] = Group(lazy("Those whose payment is late, by the books"), members_late, OWED)
# What a line of the bank may be, and how it is booked.
MATCHERS[:] = [
    receiving.propose,
    paying.propose,
    stripe_lines.propose,
    from_bank.propose,
    postings.propose,
    byhand.propose,
]
BOOKS.update(
    {
        BookKind.MEMBER: receiving.MEMBER,
        BookKind.PAYOUT: paying.PAYOUT,
        BookKind.POSTING: postings.POSTING,
        BookKind.ACCOUNT: byhand.ACCOUNT,
        BookKind.BY_HAND: byhand.BY_HAND,
        from_bank.KIND: from_bank.SAVINGS,
    }
)
