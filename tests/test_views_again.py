"""A view that one process makes again after an edit is what a new process would make of it."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

from policy_handbook import audience as filtering
from policy_handbook.audience import for_audience
from policy_handbook.feeds import stretches
from policy_handbook.keeping import NOTHING_KEPT, Store
from policy_handbook.latest import Latest
from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page
from policy_handbook.pages import Beside, ListContext, PageContext, history, list_pages, outline, pages_of, roles, slip
from policy_handbook.pages.bare import TEXTS, listed
from policy_handbook.publish import framed, held, kept_lists, kept_pages, values
from policy_handbook.publish.checking import check
from policy_handbook.publish.framed import Framed
from policy_handbook.publish.values import Digests
from policy_handbook.publish.view import ViewOutputs, make_view
from policy_handbook.read import read_handbook
from policy_handbook.read.again import Newest
from tests.test_warm_builds import AUDIENCES, ROOT, TODAY, edits

EDITS = 25
MEMORIES = (
    (filtering, "_newest"),
    (outline, "_outlines"),
    (values, "_owns"),
    (values, "_of_outlines"),
    (kept_pages, "_newest"),
    (kept_lists, "_newest"),
    (history, "_newest"),
    (roles, "_tasks"),
    (roles, "_newest"),
    (slip, "_rows"),
    (slip, "_newest"),
)


def made(data: Path, audience: str, store: Store, today: dt.date = TODAY) -> ViewOutputs | None:
    """Make a view as a server does, and finish its pages; ``None`` where the data has errors."""
    checked = check(data, root=data.parent, today=today)
    if checked.publishable is None or audience not in checked.publishable.school.audiences:
        return None
    outputs = make_view(
        checked.publishable,
        audience,
        data=data,
        docs=data.parent / "docs",
        findings=checked.findings,
        today=today,
        store=store,
        frame=b"frame" if store.file else b"",
        serving=True,
    )
    for page in outputs.pages:
        outputs.kept.finished(page, f"<html>{page.html}</html>")
        outputs.framed.finished(page, f"<html>{page.html}</html>")
    outputs.kept.save()
    return outputs


def _framed_now(page: Page) -> tuple[bytes, bytes]:
    content = f"<html>{page.html}</html>".encode()
    return content, sha256(content).digest()


def told(outputs: ViewOutputs) -> dict[str, object]:
    """All that is published of a view."""
    pages = {
        page.address: (page.title, page.description, page.html, page.kind, page.updated, [*page.entries], page.crumbs)
        for page in outputs.pages
    }
    files = {file.path: (file.content, file.sha256) for file in outputs.files}
    finished = outputs.kept.files | outputs.framed.files
    for page in outputs.pages:  # what would be put round each now
        file = finished.get(page.address)
        files[page.file_name] = (file.content, file.sha256) if file else _framed_now(page)
    return {**pages, **files, "order": [page.address for page in outputs.pages]}


def in_a_new_process(data: Path, audience: str, monkeypatch: pytest.MonkeyPatch) -> ViewOutputs | None:
    """Make a view as a process does that remembers nothing, and with nothing kept."""
    with monkeypatch.context() as new_process:
        for module, name in MEMORIES:
            new_process.setattr(module, name, Latest())
        new_process.setattr(stretches, "_newest", Newest(100))
        new_process.setattr(held, "_held", held._Held())
        new_process.setattr(framed, "_newest", {})
        return made(data, audience, NOTHING_KEPT)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_after_any_edit_a_view_is_made_as_by_a_new_process(
    audience: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_handbook.print.can_typeset", lambda: False)  # other tests look at what is printed
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import_module("generate").write_handbook(tmp_path, 8, 5)
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    assert made(data, audience, store)
    sound = 0
    for path, before in edits(data, random.Random(audience)):  # noqa: S311 - no secret
        again = made(data, audience, store)
        if again is None:
            path.write_text(before, encoding="utf-8")
            continue
        anew = in_a_new_process(data, audience, monkeypatch)
        assert anew
        assert told(again) == told(anew), f"after an edit of {path.name}"
        sound += 1
        if sound == EDITS:
            break


EDITS_BESIDE_ISSUES = (
    ("policies/mobile-phones.yaml", r"(?m)^summary: ", "summary: Newly said. "),
    ("policies/mobile-phones.yaml", r"(?m)^title: .*", "title: Phones and watches"),
    ("policies/behaviour.yaml", r"(?m)^title: .*", "title: Conduct"),
    ("policies/behaviour.yaml", r"(?m)(^sections:[^~]*?text: )(?=[A-Z])", r"\1Always. "),
    ("issues/behaviour/11.yaml", r"(?m)(^sections:[^~]*?text: )(?=[A-Z])", r"\1Then. "),
    ("school.yaml", r"(?m)^short_name: .*", "short_name: Example"),
    ("people.yaml", r"title: Headteacher", "title: Principal"),
    ("people.yaml", r"Mrs Thessaly Marchbank", "Ms Ada Brown"),
)
"""What the pages of earlier issues, of roles and of what is to be signed may show, each edited in one place."""


@pytest.mark.parametrize("audience", ["public", "staff"])
def test_pages_of_earlier_issues_and_of_roles_are_made_anew_for_all_that_they_show(
    audience: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_handbook.print.can_typeset", lambda: False)
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    shutil.copytree(ROOT / "policy_data", data)
    (data / "issues" / "lock.yaml").unlink()  # which holds every issue to its words
    before = made(data, audience, store)
    assert before
    for name, pattern, new in EDITS_BESIDE_ISSUES:
        text = (data / name).read_text(encoding="utf-8")
        (data / name).write_text(re.sub(pattern, new, text, count=1), encoding="utf-8")
        again, anew = made(data, audience, store), in_a_new_process(data, audience, monkeypatch)
        assert again, f"an edit of {name} is an error"
        assert anew
        assert told(again) == told(anew), f"after an edit of {name}"
        if audience == "staff":
            assert told(again) != told(before), f"after an edit of {name}"
        before = again


def test_the_pages_of_earlier_issues_stay_after_an_edit_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_handbook.print.can_typeset", lambda: False)
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    shutil.copytree(ROOT / "policy_data", data)
    (data / "issues" / "lock.yaml").unlink()  # which holds every issue to its words
    assert made(data, "staff", store)
    policy = data / "policies" / "attendance.yaml"
    policy.write_text(policy.read_text("utf-8").replace("\nsummary: ", "\nsummary: Newly. ", 1), encoding="utf-8")
    monkeypatch.setattr(history, "_of_policy", lambda *_: pytest.fail("a page was made"))
    monkeypatch.setattr(slip, "_page", lambda *_: pytest.fail("the slip was made"))
    monkeypatch.setattr(roles, "role_page", lambda *_: pytest.fail("the page of a role was made"))
    again = made(data, "staff", store)
    assert again
    assert {"changes/slip/", "policies/behaviour/changes/11/"} <= {page.address for page in again.pages}


def test_on_another_day_no_page_of_a_policy_is_made_and_each_gets_its_frame_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_handbook.print.can_typeset", lambda: False)
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import_module("generate").write_handbook(tmp_path, 8, 5)
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    first = made(data, "staff", store)
    tomorrow = TODAY + dt.timedelta(days=1)
    anew = made(data, "staff", NOTHING_KEPT, tomorrow)
    monkeypatch.setattr("policy_handbook.pages.policy_page", lambda *_: pytest.fail("a page was made"))
    again = made(data, "staff", store, tomorrow)
    assert first
    assert again
    assert anew
    assert not again.kept.files  # so that MkDocs puts a frame round each
    assert told(again) == told(anew)
    once_more = made(data, "staff", store, tomorrow)
    assert once_more
    assert len(once_more.kept.files) == len(once_more.handbook.policies)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_page_of_a_policy_says_which_day_it_is(audience: str, whole: Handbook) -> None:
    view = for_audience(whole, audience)

    def pages_on(day: dt.date) -> list[Page]:
        return [page for page in pages_of(view, PageContext(day)) if page.kind == "policy"]

    assert pages_on(TODAY) == pages_on(TODAY + dt.timedelta(days=1000))


# --- frames ---------------------------------------------------------------------------------------------------


def finished(pages: list[Page], key: bytes = b"key", audience: str = "staff") -> dict[str, OutputFile]:
    """Return the pages that need no frame; finish the others."""
    found = Framed.of(audience, key, pages)
    for page in pages:
        found.finished(page, f"<html>{page.html}</html>")
    return found.files


def test_a_frame_is_taken_over_for_the_very_same_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framed, "_newest", {})
    page = Page("roles/", "Roles", "Who does what.", "<h1>Roles</h1>", "roles")
    assert not finished([page])
    assert {name: file.content for name, file in finished([page]).items()} == {"roles/": b"<html><h1>Roles</h1></html>"}
    assert not finished([page], audience="public")
    assert not finished([page], key=b"another day, another name of the school")
    for other in ({"title": "Posts"}, {"description": "Who."}, {"body": "<h1>Posts</h1>"}, {"kind": "role"}):
        assert not finished([replace(page, **other)])  # type: ignore[arg-type]
    assert not finished([replace(page, updated=TODAY)])
    assert finished([replace(page, updated=TODAY)])


def test_most_pages_need_no_frame_after_an_edit_and_all_do_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_handbook.print.can_typeset", lambda: False)
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    shutil.copytree(ROOT / "policy_data", data)
    (data / "issues" / "lock.yaml").unlink()
    monkeypatch.setattr(framed, "_newest", {})
    first = made(data, "staff", store)
    policy = data / "policies" / "attendance.yaml"
    policy.write_text(policy.read_text("utf-8").replace("\nsummary: ", "\nsummary: Newly. ", 1), encoding="utf-8")
    again = made(data, "staff", store)
    assert first
    assert again
    assert not first.framed.files
    others = {page.address for page in again.pages if page.kind not in ("policy", "not-found")}
    assert others == again.framed.files.keys()
    tomorrow = made(data, "staff", store, TODAY + dt.timedelta(days=1))
    assert tomorrow
    assert not tomorrow.framed.files


# --- lists --------------------------------------------------------------------------------------------------


@pytest.fixture(name="whole", scope="module")
def fixture_whole() -> Handbook:
    handbook = read_handbook(ROOT / "policy_data").handbook
    assert handbook
    return handbook


def test_a_list_has_no_text_to_show(whole: Handbook) -> None:
    policy = listed(next(iter(whole.in_force.values())))
    assert policy.title
    for name in TEXTS:
        with pytest.raises(AttributeError):
            getattr(policy, name)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_lists_are_made_without_the_texts(audience: str, whole: Handbook) -> None:
    pages = list_pages(for_audience(whole, audience), ListContext(TODAY))
    assert {"", "policies/", "changes/", "as-at/", "404.html"} <= pages.keys()
    assert ("reviews/" in pages) == (audience == "staff")
    assert not any(page.entries for page in pages.values())  # what is found on a page is not kept with lists


def listed_digest(view: Handbook) -> bytes:
    return Digests.of(view, Beside({}, {}, {}, {}, {})).listed


def test_what_lists_show_of_an_earlier_issue_makes_them_anew_and_its_text_does_not(whole: Handbook) -> None:
    view = for_audience(whole, "staff")
    policy, issues = next((name, issues) for name, issues in view.issues.items() if issues)
    number, issue = next(iter(issues.items()))

    def with_issue(**fields: object) -> Handbook:
        return replace(view, issues={**view.issues, policy: {**issues, number: issue.model_copy(update=fields)}})

    assert listed_digest(with_issue(title="What it was called")) != listed_digest(view)
    assert listed_digest(replace(view, issues={})) != listed_digest(view)
    assert listed_digest(with_issue(summary="Another summary.")) == listed_digest(view)


def test_what_lists_show_of_a_policy_makes_them_anew_and_its_text_does_not(whole: Handbook) -> None:
    view = for_audience(whole, "staff")
    name, policy = next(iter(view.policies.items()))

    def with_policy(**fields: object) -> Handbook:
        return replace(view, policies={**view.policies, name: policy.model_copy(update=fields)})

    for field in type(policy).model_fields.keys() - TEXTS:
        assert listed_digest(with_policy(**{field: "something else"})) != listed_digest(view), field
    for field in TEXTS:
        assert listed_digest(with_policy(**{field: ()})) == listed_digest(view), field
