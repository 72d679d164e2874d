"""The addresses of the books, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.ledger.access import KEEPERS, READERS
from coopcouncil.ledger.views import accounts, postings, statements

TENANT: list[BaseRoute] = [
    get("/ledger", statements.overview, who=READERS),
    post("/ledger/begin", statements.begin, who=KEEPERS),
    get("/ledger/trial-balance", statements.trial_balance, who=READERS),
    get("/ledger/income", statements.income, who=READERS),
    get("/ledger/balance-sheet", statements.balance_sheet, who=READERS),
    get("/ledger/export", statements.export, who=READERS),
    post("/ledger/export", statements.export_file, who=READERS),
    get("/ledger/accounts", accounts.accounts, who=READERS),
    post("/ledger/accounts", accounts.new_account, who=KEEPERS),
    get("/ledger/accounts/{id:int}", accounts.account, who=READERS),
    post("/ledger/accounts/{id:int}", accounts.rename_account, who=KEEPERS),
    get("/ledger/members/{id:int}", accounts.member_lines, who=KEEPERS),
    get("/ledger/funds", accounts.funds, who=READERS),
    post("/ledger/funds", accounts.new_fund, who=KEEPERS),
    get("/ledger/closings", accounts.closings, who=READERS),
    post("/ledger/closings", accounts.close, who=KEEPERS),
    get("/ledger/postings", postings.postings, who=READERS),
    get("/ledger/postings/new", postings.new_posting, who=KEEPERS),
    post("/ledger/postings/new", postings.record_posting, who=KEEPERS),
    get("/ledger/postings/{id:int}", postings.posting, who=READERS),
    get("/ledger/postings/{id:int}/reverse", postings.reversing, who=KEEPERS),
    post("/ledger/postings/{id:int}/reverse", postings.record_reversal, who=KEEPERS),
]
