"""handbook.yaml: what can be set, what cannot, and the findings that were known before."""

import datetime as dt
from pathlib import Path

import pytest

from policy_handbook.publish import check
from policy_handbook.report import format_text
from policy_handbook.rules import RULE_IDS
from policy_handbook.rules.examples import files
from policy_handbook.settings import baseline_of

TODAY = dt.date(2026, 11, 21)
OVERDUE = "review: {every: 12 months, next: 2026-10-31}\n"
WIDER = "sections:\n  - {id: purpose, title: Purpose, audience: [pupils], clauses: [We try.]}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(project: Path, policy: str = OVERDUE, settings: str = "") -> None:
    for name, text in files(policy).items():
        (project / "policy_data" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "policy_data" / name).write_text(text, encoding="utf-8")
    if settings:
        (project / "handbook.yaml").write_text(settings, encoding="utf-8")


def report(today: dt.date = TODAY) -> str:
    findings = check(Path("policy_data"), root=Path(), today=today).findings
    return format_text([finding for finding in findings if finding.policy != "visitors"])


def test_a_rule_is_raised(project: Path) -> None:
    write(project, settings="rules:\n  review-overdue: {severity: error, reason: The board wants it}\n")
    assert "trial.yaml:9:34: error: the review was due 21 days ago (review-overdue)" in report()


def test_a_rule_is_silenced_for_one_policy_only(project: Path) -> None:
    silent = "rules:\n  review-overdue: {severity: silent, reason: It is being replaced, policies: [%s]}\n"
    write(project, settings=silent % "trial")
    assert report() == "nothing found: every rule is kept\n"
    write(project, settings=silent % "behaviour")
    assert "review-overdue" in report()


def test_a_setting_needs_a_reason(project: Path) -> None:
    write(project, settings="rules:\n  review-overdue: {severity: silent}\n")
    found = report()
    assert "handbook.yaml:2:19: error" in found
    assert "reason" in found


def test_a_rule_that_keeps_text_from_readers_cannot_be_lowered(project: Path) -> None:
    settings = "rules:\n  audience-widened: {severity: silent, reason: It is in the way}\n"
    write(project, WIDER, settings)
    found = report()
    assert "handbook.yaml:2:21: error: this rule keeps text from readers who may not see it; it cannot be set" in found
    assert "(audience-widened)" in found


def test_an_unknown_rule_and_a_fault_of_reading_cannot_be_set(project: Path) -> None:
    write(project, settings="rules:\n  unknown-field: {severity: silent, reason: We like it}\n")
    assert "handbook.yaml:2:18: error: there is no rule of this name (settings)" in report()


def test_required_sections_are_the_schools_own(project: Path) -> None:
    write(project, "title: Trial\n", "required_sections:\n  policy: {purpose: why, training: what staff learn}\n")
    assert "a policy needs a section on what staff learn (required-sections)" in report()
    write(project, "title: Trial\n", "required_sections:\n  policy: {purpose: why}\n")
    assert report() == "nothing found: every rule is kept\n"


def test_what_was_known_before_stops_nothing_until_it_is_mended_however_late_it_becomes(project: Path) -> None:
    raised = "baseline: known.yaml\nrules:\n  review-overdue: {severity: error, reason: The board wants it}\n"
    write(project, settings=raised.replace("baseline: known.yaml\n", ""))
    findings = check(Path("policy_data"), root=Path(), today=TODAY).findings
    (project / "known.yaml").write_text(baseline_of(findings, RULE_IDS), encoding="utf-8")
    write(project, settings=raised)
    later = TODAY + dt.timedelta(days=30)
    assert "info: the review was due 51 days ago (known before) (review-overdue)" in report(later)
    write(project, OVERDUE.replace("10-31", "10-30"), raised)
    assert "error: the review was due 52 days ago (review-overdue)" in report(later)


def test_a_baseline_that_is_not_there_is_said(project: Path) -> None:
    write(project, "title: Trial\n", "baseline: known.yaml\n")
    assert report() == (
        "handbook.yaml:1:11: error: there is no file known.yaml (settings)\n"
        "    found  known.yaml\n"
        "    write  handbook check --write-baseline writes it; or leave baseline out\n"
        "1 error in 1 file\n"
    )


def test_no_baseline_holds_a_leak_or_a_fault_of_reading(project: Path) -> None:
    write(project, WIDER + "colour: red\n")
    findings = check(Path("policy_data"), root=Path(), today=TODAY).findings
    assert findings
    assert baseline_of(findings, RULE_IDS) == "known: []\n"
