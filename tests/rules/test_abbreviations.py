"""abbreviations: its examples, and the exact words of what it finds."""

from policy_handbook.rules import abbreviations as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: info: this abbreviation is explained neither here nor in the glossary (abbreviations)
    found  SLT
    write  ... (SLT)   at its first use, or an entry with short: SLT in glossary.yaml
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_what_another_rule_names_is_not_named_here_as_well() -> None:
    text = "# nation: england\nsummary: An NQT asks on DD/MM/YYYY about XXXX. TBC by the SLT.\n"
    lines = [line for line in found(text, rule.ID).splitlines() if line.startswith("    found")]
    assert lines == ["    found  SLT"]
