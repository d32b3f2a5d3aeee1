"""A small school on a disk of its own, its files as the editor sees them, and the editor in a browser."""

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from policy_handbook.editing import Editor, serve_editor
from policy_handbook.editing.store import Store
from policy_handbook.rules.examples import files
from tests.editing.office import Office

TODAY = dt.date(2026, 11, 21)
TRIAL = """\
# yaml-language-server: $schema=../../schemas/policy.schema.json
title: Trial
kind: policy
status: in-force
owner: headteacher
audience: [public, parents, staff]   # not for pupils yet
satisfies: [trying-out]
issue: 2
effective_from: 2026-09-01
approval: {by: governing-board, date: 2026-07-09}
review: {every: 12 months, next: 2027-07-31}
reviews:
  - {date: 2026-07-01, by: headteacher, outcome: new-issue}
changes:
  - {issue: 1, date: 2025-07-10, by: headteacher, kind: material, summary: First issue}
  - {issue: 2, date: 2026-07-09, by: headteacher, kind: editorial, summary: Clearer words}
publicised: [{to: parents, date: 2026-09-04, how: Newsletter}]
summary: A policy to try rules on.
sections:
  - id: purpose
    title: Purpose
    clauses:
      # the board's own words
      - We try things out.
  - id: scope
    title: Scope
    clauses:
      - It is for everybody.
      - text: "The office knows who is in: the list is there."
        audience: [staff]
      - id: visitors
        text: |
          Visitors sign in:

          - at the gate
          - at the office
  - id: roles
    title: Who does what
    clauses: [The headteacher decides.]
  - id: monitoring
    title: Review
    clauses: [We look at it each year.]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a project."""
    folder = tmp_path / "school" / "policy_data"
    for name, text in files("").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def store(data: Path) -> Store:
    return Store(data, data.parent, TODAY)


@pytest.fixture
def editor(store: Store) -> Iterator[Editor]:
    """The editor, served on this machine."""
    server, editor = serve_editor(store)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield editor
    server.shutdown()
    server.server_close()


@pytest.fixture
def office(browser: Browser, editor: Editor) -> Iterator[Office]:
    """Somebody who changes policies in the forms: the trial policy is laid out as people lay it out."""
    (editor.store.data / "policies" / "trial.yaml").write_text(TRIAL, encoding="utf-8")
    with Office.at(browser, editor) as someone:
        yield someone
