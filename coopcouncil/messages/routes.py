"""The addresses of this slice, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.members.access import KEEPERS
from coopcouncil.messages.views import news, reminders, sent, writing
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Role

REMINDERS = holds(Role.SECRETARY, Role.RETURNING_OFFICER)

TENANT: list[BaseRoute] = [
    get("/messages", writing.messages, who=KEEPERS),
    get("/messages/new", writing.new, who=KEEPERS),
    post("/messages/new", writing.begin, who=KEEPERS),
    get("/messages/reminders", reminders.reminders, who=REMINDERS),
    post("/messages/reminders", reminders.check, who=REMINDERS),
    get("/messages/{id:int}", writing.message, who=KEEPERS),
    get("/messages/{id:int}/words", writing.words, who=KEEPERS),
    post("/messages/{id:int}/words", writing.reword, who=KEEPERS),
    get("/messages/{id:int}/audience", writing.audience, who=KEEPERS),
    post("/messages/{id:int}/audience", writing.choose, who=KEEPERS),
    post("/messages/{id:int}/test", writing.test, who=KEEPERS),
    post("/messages/{id:int}/send", writing.send, who=KEEPERS),
    post("/messages/{id:int}/discard", writing.discard, who=KEEPERS),
    post("/messages/{id:int}/again", sent.try_again, who=KEEPERS),
    post("/messages/{id:int}/letters", sent.post_instead, who=KEEPERS),
    get("/messages/{id:int}/letters/{number:place}", sent.letters, who=KEEPERS),
    get("/messages/{id:int}/letters/{number:place}/posting", sent.posted, who=KEEPERS),
    post(
        "/messages/{id:int}/letters/{number:place}/posting",
        sent.posted,
        who=KEEPERS,
        name="messages:note_posted",
    ),
    get("/messages/{id:int}/copies", sent.copies, who=KEEPERS),
    post("/messages/{id:int}/copies/{copy:int}/done", sent.done, who=KEEPERS),
    post("/messages/{id:int}/copies/{copy:int}/returned", sent.returned, who=KEEPERS),
    post("/messages/{id:int}/copies/{copy:int}/complaint", sent.complaint, who=KEEPERS),
    # The token in the address says whose news; a mail program may send to it by itself.
    get("/news/stop/{token}", news.ask_stop, who=ANYONE),
    post("/news/stop/{token}", news.stop, who=ANYONE),
]
