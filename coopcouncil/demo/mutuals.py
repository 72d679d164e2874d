"""A leisure service that left the council, those on their way, and everybody's year."""

from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.members.actions import admit
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.mutuals.actions import (
    add_contract,
    answer_test,
    begin_course,
    end_course,
    enter,
)
from coopcouncil.mutuals.hr import exports
from coopcouncil.mutuals.hr.work import preview_hr_export
from coopcouncil.mutuals.kinds import Answer, Test, Verdict
from coopcouncil.mutuals.models import CourseStage, Employment
from coopcouncil.mutuals.rules.courses import Decision
from coopcouncil.mutuals.rules.reservation import Dates
from coopcouncil.organisations.actions.posting import Posted, post_need_or_offer
from coopcouncil.organisations.kinds import Asking
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory.year.actions import keep_return, mark_done, say_facts
from coopcouncil.statutory.year.kinds import Audit, Kind
from coopcouncil.statutory.year.reads import duties_now

POSTS = (
    "Lifeguard",
    "Lifeguard",
    "Swimming teacher",
    "Gym instructor",
    "Receptionist",
    "Duty manager",
    "Cleaner",
    "Plant engineer",
)


async def fill(place: dict[str, Organisation], who: dict[str, Person], today: date) -> None:
    """All of it."""
    leisure, council = place["leisure"], place["calderbrook"]
    secretary, lead = who["leisure-secretary"], who["procurement-lead"]
    await _employments(leisure, today)
    await _export(leisure, today, secretary)
    await _contract(leisure, today, secretary)
    await _courses(council, leisure, today, lead)
    await _directory(place, who, today)
    await _years(place, who, today)


async def _employments(leisure: Organisation, today: date) -> None:
    """Everybody who votes among the staff has a job; two left theirs, one of them long ago."""
    staff = await current(leisure).filter(constituency__key="staff").order_by("member_number")
    jobs = [
        Employment(
            organisation=leisure,
            employee_number=f"L{1000 + place}",
            member_id=entry.member_id,
            post=POSTS[place % len(POSTS)],
            began_on=entry.joined_on,
        )
        for place, entry in enumerate(staff)
    ]
    jobs[3].ended_on = today - timedelta(days=75)
    jobs[7].ended_on = today - timedelta(days=9)
    await Employment.bulk_create(jobs, batch_size=500)


async def _export(leisure: Organisation, today: date, secretary: Person) -> None:
    """Last month's export waits: four have begun, three are missing, one moved, one married."""
    staff = await current(leisure).filter(constituency__key="staff").order_by("member_number")
    known = {entry.member_id: entry for entry in staff}
    lines = ["Payroll No.;Forename;Surname;Personal email;D.O.B.;Post title;Hire date;Leaver date"]
    for place, job in enumerate(await Employment.within(leisure).order_by("employee_number")):
        if place in (3, 7, 20, 21):
            continue
        entry = known[job.member_id]
        ended = f"{today - timedelta(days=5):%d/%m/%Y}" if place == 30 else ""
        lines.append(_line(job, entry, place, ended))
    user = await current(leisure).filter(constituency__key="users", email="").first()
    began = f"{today - timedelta(days=12):%d/%m/%Y}"
    joining = ("Aisha;Bennett", "Callum;Sutcliffe", "Zofia;Nowak")
    for place, name in enumerate(joining):
        mail = name.lower().replace(";", ".") + "@post.example"
        lines.append(f"L{2000 + place};{name};{mail};0{place + 1}/05/2001;Lifeguard;{began};")
    if user is not None and user.date_of_birth is not None:
        lines.append(
            f"L2009;{user.given_name};{user.family_name};;{user.date_of_birth:%d/%m/%Y};"
            f"Receptionist;{began};"
        )
    data = ("\r\n".join(lines) + "\r\n").encode("cp1252")
    export = await exports.begin(leisure, "staff-list.csv", data, secretary)
    await exports.name_columns(
        leisure, export, export.targets, today - timedelta(days=2), is_complete=True
    )
    await preview_hr_export({"export": export.id})


def _line(job: Employment, entry: RegisterEntry, place: int, ended: str) -> str:
    family = "Murgatroyd-Lee" if place == 11 else entry.family_name
    post = "Duty manager" if place == 12 else job.post
    began = f"{job.began_on:%d/%m/%Y}" if job.began_on else ""
    return f"{job.employee_number};{entry.given_name};{family};;;{post};{began};{ended}"


async def _contract(leisure: Organisation, today: date, secretary: Person) -> None:
    start = date(today.year + 1, 4, 1)
    with clock.frozen(at(today - timedelta(days=30), 14)):
        contract = await add_contract(
            leisure,
            "Pools and sports halls",
            "Calderbrook Council",
            "Running four pools, two sports halls and the lessons held in them.",
            Dates(
                date(today.year + 1, 2, 15),
                start,
                date(start.year + 5, 3, 31),
                date(today.year - 4, 2, 20),
            ),
            secretary,
        )
        await answer_test(
            contract,
            Test.PROFITS,
            Answer.YES,
            "Rule 58: surplus is used for the society’s purposes; no dividend is paid.",
            secretary,
        )
    with clock.frozen(at(today - timedelta(days=12), 11)):
        await answer_test(
            contract,
            Test.SERVICE,
            Answer.YES,
            "The service list in the draft contract, checked by the council’s lawyers.",
            secretary,
        )
        await answer_test(contract, Test.CONTROL, Answer.UNSURE, "", secretary)


async def _courses(council: Organisation, leisure: Organisation, today: date, lead: Person) -> None:
    libraries = await begin_course(
        council,
        "spin-out",
        "Library service",
        "Gwasanaeth llyfrgelloedd",
        "Head of culture",
        today - timedelta(weeks=30),
        lead,
    )
    cabinet, law = "Cabinet, minute 118", "Head of legal services"
    passed = (
        ("interest", 29, "Library staff forum", ""),
        ("options", 22, cabinet, "Options report 7"),
        ("staff-consultation", 15, "Head of culture", "Summary of 61 answers"),
        ("users-consultation", 13, "Head of culture", "Summary of 1,204 answers"),
        ("business-case", 7, cabinet, "Business case, second version"),
        ("tupe", 3, law, "Letter to representatives; list of transferring posts"),
    )
    stages = {each.key: each for each in await CourseStage.within(council).filter(course=libraries)}
    for key, weeks, decided_by, evidence in passed:
        day = today - timedelta(weeks=weeks)
        decision = Decision(Verdict.PASSED, day, decided_by, evidence=evidence)
        await enter(stages[key], decision, lead)
    await enter(
        stages["pensions"],
        Decision(Verdict.BEGUN, today - timedelta(weeks=2), note="The actuary’s report is asked."),
        lead,
    )
    await enter(
        stages["subsidy"],
        Decision(
            Verdict.NOT_NEEDED,
            today - timedelta(weeks=1),
            law,
            "Buildings are let at their value and no grant is given.",
        ),
        lead,
    )
    await _bakery(council, today, lead)
    await _leisures(council, leisure, today, lead)


async def _bakery(council: Organisation, today: date, lead: Person) -> None:
    bakery = await begin_course(
        council,
        "start-up",
        "Northgate community bakery",
        "Popty cymunedol Northgate",
        "Economic development team",
        today - timedelta(weeks=14),
        lead,
    )
    stages = {each.key: each for each in await CourseStage.within(council).filter(course=bakery)}
    for key, weeks in (("group", 13), ("feasibility", 6)):
        day = today - timedelta(weeks=weeks)
        decision = Decision(Verdict.PASSED, day, "Founders’ meeting", evidence="Notes taken")
        await enter(stages[key], decision, lead)
    await enter(stages["form"], Decision(Verdict.BEGUN, today - timedelta(weeks=5)), lead)


async def _leisures(
    council: Organisation, leisure: Organisation, today: date, lead: Person
) -> None:
    """How Calderbrook Leisure began: a course that reached its end."""
    began = today - timedelta(weeks=140)
    course = await begin_course(
        council, "spin-out", "Leisure centres", "Canolfannau hamdden", "", began, lead
    )
    for stage in await CourseStage.within(council).filter(course=course).order_by("place"):
        day = min(stage.due_on or began, today)
        decision = Decision(Verdict.PASSED, day, "Cabinet", evidence="Cabinet papers")
        await enter(stage, decision, lead)
    await end_course(course, leisure, began + timedelta(weeks=104), "", lead)


async def _directory(place: dict[str, Organisation], who: dict[str, Person], today: date) -> None:
    need, offer = Asking.NEED, Asking.OFFER
    spring = today + timedelta(days=120)
    for slug, key, posted in (
        (
            "leisure",
            "leisure-secretary",
            Posted(
                kind=offer,
                text="A sports hall on Tuesday mornings, free for co-operatives’ meetings.",
                text_cy="Neuadd chwaraeon ar foreau Mawrth, am ddim i gyfarfodydd mentrau "
                "cydweithredol.",
                contact="leisure@example.org",
                is_public=True,
            ),
        ),
        (
            "leisure",
            "leisure-secretary",
            Posted(
                kind=need,
                text="Somebody who has set up a share offer to talk to our board.",
                text_cy="Rhywun sydd wedi trefnu cynnig cyfranddaliadau i siarad â’n bwrdd.",
                contact="leisure@example.org",
                until=spring,
            ),
        ),
        (
            "credit-union",
            "credit-union-officer",
            Posted(
                kind=offer,
                text="Payroll saving for the staff of any co-operative in the borough.",
                text_cy="Cynilo drwy’r gyflogres i staff unrhyw fenter gydweithredol yn y "
                "fwrdeistref.",
                contact="creditunion@example.org",
                is_public=True,
            ),
        ),
        (
            "learning-trust",
            "trust-administrator",
            Posted(
                kind=need,
                text="A counting team for the forum election, two evenings.",
                text_cy="Tîm cyfrif ar gyfer etholiad y fforwm, dwy noson.",
                contact="trust@example.org",
                is_public=True,
                until=spring,
            ),
        ),
    ):
        await post_need_or_offer(place[slug], posted, who[key])


async def _years(place: dict[str, Organisation], who: dict[str, Person], today: date) -> None:
    """What was due lately is done, but for Tai Glanwern's return; a late entry came after one."""
    await say_facts(place["learning-trust"], date(today.year - 1, 9, 3), Audit.AUDITED, None)
    await say_facts(place["leisure"], None, Audit.DISAPPLIED, None)
    await say_facts(place["tai-glanwern"], None, Audit.AUDITED, None)
    for slug, key in (
        ("leisure", "leisure-secretary"),
        ("tai-glanwern", "ysgrifennydd"),
        ("credit-union", "credit-union-officer"),
        ("learning-trust", "trust-administrator"),
    ):
        org, by = place[slug], who[key]
        for each in await duties_now(org):
            duty = each.duty
            if each.called_for is not None:
                continue
            if duty.due_on >= today or (slug, duty.kind) == ("tai-glanwern", Kind.ANNUAL_RETURN):
                continue
            done_on = max(duty.period_end + timedelta(days=1), duty.due_on - timedelta(days=10))
            with clock.frozen(at(done_on, 16)):
                if each.takes_figures and slug != "learning-trust":
                    await keep_return(org, duty, _signatories(slug, duty.kind), by)
                await mark_done(org, duty, done_on, "", by)
    await admit(
        place["leisure"],
        {
            "given_name": "Walter",
            "family_name": "Hinchliffe",
            "postal_address": "4 Lock Side\nCalderbrook",
            "postcode": "ZZ1 7LS",
            "joined_on": (today - timedelta(days=330)).isoformat(),
            "shares": 1,
            "amount_paid": 100,
        },
        by=who["leisure-secretary"],
        reason="The form was found behind a cabinet.",
    )


def _signatories(slug: str, kind: Kind) -> dict[str, str]:
    if kind is not Kind.ANNUAL_RETURN or slug != "leisure":
        return {}
    return {
        "committee-1": "Joan Pickles",
        "committee-2": "Kasia Priestley",
        "secretary": "Nusrat Akhtar",
    }
