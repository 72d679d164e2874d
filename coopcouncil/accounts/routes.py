"""The addresses of signing in and of one's account. None belongs to an organisation."""

from coopcouncil.accounts.access import (
    READERS_OF_THE_OUTBOX,
    SIGNED_IN,
    VISITORS_OF_THE_DEMONSTRATION,
)
from coopcouncil.accounts.views import account, outbox, signing_in
from coopcouncil.kernel.web import ANYONE, get, post

SITE = [
    get("/sign-in", signing_in.sign_in, who=ANYONE),
    post("/sign-in", signing_in.ask_for_code, who=ANYONE),
    get("/sign-in/code", signing_in.enter_code, who=ANYONE),
    post("/sign-in/code", signing_in.use_code, who=ANYONE),
    get("/sign-in/link/{token}", signing_in.open_link, who=ANYONE),
    post("/sign-in/link/{token}", signing_in.use_link, who=ANYONE),
    post("/sign-in/passkey/options", signing_in.passkey_options, who=ANYONE),
    post("/sign-in/passkey", signing_in.use_passkey, who=ANYONE),
    post("/sign-out", signing_in.sign_out, who=ANYONE),
    get("/account", account.account, who=SIGNED_IN),
    get("/account/details", account.particulars, who=SIGNED_IN),
    post("/account/details", account.change_particulars, who=SIGNED_IN),
    get("/account/addresses/new", account.new_address, who=SIGNED_IN),
    post("/account/addresses/new", account.send_proof, who=SIGNED_IN),
    get("/account/addresses/code", account.prove_address, who=SIGNED_IN),
    post("/account/addresses/code", account.add_address, who=SIGNED_IN),
    get("/account/addresses/{id:int}/removal", account.ask_remove_address, who=SIGNED_IN),
    post("/account/addresses/{id:int}/removal", account.remove_address, who=SIGNED_IN),
    post("/account/passkeys/options", account.new_passkey_options, who=SIGNED_IN),
    post("/account/passkeys", account.add_passkey, who=SIGNED_IN),
    get("/account/passkeys/{id:int}", account.rename, who=SIGNED_IN),
    post("/account/passkeys/{id:int}", account.rename_passkey, who=SIGNED_IN),
    post("/account/passkeys/{id:int}/removal", account.remove_passkey, who=SIGNED_IN),
    post("/account/sessions/{id:int}/end", account.end_session, who=SIGNED_IN),
    post("/account/sessions/end-others", account.end_other_sessions, who=SIGNED_IN),
    get("/demo/{key}", signing_in.role, who=VISITORS_OF_THE_DEMONSTRATION),
    post("/demo/sign-in/{key}", signing_in.be, who=VISITORS_OF_THE_DEMONSTRATION),
    get("/outbox", outbox.outbox, who=READERS_OF_THE_OUTBOX),
    get("/outbox/{id:int}", outbox.message, who=READERS_OF_THE_OUTBOX),
]
