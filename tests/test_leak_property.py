"""Random handbooks: no view holds a word that is not for its audience, and every clause reaches all of its readers."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_handbook.acknowledgement import Register, coverage_of
from policy_handbook.audience import findings_for, for_audience
from policy_handbook.feeds import files_of
from policy_handbook.history import redline
from policy_handbook.history.text import redline_json, redline_text
from policy_handbook.model import Handbook, SiteName, Status
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.print.document import policy_data
from policy_handbook.print.flier import flier_data
from policy_handbook.print.governors import matter_data, matters, with_drafts
from policy_handbook.print.pack import induction_of, pack_data
from policy_handbook.print.word import policy_word
from policy_handbook.read import read_handbook
from policy_handbook.rules import Context, check_all
from tests.random_handbooks import AUDIENCES, Drawn, draw

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 21)


def read(drawn: Drawn) -> Handbook:
    with TemporaryDirectory() as folder:
        drawn.write(Path(folder))
        reading = read_handbook(Path(folder), "policy_data")
    assert reading.handbook is not None
    assert reading.findings == ()
    return reading.handbook


def everything_of(view: Handbook, whole: Handbook) -> str:
    """All that a view would write, file names included."""
    intranet = view.view.site is SiteName.INTRANET
    findings = findings_for(check_all(Context(whole, TODAY)), whole, view) if intranet else ()
    register = Register({f"person-{number}": tuple(whole.people.roles) for number in range(9)}, (), ())
    coverage = tuple(coverage_of(view, register)) if intranet else ()
    pages = pages_of(view, PageContext(TODAY, findings, coverage=coverage))
    parts = [f"{page.address} {page.title} {page.description} {page.html} {page.entries}" for page in pages]
    parts += [f"{file.path} {file.content.decode('utf-8', 'replace')}" for file in files_of(view, pages, TODAY)]
    return "\n".join([*parts, *on_paper(view, whole), *in_the_command(view)])


def on_paper(view: Handbook, whole: Handbook) -> Iterator[str]:
    """What is handed to the typesetter, and what Word documents hold."""
    for policy in view.policies.values():
        yield str(policy_data(view, policy))
        yield document_text(policy_word(view, policy))
    for flier in view.fliers.values():
        yield f"{flier.id} " + "".join(str(flier_data(view, flier, "", language)) for language in ("en", "pl"))
    for role in view.people.roles:
        yield str(pack_data(view, view.title_of(role), "", (), [("", induction_of(view, role))], "", TODAY))
    if all(policy.status is not Status.DRAFT for policy in whole.policies.values()):  # a board is shown drafts, too
        board = with_drafts(whole, view.audience)
        for matter in matters(whole, dt.date(2027, 8, 1), dt.date(2028, 1, 1)):
            if matter.policy.id in board.policies:
                yield str(matter_data(board, matter))


def document_text(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def in_the_command(view: Handbook) -> Iterator[str]:
    """What ``handbook diff`` shows to an audience."""
    for policy in view.policies.values():
        for old in view.issues.get(policy.id, {}).values():
            made = redline(view, old, policy)
            yield redline_text(made) + redline_json(made)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_no_view_holds_what_is_not_for_it_and_none_lacks_a_clause(seed: int) -> None:
    drawn = draw(seed)
    whole = read(drawn)
    for audience in AUDIENCES:
        text = everything_of(for_audience(whole, audience), whole)
        assert [word for word in drawn.forbidden(audience) if word in text] == []
        assert [word for word in drawn.clauses if audience in drawn.readers[word] and word not in text] == []


def test_the_property_can_fail() -> None:
    drawn = draw(1)
    whole = dataclasses.replace(read(drawn), audience="public")
    text = everything_of(whole, whole)
    assert [word for word in drawn.forbidden("public") if word in text] != []
