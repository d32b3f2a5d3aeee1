"""The last look before publishing finds withheld text in every way in which it could get out."""

import base64
import dataclasses
import datetime as dt
import gzip
import json
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.feeds import files_of
from policy_handbook.model import Handbook
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.publish.leaks import Scanner
from policy_handbook.read import read_handbook

SAMPLE = Path(__file__).parent.parent / "policy_data"
TODAY = dt.date(2026, 11, 21)

CLAUSE = (
    "The headteacher may ask IT support for the records of school devices where misuse is suspected, "
    "after advice from the data protection officer."
)
"""A clause of the sample that is for staff alone."""


@pytest.fixture(name="sample", scope="module")
def fixture_sample() -> Handbook:
    handbook = read_handbook(SAMPLE, "policy_data").handbook
    assert handbook is not None
    return handbook


@pytest.fixture(name="scanner", scope="module")
def fixture_scanner(sample: Handbook) -> Scanner:
    return Scanner(sample, "parents")


VECTORS = {
    "page.html": f"<p>{CLAUSE}</p>".encode(),
    "tags.html": f"<p>{CLAUSE.replace('records', '<b>rec</b>ords')}</p>".encode(),
    "attribute.html": f'<a data-meaning="{CLAUSE}">x</a>'.encode(),
    "comment.html": f"<!-- {CLAUSE} -->".encode(),
    "entities.html": "".join(f"&#{ord(letter)};" for letter in CLAUSE).encode(),
    "index.json": json.dumps({"text": CLAUSE}).encode(),
    "escaped.js": "".join(f"\\u{ord(letter):04x}" for letter in CLAUSE).encode(),
    "feed.xml": f"<summary>{CLAUSE.upper()}</summary>".encode(),
    "sitemap.xml.gz": gzip.compress(CLAUSE.encode()),
    "link.html": f'<a href="mailto:x?body={quote(CLAUSE)}">x</a>'.encode(),
    "reviews.ics": ("DESCRIPTION:" + CLAUSE[:50] + "\r\n " + CLAUSE[50:]).encode(),
    "part.txt": " ".join(CLAUSE.split()[3:12]).encode(),
    "soft.html": CLAUSE.replace("suspected", "sus\u00adpected").encode(),
    "holder.html": b"Ask <b>IT support</b>: it@exampleton.example.org",
}


@pytest.mark.parametrize("name", VECTORS)
def test_a_withheld_clause_is_found_however_it_is_written(name: str, scanner: Scanner) -> None:
    assert list(scanner.scan_file(name, VECTORS[name]))


def test_the_name_of_a_tag_is_no_word_of_the_text(scanner: Scanner) -> None:
    text = "records of school devices where <misuse>is suspected</misuse>"  # six words of a clause, one of them no word
    assert list(scanner.scan_file("page.txt", text.encode()))
    assert list(scanner.scan_file("page.html", text.encode())) == []


def test_a_file_name_can_give_a_policy_away() -> None:
    small = read_handbook(Path(__file__).parent / "data" / "small", "small").handbook
    assert small is not None
    scanner = Scanner(small, "public")

    assert list(scanner.scan_file("policies/closed/closed.pdf", b""))
    assert list(scanner.scan_file("x.html", b'<a href="../closed/">x</a>'))
    assert not list(Scanner(small, "staff").scan_file("policies/closed/closed.pdf", b""))


def test_a_leak_is_told_without_its_text(scanner: Scanner) -> None:
    told = [str(leak) for leak in scanner.scan_file("page.html", VECTORS["page.html"])]

    start = "page.html holds a clause that its readers may not see: policy_data/policies/social-media.yaml:"
    assert any(line.startswith(start) for line in told)
    assert not any("misuse" in line for line in told)


@pytest.mark.parametrize("audience", ["public", "parents", "pupils", "staff"])
def test_what_is_made_from_the_filtered_handbook_is_clean(sample: Handbook, audience: str) -> None:
    view = for_audience(sample, audience)
    pages = pages_of(view, PageContext(TODAY))
    files = {page.file_name: page.html.encode() for page in pages}
    files |= {file.path: file.content for file in files_of(view, pages, TODAY)}
    scanner = Scanner(sample, audience)

    assert [str(leak) for name, data in files.items() for leak in scanner.scan_file(name, data)] == []


def test_the_scan_turns_red_when_the_filter_is_taken_away(sample: Handbook) -> None:
    """The same pages made from a handbook in which every reader may see everything."""
    staff = for_audience(sample, "staff")
    pages = {page.file_name: page.html.encode() for page in pages_of(staff, PageContext(TODAY))}

    for audience in ("public", "parents", "pupils"):
        scanner = Scanner(sample, audience)
        assert [leak for name, data in pages.items() for leak in scanner.scan_file(name, data)]


def test_pictures_are_not_read_as_text(scanner: Scanner) -> None:
    assert not list(scanner.scan_file("crest.png", base64.b64decode("iVBORw0KGgo=") + CLAUSE.encode()))


def test_a_common_word_in_a_page_of_the_schools_own_is_no_title(sample: Handbook) -> None:
    page = "How we deal with Whistleblowing, and what a procedure for Lone working holds."
    plain = Scanner(sample, "pupils")
    assert {leak.kind for leak in plain.scan_file("help.html", b"Whistleblowing")} <= {"title of a policy"}
    told = Scanner(sample, "pupils", hand_written=[page])
    assert list(told.scan_file("help.html", b"Whistleblowing")) == []
    assert [leak.kind for leak in told.scan_file("help.html", b"Lone working")] == ["title of a policy"]


def test_what_the_statutory_register_says_to_staff_is_no_leak_of_a_draft_that_says_it_too(sample: Handbook) -> None:
    duty = "Written statement of behaviour principles"
    policy = sample.policies["uniform"]
    link = policy.linked_policies[0].model_copy(update={"id": "", "title": duty})
    draft = policy.model_copy(update={"status": "draft", "linked_policies": (link,)})
    whole = dataclasses.replace(sample, policies={**sample.policies, "uniform": draft})
    page = f"<td>{duty}</td>".encode()
    assert list(Scanner(whole, "staff").scan_file("register/index.html", page)) == []


def test_a_title_before_an_anchor_in_the_index_is_no_reference_to_a_clause(tmp_path: Path) -> None:
    """All of the withheld reference but one run is said elsewhere, and that one is made by a title and an anchor."""
    shutil.copytree(Path(__file__).parent / "data" / "small", tmp_path / "data")
    title = "After school clubs in the boathouse"
    said = "See after school clubs in the shed. What stands in the boathouse, clause 4.1 says."
    opened = tmp_path / "data" / "policies" / "open.yaml"
    text = opened.read_text("utf-8").replace("title: Open", f"title: {title}")
    opened.write_text(f"{text}  - {{id: sheds, title: Sheds, clauses: ['{said}']}}\n", "utf-8")
    closed = tmp_path / "data" / "policies" / "closed.yaml"
    hidden = f"['See {title}, clause 4.1.', Keys hang behind the green door]"
    closed.write_text(closed.read_text("utf-8").replace("[Hidden]", hidden), "utf-8")
    whole = read_handbook(tmp_path / "data", "small").handbook
    assert whole is not None
    view = for_audience(whole, "public")
    files = {file.path: file.content for file in files_of(view, pages_of(view, PageContext(TODAY)), TODAY)}
    index = files["assets/search-index.js"]
    scanner = Scanner(whole, "public")

    assert f'"{title}","",[["clause-1-1"]'.encode() in index
    assert [str(leak) for leak in scanner.scan_file("assets/search-index.js", index)] == []
    assert list(scanner.scan_file("assets/search-index.js", index + b"/* Keys hang behind the green door */"))


WITHHELD = "The person in charge of the room prepares the risk assessment when a family asks."
SAID_ANYWAY = (
    "In some cases the person in charge of the room prepares the risk assessment.",
    "Nobody prepares the risk assessment when a family asks.",
    "When something goes wrong, tell the office.",
)


@pytest.fixture(name="formal", scope="module")
def fixture_formal(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """A scanner of a view that says all runs of a withheld clause but one, in clauses of its own."""
    data = tmp_path_factory.mktemp("formal") / "data"
    shutil.copytree(Path(__file__).parent / "data" / "small", data)
    clauses = [{"text": WITHHELD, "audience": ["staff"]}, *({"text": text} for text in SAID_ANYWAY)]
    with (data / "policies" / "open.yaml").open("a") as policy:
        policy.write(f"  - {json.dumps({'id': 'risk', 'title': 'Risk', 'clauses': clauses})}\n")
    whole = read_handbook(data, "data").handbook
    assert whole is not None
    return Scanner(whole, "parents")


def test_where_one_text_ends_and_the_next_begins_nothing_leaks(formal: Scanner) -> None:
    before, beside, after = SAID_ANYWAY
    for data in (f"<p>{before}</p><p>{after}</p>", f"{before} {after}", f"{after} {before} {after} {beside}"):
        assert not [*formal.scan_file("page.html", data.encode())]


@pytest.mark.parametrize(
    "text", [WITHHELD, "the room prepares the risk assessment when a", WITHHELD.replace("a", "<b>a</b>")]
)
def test_a_clause_of_which_the_view_says_all_but_one_run_is_found(text: str, formal: Scanner) -> None:
    assert [leak.kind for leak in formal.scan_file("page.html", f"<p>So: {text} And so on.</p>".encode())] == ["clause"]
