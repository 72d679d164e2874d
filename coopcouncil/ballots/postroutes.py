"""The addresses of codes, letters and paper; `routes.py` takes them up."""

from coopcouncil.ballots.access import VOTERS
from coopcouncil.ballots.views import batches, codes, letters, lots, marks, releases
from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Role

# Whoever sees a code could vote with it: one officer alone, and the record says when.
RETURNING_OFFICER = holds(Role.RETURNING_OFFICER)
SETTERS = holds(Role.SECRETARY, Role.RETURNING_OFFICER)
CHECKERS = holds(Role.SECRETARY, Role.RETURNING_OFFICER, Role.SCRUTINEER)

POST = [
    get("/vote", codes.enter_code, who=ANYONE),
    get("/vote/{code}", codes.enter_code, who=ANYONE, name="ballots:enter_linked_code"),
    post("/vote", codes.vote_by_code, who=ANYONE),
    post("/vote/paper", codes.fill_again_by_code, who=ANYONE),
    post("/vote/check", codes.check_by_code, who=ANYONE),
    post("/vote/cast", codes.cast_with_code, who=ANYONE),
    get("/ballots/{id:int}/letters", letters.letters, who=RETURNING_OFFICER),
    post("/ballots/{id:int}/letters/check", letters.check_letters, who=RETURNING_OFFICER),
    post("/ballots/{id:int}/letters", letters.stream_letters, who=RETURNING_OFFICER),
    get("/ballots/{id:int}/letters/find", letters.find_for_letter, who=RETURNING_OFFICER),
    get("/ballots/{id:int}/letters/{entry:int}", letters.ask_replacement, who=RETURNING_OFFICER),
    post("/ballots/{id:int}/letters/{entry:int}", letters.replace_letter, who=RETURNING_OFFICER),
    get("/ballots/{id:int}/paper", marks.paper, who=SETTERS),
    post("/ballots/{id:int}/paper/{entry:int}", marks.mark, who=SETTERS),
    get("/ballots/{id:int}/paper/{entry:int}/undo", marks.ask_unmark, who=SETTERS),
    post("/ballots/{id:int}/paper/{entry:int}/undo", marks.unmark, who=SETTERS),
    get("/ballots/{id:int}/paper/file", marks.marks_file, who=SETTERS),
    post("/ballots/{id:int}/paper/file/check", marks.check_marks, who=SETTERS),
    post("/ballots/{id:int}/paper/file", marks.apply_marks, who=SETTERS),
    get("/ballots/{id:int}/batches", batches.batches, who=CHECKERS),
    post("/ballots/{id:int}/batches", batches.begin_batch, who=SETTERS),
    get("/ballots/{id:int}/batches/file", batches.batch_file, who=SETTERS),
    post("/ballots/{id:int}/batches/file", batches.take_batch, who=SETTERS),
    get("/ballots/{id:int}/batches/{n:place}", batches.batch, who=CHECKERS),
    post(
        "/ballots/{id:int}/batches/{n:place}/papers",
        batches.key,
        who=SETTERS,
        name="ballots:key_paper",
    ),
    post("/ballots/{id:int}/batches/{n:place}/papers/back", batches.take_back, who=SETTERS),
    post("/ballots/{id:int}/batches/{n:place}/agreement", batches.agree, who=CHECKERS),
    get("/ballots/{id:int}/batches/{n:place}/discard", batches.ask_discard, who=SETTERS),
    post("/ballots/{id:int}/batches/{n:place}/discard", batches.discard, who=SETTERS),
    get("/ballots/{id:int}/lots", lots.lots, who=VOTERS),
    post("/ballots/{id:int}/lots", lots.draw, who=SETTERS),
    post("/ballots/{id:int}/lots/hand", lots.record_draw, who=SETTERS),
    get("/ballots/{id:int}/addresses", releases.roll_addresses, who=CHECKERS),
    get("/ballots/{id:int}/addresses/{entry:int}", releases.new_address, who=SETTERS),
    post("/ballots/{id:int}/addresses/{entry:int}", releases.ask_address, who=SETTERS),
    post(
        "/ballots/{id:int}/addresses/changes/{release:int}/agreement",
        releases.agree_address,
        who=SETTERS,
    ),
    post(
        "/ballots/{id:int}/addresses/changes/{release:int}/refusal",
        releases.refuse_address,
        who=SETTERS,
    ),
]
