"""The addresses of the register, within an organisation."""

from coopcouncil.kernel.web import get, post
from coopcouncil.members.access import KEEPERS, READERS
from coopcouncil.members.importing import work  # noqa: F401  # Whoever serves can do its jobs.
from coopcouncil.members.views import (
    constituencies,
    duplicates,
    listing,
    lists,
    member,
    safeguarding,
)
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Role

LEADS = holds(Role.SAFEGUARDING_LEAD)

TENANT = [
    get("/members", listing.register, who=READERS),
    get("/members/export", listing.export, who=READERS),
    post("/members/export", listing.export_file, who=READERS),
    get("/members/new", member.new_member, who=KEEPERS),
    post("/members/new", member.admit_member, who=KEEPERS),
    get("/members/{id:int}", member.member, who=READERS),
    get("/members/{id:int}/details", member.change_details, who=KEEPERS),
    post("/members/{id:int}/details", member.record_change, who=KEEPERS),
    get("/members/{id:int}/leaving", member.leaving, who=KEEPERS),
    post("/members/{id:int}/leaving", member.record_leaving, who=KEEPERS),
    get("/members/{id:int}/return", member.coming_back, who=KEEPERS),
    post("/members/{id:int}/return", member.record_return, who=KEEPERS),
    get("/members/{id:int}/corrections/{line:int}", member.correction, who=KEEPERS),
    post("/members/{id:int}/corrections/{line:int}", member.record_correction, who=KEEPERS),
    get("/members/lists", lists.lists, who=KEEPERS),
    post("/members/lists", lists.upload, who=KEEPERS),
    get("/members/lists/{id:int}", lists.list_of_members, who=KEEPERS),
    get("/members/lists/{id:int}/columns", lists.columns, who=KEEPERS),
    post("/members/lists/{id:int}/columns", lists.name_columns, who=KEEPERS),
    post("/members/lists/{id:int}/writing", lists.rewrite, who=KEEPERS),
    get("/members/lists/{id:int}/alike", lists.alike, who=KEEPERS),
    post("/members/lists/{id:int}/alike", lists.decide, who=KEEPERS),
    post("/members/lists/{id:int}/apply", lists.apply, who=KEEPERS),
    post("/members/lists/{id:int}/drop", lists.drop, who=KEEPERS),
    get("/members/lists/{id:int}/undo", lists.undoing, who=KEEPERS),
    post("/members/lists/{id:int}/undo", lists.undo, who=KEEPERS),
    post("/members/lists/sources/{id:int}/forget", lists.forget_source, who=KEEPERS),
    get("/members/constituencies", constituencies.constituencies, who=KEEPERS),
    post("/members/constituencies", constituencies.add, who=KEEPERS),
    get("/members/constituencies/{id:int}", constituencies.constituency, who=KEEPERS),
    post("/members/constituencies/{id:int}", constituencies.rename, who=KEEPERS),
    get("/safeguarding", safeguarding.stops, who=LEADS),
    post("/safeguarding", safeguarding.stop, who=LEADS),
    get("/safeguarding/{id:int}/lifting", safeguarding.lifting, who=LEADS),
    post("/safeguarding/{id:int}/lifting", safeguarding.lift, who=LEADS),
    get("/members/duplicates", duplicates.duplicates, who=KEEPERS),
    post("/members/duplicates/look", duplicates.look, who=KEEPERS),
    get("/members/duplicates/{id:int}", duplicates.pair, who=KEEPERS),
    post("/members/duplicates/{id:int}/merge", duplicates.merge_pair, who=KEEPERS),
    post("/members/duplicates/{id:int}/different", duplicates.different, who=KEEPERS),
    get("/members/merges/{id:int}", duplicates.unmerging, who=KEEPERS),
    post("/members/merges/{id:int}", duplicates.unmerge_pair, who=KEEPERS),
]
