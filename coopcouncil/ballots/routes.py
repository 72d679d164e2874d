"""The addresses of ballots, within an organisation.

The kinds of reader: members and officers read; the voter votes; secretary and returning officer
set up; the returning officer alone seals, steers, closes and opens the box.
"""

from coopcouncil.ballots.access import READERS_OF_RESULTS, VOTERS
from coopcouncil.ballots.actions.turnout import note_turnouts
from coopcouncil.ballots.postroutes import POST
from coopcouncil.ballots.views import ballots, course, keys, results, roll, seating, setup, voting
from coopcouncil.ballots.views.found import SETTERS, WATCHERS
from coopcouncil.kernel.jobs import every
from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.members.access import KEEPERS
from coopcouncil.organisations.access import MEMBERS, SIGNED_IN, holds
from coopcouncil.organisations.models import Role

SETS_UP = holds(*SETTERS)
WATCHES = holds(*WATCHERS)
RETURNING_OFFICER = holds(Role.RETURNING_OFFICER)
KEY_HOLDERS = holds(Role.RETURNING_OFFICER, Role.SCRUTINEER)

ONE = "/ballots/{id:int}"

# Seldom enough that no vote shows, often enough that an hour is not missed by a restart.
every("turnout", 600, note_turnouts)

TENANT = [
    get("/ballots", ballots.ballots, who=MEMBERS),
    # Setting up.
    get("/ballots/new", setup.new_ballot, who=SETS_UP),
    get("/ballots/new/{kind}", setup.begin, who=SETS_UP),
    post("/ballots/new/{kind}", setup.begin, who=SETS_UP, name="ballots:begin_sent"),
    get("/ballots/welsh", setup.sign_off, who=SETS_UP),
    post("/ballots/welsh", setup.sign_off, who=SETS_UP, name="ballots:sign_off_sent"),
    get(ONE + "/manage", setup.manage, who=WATCHES),
    get(ONE + "/setup", setup.change, who=SETS_UP),
    post(ONE + "/setup", setup.change, who=SETS_UP, name="ballots:change_sent"),
    get(ONE + "/options", setup.options, who=SETS_UP),
    post(ONE + "/options", setup.add_option, who=SETS_UP),
    get(ONE + "/options/{option:int}", setup.change_option, who=SETS_UP),
    post(
        ONE + "/options/{option:int}",
        setup.change_option,
        who=SETS_UP,
        name="ballots:change_option_sent",
    ),
    post(ONE + "/options/{option:int}/removal", setup.remove_option, who=SETS_UP),
    post(ONE + "/options/{option:int}/up", setup.move_option_up, who=SETS_UP),
    get(ONE + "/key", keys.key, who=WATCHES),
    post(ONE + "/key", keys.make_key, who=RETURNING_OFFICER),
    post(ONE + "/key/keeper", keys.choose_keeper, who=RETURNING_OFFICER),
    post(ONE + "/key/rehearsal/{side}", keys.rehearse, who=KEY_HOLDERS),
    get(ONE + "/roll", roll.roll, who=WATCHES),
    post(ONE + "/roll", roll.cut_roll, who=SETS_UP),
    get(ONE + "/roll.tsv", roll.roll_file, who=KEY_HOLDERS),
    get(ONE + "/seal", roll.ask_seal, who=RETURNING_OFFICER),
    post(ONE + "/seal", roll.seal, who=RETURNING_OFFICER),
    # While it runs, and its end.
    get(ONE + "/extend", course.extend, who=RETURNING_OFFICER),
    post(ONE + "/extend", course.extend, who=RETURNING_OFFICER, name="ballots:extend_sent"),
    get(ONE + "/suspend", course.suspend, who=RETURNING_OFFICER),
    post(ONE + "/suspend", course.suspend, who=RETURNING_OFFICER, name="ballots:suspend_sent"),
    get(ONE + "/resume", course.resume, who=RETURNING_OFFICER),
    post(ONE + "/resume", course.resume, who=RETURNING_OFFICER, name="ballots:resume_sent"),
    get(ONE + "/options/{option:int}/withdrawal", course.withdraw, who=RETURNING_OFFICER),
    post(
        ONE + "/options/{option:int}/withdrawal",
        course.withdraw,
        who=RETURNING_OFFICER,
        name="ballots:withdraw_sent",
    ),
    get(ONE + "/void", course.void, who=RETURNING_OFFICER),
    post(ONE + "/void", course.void, who=RETURNING_OFFICER, name="ballots:void_sent"),
    get(ONE + "/close", course.ask_close, who=RETURNING_OFFICER),
    post(ONE + "/close", course.close, who=RETURNING_OFFICER),
    get(ONE + "/box", course.box, who=RETURNING_OFFICER),
    post(ONE + "/box", course.open_box, who=RETURNING_OFFICER),
    post(ONE + "/key/destroyed", course.destroyed, who=RETURNING_OFFICER),
    # The count and its result.
    get(ONE + "/result", results.result, who=READERS_OF_RESULTS),
    post(ONE + "/result", results.count, who=RETURNING_OFFICER),
    get(ONE + "/declaration", results.declaration, who=RETURNING_OFFICER),
    post(
        ONE + "/declaration",
        results.declaration,
        who=RETURNING_OFFICER,
        name="ballots:declare",
    ),
    get(ONE + "/elected", seating.elected, who=KEEPERS),
    post(ONE + "/elected", seating.elected, who=KEEPERS, name="ballots:give_seats"),
    get(ONE + "/count-sheet.{form}", results.count_sheet, who=READERS_OF_RESULTS),
    post(ONE + "/bundle", results.publish, who=RETURNING_OFFICER),
    get(ONE + "/papers", results.papers, who=holds(Role.SCRUTINEER)),
    get(ONE + "/bundle.zip", results.bundle, who=ANYONE),
    # The voter. The number is the voter's own on the roll: it says nothing of the vote.
    get(ONE, ballots.ballot, who=VOTERS),
    get(ONE + "/on-the-roll", ballots.on_roll, who=SIGNED_IN),
    # Whoever votes by a letter's code is not signed in, and sees the candidates too.
    get(ONE + "/options/{option:int}/photo", ballots.photo, who=ANYONE),
    get(ONE + "/vote", voting.choose_voter, who=SIGNED_IN),
    get(ONE + "/vote/{number:int}", voting.vote, who=SIGNED_IN),
    post(ONE + "/vote/{number:int}", voting.fill_again, who=SIGNED_IN),
    post(ONE + "/vote/{number:int}/check", voting.check, who=SIGNED_IN),
    post(ONE + "/vote/{number:int}/cast", voting.cast, who=SIGNED_IN),
    get(ONE + "/vote/{number:int}/voted", voting.voted, who=SIGNED_IN),
    # Codes, letters, paper and lots.
    *POST,
]
