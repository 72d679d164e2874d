"""The addresses of joining and leaving, within an organisation."""

from coopcouncil.joining.views import applications, expulsions, mine, paying, public, review
from coopcouncil.kernel.jobs import every
from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.members.access import KEEPERS
from coopcouncil.organisations.access import SIGNED_IN

every("forget-applications", 86_400, public.forget_old)

TENANT = [
    get("/join", public.join, who=ANYONE, name="joining:join"),
    get("/join/sent", public.sent, who=ANYONE),
    get("/join/{id:int}", public.form, who=ANYONE),
    post("/join/{id:int}", public.apply, who=ANYONE),
    get("/join/applications/{code}", public.application, who=ANYONE),
    post("/join/applications/{code}", public.confirm, who=ANYONE),
    post("/join/applications/{code}/files", public.attach, who=ANYONE),
    post("/join/applications/{code}/withdrawal", public.withdraw, who=ANYONE),
    post("/join/applications/{code}/card", paying.by_card, who=ANYONE, name="joining:by_card"),
    get("/join/applications/{code}/card/{id:int}", paying.going, who=ANYONE, name="joining:going"),
    post("/join/applications/{code}/debit", paying.by_debit, who=ANYONE, name="joining:by_debit"),
    get(
        "/join/applications/{code}/debit/{id:int}",
        paying.going_to_set_up,
        who=ANYONE,
        name="joining:going_to_set_up",
    ),
    get("/me/{id:int}/leaving", mine.leaving, who=SIGNED_IN),
    post("/me/{id:int}/leaving", mine.resigning, who=SIGNED_IN),
    get("/me/{id:int}/constituency", mine.place, who=SIGNED_IN),
    post("/me/{id:int}/constituency", mine.choose, who=SIGNED_IN),
    get("/applications", applications.applications, who=KEEPERS),
    post("/applications", applications.decide_several, who=KEEPERS),
    get("/applications/paper", applications.paper, who=KEEPERS),
    post("/applications/paper", applications.enter_paper, who=KEEPERS),
    get("/applications/{id:int}", applications.application_waiting, who=KEEPERS),
    post("/applications/{id:int}", applications.decide_one, who=KEEPERS),
    get("/applications/{id:int}/files/{file:int}", applications.evidence_file, who=KEEPERS),
    get("/joining-forms", applications.forms, who=KEEPERS),
    post("/joining-forms", applications.open_form, who=KEEPERS),
    post("/joining-forms/{id:int}/closing", applications.close_form, who=KEEPERS),
    get("/expulsions", expulsions.expulsions, who=KEEPERS),
    get("/members/{id:int}/expulsion", expulsions.grounds, who=KEEPERS),
    post("/members/{id:int}/expulsion", expulsions.begin, who=KEEPERS),
    get("/expulsions/{id:int}", expulsions.expulsion, who=KEEPERS),
    get("/expulsions/{id:int}/letter", expulsions.letter, who=KEEPERS),
    post("/expulsions/{id:int}/hearing", expulsions.serving, who=KEEPERS),
    post("/expulsions/{id:int}/decision", expulsions.verdict, who=KEEPERS),
    post("/expulsions/{id:int}/appeal", expulsions.appeal, who=KEEPERS),
    post("/expulsions/{id:int}/appeal/decision", expulsions.appeal_verdict, who=KEEPERS),
    post("/expulsions/{id:int}/ending", expulsions.ending, who=KEEPERS),
    post("/expulsions/{id:int}/dropping", expulsions.dropping, who=KEEPERS),
    get("/review", review.review, who=KEEPERS),
    post("/review", review.look_again, who=KEEPERS),
    post("/review/decisions", review.decide_findings, who=KEEPERS),
]
