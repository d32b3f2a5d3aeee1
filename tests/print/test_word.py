"""A policy as a Word document: real headings, numbers, links and tables, the same bytes, and it reads back."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml.ns import qn

from policy_handbook.cli.main import commands
from policy_handbook.importing.reading import read_document
from policy_handbook.model import Clause, Numbering, Policy, Section
from policy_handbook.print.word import bookmark_name, policy_word
from tests.print.sheets import SAMPLE, SMALL, view_of


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "data")
    return tmp_path / "data"


def numbers_of(policy: Policy) -> Iterator[str]:
    """The numbers of sections, clauses and items in order, but for clauses that are a table alone."""

    def of_clause(clause: Clause) -> Iterator[str]:
        if not clause.text.lstrip().startswith("|"):
            yield clause.label
        for item in clause.items:
            yield from of_clause(item)

    def of_section(section: Section) -> Iterator[str]:
        yield section.number
        for clause in section.clauses:
            yield from of_clause(clause)
        for child in section.sections:
            yield from of_section(child)

    for section in policy.sections:
        yield from of_section(section)


def has_bare_table(policy: Policy) -> bool:
    return any(clause.text.lstrip().startswith("|") for clause in policy.all_clauses())


def labels_in(document: bytes) -> list[str]:
    """The numbers that Word shows, as the importer works them out from the lists of the document."""
    blocks = read_document(document, "policy.docx").blocks
    return [block.label for block in blocks if block.label and block.label.strip("•·o§")]


@pytest.mark.parametrize("audience", ["staff", "parents"])
def test_word_counts_to_the_numbers_of_the_page_gaps_included(audience: str) -> None:
    view = view_of(audience, SAMPLE)
    tried = 0
    for policy in view.policies.values():
        if policy.numbering is Numbering.NONE or has_bare_table(policy):
            continue
        tried += 1
        shown = iter(labels_in(policy_word(view, policy)))
        assert all(any(number == label for label in shown) for number in numbers_of(policy)), policy.id
    assert tried > 8


def test_headings_tables_and_language_are_real_ones() -> None:
    view = view_of("staff", SAMPLE)
    policy = view.policies["social-media"]
    document = Document(io.BytesIO(policy_word(view, policy)))
    headings = [
        (p.style.name, p.text) for p in document.paragraphs if p.style and str(p.style.name).startswith("Heading")
    ]

    assert ("Heading 1", "Parents and carers") in headings
    assert ("Heading 2", "Pupils") in headings
    assert document.core_properties.title == "Social media"
    assert document.core_properties.language == "en-GB"
    assert document.tables
    for table in document.tables:
        assert [*table.rows[0]._tr.iter(qn("w:tblHeader"))]
    assert next(document.styles.element.iter(qn("w:lang"))).get(qn("w:val")) == "en-GB"


def test_links_lead_out_and_to_clauses_within(data: Path) -> None:
    policy = data / "policies" / "open.yaml"
    policy.write_text(
        policy.read_text().replace(
            "- For all", '- "See [the law](https://example.org/law), [[#1.3]] and **this** `code`."'
        )
    )
    view = view_of("staff", data)
    document = Document(io.BytesIO(policy_word(view, view.policies["open"])))
    links = list(document.element.iter(qn("w:hyperlink")))
    names = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}

    assert {rel.target_ref for rel in document.part.rels.values() if rel.is_external} >= {"https://example.org/law"}
    assert [link.get(qn("w:anchor")) for link in links if link.get(qn("w:anchor"))] == ["open_clause_1_3"]
    assert "open_clause_1_3" in names
    assert any(run.bold and run.text == "this" for p in document.paragraphs for run in p.runs)
    assert "See the law, clause 1.3 and this code." in [p.text for p in document.paragraphs]


def test_what_a_view_withholds_is_not_in_its_document() -> None:
    view = view_of("public")
    archive = zipfile.ZipFile(io.BytesIO(policy_word(view, view.policies["open"])))
    ours = [name for name in archive.namelist() if not name.startswith(("word/styles", "word/theme", "word/web"))]
    everything = b"".join(archive.read(name) for name in ours)

    assert b"For all" in everything
    for withheld in (b"For staff", b"Hidden", b"Inside", b"Incident"):
        assert withheld not in everything


def test_the_same_policy_gives_the_same_bytes_and_names_no_machine() -> None:
    view = view_of("staff", SAMPLE)
    one = policy_word(view, view.policies["behaviour"])

    assert one == policy_word(view, view.policies["behaviour"])
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = zipfile.ZipFile(io.BytesIO(one)).read("docProps/core.xml")
    assert b"Exampleton Primary School" in core
    assert b"python-docx" not in core


def test_signs_of_xml_and_letters_it_cannot_hold_do_no_harm(data: Path) -> None:
    policy = data / "policies" / "open.yaml"
    policy.write_text(policy.read_text().replace("- For all", '- "Less < more & \\"so\\" \\x0b <w:p/> 学 السلام"'))
    view = view_of("staff", data)
    document = Document(io.BytesIO(policy_word(view, view.policies["open"])))

    assert 'Less < more & "so"  <w:p/> 学 السلام' in [p.text for p in document.paragraphs]


def test_names_of_bookmarks_are_as_word_takes_them() -> None:
    long = bookmark_name("a-policy-with-a-long-name-clause-12-3-a-ii")

    assert bookmark_name("open-clause-1-3") == "open_clause_1_3"
    assert len(long) == 40
    assert long != bookmark_name("a-policy-with-a-long-name-clause-12-3-a-iii")


def test_the_command_writes_drafts_too(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(
        commands, ["export", "draft", "--data", str(data)], catch_exceptions=False, standalone_mode=False
    )

    assert result.output == "draft.docx\n"
    assert Document("draft.docx").core_properties.title == "Draft"
