"""Guided work: the next issue, a review, a withdrawal and the import of documents, over the same code as the commands.

What would be written is shown first. It is written when the person says so, and only if the files are still as they
were when it was shown.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from policy_handbook.dates import Date
from policy_handbook.editing.entries import form_of
from policy_handbook.editing.saying import shown
from policy_handbook.editing.store import POLICIES, RefusedError, Store, mark_of
from policy_handbook.editing.told import told
from policy_handbook.findings import Finding
from policy_handbook.importing.bringing import Order, Outcome, State, bring_in
from policy_handbook.importing.known import known_of
from policy_handbook.importing.reading import MAX_BYTES
from policy_handbook.importing.reporting import place_of, write_report
from policy_handbook.issuing import (
    Decision,
    PastReview,
    Plan,
    new_errors,
    plan_issue,
    plan_review,
    plan_withdrawal,
    refusals,
)
from policy_handbook.model import ChangeKind, Handbook, Policy, Status
from policy_handbook.model.base import ID_PATTERN
from policy_handbook.publish import UnusableError, usable_handbook
from policy_handbook.rewriting import UnreadableError

Params = Mapping[str, Any]
Given = Mapping[str, Any]


def choices(store: Store, _params: Params) -> Any:
    """What can be chosen on the pages: policies, posts, bodies and readers."""
    handbook = _handbook(store)
    people = handbook.people
    return {
        "school": handbook.school.name,
        "today": store.today.isoformat(),
        "policies": [_policy(handbook, policy) for policy in handbook.policies.values()],
        "posts": [{"id": name, "title": role.title} for name, role in people.roles.items()],
        "bodies": [
            {"id": name, "title": body.title[:1].upper() + body.title[1:]}
            for name, body in people.bodies.items()
            if body.approves
        ],
        "readers": [{"id": name, "title": audience.title} for name, audience in handbook.school.audiences.items()],
    }


def _policy(handbook: Handbook, policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "status": str(policy.status),
        "issue": policy.issue,
        "owner": policy.owner,
        "approvedBy": policy.approval.by if policy.approval else "",
        "nextReview": policy.review.next.words,
        "every": str(policy.review.every),
        "withdrawn": policy.status is Status.WITHDRAWN,
        "links": [
            {"title": handbook.policies[link.id].title, "issue": handbook.policies[link.id].issue}
            for link in policy.linked_policies
            if link.id in handbook.policies
        ],
    }


def plan(store: Store, params: Params) -> Any:
    """Show what a guided step would write, and what keeps it from being written."""
    made, findings = _planned(store, params)
    return {
        "says": made.says,
        "files": [_file(made, path) for path in made.after],
        "findings": [shown(finding) for finding in findings],
        "changed": _changed_words(store, made),
        "marks": {path: mark_of(made.before.get(path, "")) for path in made.after},
    }


def carry_out(store: Store, params: Params) -> Any:
    """Do a guided step, if the files are as they were when it was shown and nothing is found that speaks against it."""
    made, findings = _planned(store, params)
    if findings:
        raise RefusedError(422, f"Nothing was written: {findings[0].message}. Mend this first.")
    marks = {path: mark_of(made.before.get(path, "")) for path in made.after}
    if marks != params["marks"]:
        raise RefusedError(409, "Somebody changed the files meanwhile. Nothing was written: look at it once more.")
    try:
        made.write(store.data)
    except UnusableError as error:
        raise RefusedError(500, str(error)) from None
    return {"says": made.says, "files": [*made.after]}


def _planned(store: Store, params: Params) -> tuple[Plan, Sequence[Finding]]:
    """Plan what is asked for, with what speaks against it."""
    step, name, given = str(params["step"]), str(params["policy"]), params["given"]
    if not re.fullmatch(ID_PATTERN, name):
        raise RefusedError(400, "choose a policy first")
    if step not in _STEPS:
        raise RefusedError(404, f"there is no such step: {step[:40]}")
    if not isinstance(given, dict):
        raise RefusedError(400, "the answers were not understood")
    try:
        return _STEPS[step](store, name, given)
    except UnusableError as error:
        raise RefusedError(422, _plainly(error)) from None


def _plainly(error: UnusableError) -> str:
    """What went wrong, without advice that is for the command line."""
    if "was not found in the history of this folder" in error.message:
        return (
            f"{error.message[:1].upper()}{error.message[1:]}, so it cannot be kept. Whoever looks after the files can "
            "make this issue with the command handbook issue and its option --from."
        )
    advice = "" if "--" in error.advice or "handbook " in error.advice else error.advice
    message = f"{error.message[:1].upper()}{error.message[1:]}"
    return f"{message}: {advice}." if advice else f"{message}."


def _issue(store: Store, name: str, given: Given) -> tuple[Plan, Sequence[Finding]]:
    if given.get("kind") not in tuple(ChangeKind):
        raise RefusedError(422, "Say first whether anybody has to do something differently.", "kind")
    decision = Decision(
        kind=ChangeKind(str(given["kind"])),
        summary=_required(given, "summary", "Say what changed."),
        approved_on=_date(given, "approvedOn") or Date.of(store.today),
        changed_by=_text(given, "changedBy"),
        approved_by=_text(given, "approvedBy"),
        minute=_text(given, "minute"),
        effective_from=_date(given, "effectiveFrom"),
        reviewed_by=_text(given, "reviewedBy"),
        reviewed_on=_date(given, "reviewedOn"),
        note=_text(given, "note"),
        next_review=_date(given, "nextReview"),
        audience=_readers(given),
        links_checked=given.get("linksChecked") is True,
    )
    made = _with_kept_text(store, name, decision)
    return made, refusals(store.data, made, root=store.root, today=store.today)


def _with_kept_text(store: Store, name: str, decision: Decision) -> Plan:
    """Plan an issue; where no history has the text that was in force, the copy that the editor kept may."""
    try:
        return plan_issue(store.data, name, decision)
    except UnusableError as error:
        if "was not found in the history" not in error.message:
            raise
        for text in store.kept(name):
            try:
                return plan_issue(store.data, name, decision, before=text)
            except UnusableError:
                continue
        raise


def _review(store: Store, name: str, given: Given) -> tuple[Plan, Sequence[Finding]]:
    made = plan_review(store.data, name, _past_review(store, given))
    return made, new_errors(store.data, made, root=store.root, today=store.today)


def _withdraw(store: Store, name: str, given: Given) -> tuple[Plan, Sequence[Finding]]:
    made = plan_withdrawal(store.data, name, _past_review(store, given))
    return made, new_errors(store.data, made, root=store.root, today=store.today)


def _past_review(store: Store, given: Given) -> PastReview:
    return PastReview(
        date=_date(given, "date") or Date.of(store.today),
        by=_text(given, "by"),
        note=_text(given, "note"),
        next_review=_date(given, "nextReview"),
        audience=_readers(given),
    )


_STEPS: Mapping[str, Callable[[Store, str, Given], tuple[Plan, Sequence[Finding]]]] = {
    "issue": _issue,
    "review": _review,
    "withdraw": _withdraw,
}


def _text(given: Given, name: str) -> str:
    return " ".join(str(given.get(name) or "").split())


def _required(given: Given, name: str, question: str) -> str:
    text = _text(given, name)
    if not text:
        raise RefusedError(422, question, name)
    return text


def _date(given: Given, name: str) -> Date | None:
    text = _text(given, name)
    try:
        return Date.parse(text) if text else None
    except ValueError:
        raise RefusedError(422, f"{text[:40]} is no date: write it as 2026-11-21.", name) from None


def _readers(given: Given) -> tuple[str, ...]:
    return tuple(str(name) for name in given.get("readers") or ())


def _file(made: Plan, path: str) -> dict[str, Any]:
    before, after = made.before.get(path), made.after[path]
    if before is None:
        return {"path": path, "new": True, "lines": [f"+{line}" for line in after.splitlines()]}
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return {"path": path, "new": False, "lines": [line for line in lines if not line.startswith(("---", "+++", "@@"))]}


def _changed_words(store: Store, made: Plan) -> list[str]:
    """Where the text differs from the issue that is kept: for whoever has to say what changed."""
    own = made.before.get(f"{POLICIES}/{made.policy}.yaml", "")
    kept = next((text for path, text in made.after.items() if path.startswith(f"issues/{made.policy}/")), "")
    try:
        return told(form_of(kept, Policy), form_of(own, Policy), Policy, store.title_of) if own and kept else []
    except UnreadableError:
        return []


# --- documents --------------------------------------------------------------------------------------------------

_NAME = re.compile(r"[^\w .()&+,'’-]")


def take_document(store: Store, name: str, content: bytes) -> Any:
    """Take a document that is to be imported; it is kept until then and nowhere on the disk."""
    plain = _NAME.sub("-", Path(name.replace("\\", "/")).name).lstrip(".")[-120:]
    if not plain or not content:
        raise RefusedError(422, "This file is empty or has no name.")
    if sum(map(len, store.documents.values())) + len(content) > MAX_BYTES:
        raise RefusedError(413, "That is too much at once: import fewer documents at a time.")
    store.documents[plain] = content
    return {"name": plain}


def import_documents(store: Store, params: Params) -> Any:
    """Make drafts of the documents that were taken, and a report on each."""
    handbook = _handbook(store)
    readers = _readers(params)
    unknown = [name for name in readers if name not in (*handbook.school.audiences, "everyone")]
    if unknown:
        raise RefusedError(422, f"There are no readers called {unknown[0][:40]}.")
    documents, store.documents = store.documents, {}
    if not documents:
        raise RefusedError(422, "Choose a document first.", "files")
    with tempfile.TemporaryDirectory(prefix="handbook-import-") as folder:
        for name, content in documents.items():
            (Path(folder) / name).write_bytes(content)
        files = [Path(folder) / name for name in documents]
        outcomes = bring_in(files, Order(store.data, store.today, readers), known_of(handbook), _silent)
        report = Path(folder) / "report"
        write_report(report, outcomes)
        here = f"{Path(folder).as_posix()}/".encode()  # a folder that is gone tells nobody where the document is
        pages = {path.name: path.read_bytes().replace(here, b"") for path in report.glob("*.html")}
        store.reports = {f"report/{name}": page for name, page in pages.items()}
    return {"outcomes": [_outcome(outcome, store) for outcome in outcomes], "report": "report/index.html"}


def _silent(_name: str) -> None:
    """Nobody waits for news of each file."""


def _outcome(outcome: Outcome, store: Store) -> dict[str, Any]:
    page = f"report/{outcome.id}.html"
    return {
        "name": outcome.source.name,
        "state": str(outcome.state),
        "good": outcome.state in (State.WRITTEN, State.SAME) and not outcome.lost,
        "message": outcome.message.replace(f"{store.data.as_posix()}/", ""),
        "id": outcome.id if outcome.target and outcome.target.exists() else "",
        "checks": [*_checks(outcome)],
        "report": page if page in store.reports else "",
    }


def _checks(outcome: Outcome) -> Iterator[str]:
    for check in outcome.checks[:20]:
        place = place_of(check, outcome)
        yield f"{place[:1].upper()}{place[1:]}: {check.text}" if place else check.text


def _handbook(store: Store) -> Handbook:
    try:
        return usable_handbook(store.data)
    except UnusableError as error:
        raise RefusedError(422, _plainly(error)) from None
