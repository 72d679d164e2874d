"""Every address of the site: each slice's own table, one after the other."""

from starlette.routing import BaseRoute, Mount

from coopcouncil.accounts.routes import SITE as ACCOUNTS
from coopcouncil.arrears.routes import TENANT as ARREARS
from coopcouncil.ballots.routes import TENANT as BALLOTS
from coopcouncil.banking.routes import TENANT as BANKING
from coopcouncil.checks.routes import TENANT as CHECKS
from coopcouncil.housing.routes import TENANT as HOUSING
from coopcouncil.joining.routes import TENANT as JOINING
from coopcouncil.kernel.health import healthz, readyz
from coopcouncil.kernel.static import StaticFiles
from coopcouncil.kernel.web import ANYONE, get
from coopcouncil.ledger.routes import TENANT as LEDGER
from coopcouncil.meetings.routes import TENANT as MEETINGS
from coopcouncil.members.routes import TENANT as MEMBERS
from coopcouncil.messages.routes import TENANT as MESSAGES
from coopcouncil.money.routes import TENANT as MONEY
from coopcouncil.mutuals.routes import TENANT as MUTUALS
from coopcouncil.officers.routes import TENANT as OFFICERS
from coopcouncil.organisations.routes import SITE as FIRST_PAGES
from coopcouncil.organisations.routes import TENANT as ORGANISATIONS
from coopcouncil.payments.bacs.routes import TENANT as BACS
from coopcouncil.payments.routes import TENANT as PAYMENTS
from coopcouncil.payments.stripe.routes import SITE as STRIPE_SITE
from coopcouncil.payments.stripe.routes import TENANT as STRIPE
from coopcouncil.payouts.routes import TENANT as PAYOUTS
from coopcouncil.privacy.routes import TENANT as PRIVACY
from coopcouncil.procurement.bids.routes import TENANT as BIDS
from coopcouncil.procurement.delivery.routes import TENANT as PROMISES
from coopcouncil.procurement.evaluation.routes import TENANT as EVALUATION
from coopcouncil.procurement.measures.routes import TENANT as MEASURES
from coopcouncil.procurement.openness.routes import TENANT as OPENNESS
from coopcouncil.procurement.outcome.routes import TENANT as OUTCOME
from coopcouncil.procurement.tenders.consideration.routes import TENANT as CONSIDERATION
from coopcouncil.procurement.tenders.routes import TENANT as TENDERS
from coopcouncil.savings.loans.routes import TENANT as LOANS
from coopcouncil.savings.routes import TENANT as SAVINGS
from coopcouncil.schools.routes import TENANT as SCHOOLS
from coopcouncil.shares.routes import TENANT as SHARES
from coopcouncil.statutory.routes import TENANT as STATUTORY


def site_routes() -> list[BaseRoute]:
    """Addresses that belong to no organisation."""
    return [
        Mount("/static", StaticFiles(), name="static"),
        get("/healthz", healthz, who=ANYONE, name="healthz"),
        get("/readyz", readyz, who=ANYONE, name="readyz"),
        *ACCOUNTS,
        *STRIPE_SITE,
        *FIRST_PAGES,
    ]


def tenant_routes() -> list[BaseRoute]:
    """Addresses inside `/{org}`."""
    return [
        *ORGANISATIONS,
        *MEMBERS,
        *OFFICERS,
        *CHECKS,
        *LEDGER,
        *BANKING,
        *PAYOUTS,
        *BACS,
        *SHARES,
        *PAYMENTS,
        *STRIPE,
        *JOINING,
        *HOUSING,
        *MUTUALS,
        *ARREARS,
        *SAVINGS,
        *LOANS,
        *MONEY,
        *BALLOTS,
        *MEETINGS,
        *SCHOOLS,
        *BIDS,
        *TENDERS,
        *EVALUATION,
        *OUTCOME,
        *PROMISES,
        *OPENNESS,
        *MEASURES,
        *CONSIDERATION,
        *MESSAGES,
        *PRIVACY,
        *STATUTORY,
    ]
