"""What a school takes over from its trust, what it may say itself, and what is a finding."""

from pathlib import Path

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.findings import Severity
from tests.trust.school import OWN, clause, data_of, findings, numbers, only, read_school, write_own


def test_a_school_has_the_policies_of_its_trust_and_its_own(trust: Path) -> None:
    handbook = read_school(trust)

    assert {name: policy.trust for name, policy in handbook.policies.items()} == {
        "behaviour": "Longmeadow Learning Trust",
        "complaints": "Longmeadow Learning Trust",
        "forest-school": "",
    }
    assert list(handbook.school.audiences) == ["public", "parents", "staff"]
    assert "sanction" in [entry.term for entry in handbook.glossary.terms]


def test_a_folder_that_is_no_school_of_a_trust_inherits_nothing(trust: Path) -> None:
    (trust / "trust.yaml").unlink()

    rules = [finding.rule for finding in findings(trust)]
    assert "missing-field" in rules
    assert "trust-issue" not in rules


def test_a_role_of_the_trust_has_the_holder_of_the_school(trust: Path) -> None:
    elmfield, harbourside = read_school(trust), read_school(trust, "harbourside")

    assert elmfield.people.roles["headteacher"].holder == "H. of Elmfield"
    assert harbourside.people.roles["headteacher"].holder == "H. of Harbourside"
    assert elmfield.people.roles["headteacher"].title == "Headteacher"
    assert elmfield.people.roles["pastoral-lead"].readers == ("staff",)
    assert elmfield.title_of("trust-board") == "board of trustees"
    assert elmfield.title_of("local-board") == "local governing board"


def test_own_text_takes_the_place_of_what_is_open(trust: Path) -> None:
    behaviour = read_school(trust).policies["behaviour"]

    assert numbers(behaviour) == {
        "1.1": False,
        "2.1": False,
        "2.2": True,
        "2.2A": True,
        "2.3": False,
        "2.4": True,
        "3.1": True,
        "3.2": True,
        "3.2(a)": True,
        "3.2(b)": True,
        "3.2A": True,
        "3A.1": True,
        "4.1": False,
    }
    assert clause(behaviour, "2.2").text.startswith("Elmfield children")
    assert clause(behaviour, "2.2").id == "phones"
    assert clause(behaviour, "2.3").text.startswith("Nobody runs")
    assert [section.number for section in behaviour.sections] == ["1", "2", "3", "3A", "4"]


def test_the_other_school_keeps_the_text_of_the_trust(trust: Path) -> None:
    write_own(trust, OWN, "harbourside")
    behaviour = read_school(trust, "harbourside").policies["behaviour"]

    assert not any(numbers(behaviour).values())
    assert clause(behaviour, "2.2").text == "Mobile phones stay switched off in bags all day."


def test_control_data_is_the_schools_where_it_says_any(trust: Path) -> None:
    behaviour = read_school(trust).policies["behaviour"]

    assert (behaviour.owner, str(behaviour.review.next)) == ("headteacher", "2027-06-30")
    assert behaviour.approval is not None
    assert behaviour.approval.minute == "LB 26/4"
    assert behaviour.place_of("owner").file == "school/policies/behaviour.yaml"
    assert behaviour.place_of("owner").line == 3
    assert behaviour.place_of("title").file.endswith("trust_data/policies/behaviour.yaml")
    complaints = read_school(trust).policies["complaints"]
    assert complaints.approval is not None
    assert complaints.approval.by == "trust-board"


def test_own_text_stands_in_the_schools_file(trust: Path) -> None:
    behaviour = read_school(trust).policies["behaviour"]

    assert str(clause(behaviour, "2.2").place_of("text")) == "school/policies/behaviour.yaml:7:11"
    assert str(clause(behaviour, "3.1").place_of("text")) == "school/policies/behaviour.yaml:10:7"
    assert clause(behaviour, "2.1").place.file.endswith("trust_data/policies/behaviour.yaml")


def test_a_replaced_clause_keeps_the_readers_of_the_trusts_text(trust: Path) -> None:
    handbook = read_school(trust)

    assert clause(handbook.policies["behaviour"], "2.4").readers == ("staff",)
    public = for_audience(handbook, "public").policies["behaviour"]
    assert not [one for one in public.all_clauses() if "grown-ups" in one.text]
    assert public.narrowed


# --- what is not allowed ----------------------------------------------------------------------------------------------


def test_what_the_trust_has_not_opened_stays_as_it_is(trust: Path) -> None:
    write_own(trust, f"{OWN}replace:\n  kindness: Kindness is a matter of taste.\n")
    found = only(findings(trust), "trust-closed")

    assert str(found.place) == "school/policies/behaviour.yaml:4:3"
    assert found.severity is Severity.ERROR
    assert found.found == "kindness"
    assert found.write == "open are: phones, searches, rewards"


@pytest.mark.parametrize("ref", ["2.1", '"4"', "monitoring"])
def test_closed_parts_are_closed_by_number_too(trust: Path, ref: str) -> None:
    write_own(trust, f"{OWN}replace:\n  {ref}: Another text altogether.\n")

    assert only(findings(trust), "trust-closed").found == ref.strip('"')


def test_nothing_is_added_after_what_is_closed(trust: Path) -> None:
    write_own(trust, f"{OWN}add:\n  - {{after: kindness, clauses: [Within reason.]}}\n")
    found = only(findings(trust), "trust-closed")

    assert str(found.place) == "school/policies/behaviour.yaml:4:13"


def test_a_part_that_is_not_there_is_named_with_the_nearest(trust: Path) -> None:
    write_own(trust, f"{OWN}replace:\n  phone: Phones are fine.\n")
    found = only(findings(trust), "trust-part")

    assert (found.found, found.write) == ("phone", "phones")


def test_own_text_has_no_more_readers_than_the_text_it_replaces(trust: Path) -> None:
    write_own(trust, f"{OWN}replace:\n  searches: {{text: We search., audience: [staff, public]}}\n")
    found = only(findings(trust), "trust-audience")

    assert found.place.line == 4
    assert found.found == "public"


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ("replace:\n  phones: [A list, of clauses]\n", "phones"),
        ("replace:\n  rewards: A text\n", "rewards"),
        ("replace:\n  rewards: []\n", "rewards"),
        ("replace:\n  phones: {items: [one, two]}\n", "phones"),
        ("add:\n  - {after: rewards}\n", "rewards"),
        ("add:\n  - {after: phones, sections: [{id: new, title: New, clauses: [New]}]}\n", "phones"),
        ("replace:\n  rewards: [One]\n  '3.1': Two\n", "3.1"),
        ("replace:\n  rewards: [One]\nadd:\n  - {after: '3.1', clauses: [Two]}\n", "3.1"),
    ],
)
def test_own_text_has_the_form_of_what_it_replaces(trust: Path, own: str, found: str) -> None:
    write_own(trust, OWN + own)

    assert only(findings(trust), "trust-form").found == found


def test_nothing_else_of_a_policy_is_the_schools(trust: Path) -> None:
    write_own(trust, f"{OWN}title: Our behaviour\naudience: everyone\nsections: []\n")

    assert [(f.rule, f.place.line) for f in findings(trust)] == [("unknown-field", line) for line in (3, 4, 5)]


def test_a_policy_with_the_id_of_one_of_the_trust_has_to_inherit_it(trust: Path) -> None:
    own = (data_of(trust) / "policies" / "forest-school.yaml").read_text()
    write_own(trust, own, policy="complaints")
    found = only(findings(trust), "trust-policy")

    assert found.place.file == "school/policies/complaints.yaml"
    assert "inherits: complaints" in found.write


def test_a_policy_that_the_trust_does_not_have_cannot_be_inherited(trust: Path) -> None:
    write_own(trust, "inherits: behavior\nadopted_issue: 3\n", policy="behavior")
    found = only(findings(trust), "trust-policy")

    assert (found.found, found.write) == ("behavior.yaml", "behaviour.yaml")


def test_what_the_trust_says_of_its_schools_they_do_not_say_otherwise(trust: Path) -> None:
    school = data_of(trust) / "school.yaml"
    school.write_text(school.read_text() + "nation: scotland\ncategories: {conduct: Manners, woods: Woods}\n")
    people = data_of(trust) / "people.yaml"
    people.write_text(people.read_text().replace("{holder: P. of Elmfield}", "{holder: P., audience: everyone}"))

    assert [(f.rule, f.found, f.place.line) for f in findings(trust)] == [
        ("trust-said", "nation", 7),
        ("trust-said", "conduct", 8),
        ("trust-said", "audience", 3),
    ]


def test_a_school_adds_categories_and_words_to_those_of_the_trust(trust: Path) -> None:
    school = data_of(trust) / "school.yaml"
    school.write_text(school.read_text() + "categories: {woods: Woods}\n")
    (data_of(trust) / "glossary.yaml").write_text("terms: [{term: leaf, meaning: A golden leaf of paper.}]\n")
    handbook = read_school(trust)

    assert list(handbook.school.categories) == ["conduct", "complaints", "woods"]
    assert [entry.term for entry in handbook.glossary.terms] == ["leaf", "sanction"]


def test_a_word_of_the_trust_is_not_explained_otherwise(trust: Path) -> None:
    (data_of(trust) / "glossary.yaml").write_text("terms:\n  - {term: sanction, meaning: A biscuit.}\n")

    assert only(findings(trust), "trust-said").place.line == 2


@pytest.mark.parametrize(
    ("opened", "replace", "line"),
    [
        ("{id: kindness, open: true,", "kindness: We are kind on weekdays.", 4),
        ("{id: kindness, open: true,", "'2.1': We are kind on weekdays.", 4),
    ],
)
def test_a_key_point_on_text_that_is_replaced_is_found(trust: Path, opened: str, replace: str, line: int) -> None:
    policy = trust / "trust_data" / "policies" / "behaviour.yaml"
    policy.write_text(policy.read_text().replace("{id: kindness,", opened))
    write_own(trust, f"{OWN}replace:\n  {replace}\n")
    found = only(findings(trust), "trust-point")

    assert (found.severity, found.place.line, found.found) == (Severity.WARNING, line, "kindness")
    assert "for parents" in found.message


# --- issues -----------------------------------------------------------------------------------------------------------


def test_a_school_that_is_behind_has_the_issue_that_it_adopted(trust: Path) -> None:
    behaviour = read_school(trust, "harbourside").policies["behaviour"]

    assert (behaviour.issue, behaviour.trust_issue) == (2, 3)
    assert numbers(behaviour) == {"1.1": False, "1.2": True, "2.1": False}
    found = only(findings(trust, "harbourside"), "trust-issue")
    assert (found.severity, found.found) == (Severity.WARNING, "adopted_issue: 2")


@pytest.mark.parametrize(("issue", "write"), [(4, "adopted_issue: 3"), (1, "trust_data/issues/behaviour/1.yaml")])
def test_an_issue_that_is_not_there_cannot_be_adopted(trust: Path, issue: int, write: str) -> None:
    write_own(trust, f"inherits: behaviour\nadopted_issue: {issue}\n")
    found = only(findings(trust), "trust-issue")

    assert found.severity is Severity.ERROR
    assert found.write.startswith(write)


def test_earlier_issues_are_the_trusts_where_all_text_is(trust: Path) -> None:
    write_own(trust, OWN)

    assert list(read_school(trust).issues["behaviour"]) == [2]


def test_earlier_issues_with_own_text_are_those_that_the_school_kept(trust: Path) -> None:
    assert "behaviour" not in read_school(trust).issues
    kept = data_of(trust) / "issues" / "behaviour" / "2.yaml"
    kept.parent.mkdir(parents=True)
    kept.write_text("inherits: behaviour\nadopted_issue: 2\nreplace: {phones: Phones stayed at home.}\n")

    earlier = read_school(trust).issues["behaviour"]
    assert clause(earlier[2], "1.2").text == "Phones stayed at home."
    assert earlier[2].superseded_on is not None


def test_a_draft_of_the_trust_puts_nobody_behind(trust: Path) -> None:
    policy = trust / "trust_data" / "policies" / "behaviour.yaml"
    policy.write_text(policy.read_text().replace("status: in-force", "status: draft"))

    assert findings(trust, "harbourside") == []
    assert read_school(trust, "harbourside").policies["behaviour"].trust_issue == 2


def test_while_the_trust_drafts_an_issue_the_one_before_stays_in_force(trust: Path) -> None:
    policy = trust / "trust_data" / "policies" / "behaviour.yaml"
    policy.write_text(policy.read_text().replace("status: in-force", "status: draft"))
    (data_of(trust) / "policies" / "behaviour.yaml").unlink()

    behaviour = read_school(trust).policies["behaviour"]
    assert (behaviour.issue, str(behaviour.status)) == (2, "in-force")


def test_a_fault_in_the_trusts_file_is_found_once_and_there(trust: Path) -> None:
    policy = trust / "trust_data" / "policies" / "complaints.yaml"
    policy.write_text(policy.read_text().replace("kind: statement", "kind: statment"))
    found = only(findings(trust), "unknown-choice")

    assert found.place.file.endswith("trust_data/policies/complaints.yaml")


def test_a_link_out_of_the_trusts_folder_is_refused(trust: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: Secret\n")
    (trust / "trust_data" / "policies" / "secret.yaml").symlink_to(secret)

    assert only(findings(trust), "file-outside")


def test_a_folder_that_trust_yaml_does_not_name_is_found(trust: Path) -> None:
    text = (trust / "trust.yaml").read_text()
    (trust / "trust.yaml").write_text(text.replace("  elmfield: Elmfield Primary School\n", ""))

    assert "elmfield" in only(findings(trust), "trust-school").message
