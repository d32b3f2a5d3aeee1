"""The editor for GitHub and GitLab: scripts in the browser read and write the files as the server does."""

import base64
import functools
import http.server
import json
import random
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from policy_handbook.editing.entries import IncompleteError, changed_file, form_of
from policy_handbook.editing.forge import Forge, admin_files
from policy_handbook.editing.forms import BASE
from policy_handbook.editing.store import Store
from policy_handbook.publish import usable_handbook
from tests.editing.conftest import TRIAL
from tests.editing.test_entries import DATA, MODELS, difference
from tests.editing.test_entries_properties import FILES, _change, _lists, _said, _size, commented, over
from tests.processes import handbook

FORGE = Forge("github", "exampleton/handbook")
WORDS = [
    "no",
    "1.10",
    "- a\n- b",
    "  indented\nnot",
    "a\n\n  b",
    "ends:",
    "# x",
    "plain words",
    "a: b",
    "“so” – yes",
    "x\u2028y",
]


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    """The folder as the command writes it."""
    made = tmp_path / "admin"
    for name, content in admin_files(usable_handbook(store.data), store, FORGE).items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(content)
    return made


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def scripts(address: str, browser: Browser) -> Iterator[Page]:
    """A page that has the scripts which read and write files, and nothing else."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}edit.css")
    page.evaluate(
        "async () => { const {entriesOf} = await import('/entries.js');"
        "const said = await (await fetch('/config.json')).json();"
        "window.of = kind => entriesOf(said.kinds[kind].schema, said.short, said.kinds[kind].heading) }"
    )
    yield page
    context.close()


def read(scripts: Page, path: str, text: str) -> Any:
    kind = path.split("/", maxsplit=1)[0].removesuffix(".yaml")
    return scripts.evaluate("([kind, text]) => (window.last = of(kind)).fromFile(text)", [kind, text])


def write(scripts: Page, form: Any) -> str:
    return str(scripts.evaluate("form => window.last.toFile(form)", form))


@pytest.mark.browser
def test_every_sample_file_is_read_and_kept_as_the_server_does(scripts: Page) -> None:
    for path, model in MODELS.items():
        text = (DATA / path).read_bytes().decode("utf-8")
        form = read(scripts, path, text)
        assert {key: value for key, value in form.items() if key != BASE} == form_of(text, model), path
        assert write(scripts, form) == text, path


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["policies/mobile-phones.yaml", "people.yaml", "school.yaml", "fliers/social-media.yaml"]
)
def test_whatever_is_changed_reads_back_and_loses_nothing(scripts: Page, path: str) -> None:
    text, model = (DATA / path).read_bytes().decode("utf-8"), MODELS[path]
    for seed in range(25):
        chance = random.Random(seed)  # noqa: S311 - no secret
        form = read(scripts, path, text)
        mark = form.pop(BASE)
        for _ in range(chance.randint(1, 3)):
            _change(form, chance, _said(chance.choice(WORDS)))
        try:
            wanted = form_of(changed_file(text, form, model), model)
        except IncompleteError:
            continue
        after = write(scripts, form | {BASE: mark})
        assert form_of(after, model) == wanted, seed
        comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
        assert [line for line in comments if line not in after.splitlines()] == [], seed


@pytest.mark.browser
@pytest.mark.parametrize("path", FILES)
def test_comments_go_where_their_rows_go(scripts: Page, path: str) -> None:
    """A comment over every line, and a row moved, removed or written anew: each stands over what it stood over."""
    text = "\n".join(commented((DATA / path).read_text(encoding="utf-8").splitlines())) + "\n"
    for seed in range(8):
        chance = random.Random(seed)  # noqa: S311 - no secret
        form = read(scripts, path, text)
        mark = form.pop(BASE)
        rows = chance.choice([rows for rows in _lists(form) if len(rows) > 1])
        row = rows.pop(chance.randrange(len(rows)))
        if moved := chance.random() < 0.6:
            rows.insert(chance.randrange(len(rows)), row)
        after = write(scripts, form | {BASE: mark})
        assert form_of(after, FILES[path]) == form, seed
        was, now = over(text), over(after)
        assert len(was) - len(now) <= (0 if moved else _size(row)), seed
        assert [comment for comment in now if now[comment] != was[comment]] == [], seed


@pytest.mark.browser
def test_odd_layouts_stay(scripts: Page) -> None:
    text = """\
# the first line
title:   Trial   # a title

audience: [ public,staff ]   # who
# before the sections
sections:
- id: a    # the id
  title: 'A'
  # on the clauses
  clauses:
  # on one
  - "one"

  - text: >-
      two
      lines
    audience: staff
"""
    form = read(scripts, "policies/x.yaml", text)
    form["sections"][0]["clauses"][0]["text"] = "uno"
    assert difference(text, write(scripts, form)) == ['-  - "one"', '+  - "uno"']
    del form["title"]
    assert write(scripts, form).startswith("# the first line\n")


@pytest.mark.browser
def test_a_change_is_the_same_lines_as_on_ones_own_machine(scripts: Page) -> None:
    path = "policies/mobile-phones.yaml"
    text = (DATA / path).read_bytes().decode("utf-8")
    form = read(scripts, path, text)
    form["sections"][1]["clauses"].insert(1, {"text": "It covers visits."})
    form["sections"][0]["audience"].append("pupils")
    form["linked_policies"].append({"id": "behaviour"})
    form["review"]["next"] = "2027-05-31"
    own = difference(text, changed_file(text, {**form, BASE: ""}, MODELS[path]))
    assert difference(text, write(scripts, form)) == own
    assert len(own) == 6


@pytest.mark.browser
def test_a_new_file_is_the_same_as_on_ones_own_machine(scripts: Page) -> None:
    form = {
        "title": "Visits",
        "audience": ["staff"],
        "sections": [{"title": "Purpose", "clauses": [{"text": "We go."}]}],
    }
    read(scripts, "policies/x.yaml", "title: x\n")
    made = write(scripts, form)
    heading, _, rest = made.partition("\n")
    assert heading == "# yaml-language-server: $schema=../../schemas/policy.schema.json"
    assert rest == changed_file("", form, MODELS["policies/behaviour.yaml"])


@dataclass
class GitHub:
    """GitHub's interface, as far as the editor asks for it: one policy, and what is sent."""

    sent: dict[str, Any] = field(default_factory=dict)

    def answer(self, route: Route) -> None:
        """Answer what the editor asks, with the headers that let a page of another host read it."""
        allowed = {f"Access-Control-Allow-{name}": "*" for name in ("Origin", "Headers", "Methods")}
        path = urlsplit(route.request.url).path.removeprefix("/repos/exampleton/handbook")
        if route.request.method in ("POST", "PUT"):
            self.sent[path] = json.loads(route.request.post_data or "{}")
        said = self._said(route.request.method, unquote(path))
        route.fulfill(status=200 if said is not None else 404, headers=allowed, json={} if said is None else said)

    @staticmethod
    def _said(method: str, path: str) -> Any:
        made = {"sha": "a" * 40, "parents": [], "number": 1, "head": {"sha": "a" * 40}, "labels": []}
        if method != "GET":
            return made
        blob = {"sha": "b" * 40, "encoding": "base64", "content": base64.b64encode(TRIAL.encode()).decode()}
        tree = {"tree": [{"path": "trial.yaml", "type": "blob", "sha": blob["sha"], "size": len(TRIAL)}]}
        return {
            "/user": {"login": "office", "name": "Office", "id": 1},
            "": {"permissions": {"push": True}, "full_name": FORGE.repo, "owner": {"login": "exampleton"}},
            "/pulls": [],
            "/commits": [],
            "/git/trees/main:policy_data/policies": tree,
            f"/git/blobs/{blob['sha']}": blob,
            "/branches/main": {"name": "main", "commit": {"sha": "c" * 40}},
        }.get(path)


@pytest.mark.browser
def test_a_policy_is_changed_on_github(address: str, browser: Browser) -> None:
    """The editor's own way of working with GitHub, over a stand-in for it: the change is a request to be agreed to."""
    github = GitHub()
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.route("https://api.github.com/**", github.answer)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role("button", name="Login with GitHub").wait_for()
    signed_in = {"token": "trial", "login": "office", "name": "Office", "backendName": "github"}
    page.evaluate("user => localStorage.setItem('decap-cms-user', JSON.stringify(user))", signed_in)
    page.reload()
    page.get_by_role("link", name="Trial").click()
    page.get_by_label("Title", exact=True).first.fill("Trying out")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("All saved")).to_be_visible(timeout=20_000)
    after = base64.b64decode(github.sent["/git/blobs"]["content"]).decode("utf-8")
    assert difference(TRIAL, after) == ["-title: Trial", "+title: Trying out"]
    [written] = github.sent["/git/trees"]["tree"]
    assert written["path"] == "policy_data/policies/trial.yaml"
    assert github.sent["/git/refs"]["ref"] == "refs/heads/cms/policies/trial"
    assert (github.sent["/pulls"]["base"], github.sent["/pulls"]["title"]) == ("main", "Change trial")
    own = (address, "https://api.github.com/", "blob:", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    context.close()


def test_the_configuration_says_where_the_files_are(store: Store) -> None:
    forge = Forge("gitlab", "trust/handbook", "live", "school/data", "https://git.exampleton.example.org", "4711")
    config = json.loads(admin_files(usable_handbook(store.data), store, forge)["config.json"])["config"]
    assert {key: value for key, value in config["backend"].items() if key != "commit_messages"} == {
        "name": "gitlab",
        "repo": "trust/handbook",
        "branch": "live",
        "auth_type": "pkce",
        "app_id": "4711",
        "base_url": "https://git.exampleton.example.org",
    }
    assert config["publish_mode"] == "editorial_workflow"
    places = [each.get("folder") or each["files"][0]["file"] for each in config["collections"]]
    assert places == [
        f"school/data/{name}" for name in ("policies", "fliers", "school.yaml", "people.yaml", "glossary.yaml")
    ]


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return handbook("edit", "--write-admin", *options, folder=folder)


def test_the_command_writes_the_folder(data: Path) -> None:
    done = run(data.parent, "admin", "--repo", "exampleton/handbook")
    assert (done.returncode, done.stdout) == (0, "Wrote admin/ for exampleton/handbook\n")
    assert "never on the website" in done.stderr
    assert (data.parent / "admin" / "yaml" / "index.js").is_file()
    assert run(data.parent, "admin", "--repo", "exampleton/handbook").returncode == 0


def test_the_command_writes_over_nothing_else(data: Path) -> None:
    done = run(data.parent, "policy_data", "--repo", "exampleton/handbook")
    assert done.returncode == 2
    assert "is there already and is no editor" in done.stderr


@pytest.mark.parametrize("repo", ["", "exampleton"])
def test_the_repository_has_to_be_named(data: Path, repo: str) -> None:
    done = run(data.parent, "admin", "--repo", repo)
    assert done.returncode == 2
    assert "--repo is missing" in done.stderr
    assert not (data.parent / "admin").exists()
