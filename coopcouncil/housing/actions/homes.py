"""Homes: taken in, changed, put right; empty and let again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.recorded import deed, supersede, told
from coopcouncil.housing.models import Home, HomeLine, HomeVoid
from coopcouncil.housing.reads import home_states, tenancy_in
from coopcouncil.housing.rules.homes import (
    BeforeItWasThere,
    NothingDifferent,
    ReferenceTaken,
    may_correct,
    may_hold_from,
    on_day,
)
from coopcouncil.housing.rules.tenancies import HomeIsTaken
from coopcouncil.housing.rules.voids import EmptyAlready, may_be_empty
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation


async def add_home(
    org: Organisation, reference: str, on: date, facts: Mapping[str, Any], *, by: Person | None
) -> Home:
    """Take a home into the list, from a day on."""
    async with deed(org) as now:
        may_hold_from(on, clock.today())
        if await Home.within(org).filter(reference=reference).exists():
            raise ReferenceTaken(reference)
        home = await Home.create(organisation=org, reference=reference)
        await HomeLine.create(
            organisation=org, home=home, effective_on=on, recorded_at=now, recorded_by=by, **facts
        )
        await told(org, by, "took in a home", f"home:{home.id}")
        return home


async def change_home(
    org: Organisation,
    home: Home,
    on: date,
    facts: Mapping[str, Any],
    *,
    by: Person | None,
    reason: str = "",
) -> None:
    """From a day on some facts of a home are different; a rent's three facts go together."""
    async with deed(org) as now:
        may_hold_from(on, clock.today())
        before = on_day(await home_states(home), on)
        if before is None:
            raise BeforeItWasThere
        # A line says what is so; "nothing known" is a correction of the line that said more.
        changed = {
            name: value
            for name, value in facts.items()
            if value is not None and getattr(before, name) != value
        }
        if any(name.startswith("rent_") for name in changed) and facts["rent_pence"] is not None:
            changed |= {name: facts[name] for name in facts if name.startswith("rent_")}
        if not changed:
            raise NothingDifferent
        await HomeLine.create(
            organisation=org,
            home=home,
            effective_on=on,
            recorded_at=now,
            recorded_by=by,
            reason=reason,
            **changed,
        )
        await told(org, by, "changed a home", f"home:{home.id}", facts=sorted(changed))


async def correct_home(
    org: Organisation,
    wrong: HomeLine,
    on: date,
    facts: Mapping[str, Any],
    *,
    by: Person | None,
    reason: str,
) -> None:
    """A line was wrong: another takes its place from now on; the old one stays to be seen."""
    async with deed(org) as now:
        may_correct(reason)
        may_hold_from(on, clock.today())
        await wrong.refresh_from_db()
        same = on == wrong.effective_on and all(getattr(wrong, n) == v for n, v in facts.items())
        if wrong.superseded_at is not None or same:
            raise NothingDifferent
        await supersede(wrong, now)
        await HomeLine.create(
            organisation=org,
            home_id=wrong.home_id,
            effective_on=on,
            recorded_at=now,
            recorded_by=by,
            reason=reason,
            **facts,
        )
        await told(org, by, "corrected a home", f"home:{wrong.home_id}", line=wrong.id)


async def empty_home(
    org: Organisation,
    home: Home,
    vacated_on: date,
    *,
    ready_on: date | None = None,
    why: str,
    by: Person | None,
) -> HomeVoid:
    """A home stands empty from a day on."""
    async with deed(org) as now:
        may_be_empty(vacated_on, ready_on, None)
        if await tenancy_in(org, home, vacated_on) is not None:
            raise HomeIsTaken
        for known in await HomeVoid.known(org).filter(home_id=home.id):
            if known.let_on is None or known.let_on > vacated_on:
                raise EmptyAlready
        void = await HomeVoid.create(
            organisation=org,
            home=home,
            vacated_on=vacated_on,
            ready_on=ready_on,
            why=why,
            recorded_at=now,
            recorded_by=by,
        )
        await told(org, by, "recorded an empty home", f"home:{home.id}")
        return void


async def change_void(
    org: Organisation,
    void: HomeVoid,
    *,
    vacated_on: date,
    ready_on: date | None,
    let_on: date | None,
    why: str,
    reason: str = "",
    by: Person | None,
) -> None:
    """More is known of an empty home, or was wrong: the days and the reason as they are now."""
    async with deed(org) as now:
        await void.refresh_from_db()
        if void.superseded_at is not None:
            raise NothingDifferent
        may_be_empty(vacated_on, ready_on, let_on)
        await supersede(void, now)
        await HomeVoid.create(
            organisation=org,
            home_id=void.home_id,
            vacated_on=vacated_on,
            ready_on=ready_on,
            let_on=let_on,
            why=why,
            recorded_at=now,
            recorded_by=by,
            reason=reason,
        )
        await told(org, by, "changed an empty home", f"home:{void.home_id}")
