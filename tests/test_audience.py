"""What a reader may see, decided once: each kind of part, kept and left out."""

import shutil
from pathlib import Path

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.model import Handbook, Policy, Section
from policy_handbook.read import read_handbook

SMALL = Path(__file__).parent / "data" / "small"


@pytest.fixture(name="handbook")
def fixture_handbook() -> Handbook:
    reading = read_handbook(SMALL, "small")
    assert reading.findings == ()
    assert reading.handbook is not None
    return reading.handbook


def test_a_policy_is_in_the_views_that_it_names(handbook: Handbook) -> None:
    held = {name: list(for_audience(handbook, name).policies) for name in handbook.school.audiences}

    assert held == {"public": ["open"], "parents": ["open"], "pupils": ["open"], "staff": ["closed", "open"]}


def test_drafts_are_in_no_view(handbook: Handbook) -> None:
    assert "draft" in handbook.policies
    assert all("draft" not in for_audience(handbook, name).policies for name in handbook.school.audiences)


def test_clauses_and_items_for_others_are_gone_and_numbers_stay(handbook: Handbook) -> None:
    clauses = list(for_audience(handbook, "parents").policies["open"].all_clauses())

    assert [(clause.number, clause.text) for clause in clauses] == [
        ("1.1", "For all"),
        ("1.3", "Shared"),
        ("1.3(a)", "Kept"),
    ]


def test_a_section_of_which_nothing_is_left_goes_with_its_title(handbook: Handbook) -> None:
    policy = for_audience(handbook, "pupils").policies["open"]

    assert [section.title for section in policy.sections] == ["One"]
    assert policy.narrowed


def test_roles_for_others_are_nowhere(handbook: Handbook) -> None:
    view = for_audience(handbook, "public")
    policy = view.policies["open"]

    assert list(view.people.roles) == ["headteacher"]
    assert view.people.bodies["board"].chair == ""
    assert policy.owner == ""
    assert [change.by for change in policy.changes] == ["headteacher", ""]
    assert [clause.responsible for clause in policy.all_clauses() if clause.responsible] == [("headteacher",)]
    assert [(channel.title, channel.moderated_by) for channel in view.school.channels] == [("News page", "")]


def test_rows_may_narrow(handbook: Handbook) -> None:
    assert [c.issue for c in for_audience(handbook, "parents").policies["open"].changes] == [1]
    assert [c.issue for c in for_audience(handbook, "public").policies["open"].changes] == [1, 2]
    assert for_audience(handbook, "public").policies["open"].reviews == ()
    assert len(for_audience(handbook, "staff").policies["open"].reviews) == 1


def test_links_to_what_a_view_does_not_hold_are_gone(handbook: Handbook) -> None:
    assert for_audience(handbook, "public").policies["open"].linked_policies == ()
    assert [link.id for link in for_audience(handbook, "staff").policies["open"].linked_policies] == ["closed", ""]
    assert for_audience(handbook, "public").linked_from("open") == ()
    assert [policy.id for policy in for_audience(handbook, "staff").linked_from("open")] == ["closed"]


def test_key_points_are_the_audiences_own(handbook: Handbook) -> None:
    assert list(for_audience(handbook, "parents").policies["open"].key_points) == ["parents"]
    assert for_audience(handbook, "staff").policies["open"].key_points == {}


def test_guidance_and_glossary_are_those_of_the_view(handbook: Handbook) -> None:
    assert for_audience(handbook, "public").guidance == {}
    assert list(for_audience(handbook, "staff").guidance) == ["kcsie"]
    assert [entry.term for entry in for_audience(handbook, "pupils").glossary.terms] == ["policy"]


def test_an_unknown_audience_has_no_view(handbook: Handbook) -> None:
    with pytest.raises(LookupError, match="partners"):
        for_audience(handbook, "partners")


def test_filtering_twice_changes_nothing(handbook: Handbook) -> None:
    once = for_audience(handbook, "parents")

    assert for_audience(once, "parents") == once


def test_a_section_of_which_nothing_is_withheld_is_the_very_same(handbook: Handbook) -> None:
    view = for_audience(handbook, "staff")
    same = [new is old for policy in view.policies.values() for new, old in _sections_of(handbook, policy)]

    assert any(same)
    for policy in view.policies.values():
        for new, old in _sections_of(handbook, policy):
            assert (new is old) == (new == old)


def _sections_of(handbook: Handbook, policy: Policy) -> list[tuple[Section, Section]]:
    """The sections of a policy of a view, each with the same one as it was read."""
    whole = {section.number: section for section in handbook.policies[policy.id].all_sections()}
    return [(section, whole[section.number]) for section in policy.all_sections()]


def test_a_model_is_frozen(handbook: Handbook) -> None:
    with pytest.raises(Exception, match="frozen"):
        handbook.policies["open"].title = "Other"  # type: ignore[misc]


def test_every_value_keeps_its_place(handbook: Handbook) -> None:
    policy = handbook.policies["open"]
    lines = (SMALL / "policies" / "open.yaml").read_text(encoding="utf-8").splitlines()

    assert str(policy.sections[0].clauses[0].place) == "small/policies/open.yaml:26:9"
    assert lines[25].endswith("- For all")
    assert policy.place_of("issue").column == 8
    assert policy.review.place_of("next").column == 34


FLIER = """\
title: Open house
audience: [public, parents, staff]
reader: READER
issue: 1
date: 2026-09-01
from: [open]
"""


def test_a_flier_made_of_key_points_is_for_those_who_may_read_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(SMALL, data)
    (data / "fliers").mkdir()
    policy = (data / "policies/open.yaml").read_text(encoding="utf-8")
    (data / "policies/open.yaml").write_text(
        policy.replace("  pupils:", "  staff: [Bolts]\n  pupils:"), encoding="utf-8"
    )

    def held(text: str) -> dict[str, list[str]]:
        (data / "fliers/house.yaml").write_text(text, encoding="utf-8")
        whole = read_handbook(data, "data").handbook
        assert whole is not None
        return {
            name: [point.text for flier in for_audience(whole, name).fliers.values() for point in flier.points]
            for name in whole.school.audiences
        }

    # what parents read is on the website, where everybody may read it
    parents = ["For parents"]
    assert held(FLIER.replace("READER", "parents")) == {
        "public": parents,
        "parents": parents,
        "pupils": [],
        "staff": parents,
    }
    assert held(FLIER.replace("READER", "staff")) == {"public": [], "parents": [], "pupils": [], "staff": ["Bolts"]}
    without_staff = FLIER.replace("READER", "staff").replace(", staff]", "]")
    assert held(without_staff) == {"public": [], "parents": [], "pupils": [], "staff": []}
    own = FLIER.replace("READER", "staff") + "points: [Come]\n"
    assert held(own) == {"public": ["Come"], "parents": ["Come"], "pupils": [], "staff": ["Come"]}
