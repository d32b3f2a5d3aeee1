"""The pages for staff and governors: the statutory register, findings by owner, and the year's plan of reviews."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from lxml import html

from policy_handbook.audience import for_audience
from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Handbook
from policy_handbook.outputs import Page
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.pages.statutory import entries
from policy_handbook.publish import check
from policy_handbook.publish.view import make_view
from tests.test_agenda import policy, school

SMALL = Path(__file__).parent / "data" / "small"
TODAY = dt.date(2026, 11, 21)
BY_HEAD = {"by": "headteacher", "date": "2026-07-01"}
FULL = {
    "safe": policy("2027-07-31", title="Child protection", satisfies=["child-protection"]),
    "late": policy("2026-10-01", title="Behaviour", satisfies=["behaviour"]),
    "low": policy("2027-07-31", title="Principles", satisfies=["behaviour-principles"], approval=BY_HEAD),
    "inside": policy("2027-07-31", title="Complaints", satisfies=["complaints"], audience=["staff"]),
    "seldom": policy(
        "2027-07-31",
        title="Attendance",
        satisfies=["attendance"],
        review={"every": "36 months", "next": "2029-07-31"},
        approval=None,
    ),
    "half": policy("2026-10-01", title="Part of it", satisfies=["child-protection"]),
    "draft": policy("2027-07-31", title="Charging", satisfies=["charging"], status="draft"),
}


@pytest.fixture(name="handbook", scope="module")
def fixture_handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    reasons = {"biometrics": "We use none."}
    return school(tmp_path_factory.mktemp("staff"), FULL, not_applicable=reasons)


def pages(handbook: Handbook, audience: str, *findings: Finding) -> dict[str, Page]:
    made = pages_of(for_audience(handbook, audience), PageContext(TODAY, findings))
    return {page.address: page for page in made}


def table(page: Page, number: int = 0) -> list[list[str]]:
    """The cells of a table, as a reader sees them."""
    body = list(html.fromstring(page.html).iter("tbody"))[number]
    return [[plain(cell) for cell in row.iter("td")] for row in body.iter("tr")]


def headings(page: Page, tag: str) -> list[str]:
    return [plain(heading) for heading in html.fromstring(page.html).iter(tag)]


def plain(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(
    ("duty", "state", "policies"),
    [
        ("child-protection", "Met", ["safe", "half"]),
        ("behaviour", "Review overdue", ["late"]),
        ("behaviour-principles", "Not approved high enough", ["low"]),
        ("complaints", "Not published", ["inside"]),
        ("attendance", "Reviewed less often than every 12 months; No approval recorded", ["seldom"]),
        ("charging", "Missing", []),
        ("early-years", "Missing, if it is a duty of ours", []),
    ],
)
def test_the_register_says_how_each_duty_is_met(duty: str, state: str, policies: list[str], handbook: Handbook) -> None:
    found = {entry.duty.id: entry for entry in entries(for_audience(handbook, "staff"), TODAY)}
    assert found[duty].state == state
    assert [meeting.policy.id for meeting in found[duty].meetings] == policies


def test_a_row_of_the_register_names_policy_state_strength_source_and_day(handbook: Handbook) -> None:
    page = pages(handbook, "staff")["register/"]
    rows = {row[0]: row[1:] for row in table(page)}
    policies, state, strength, source = rows["Child protection and safeguarding policy"]
    assert policies == "Child protectionPart of it"
    assert state == "MetChild protectionReview overduePart of it"
    assert strength == "Law"
    assert source.startswith("Education Act 2002, section 175 or 157; Keeping children safe in education")
    assert source.endswith("read in a source that quotes it; checked on 21 November 2026")
    assert 'href="../policies/safe/"' in page.html
    assert table(page, 1) == [["Protection of biometric information", "We use none."]]


def test_the_register_counts_its_states(handbook: Handbook) -> None:
    found = entries(for_audience(handbook, "staff"), TODAY)
    missing = sum(entry.state == "Missing" for entry in found)
    assert headings(pages(handbook, "staff")["register/"], "p")[0] == (
        f"As at 21 November 2026: {len(found)} duties of a school such as ours; "
        f"1 met, {len(found) - 1 - missing} to look at, {missing} missing."
    )


def test_only_the_intranet_has_the_register(handbook: Handbook) -> None:
    for audience in ("public", "parents"):
        made = pages(handbook, audience)
        assert not {"register/", "findings/", "reviews/"} & made.keys()
        assert "policies/" in made
        assert not [page.address for page in made.values() if "Education Act 2002, section 175" in page.html]
    assert {"register/", "policies/"} <= pages(handbook, "staff").keys()


def test_without_a_register_for_its_nation_a_school_is_told_so(tmp_path: Path) -> None:
    page = pages(school(tmp_path, {"one": policy("2027-07-31")}, nation="wales"), "staff")["register/"]
    assert "There are no duties to show. The register that comes with this program is for England" in page.html


def test_findings_are_under_whoever_looks_after_the_policy(handbook: Handbook) -> None:
    def finding(severity: Severity, about: str, message: str) -> Finding:
        return Finding("some-rule", severity, Place("a.yaml", 1, 1), message, policy=about)

    page = pages(
        handbook,
        "staff",
        finding(Severity.INFO, "late", "third"),
        finding(Severity.WARNING, "", "of the whole"),
        finding(Severity.WARNING, "safe", "second"),
        finding(Severity.ERROR, "late", "first"),
        finding(Severity.ERROR, "draft", "of a draft that this view does not hold"),
    )["findings/"]
    assert headings(page, "h2") == ["Headteacher 3", "The handbook as a whole 1"]
    assert [row[1] for row in table(page)] == [
        "Error: first some-rule",
        "Warning: second some-rule",
        "For information: third some-rule",
    ]
    assert "1 error, 2 warnings, 1 for information." in " ".join(page.html.split())
    assert "of a draft" not in page.html


TWO_BOARDS = """\
title: Locks
kind: statement
status: in-force
owner: headteacher
audience: [staff, governors]
issue: 1
effective_from: 2026-09-01
approval: {by: board, date: 2026-07-01}
review: {every: 12 months, next: 2027-07-31}
changes: [{issue: 1, date: 2026-07-01, by: headteacher, kind: material, summary: First}]
linked_policies: [{id: vault, audience: [governors]}, draft]
summary: Who locks what.
sections:
  - id: doors
    title: Doors
    clauses:
      - {text: The QQZV of the doors., audience: [governors]}
      - The QQZW of the gate.
"""


def test_findings_about_what_others_read_are_told_to_them_alone(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "data")
    data = tmp_path / "data"
    school_file = data / "school.yaml"
    school_file.write_text(school_file.read_text() + "  governors: {title: Governors, site: intranet}\n")
    (data / "policies/locks.yaml").write_text(TWO_BOARDS)
    vault = TWO_BOARDS.replace("title: Locks", "title: The vault").replace("[staff, governors]", "[governors]")
    (data / "policies/vault.yaml").write_text(vault.replace("[{id: vault, audience: [governors]}, draft]", "[]"))
    checked = check(data, root=tmp_path, today=TODAY)
    assert checked.handbook is not None

    told = {}
    for audience in ("staff", "governors"):
        made = make_view(checked.handbook, audience, data=data, docs=tmp_path, findings=checked.findings, today=TODAY)
        page = next(page for page in made.pages if page.address == "findings/")
        told[audience] = " ".join(plain(cell) for cell in html.fromstring(page.html).iter("td"))

    whole = " ".join(f"{finding.place} {finding.message}" for finding in checked.findings)
    hidden, shown = "locks.yaml:17:", "locks.yaml:18:"
    assert all(words in whole for words in (hidden, shown, "vault is linked here", "is a draft", "draft.yaml"))
    assert [words for words in (hidden, "vault", "draft") if words in told["staff"]] == []
    assert shown in told["staff"]
    assert [
        words for words in (hidden, shown, "vault is linked here", "vault.yaml") if words not in told["governors"]
    ] == []
    assert "draft" not in told["governors"]


def test_the_year_is_planned_by_term(tmp_path: Path) -> None:
    due = {f"p{day}": policy(f"2027-06-0{day}", title=f"Policy {day}") for day in range(1, 10)}
    page = pages(school(tmp_path, due), "staff")["reviews/"]
    assert headings(page, "h3") == [
        "Autumn 2026 0 due, 0 planned",
        "Spring 2027 0 due, 4 planned",
        "Summer 2027 9 due, 5 planned",
        "Autumn 2027 0 due, 0 planned",
    ]
    assert ["Policy 1", "Headteacher", "1 June 2027brought forward from Summer 2027"] in table(page, 1)
    assert "None is put off" in page.html


def test_the_page_of_a_role_says_what_follows_a_colon(tmp_path: Path) -> None:
    items = ["keeps the record", {"text": "acts:", "items": ["at once", "in writing"]}]
    clause = {"text": "The headteacher:", "responsible": ["headteacher"], "items": items}
    sections = [{"id": "who", "title": "Who does what", "clauses": [clause]}]
    page = pages(school(tmp_path, {"one": policy("2027-07-31", sections=sections)}), "staff")["roles/headteacher/"]
    (task,) = (part for part in html.fromstring(page.html).iter("div") if part.get("class") == "clause-text")
    assert plain(task) == "The headteacher:(a)keeps the record(b)acts:(i)at once(ii)in writing"
    assert "id=" not in html.tostring(task, encoding="unicode")


def test_the_notes_of_clauses_that_meet_on_the_page_of_a_role_have_anchors_of_their_own(tmp_path: Path) -> None:
    clauses = [{"text": f"Do it.[^a]\n\n[^a]: By law {n}.", "responsible": ["headteacher"]} for n in (1, 2)]
    sections = [{"id": "who", "title": "Who does what", "clauses": clauses}]
    policies = {name: policy("2027-07-31", title=name.title(), sections=sections) for name in ("one", "two")}
    page = html.fromstring(pages(school(tmp_path, policies), "staff")["roles/headteacher/"].html)
    notes = [note for note in page.iter("p") if note.get("class") == "note"]
    assert [plain(note) for note in notes] == ["1 By law 1. ↩", "1 By law 2. ↩"] * 2
    assert len({note.get("id") for note in notes}) == 4
    assert {link.get("href") for link in page.iter("a") if link.get("class") == "note-ref"} == {
        f"#{note.get('id')}" for note in notes
    }
