"""The forms of a report, held against golden files and against what each form has to be.

``pytest --update-golden`` writes the golden files anew; read the difference before committing it.
"""

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker
from lxml import etree
from rich.console import Console
from rich.text import Text

from policy_handbook.findings import Finding, Place, Severity, in_order
from policy_handbook.report import FORMATS, format_sarif, styled, summary
from policy_handbook.rules import RULES

HERE = Path(__file__).parent
GIFTED, PEOPLE = "policy_data/policies/gifted & talented.yaml", "policy_data/people.yaml"
FINDINGS = in_order(
    [
        Finding(
            "review-in-future",
            Severity.ERROR,
            Place(GIFTED, 100, 11),
            "a review can only be recorded once it has happened",
            found="date: 2108-06-12   (today is 2026-11-21)",
            write="date: 2018-06-12 ?",
            policy="gifted",
        ),
        Finding("review-overdue", Severity.WARNING, Place(GIFTED, 8, 3), "the review was due 12 days ago, 50% late"),
        Finding("not-published", Severity.INFO, Place(GIFTED, 3, 9), "it is <a draft> and not published", "x: [red]"),
        Finding("value-misread", Severity.ERROR, Place(PEOPLE), "odd: [/] :smile: “quotes” & 'more'\\", "[bold]a\nb"),
    ]
)
NONE: list[Finding] = []


def coloured(findings: list[Finding]) -> str:
    """What a terminal with colours is sent."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard")
    console.print(Text.assemble(*styled(findings)), end="", soft_wrap=True)
    return out.getvalue()


MADE = FORMATS | {"colours": coloured}


@pytest.mark.parametrize("form", MADE)
@pytest.mark.parametrize("findings", [FINDINGS, NONE], ids=["some", "none"])
def test_a_report_is_as_agreed(form: str, findings: list[Finding], request: pytest.FixtureRequest) -> None:
    golden = HERE / "golden" / "report" / f"{'some' if findings else 'none'}.{form}"
    made = MADE[form](findings)
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


def test_colours_change_nothing_of_what_is_said() -> None:
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured(FINDINGS)) == FORMATS["text"](FINDINGS)


def test_each_file_stands_once_with_all_that_is_in_it() -> None:
    headings = [line for line in FORMATS["text"](FINDINGS).splitlines() if line.endswith(")") and ": " not in line]
    assert headings == [f"{PEOPLE} (1 error)", f"{GIFTED} (1 error, 1 warning and 1 note)"]


def test_the_summary_counts_by_severity_and_file() -> None:
    assert summary(FINDINGS) == "2 errors, 1 warning and 1 note in 2 files"
    assert summary(FINDINGS[:1]) == "1 error in 1 file"
    assert summary(NONE) == "nothing found: every rule is kept"


# --- what programs read ---------------------------------------------------------------------------------


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=20)
ANY_FINDING = st.builds(
    Finding,
    st.sampled_from(["a-rule", "b-rule"]),
    st.sampled_from(Severity),
    st.builds(Place, TEXTS, st.integers(0, 9), st.integers(1, 9)),
    TEXTS,
    TEXTS,
    TEXTS,
)


@pytest.fixture(name="sarif", scope="module")
def fixture_sarif() -> Draft4Validator:
    """The official schema of SARIF 2.1.0."""
    schema = json.loads((HERE / "data" / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return Draft4Validator(schema, format_checker=FormatChecker())


@given(findings=st.lists(ANY_FINDING, max_size=5))
def test_sarif_keeps_to_its_official_schema(sarif: Draft4Validator, findings: list[Finding]) -> None:
    sarif.validate(json.loads(format_sarif(findings, {"a-rule": "One line.\n\nMore."})))


def test_the_official_schema_refuses_what_is_no_sarif(sarif: Draft4Validator) -> None:
    log = json.loads(format_sarif(FINDINGS))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not sarif.is_valid(log)


def test_sarif_says_where_and_explains_the_rule(sarif: Draft4Validator) -> None:
    pages = {module.ID: (module.__doc__ or "").strip() for module in RULES}
    log = json.loads(format_sarif(FINDINGS, pages))
    sarif.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for finding, result in zip(FINDINGS, run["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
    place = run["results"][-1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "policy_data/policies/gifted%20%26%20talented.yaml"
    assert place["region"] == {"startLine": 100, "startColumn": 11}
    overdue = next(rule for rule in rules if rule["id"] == "review-overdue")
    assert overdue["help"]["text"] == pages["review-overdue"]


@given(st.lists(ANY_FINDING, max_size=5))
def test_junit_can_be_parsed_and_counts_its_cases(findings: list[Finding]) -> None:
    suite = etree.fromstring(FORMATS["junit"](findings).encode())
    cases = suite.findall("testcase")
    failures = [case.find("failure") for case in cases if case.find("failure") is not None]
    assert suite.get("tests") == str(len(cases)) == str(len(findings) or 1)
    assert suite.get("failures") == str(len(failures)) == str(sum(f.severity != "info" for f in findings))


def test_junit_holds_what_was_found_and_what_to_write() -> None:
    suite = etree.fromstring(FORMATS["junit"](FINDINGS).encode())
    case = suite.findall("testcase")[-1]
    failure = case.find("failure")
    assert failure is not None
    assert case.get("classname") == GIFTED
    assert failure.get("type") == "error"
    assert failure.text == (
        "a review can only be recorded once it has happened\n"
        "found: date: 2108-06-12   (today is 2026-11-21)\nwrite: date: 2018-06-12 ?"
    )


def test_an_annotation_is_one_line_whatever_it_says() -> None:
    lines = FORMATS["github"](FINDINGS).splitlines()
    assert len(lines) == len(FINDINGS)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


def test_json_has_every_field_of_every_finding() -> None:
    (first, *_, last) = json.loads(FORMATS["json"](FINDINGS))["findings"]
    assert first["line"] == 0
    assert last == {
        "rule": "review-in-future",
        "severity": "error",
        "file": GIFTED,
        "line": 100,
        "column": 11,
        "message": "a review can only be recorded once it has happened",
        "found": "date: 2108-06-12   (today is 2026-11-21)",
        "write": "date: 2018-06-12 ?",
        "policy": "gifted",
    }
