"""flier-sources: its examples, and the exact words of what it finds."""

from policy_handbook.rules import flier_sources as rule
from tests.rules.trial import found

EXPECTED = """\
fliers/trial.yaml:3:9: error: the flier is written for parents, whom its audience does not name (flier-sources)
    found  reader: parents
    write  one of public, pupils
fliers/trial.yaml:6:8: error: there is no policy trail (flier-sources)
    found  trail
    write  trial
fliers/trial.yaml:6:45: error: the policy has no clause 9.9 (flier-sources)
    found  9.9
fliers/trial.yaml:6:52: error: the flier names public and pupils, who may not read this policy and so do not get it (flier-sources)
    found  lockdown
    write  leave them out, or make them a flier from what they may read
fliers/trial.yaml:7:10: error: there is no value called school.fone (flier-sources)
    found  {{ school.fone }}
    write  {{ school.phone }}
fliers/trial.yaml:7:52: error: the handbook has nothing of that name (flier-sources)
    found  [[triel]]
fliers/trial.yaml:8:14: error: people.yaml has no role headmaster (flier-sources)
    found  role: headmaster
    write  role: headteacher
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_points_that_only_staff_read_are_not_offered_to_others() -> None:
    flier = """\
# fliers/trial.yaml
title: Trying things out
audience: [public, staff]
reader: staff
issue: 1
date: 2026-09-01
from: [trial]
"""
    assert found(flier, rule.ID) == (
        "fliers/trial.yaml:3:9: error: without points of its own it has those of staff, which public may not read "
        "(flier-sources)\n    found  reader: staff\n    write  points of its own, or a flier for each\n"
    )
    for sound in (
        flier + "points: [Try it.]\n",
        flier.replace("public, ", ""),
        flier.replace("reader: staff", "reader: public"),
    ):
        assert found(sound, rule.ID) == ""
