"""The addresses of homes, within an organisation that lets any; read this first.

The secretary keeps homes, tenancies and the waiting list. What a member owes the treasurer sees
besides, and the member. Those of a panel see what they allocate, once they have declared.
"""

from coopcouncil.housing.access import LETTING, MONEY
from coopcouncil.housing.views import (
    allocation,
    homes,
    listing,
    mine,
    money,
    mutual,
    panel,
    tenancies,
    waiting,
)
from coopcouncil.kernel.web import GuardedRoute, View, Who, get, post
from coopcouncil.organisations.access import MEMBERS, SIGNED_IN


def _asking(path: str, view: View, who: Who) -> list[GuardedRoute]:
    """A page with a form, and the same address to send it to."""
    asked = get(path, view, who=who)
    return [asked, post(path, view, who=who, name=f"{asked.name}_sent")]


_H = "/homes/{id:int}"
_T = "/tenancies/{id:int}"
_W = "/home-applications/{id:int}"
_A = "/home-allocations/{id:int}"
_S = "/services/{id:int}"

TENANT = [
    # One's own
    get("/my-home", mine.my_home, who=SIGNED_IN),
    *_asking("/my-home/{number}/application", mine.ask_for_home, SIGNED_IN),
    # Homes
    get("/homes", listing.homes, who=LETTING),
    get("/homes/export", listing.homes_file, who=LETTING),
    *_asking("/homes/new", homes.new_home, LETTING),
    get("/homes/rule", mutual.mutual, who=LETTING),
    *_asking("/homes/rule/prospective", mutual.make_prospective, LETTING),
    get(_H, homes.home, who=LETTING),
    *_asking(_H + "/change", homes.change_home, LETTING),
    *_asking(_H + "/corrections/{line:int}", homes.correct_home, LETTING),
    *_asking(_H + "/empty", homes.empty_home, LETTING),
    *_asking(_H + "/empty/{void:int}", homes.change_void, LETTING),
    *_asking(_H + "/let", tenancies.let_home, LETTING),
    post(_H + "/allocation", allocation.begin_allocation, who=LETTING),
    # Tenancies, and membership with them
    get(_T, tenancies.tenancy, who=LETTING),
    *_asking(_T + "/tenants", tenancies.add_tenant, LETTING),
    *_asking(_T + "/tenants/{holder:int}/statement", tenancies.give_statement, LETTING),
    *_asking(_T + "/tenants/{holder:int}/leaving", tenancies.tenant_goes, LETTING),
    *_asking(_T + "/tenants/{holder:int}/membership", tenancies.end_membership, LETTING),
    *_asking(_T + "/end", tenancies.end_tenancy, LETTING),
    *_asking(_T + "/correction", tenancies.correct_tenancy, LETTING),
    # The waiting list
    get("/homes/waiting", waiting.waiting, who=LETTING),
    *_asking("/homes/waiting/new", waiting.new_application, LETTING),
    *_asking("/homes/waiting/applicants/{id:int}", waiting.list_applicant, LETTING),
    *_asking("/homes/points", waiting.points, LETTING),
    get(_W, waiting.application, who=LETTING),
    *_asking(_W + "/points", waiting.give_points, LETTING),
    *_asking(_W + "/close", waiting.close_application, LETTING),
    *_asking(_W + "/membership", waiting.accept_applicant, LETTING),
    # Allocation: the panel is asked for in the view
    get("/home-allocations", allocation.allocations, who=LETTING),
    get(_A, allocation.allocation, who=MEMBERS),
    get(_A + "/panel", panel.panel, who=MEMBERS),
    post(_A + "/panel/interests", panel.declare_interests, who=MEMBERS),
    post(_A + "/panel/scores", panel.give_scores, who=MEMBERS),
    *_asking(_A + "/panelists", allocation.name_panelist, LETTING),
    *_asking(_A + "/offer", allocation.offer_home, LETTING),
    *_asking(_A + "/offers/{offer:int}/answer", allocation.answer_offer, LETTING),
    *_asking(_A + "/offers/{offer:int}/agreement", allocation.sign_agreement, LETTING),
    *_asking(_A + "/close", allocation.close_allocation, LETTING),
    # What is owed
    get("/homes/arrears", money.arrears, who=MONEY),
    *_asking("/homes/arrears/new", money.note_arrears, MONEY),
    *_asking("/arrears-notes/{id:int}/withdrawal", money.withdraw_note, MONEY),
    # Services
    get("/services", money.services, who=MEMBERS),
    *_asking("/services/new", money.new_service, MONEY),
    get(_S, money.service, who=MONEY),
    *_asking(_S + "/plans", money.new_plan, MONEY),
    *_asking(_S + "/plans/{plan:int}/price", money.change_price, MONEY),
    *_asking(_S + "/members", money.take_service, MONEY),
    *_asking(_S + "/members/{taken:int}/end", money.give_up_service, MONEY),
]
