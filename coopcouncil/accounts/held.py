"""What is kept of a person's account, for that person."""

from coopcouncil.accounts.models import EmailAddress, Passkey, Person, Session
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import NAMES, gettext
from coopcouncil.kernel.shown import shown_date, shown_datetime


async def held(subject: Subject) -> list[Section]:
    """Name, language, addresses, passkeys, and where one is signed in."""
    person = await Person.get_or_none(id=subject.person_id or 0)
    if person is None:
        return []
    why = gettext("So that you can sign in, and nobody else as you. You can change it yourself.")
    facts = [
        (gettext("Name"), person.name),
        (gettext("Language of the pages"), NAMES.get(person.language or "", "")),
        (gettext("Account since"), shown_date(person.created_at)),
    ]
    for address in await EmailAddress.filter(person_id=person.id).order_by("id"):
        facts.append((gettext("E-mail address to sign in with"), address.address))
    for key in await Passkey.filter(person_id=person.id).order_by("id"):
        used = shown_datetime(key.used_at) if key.used_at else gettext("Not used yet")
        text = gettext("{name}, last used: {when}").format(name=key.label, when=used)
        facts.append((gettext("Passkey"), text))
    sessions = await Session.filter(person_id=person.id).order_by("-id")
    return [
        Section(
            key="account",
            title=gettext("Your account"),
            basis=why,
            facts=tuple(fact for fact in facts if fact[1]),
        ),
        Section(
            key="sign-ins",
            title=gettext("Where you signed in"),
            basis=why,
            heads=(gettext("When"), gettext("Browser"), gettext("Last seen")),
            rows=tuple(
                (shown_datetime(one.started_at), one.browser, shown_date(one.seen_on))
                for one in sessions
            ),
        ),
    ]
