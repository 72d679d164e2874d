"""The credit union's savers: accounts, a till, children at two schools, one account gone quiet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coopcouncil.accounts.models import DemoSignIn, EmailAddress, Person
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.kernel.dates import months_after
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.organisations.protection import edition_on
from coopcouncil.savings.actions.accounts import open_account
from coopcouncil.savings.actions.arriving import take_over
from coopcouncil.savings.actions.moving import pay_in
from coopcouncil.savings.actions.setting import keep_balances
from coopcouncil.savings.actions.tills import close_till, open_till
from coopcouncil.savings.juniors.actions import children, collecting
from coopcouncil.savings.juniors.actions.children import Child, Signed
from coopcouncil.savings.juniors.models import CollectionPoint, JuniorSaver
from coopcouncil.savings.kinds import CheckOf, Found, Mode, Reached, Relation, Shown, Way
from coopcouncil.savings.models import (
    IdentityCheck,
    SavingsAccount,
    SavingsProduct,
    SheetConfirmation,
)
from coopcouncil.savings.suspicions.actions import tell
from coopcouncil.savings.watching.actions import record_attempt

DAY = timedelta(days=1)
SAVERS = 11
MONTHS = 6
_CHILDREN = (
    ("Amelia Crossley", 8),
    ("Yusuf Khan", 8),
    ("Evie Sutcliffe", 7),
    ("Jakub Zielinski", 8),
    ("Poppy Greenwood", 9),
    ("Haroon Malik", 9),
    ("Megan Ellis", 9),
    ("Alfie Barker", 8),
)


async def fill(place: Mapping[str, Organisation], who: Mapping[str, Person], today: date) -> None:
    """Savers since eight months ago, juniors since two, and what waits today."""
    org, officer = place["credit-union"], who["credit-union-officer"]
    begin = months_after(today, -8)
    people = await as_at(org, begin).order_by("member_number").limit(SAVERS + 4)
    with clock.frozen(at(begin, 10)):
        await keep_balances(org, Mode.WHOLE_BOOK, "", officer)
        await _checks(org, people, begin)
        await _sheets(org, people, begin)
        accounts = await _accounts(org, people, begin)
    await _months(org, accounts, begin, today)
    with clock.frozen(at(today - DAY, 9)):
        await _till(org, accounts, officer, today - DAY)
    helper = await _helper(org)
    await _juniors(org, people, helper, officer, today)
    with clock.frozen(at(today - 2 * DAY, 16)):
        await record_attempt(
            org,
            accounts[-1],
            clock.today(),
            "Letter to the address in the register",
            Reached.TRIED,
            officer,
        )
        told = "Paid in the same sum in new £20 notes on five Mondays, and would not say whence."
        await tell(org, "A saver at the till, account 10004", told, officer)


async def _checks(org: Organisation, people: Sequence[RegisterEntry], on: date) -> None:
    await IdentityCheck.bulk_create(
        [
            IdentityCheck(
                organisation=org,
                member_id=one.member_id,
                check_of=of,
                found=Found.PASSED,
                evidence=words,
                checked_on=on,
                recorded_at=clock.now(),
            )
            for one in people
            for of, words in (
                (CheckOf.IDENTITY, "Passport or driving licence seen"),
                (CheckOf.SANCTIONS, "List of HM Treasury"),
            )
        ]
    )


async def _sheets(org: Organisation, people: Sequence[RegisterEntry], on: date) -> None:
    """Everybody has the information sheet that was in force when the accounts were taken over."""
    await SheetConfirmation.bulk_create(
        [
            SheetConfirmation(
                organisation=org,
                member_id=one.member_id,
                edition=edition_on(on),
                shown=Shown.DESK,
                confirmed_on=on,
                recorded_at=clock.now(),
            )
            for one in people
        ]
    )


async def _accounts(
    org: Organisation, people: Sequence[RegisterEntry], begin: date
) -> list[SavingsAccount]:
    """Taken over from the book before: one each, one together, and one that nobody has used
    for five years."""
    main = await SavingsProduct.one(org, code="MAIN")
    christmas = await SavingsProduct.one(org, code="XMAS")
    numbers = [one.member_id for one in people]
    members = {one.id: one for one in await Member.within(org).filter(id__in=numbers)}
    found = []
    for place, number in enumerate(numbers[:SAVERS]):
        holders = [members[number]]
        if place == 3:
            holders.append(members[numbers[SAVERS]])
        account = await open_account(org, main, holders, begin, None)
        await take_over(org, account, Money(12_000 + 21_733 * place), begin, None)
        found.append(account)
    found.append(await open_account(org, christmas, [members[numbers[1]]], begin, None))
    quiet = await open_account(
        org, main, [members[numbers[SAVERS + 1]]], months_after(begin, -60), None
    )
    await take_over(org, quiet, Money(8_417), begin, None)
    return [*found, quiet]


async def _months(
    org: Organisation, accounts: Sequence[SavingsAccount], begin: date, today: date
) -> None:
    """Standing orders, month by month."""
    for month in range(1, MONTHS + 1):
        on = months_after(begin, month)
        with clock.frozen(at(min(on, today), 12)):
            for place, account in enumerate(accounts[:-1]):
                if (place + month) % 5:
                    sum_ = Money(1_000 + 500 * (place % 4))
                    await pay_in(org, account, sum_, Way.BANK, on, None, text="Standing order")


async def _till(
    org: Organisation, accounts: Sequence[SavingsAccount], officer: Person, on: date
) -> None:
    till = await open_till(org, Money(10_000), officer)
    for place, pence in ((0, 4_000), (3, 10_000), (5, 1_250)):
        await pay_in(org, accounts[place], Money(pence), Way.CASH, on, officer)
    # £252.50 should be there: twenty pence are missing.
    pieces = {2000: 10, 1000: 4, 500: 2, 200: 1, 20: 1, 10: 1}
    await close_till(org, till, pieces, "Counted twice; a coin may have rolled away", officer)


async def _helper(org: Organisation) -> Person:
    """Who collects at school, and the nominated officer: each with a sign-in."""
    helper = await _person(
        org,
        "savings-helper",
        "Janet Holroyd",
        Role.TEACHER,
        (
            "Janet Holroyd, collects savings at Canal Side Primary School",
            "Janet Holroyd, sy’n casglu cynilion yn Ysgol Gynradd Canal Side",
        ),
        (
            "Take the savings of class 3B on a tablet, count, and hand over.",
            "Casglwch gynilion dosbarth 3B ar dabled, cyfrifwch, a throsglwyddwch.",
        ),
        "/credit-union/collections",
    )
    await _person(
        org,
        "nominated-officer",
        "Glenys Tudor",
        Role.NOMINATED_OFFICER,
        (
            "Glenys Tudor, nominated officer of Calderbrook Credit Union",
            "Glenys Tudor, swyddog enwebedig Calderbrook Credit Union",
        ),
        (
            "Read what was told to you, and decide. Nobody else can.",
            "Darllenwch yr hyn a ddywedwyd wrthych, a phenderfynwch. Ni all neb arall.",
        ),
        "/credit-union/suspicions",
    )
    return helper


async def _person(
    org: Organisation,
    key: str,
    name: str,
    role: Role,
    title: tuple[str, str],
    to_try: tuple[str, str],
    leads_to: str,
) -> Person:
    person = await Person.create(name=name, created_at=clock.now())
    await EmailAddress.create(person=person, address=f"{key}@example.org", proven_at=clock.now())
    await grant(org, person, role, None, reason="Appointed by the board.")
    await DemoSignIn.create(
        key=key,
        person=person,
        title=title[0],
        title_cy=title[1],
        to_try=to_try[0],
        to_try_cy=to_try[1],
        leads_to=leads_to,
        place=await DemoSignIn.all().count() + 1,
    )
    return person


async def _juniors(
    org: Organisation,
    people: Sequence[RegisterEntry],
    helper: Person,
    officer: Person,
    today: date,
) -> None:
    """Two classes of two schools, three weeks of collections, and one that waits for its second
    signature."""
    with clock.frozen(at(today - 50 * DAY, 14)):
        points = [
            await collecting.add_point(org, name, name_cy, officer)
            for name, name_cy in (
                ("Canal Side Primary School", "Ysgol Gynradd Canal Side"),
                ("Albert Street Primary School", "Ysgol Gynradd Albert Street"),
            )
        ]
        children = [
            await _child(org, points, people, place, today, officer)
            for place in range(len(_CHILDREN))
        ]
    for week in (3, 2, 1):
        for point, class_name, those in _classes(points, children):
            with clock.frozen(at(today - 7 * week * DAY, 9)):
                made = await collecting.begin_collection(org, point, class_name, helper)
                brought = {one.id: 50 * (1 + (one.number + week) % 4) for one in those}
                await collecting.write_lines(org, made, brought, helper)
                total = Money(sum(brought.values()))
                await collecting.hand_over(org, made, total, helper.name, helper)
                await collecting.receive(org, made, total, officer.name, officer)
    point, class_name, those = _classes(points, children)[1]
    with clock.frozen(at(today - DAY, 9)):
        made = await collecting.begin_collection(org, point, class_name, helper)
        brought = {one.id: 100 for one in those}
        await collecting.write_lines(org, made, brought, helper)
        await collecting.hand_over(org, made, Money(sum(brought.values())), helper.name, helper)


async def _child(
    org: Organisation,
    points: Sequence[CollectionPoint],
    people: Sequence[RegisterEntry],
    place: int,
    today: date,
    officer: Person,
) -> JuniorSaver:
    name, age = _CHILDREN[place]
    given, family = name.split()
    first = place < len(_CHILDREN) // 2
    guardian = people[place % SAVERS]
    child = Child(
        given,
        family,
        months_after(today, -12 * age - place),
        postal_address=guardian.postal_address,
        postcode=guardian.postcode,
        language="en",
        class_name="3B" if first else "4A",
    )
    signed = Signed(guardian.name, Relation.PARENT, clock.today(), member=guardian.member_id)
    return await children.add_junior(org, child, signed, points[0 if first else 1], officer)


def _classes(
    points: Sequence[CollectionPoint], children: Sequence[JuniorSaver]
) -> list[tuple[CollectionPoint, str, list[JuniorSaver]]]:
    half = len(children) // 2
    return [(points[0], "3B", list(children[:half])), (points[1], "4A", list(children[half:]))]
