"""What the register says of a member, now and in both its times, for that member."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date, shown_datetime
from coopcouncil.members.history import journal_of
from coopcouncil.members.labels import FACTS, names_of, words_for
from coopcouncil.members.reads import entry_of
from coopcouncil.members.recording import facts_of
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """The register now, and every line of its history."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    entry = await entry_of(org, subject.member_id)
    if entry is None:
        return []
    names, facts = await names_of(org), facts_of(entry)
    law = gettext("The law requires a register of members: a legal obligation, not your consent.")
    now = [(gettext("Member number"), entry.member_number)]
    now += [
        (str(label), text)
        for name, label in FACTS.items()
        if (text := words_for(name, facts[name], names))
    ]
    return [
        Section("register", gettext("The register says"), law, facts=tuple(now)),
        Section(
            key="register-history",
            title=gettext("How the register came to say it"),
            basis=law,
            heads=(
                gettext("Recorded"),
                gettext("Holds from"),
                gettext("What"),
                gettext("Reason"),
                gettext("Taken out"),
            ),
            rows=tuple(
                (
                    shown_datetime(line.recorded_at),
                    shown_date(line.effective_on),
                    "; ".join([line.kind, *line.facts]),
                    line.reason,
                    shown_datetime(line.withdrawn_at) if line.withdrawn_at else "",
                )
                for line in await journal_of(org, subject.member_id, names)
            ),
            note=gettext("Nothing in the register is overwritten: a correction is a new line."),
        ),
    ]
