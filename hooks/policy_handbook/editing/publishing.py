"""Publishing: what changed is committed under the person's name, and sent where the project's files are kept.

git is run with arguments of our own and no shell. Only files of the data folder are ever committed from here.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_handbook.editing.entries import form_of
from policy_handbook.editing.saying import shown
from policy_handbook.editing.store import FILES, RefusedError, Store, errors_of, mark_of
from policy_handbook.editing.told import told
from policy_handbook.publish import check
from policy_handbook.rewriting import UnreadableError

Params = Mapping[str, Any]

_SECONDS = 120  # after which a server that does not answer is given up
_TITLE = 72  # characters in the first line of a message, as git shows it
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class GitError(Exception):
    """git did not do what it was asked to; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A file of the data folder that differs from what was published last.

    Attributes:
        path: within the data folder.
        kind: new, changed or removed.
        title: what people call it.
        words: what changed in it, in the words of its form.
        mark: the mark of its present text; empty if it is gone.
    """

    path: str
    kind: str
    title: str
    words: tuple[str, ...]
    mark: str


def state(store: Store, _params: Params) -> Any:
    """What there is to publish, and how."""
    try:
        top = _top(store)
    except GitError as error:
        return {"git": False, "why": str(error)}
    changed = _changed(store, top)
    remote = _remote(top)
    checked = check(store.data, root=store.root, today=store.today)
    titles = {policy.id: policy.title for policy in checked.handbook.policies.values()} if checked.handbook else {}
    return {
        "git": True,
        "files": [
            {"path": each.path, "kind": each.kind, "title": each.title, "words": each.words, "mark": each.mark}
            for each in changed
        ],
        "message": message_of(changed),
        "name": _setting(top, "user.name"),
        "email": _setting(top, "user.email"),
        "remote": remote,
        "waiting": _waiting(top) if remote else 0,
        "errors": [
            shown(error) | {"title": titles.get(error.policy, error.policy)} for error in errors_of(checked)[:20]
        ],
    }


def publish(store: Store, params: Params) -> Any:
    """Commit what changed, and send it where it is kept."""
    name, email = _line(params, "name"), _line(params, "email")
    message = str(params["message"]).strip()
    if not name or any(sign in name for sign in "<>"):
        raise RefusedError(422, "Write your name: the change is put on record under it.", "name")
    if not _ADDRESS.fullmatch(email):
        raise RefusedError(422, "Write your e-mail address: it is put on record with your name.", "email")
    if not message:
        raise RefusedError(422, "Say in a line what changed.", "message")
    try:
        top = _top(store)
        changed = _changed(store, top)
        if changed and {each.path: each.mark for each in changed} != params["marks"]:
            raise RefusedError(
                409, "The files changed since this page was made. Look at it once more, and publish then."
            )
        if changed:
            _commit(store, top, changed, message, name, email)
        sent = _send(top) if params.get("send") is True and _remote(top) else False
    except GitError as error:
        raise RefusedError(422, _plainly(str(error))) from None
    return {"files": len(changed), "sent": sent}


def message_of(changed: Sequence[Changed]) -> str:
    """Make a message from what changed: a line, and a line for each file where there are several."""
    lines = [f"{each.title}: {_said(each)}" for each in changed if each.path.startswith(("policies/", "fliers/"))]
    lines += [f"{each.title}: {_said(each)}" for each in changed if each.path in FILES]
    if not lines:
        return "Change the handbook’s data" if changed else ""
    if len(lines) == 1:
        return _short(lines[0])
    titles = ", ".join(line.split(":", 1)[0] for line in lines)
    return "\n".join([_short(f"Change {titles}"), "", *(f"- {line}" for line in lines)])


def _said(each: Changed) -> str:
    if each.kind != "changed":
        return each.kind
    return "; ".join(each.words) or "changed"


def _short(line: str) -> str:
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rsplit(' ', 1)[0].rstrip(',;:')}…"


# --- what changed -------------------------------------------------------------------------------------------------

_KINDS = {"?": "new", "A": "new", "D": "removed"}


def _changed(store: Store, top: Path) -> list[Changed]:
    data = store.data.resolve()
    listed = _git(top, "status", "--porcelain=v1", "--no-renames", "--untracked-files=all", "-z", "--", str(data))
    found = []
    for line in filter(None, listed.split("\0")):
        path = (top / line[3:]).resolve()
        inside = path.relative_to(data).as_posix()
        sign = next(sign for sign in line[:2] if sign != " ")
        kind = "removed" if not path.exists() else _KINDS.get(sign, "changed")
        now = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        before = "" if kind == "new" else _before(top, line[3:])
        words = _words(store, inside, before, now)
        title = _title(store, now or before, inside)
        found.append(Changed(inside, kind, title, words, mark_of(now) if now else ""))
    return sorted(found, key=lambda each: each.path)


def _before(top: Path, path: str) -> str:
    try:
        return _git(top, "show", f"HEAD:{path}")
    except GitError:
        return ""


_KEPT = re.compile(r"issues/([a-z0-9-]+)/(\d+)\.yaml")


def _title(store: Store, text: str, path: str) -> str:
    if path in FILES:
        return FILES[path][0]
    if path == "issues/lock.yaml":
        return "The list of the issues that were made"
    if kept := _KEPT.fullmatch(path):
        return f"{store.title_of(kept[1])}: issue {kept[2]}, to be kept"
    found = re.search(r"^title: *[\"']?(.+?)[\"']? *(#.*)?$", text, re.MULTILINE)
    return found[1] if found and path.startswith(("policies/", "fliers/")) else path


def _words(store: Store, path: str, before: str, now: str) -> tuple[str, ...]:
    try:
        model = store.model_of(path)
        old, new = form_of(before, model), form_of(now, model)
    except (RefusedError, UnreadableError):
        return ()
    words = told(old, new, model, store.title_of)
    issues = old.get("issue"), new.get("issue")
    # a new issue is all that one wants to read in a list of what was published
    return (f"issue {issues[1]}",) if issues[0] != issues[1] and path.startswith("policies/") else tuple(words)


# --- git ------------------------------------------------------------------------------------------------------------


def _top(store: Store) -> Path:
    """The folder of the repository.

    Raises:
        GitError: there is none, or no git.
    """
    return Path(_git(store.data, "rev-parse", "--show-toplevel").rstrip("\n"))


def _remote(top: Path) -> str:
    """Where the current branch is sent to; empty if nowhere."""
    try:
        branch = _git(top, "symbolic-ref", "--short", "HEAD").strip()
    except GitError:
        return ""
    named = _setting(top, f"branch.{branch}.remote")
    remotes = _git(top, "remote").split()
    return named or ("origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else "")


def _waiting(top: Path) -> int:
    """How many commits were made here and not sent yet."""
    try:
        return int(_git(top, "rev-list", "--count", "@{upstream}..HEAD"))
    except (GitError, ValueError):
        return 0


def _setting(top: Path, name: str) -> str:
    try:
        return _git(top, "config", "--get", name).strip()
    except GitError:
        return ""


def _commit(store: Store, top: Path, changed: Sequence[Changed], message: str, name: str, email: str) -> None:
    paths = [str(store.data.resolve() / each.path) for each in changed]
    person = {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
    }
    _git(top, "add", "--all", "--", *paths)
    _git(top, "commit", "--quiet", "--cleanup=verbatim", f"--message={message}", "--only", "--", *paths, person=person)


def _send(top: Path) -> bool:
    """Send the branch. What others sent meanwhile is put beneath one's own, if the two do not touch the same lines."""
    branch = _git(top, "symbolic-ref", "--short", "HEAD").strip()
    send = ("push", "--quiet", "--set-upstream", _remote(top), f"HEAD:refs/heads/{branch}")
    try:
        _git(top, *send)
    except GitError as error:
        if "rejected" not in str(error) and "fetch first" not in str(error):
            raise
        _take_in(top, branch)
        _git(top, *send)
    return True


def _take_in(top: Path, branch: str) -> None:
    _git(top, "fetch", "--quiet", _remote(top), branch)
    name, email = _git(top, "log", "-1", "--format=%cn%x00%ce").rstrip("\n").split("\0")
    person = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
    try:
        _git(top, "rebase", "--quiet", "--autostash", "FETCH_HEAD", person=person)
    except GitError as error:
        _git(top, "rebase", "--abort")
        raise GitError("both changed the same lines") from error


def _git(folder: Path, *arguments: str, person: Mapping[str, str] | None = None) -> str:
    """Run git and return what it says.

    Raises:
        GitError: there is no git, or it refused.
    """
    # nobody is there to answer a question: a password that is missing is an error
    quiet = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"}
    quiet |= {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"} if "GIT_SSH_COMMAND" not in os.environ else {}
    try:
        done = subprocess.run(  # noqa: S603 - arguments of our own, and paths behind --
            ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments],  # noqa: S607 - this machine's git
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, **quiet, **(person or {})},
        )
    except FileNotFoundError:
        raise GitError("there is no git on this machine") from None
    except subprocess.TimeoutExpired:
        raise GitError("the server did not answer") from None
    if done.returncode:
        said = os.fsdecode(done.stderr).strip() or os.fsdecode(done.stdout).strip()
        raise GitError("these files are in no git repository" if "not a git repository" in said else said)
    return os.fsdecode(done.stdout)


_REASONS = (
    ("both changed the same lines", "Somebody else published a change of the same lines meanwhile."),
    ("no upstream", "It is not set up where to send it."),
    ("could not read Username", "The server asks for a password, and none is set up on this machine."),
    ("Permission denied", "The server does not let you in."),
    ("Authentication failed", "The server does not let you in."),
    ("Could not resolve host", "The server cannot be reached: is this machine on the network?"),
    ("does not appear to be a git repository", "The place to which it is sent is not there."),
    ("did not answer", "The server did not answer."),
    ("index.lock", "Another program is at work on these files. Try again in a minute."),
    ("protected branch", "The server takes no changes of this branch from here."),
)


def _plainly(said: str) -> str:
    """What git said, in plain words where it is known, and what to do."""
    reason = next((words for sign, words in _REASONS if sign in said), "")
    if not reason:
        lines = [line for line in said.splitlines() if line.strip() and not line.startswith("hint:")]
        reason = f"git says: {lines[-1].removeprefix('fatal: ').removeprefix('error: ')}." if lines else "git refused."
    return f"{reason} Your changes are safe in the files here. If it goes on, ask whoever looks after the files."


def _line(params: Params, name: str) -> str:
    return " ".join(str(params[name]).split())
