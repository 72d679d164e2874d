"""The public addresses of procurement. They stay: others link to them."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import ANYONE, get
from coopcouncil.procurement.openness import views, yearly

TENANT: list[BaseRoute] = [
    get("/tenders", views.tenders, who=ANYONE, name="procurement:tenders"),
    get("/tenders.json", views.tenders_data, who=ANYONE, name="procurement:tenders_json"),
    get("/tenders.csv", views.tenders_data, who=ANYONE, name="procurement:tenders_csv"),
    get("/contracts", views.contracts, who=ANYONE, name="procurement:contracts"),
    get("/contracts.json", views.contracts_data, who=ANYONE, name="procurement:contracts_json"),
    get("/contracts.csv", views.contracts_data, who=ANYONE, name="procurement:contracts_csv"),
    get("/social-value", views.social_value, who=ANYONE, name="procurement:social_value"),
    get("/social-value.json", views.promises_data, who=ANYONE, name="procurement:promises_json"),
    get("/social-value.csv", views.promises_data, who=ANYONE, name="procurement:promises_csv"),
    get("/social-value/{year:int}", yearly.year, who=ANYONE, name="procurement:year"),
    get(
        "/social-value/{year:int}.json", yearly.year_data, who=ANYONE, name="procurement:year_json"
    ),
    get("/social-value/{year:int}.csv", yearly.year_list, who=ANYONE, name="procurement:year_csv"),
    get("/social-value/{year:int}.pdf", yearly.year_paper, who=ANYONE, name="procurement:year_pdf"),
    get(
        "/social-value/{year:int}/{edition:int}",
        yearly.year,
        who=ANYONE,
        name="procurement:year_edition",
    ),
    get("/social-value/{year:int}/{edition:int}.json", yearly.year_data, who=ANYONE),
    get("/social-value/{year:int}/{edition:int}.csv", yearly.year_list, who=ANYONE),
    get("/social-value/{year:int}/{edition:int}.pdf", yearly.year_paper, who=ANYONE),
    get("/tenders/{reference}.json", views.tender_data, who=ANYONE),
    get("/tenders/{reference}.csv", views.tender_data, who=ANYONE, name="procurement:tender_csv"),
    get("/tenders/{reference}", views.tender, who=ANYONE, name="procurement:open_tender"),
]
