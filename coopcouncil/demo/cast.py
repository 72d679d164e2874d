"""The people of the story: whom a visitor of the demonstration may be, and what to try."""

from coopcouncil.accounts.models import DemoSignIn, EmailAddress, Person
from coopcouncil.demo.council import COUNCIL
from coopcouncil.demo.part import Part
from coopcouncil.kernel import clock
from coopcouncil.organisations.actions.offices import grant
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation

CAST = (
    Part(
        "ysgrifennydd",
        "Angharad",
        "Prydderch",
        "tai-glanwern",
        "Angharad Prydderch, secretary of Tai Glanwern",
        "Angharad Prydderch, ysgrifennydd Tai Glanwern",
        "Look at the register, import the waiting list of members, see whom the notice of the "
        "annual general meeting reached.",
        "Edrychwch ar y gofrestr, mewnforiwch y rhestr o aelodau sy’n aros, gwelwch pwy a gafodd "
        "hysbysiad y cyfarfod cyffredinol blynyddol.",
        "/tai-glanwern/",
        (Role.SECRETARY,),
        language="en",
    ),
    Part(
        "cadeirydd",
        "Emlyn",
        "Pugh",
        "tai-glanwern",
        "Emlyn Pugh, chair of Tai Glanwern",
        "Emlyn Pugh, cadeirydd Tai Glanwern",
        "Take attendance at the meeting and watch the quorum.",
        "Cofnodwch bresenoldeb yn y cyfarfod a gwyliwch y cworwm.",
        "/tai-glanwern/meetings",
        (Role.CHAIR,),
    ),
    Part(
        "swyddog-canlyniadau",
        "Heledd",
        "Vaughan",
        "tai-glanwern",
        "Heledd Vaughan, returning officer of Tai Glanwern",
        "Heledd Vaughan, swyddog canlyniadau Tai Glanwern",
        "See the ballot on the rule change: its roll, its letters, its paper voters.",
        "Gwelwch y bleidlais ar newid y rheolau: ei rhestr, ei llythyrau, ei phleidleiswyr papur.",
        "/tai-glanwern/ballots",
        (Role.RETURNING_OFFICER,),
    ),
    Part(
        "gwenda",
        "Gwenda",
        "Parry",
        "tai-glanwern",
        "Gwenda Parry, member of Tai Glanwern, who reads Welsh",
        "Gwenda Parry, aelod o Dai Glanwern, sy’n darllen Cymraeg",
        "Vote on the rule change, then change your mind.",
        "Pleidleisiwch ar newid y rheolau, yna newidiwch eich meddwl.",
        "/tai-glanwern/",
        language="cy",
    ),
    Part(
        "iolo",
        "Iolo",
        "Bebb",
        "tai-glanwern",
        "Iolo Bebb, member of Tai Glanwern, in arrears",
        "Iolo Bebb, aelod o Dai Glanwern, mewn ôl-ddyledion",
        "The rules keep your vote: use it.",
        "Mae’r rheolau’n cadw eich pleidlais: defnyddiwch hi.",
        "/tai-glanwern/",
    ),
    Part(
        "returning-officer",
        "Graham",
        "Holroyd",
        "leisure",
        "Graham Holroyd, returning officer of Calderbrook Leisure",
        "Graham Holroyd, swyddog canlyniadau Calderbrook Leisure",
        "The board election has closed: open the box, draw lots, count, declare, publish.",
        "Mae etholiad y bwrdd wedi cau: agorwch y blwch, tynnwch goelbrennau, cyfrifwch, "
        "datganwch, cyhoeddwch.",
        "/leisure/ballots",
        (Role.RETURNING_OFFICER,),
    ),
    Part(
        "leisure-secretary",
        "Nusrat",
        "Akhtar",
        "leisure",
        "Nusrat Akhtar, secretary of Calderbrook Leisure",
        "Nusrat Akhtar, ysgrifennydd Calderbrook Leisure",
        "Search and filter a register of 2,600 staff, users and neighbours.",
        "Chwiliwch a hidlwch gofrestr o 2,600 o staff, defnyddwyr a chymdogion.",
        "/leisure/members",
        (Role.SECRETARY,),
    ),
    Part(
        "scrutineer",
        "Joan",
        "Pickles",
        "leisure",
        "Joan Pickles, scrutineer at Calderbrook Leisure",
        "Joan Pickles, archwiliwr pleidleisiau Calderbrook Leisure",
        "Watch the count, and hold the bundle against its hash.",
        "Gwyliwch y cyfrif, a chymharwch y bwndel â’i stwnsh.",
        "/leisure/ballots",
        (Role.SCRUTINEER,),
    ),
    Part(
        "trust-administrator",
        "Sadia",
        "Mahmood",
        "learning-trust",
        "Sadia Mahmood, administrator of Calderbrook Learning Trust",
        "Sadia Mahmood, gweinyddwr Calderbrook Learning Trust",
        "Eight schools, five constituencies, and a forum election under way.",
        "Wyth ysgol, pum etholaeth, ac etholiad fforwm ar y gweill.",
        "/learning-trust/",
        (Role.TRUST_ADMINISTRATOR, Role.SECRETARY),
        over_cluster=True,
    ),
    Part(
        "trust-returning-officer",
        "Peter",
        "Crossley",
        "learning-trust",
        "Peter Crossley, returning officer of Calderbrook Learning Trust",
        "Peter Crossley, swyddog canlyniadau Calderbrook Learning Trust",
        "Follow the turnout of the forum election; extend it, or mark paper voters.",
        "Dilynwch y ganran sydd wedi pleidleisio; estynnwch yr etholiad, neu nodwch "
        "bleidleiswyr papur.",
        "/learning-trust/ballots",
        (Role.RETURNING_OFFICER,),
    ),
    Part(
        "school-administrator",
        "Bronwen",
        "Ackroyd",
        "canal-side-primary",
        "Bronwen Ackroyd, administrator of Canal Side Primary School",
        "Bronwen Ackroyd, gweinyddwr Ysgol Gynradd Canal Side",
        "See your own school’s members and learners, and nobody else’s; look at the list of the "
        "new year.",
        "Gwelwch aelodau a dysgwyr eich ysgol eich hun, a neb arall; edrychwch ar restr y "
        "flwyddyn newydd.",
        "/canal-side-primary/",
        (Role.TRUST_ADMINISTRATOR,),
    ),
    Part(
        "safeguarding-lead",
        "Farida",
        "Begum",
        "calderbrook-high",
        "Farida Begum, safeguarding lead at Calderbrook High School",
        "Farida Begum, arweinydd diogelu Ysgol Uwchradd Calderbrook",
        "See whom nobody may write to, and why: nobody else does.",
        "Gwelwch at bwy na chaiff neb ysgrifennu, a pham: nid oes neb arall yn gwneud hynny.",
        "/calderbrook-high/",
        (Role.SAFEGUARDING_LEAD, Role.TEACHER),
    ),
    Part(
        "parent",
        "Kasia",
        "Nowak",
        "learning-trust",
        "Kasia Nowak, parent and member of Calderbrook Learning Trust",
        "Kasia Nowak, rhiant ac aelod o Calderbrook Learning Trust",
        "Rank the parents who stand for the forum.",
        "Rhowch y rhieni sy’n sefyll dros y fforwm mewn trefn.",
        "/learning-trust/ballots",
    ),
    Part(
        "credit-union-officer",
        "Malcolm",
        "Shackleton",
        "credit-union",
        "Malcolm Shackleton, officer of Calderbrook Credit Union",
        "Malcolm Shackleton, swyddog Calderbrook Credit Union",
        "The register of savers, and the rules that its law sets.",
        "Y gofrestr cynilwyr, a’r rheolau y mae’r gyfraith yn eu gosod.",
        "/credit-union/",
        (Role.SECRETARY, Role.CREDIT_UNION_OFFICER),
    ),
    *COUNCIL,
)


async def gather(orgs: dict[str, Organisation]) -> dict[str, Person]:
    """Make the people, their addresses, roles and sign-ins; by key."""
    found = {}
    for place, part in enumerate(CAST, 1):
        person = await Person.create(name=part.name, language=part.language, created_at=clock.now())
        await EmailAddress.create(person=person, address=part.email, proven_at=clock.now())
        for role in part.roles:
            await grant(
                orgs[part.org],
                person,
                role,
                None,
                over_cluster=part.over_cluster and role is Role.TRUST_ADMINISTRATOR,
                reason="Appointed by the board.",
            )
        await DemoSignIn.create(
            key=part.key,
            person=person,
            title=part.title,
            title_cy=part.title_cy,
            to_try=part.to_try,
            to_try_cy=part.to_try_cy,
            leads_to=part.leads_to,
            place=place,
        )
        found[part.key] = person
    return found
