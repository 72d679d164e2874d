"""Real elections against their published outcomes, stage by stage, in this process.

194 contests against the councils' own result sheets, the others and the other rules against two
independent programs that agree; see the data's README for sources and licences.
"""

from __future__ import annotations

import gzip
import json
import zipfile
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from coopcouncil.counting import fptp, stv_ers97, stv_meek, stv_scottish
from coopcouncil.counting.formats import Unreadable, blt, resolution_csv
from coopcouncil.counting.outcome import Outcome
from coopcouncil.counting.papers import Election
from coopcouncil.counting.resolution import Requirement, decide, share
from coopcouncil.counting.ties import TieNeedsLot
from tests.counting.make import DATA, needs_shared_data

pytestmark = needs_shared_data

RULES = {module.RULES: module.count for module in (stv_scottish, stv_ers97, stv_meek)}


@cache
def wards() -> dict[str, dict[str, Any]]:
    with gzip.open(DATA / "scottish" / "expected.json.gz", "rt", encoding="utf-8") as file:
        known: dict[str, dict[str, Any]] = json.load(file)["wards"]
    return known


@cache
def papers_of(ward: str) -> Election:
    with zipfile.ZipFile(DATA / "scottish" / "wards.zip") as archive:
        return blt.read(archive.read(wards()[ward]["file"]))


def differences(outcome: Outcome, known: dict[str, Any]) -> list[str]:
    """Where a count departs from the known one; empty when nowhere."""
    if [s.action for s in outcome.stages] != [s["action"] for s in known["stages"]]:
        return [f"stages {[s.action for s in outcome.stages]}"]
    found = []
    for stage, want in zip(outcome.stages, known["stages"], strict=True):
        have = {
            "who": sorted(stage.moved),
            "votes": [outcome.figure(v) for v in stage.votes[1:]],
            "nt": outcome.figure(stage.non_transferable),
            "elected": sorted(stage.elected),
            "quota": outcome.figure(stage.quota),
        }
        wanted = {**want, "elected": sorted(want["elected"])}
        wanted.setdefault("quota", known.get("quota", have["quota"]))
        found += [f"stage {stage.number}: {k}" for k in have if have[k] != wanted[k]]
    return found


@pytest.mark.parametrize("rules", ["scottish-2011", "ers97"])
def test_every_contest_agrees_at_every_stage(rules):
    wrong = {
        ward: found
        for ward, known in wards().items()
        if (found := differences(RULES[rules](papers_of(ward)), known["derived"][rules]))
    }

    assert len(wards()) > 300
    assert wrong == {}


def test_the_councils_own_figures_are_met_at_every_stage():
    compared = 0
    wrong = []
    for ward, known in wards().items():
        official = known["official"]
        if not official:
            continue
        outcome = stv_scottish.count(papers_of(ward))
        suspect = {tuple(cell) for cell in official["suspect"]}
        if sorted(outcome.elected) != official["winners"]:
            wrong.append(f"{ward}: elected")
        for stage, figures in zip(outcome.stages, official["stages"], strict=False):
            for candidate, printed in enumerate(figures, 1):
                if printed is None or (stage.number, candidate) in suspect:
                    continue
                compared += 1
                ours = Decimal(outcome.figure(stage.votes[candidate]))
                places = len(printed.partition(".")[2])
                if abs(ours - Decimal(printed)) > _slack(places):
                    wrong.append(f"{ward} stage {stage.number} candidate {candidate}: {ours}")

    assert compared > 5000
    assert wrong == []


def _slack(places: int) -> Decimal:
    """Half of the last printed place, and the fifth place where collations round it."""
    return Decimal("0.000011") + (Decimal(5) / 10 ** (places + 1) if 0 < places < 5 else 0)


def test_meek_elects_whom_two_other_programs_elect():
    wrong = [
        ward
        for ward, known in wards().items()
        if sorted(stv_meek.count(papers_of(ward)).elected)
        != known["derived"]["meek-prf"]["winners"]
    ]

    assert wrong == []


def test_first_preferences_are_the_councils_own():
    for ward, known in wards().items():
        if known["official"]:
            election = papers_of(ward)
            try:
                outcome = fptp.count(election)
            except TieNeedsLot:
                continue
            printed = [Decimal(f) for f in known["official"]["stages"][0]]
            assert list(outcome.totals[1:]) == printed, ward


def test_the_model_election_of_ers97():
    folder = DATA / "ers97"
    known = json.loads((folder / "expected.json").read_text())
    election = blt.read((folder / "ers97_model.blt").read_bytes())

    assert differences(stv_ers97.count(election), known["ers97"]) == []
    assert sorted(stv_meek.count(election).elected) == known["meek"]["winners"]


def test_good_and_bad_blt():
    known = json.loads((DATA / "blt" / "expected.json").read_text())
    with zipfile.ZipFile(DATA / "blt" / "files.zip") as archive:
        for name, want in known.items():
            if want.get("reject"):
                with pytest.raises(Unreadable):
                    blt.read(archive.read(name))
                continue
            outcome = RULES[want["rules"]](blt.read(archive.read(name)))
            assert [v // 10**5 for v in outcome.stages[0].votes[1:]] == want["first"], name
            assert outcome.valid == want["valid"], name


def test_resolutions():
    for case in json.loads((DATA / "simple" / "resolutions.json").read_text(encoding="utf-8")):
        if case.get("reject"):
            with pytest.raises(Unreadable):
                resolution_csv.read(case["csv"].encode())
            continue
        tally = resolution_csv.read(case["csv"].encode())
        decision = decide(tally, Requirement(share(case["threshold"]), quorum=case.get("quorum")))
        want = case["expect"]
        assert (tally.yes, tally.no, tally.abstain, tally.spoilt) == (
            want["yes"],
            want["no"],
            want["abstain"],
            want["spoilt"],
        ), case["name"]
        assert decision.quorate is want["quorate"], case["name"]
        assert decision.carried is want["carried"], case["name"]
