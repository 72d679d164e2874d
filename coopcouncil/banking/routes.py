"""The addresses of the bank, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.banking.views import accounts, line, lines, reconciling, statements
from coopcouncil.kernel.web import get, post
from coopcouncil.ledger.access import KEEPERS, READERS

TENANT: list[BaseRoute] = [
    get("/banking", accounts.accounts, who=READERS),
    get("/banking/new", accounts.new_account, who=KEEPERS),
    post("/banking/new", accounts.record_account, who=KEEPERS),
    get("/banking/{id:int}", accounts.account, who=READERS),
    post("/banking/{id:int}/statements", statements.upload, who=KEEPERS),
    get("/banking/{id:int}/settings", accounts.settings, who=KEEPERS),
    post("/banking/{id:int}/settings", accounts.change_settings, who=KEEPERS),
    get("/banking/{id:int}/remembered", accounts.remembered, who=KEEPERS),
    post("/banking/remembered/{id:int}/forget", accounts.forget_rule, who=KEEPERS),
    get("/banking/statements/{id:int}", statements.statement, who=READERS),
    post("/banking/statements/{id:int}/columns", statements.name_columns, who=KEEPERS),
    post("/banking/statements/{id:int}/take-in", statements.take_in, who=KEEPERS),
    post("/banking/statements/{id:int}/drop", statements.drop, who=KEEPERS),
    post(
        "/banking/statements/{id:int}/undo",
        statements.undo,
        who=KEEPERS,
        name="banking:undo_statement",
    ),
    get("/banking/{id:int}/lines", lines.lines, who=READERS),
    get("/banking/{id:int}/sure", lines.sure, who=KEEPERS),
    post("/banking/{id:int}/sure", lines.confirm_all, who=KEEPERS),
    get("/banking/lines/{id:int}", line.line, who=READERS),
    post("/banking/lines/{id:int}/proposal", line.confirm_one, who=KEEPERS),
    post("/banking/lines/{id:int}/parts", line.explain, who=KEEPERS),
    post("/banking/lines/{id:int}/postings", line.hold_against, who=KEEPERS),
    post("/banking/lines/{id:int}/notes", line.note, who=KEEPERS),
    get("/banking/matches/{id:int}/undo", line.undoing, who=KEEPERS),
    post("/banking/matches/{id:int}/undo", line.undo, who=KEEPERS),
    get("/banking/{id:int}/reconciliation", reconciling.reconciliation, who=READERS),
    get("/banking/{id:int}/reconciliation.pdf", reconciling.as_pdf, who=READERS),
    get("/banking/{id:int}/reconciliation.csv", reconciling.as_csv, who=READERS),
]
