"""The addresses of an organisation's own pages, and of the site's first page."""

from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.organisations.access import MEMBERS, holds
from coopcouncil.organisations.models import Role
from coopcouncil.organisations.views import home, listing, posting, roles, rules, settings

SECRETARY = holds(Role.SECRETARY)
KEEPERS = holds(Role.SECRETARY, Role.TRUST_ADMINISTRATOR)

SITE = [
    get("/", home.start, who=ANYONE),
    get("/accessibility", home.accessibility, who=ANYONE),
    get("/privacy", home.privacy, who=ANYONE),
]

TENANT = [
    get("/", home.home, who=ANYONE),
    get("/brand.css", home.brand, who=ANYONE),
    get("/accessibility", home.accessibility, who=ANYONE),
    get("/privacy", home.privacy, who=ANYONE),
    get("/settings", settings.settings, who=KEEPERS),
    get("/settings/details", settings.particulars, who=SECRETARY),
    post("/settings/details", settings.change_particulars, who=SECRETARY),
    # An organisation's rules are a public document.
    get("/rules", rules.rules, who=ANYONE),
    get("/rules/versions/{number:place}", rules.rules_version, who=ANYONE),
    get("/rules/new", rules.new_rules, who=SECRETARY),
    post("/rules/new", rules.check_rules, who=SECRETARY),
    post("/rules", rules.record_rules, who=SECRETARY),
    get("/roles", roles.roles, who=MEMBERS),
    get("/roles/new", roles.new_role, who=SECRETARY),
    post("/roles/new", roles.grant, who=SECRETARY),
    get("/roles/{id:int}/revocation", roles.ask_revoke, who=SECRETARY),
    post("/roles/{id:int}/revocation", roles.revoke, who=SECRETARY),
    get("/co-operatives", listing.co_operatives, who=ANYONE),
    get("/co-operatives/new", listing.new_listing, who=SECRETARY),
    post("/co-operatives/new", listing.list_organisation, who=SECRETARY),
    post("/co-operatives/{id:int}/removal", listing.unlist, who=SECRETARY),
    get("/needs-and-offers", posting.needs_and_offers, who=MEMBERS),
    get("/needs-and-offers/new", posting.new_post, who=SECRETARY),
    post("/needs-and-offers/new", posting.post_need_or_offer, who=SECRETARY),
    post("/needs-and-offers/{id:int}/withdrawal", posting.withdraw_post, who=SECRETARY),
]
