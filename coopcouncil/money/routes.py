"""The addresses of this slice, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get
from coopcouncil.ledger.access import READERS
from coopcouncil.money.views import mine, seen
from coopcouncil.organisations.access import SIGNED_IN

TENANT: list[BaseRoute] = [
    get("/money", mine.mine, who=SIGNED_IN),
    get("/money/{id:int}/statement", mine.statement, who=SIGNED_IN),
    get("/money/{id:int}/statement.pdf", mine.statement_pdf, who=SIGNED_IN),
    get("/ledger/pictures", seen.pictures, who=READERS),
]
