"""What the editor in the browser asks for: Decap CMS's proxy protocol, and a few questions of our own.

Each action takes and gives plain values; ``server`` puts HTTP round them. An action that is not known is refused, so
that nothing is done that is not written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from policy_handbook.audience import for_audience
from policy_handbook.editing import guided, publishing
from policy_handbook.editing.entries import IncompleteError, changed_file, form_of
from policy_handbook.editing.forms import BASE
from policy_handbook.editing.notes import notes_in, settle
from policy_handbook.editing.saying import shown_in_form, stops_saving
from policy_handbook.editing.store import FLIERS, POLICIES, RefusedError, Store, mark_of
from policy_handbook.model import Handbook, Policy, SiteName, Status
from policy_handbook.pages import PageContext
from policy_handbook.pages.html import Terms
from policy_handbook.pages.policy import policy_page
from policy_handbook.print import TypesetError
from policy_handbook.print.document import policy_document
from policy_handbook.print.flier import flier_document
from policy_handbook.rewriting import UnreadableError

Params = Mapping[str, Any]


def answer(store: Store, action: str, params: Params) -> Any:
    """Do what the browser asks for, and return the answer as plain values.

    Raises:
        RefusedError: it is not done, and why.
    """
    if action not in _ACTIONS:
        raise RefusedError(404, f"the editor cannot do this: {action[:40]}")
    try:
        return _ACTIONS[action](store, params)
    except (KeyError, TypeError, AttributeError, IndexError):
        raise RefusedError(400, f"the question {action} was not understood") from None


def _info(_store: Store, _params: Params) -> Any:
    return {"repo": "policy handbook", "publish_modes": ["simple"], "type": "policy_handbook"}


def _entries(store: Store, params: Params) -> Any:
    found = [entry for path in store.files_in(str(params["folder"])) if (entry := _entry(store, path, quiet=True))]
    return sorted(found, key=lambda entry: str(json.loads(entry["data"]).get("title", "")).casefold())


def _entries_by_files(store: Store, params: Params) -> Any:
    files = [(str(file["path"]), str(file.get("label", ""))) for file in params["files"]]
    return [entry | {"label": label} for path, label in files if (entry := _entry(store, path, quiet=True))]


def _get_entry(store: Store, params: Params) -> Any:
    return _entry(store, str(params["path"]), quiet=False)


def _entry(store: Store, path: str, *, quiet: bool) -> dict[str, Any]:
    """One file as the browser takes it: the long form of what it holds, as JSON, which is YAML too."""
    text = store.text(path)
    file = {"path": path, "id": mark_of(text)}
    if not text:
        return {} if quiet else {"data": "", "file": file}
    try:
        form = form_of(text, store.model_of(path))
    except UnreadableError as error:
        if quiet:  # the list of policies leaves it out; opening it says why
            return {}
        raise RefusedError(422, f"{path} cannot be read: {error}") from None
    return {"data": json.dumps({**form, BASE: mark_of(text)}, ensure_ascii=False), "file": file}


def _persist(store: Store, params: Params) -> Any:
    """Save one file: changed where the form changed, checked, and written whole or not at all."""
    files = params.get("dataFiles") or [params["entry"]]
    if len(files) != 1 or params.get("assets"):
        raise RefusedError(400, "one file can be saved at a time, and no pictures here")
    path = str(files[0]["path"])
    if files[0].get("newPath") not in (None, path):
        raise RefusedError(400, "the name of a policy is its address, and cannot be changed here")
    is_new = bool(params.get("options", {}).get("newEntry"))
    if is_new and store.text(path):
        raise RefusedError(409, f"there is one of this title already, in {path}: give this one another title")
    form = _parsed(str(files[0]["raw"]))
    said = Rests.of(str(form.get(BASE) or ""))
    text = _changed(store, path, form)
    errors = [finding for finding in store.tried(path, text).findings if stops_saving(finding)]
    if errors and not said.although:
        raise RefusedError(422, _not_saved([shown_in_form(error, text, store.model_of(path)) for error in errors]))
    store.write(path, text, store.saved.get((said.page, path, said.mark), said.mark))
    if said.page:
        # the form in the browser goes on resting on the text that it was opened with
        store.saved[(said.page, path, said.mark)] = mark_of(text)
    return {"message": "saved"}


@dataclass(frozen=True, slots=True)
class Rests:
    """What comes along with a form.

    Attributes:
        mark: the mark of the text that it was opened with.
        page: the page of the browser that holds it, so that what that page saved is told from what others changed.
        although: whether the person wants it saved although it has errors.
    """

    mark: str
    page: str
    although: bool

    @classmethod
    def of(cls, words: str) -> Rests:
        """Read it: the mark, and behind it perhaps the page and the word ``although``."""
        mark, page, although, *_ = [*words.split(), "", "", ""]
        return cls(mark_of("") if mark in ("", "new") else mark, page, although == "although")


def _not_saved(errors: list[dict[str, str]]) -> str:
    first = errors[0]
    where = f" ({first['where']})" if first["where"] else ""
    more = f" There is more of this kind: {len(errors) - 1}." if len(errors) > 1 else ""
    return f"Not saved: {first['message']}{where}.{more} The list beside the form says more."


def _parsed(raw: str) -> dict[str, Any]:
    try:
        form = yaml.safe_load(raw) if raw.lstrip().startswith("{") else yaml.load(raw, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        raise RefusedError(400, "what the form sent cannot be read") from None
    if not isinstance(form, dict):
        raise RefusedError(400, "what the form sent holds no fields")
    return form


def _changed(store: Store, path: str, form: Mapping[str, Any]) -> str:
    text = store.text(path)
    try:
        changed = changed_file(text, form, store.model_of(path))
    except UnreadableError as error:
        raise RefusedError(422, f"{path} cannot be read: {error}") from None
    except IncompleteError as error:
        raise RefusedError(422, f"this cannot be saved yet: {error}") from None
    schema = {POLICIES: "policy", FLIERS: "flier"}.get(path.split("/", 1)[0])
    if not text and schema:
        return f"# yaml-language-server: $schema=../../schemas/{schema}.schema.json\n{changed}"
    return changed


def _preview(store: Store, params: Params) -> Any:
    """What the checks would find, and the page that an audience would read."""
    path, kind = str(params["path"]), str(params.get("kind", "page"))
    text, model = _changed(store, path, params["form"]), store.model_of(path)
    checked = store.tried(path, text)
    views = _views(checked.handbook, path)
    names = [view["id"] for view in views]
    view = str(params.get("view", "")) if params.get("view") in names else next(iter(names), "")
    findings = [shown_in_form(finding, text, model) for finding in checked.findings]
    said = {"findings": findings, "views": views, "view": view, "html": "", "sheet": ""}
    said["notes"] = [*notes_in(text, model)]
    if kind == "sheet":
        return said | {"sheet": _sheet(store, checked.handbook, path, view)}
    return said | {"html": _page(checked.handbook, path, view, store)}


def _views(handbook: Handbook | None, path: str) -> list[dict[str, str]]:
    """The views in which something is shown; the staff's comes first, since it leaves nothing out."""
    if handbook is None or "/" not in path:
        return []
    folder, name = path.removesuffix(".yaml").split("/")
    of = handbook.policies.get(name) if folder == POLICIES else handbook.fliers.get(name)
    readers = of.readers if of else ()
    views = sorted(handbook.views, key=lambda view: view.site is not SiteName.INTRANET)
    return [{"id": view.audience, "title": view.title} for view in views if view.audience in readers]


def _page(handbook: Handbook | None, path: str, view: str, store: Store) -> str:
    """The page of a policy as an audience would read it; empty where it may not, or where there is none."""
    if handbook is None or not path.startswith(f"{POLICIES}/") or view not in handbook.school.audiences:
        return ""
    filtered = for_audience(_as_in_force(handbook, path), view)
    policy = filtered.policies.get(path.removeprefix(f"{POLICIES}/").removesuffix(".yaml"))
    if policy is None:
        return ""
    return policy_page(filtered, policy, PageContext(store.today), Terms(filtered.glossary.terms)).html


def _sheet(store: Store, handbook: Handbook | None, path: str, view: str) -> Any:
    """The printed sheet of a policy or a flier as an audience would have it: its address and how many pages it has."""
    if handbook is None or view not in handbook.school.audiences:
        return ""
    filtered = for_audience(_as_in_force(handbook, path), view)
    folder, name = path.removesuffix(".yaml").split("/")
    crest = store.crest(handbook)
    try:
        if folder == POLICIES and name in filtered.policies:
            made = policy_document(filtered, filtered.policies[name], crest, store.printed)
        elif folder == FLIERS and name in filtered.fliers:
            made = flier_document(filtered, filtered.fliers[name], crest, store.printed)
        else:
            return ""
    except TypesetError as error:
        raise RefusedError(422, f"it cannot be printed as it is: {error}") from None
    return {"address": store.keep_sheet(f"{name}.pdf", made.content), "pages": made.pages}


def _as_in_force(handbook: Handbook, path: str) -> Handbook:
    """The handbook with a draft as it would be when it is approved, so that it can be looked at."""
    name = path.removeprefix(f"{POLICIES}/").removesuffix(".yaml")
    policy = handbook.policies.get(name)
    if policy is None or policy.status is Status.IN_FORCE:
        return handbook
    shown: Policy = policy.model_copy(update={"status": Status.IN_FORCE})
    return replace(handbook, policies={**handbook.policies, name: shown})


def _nothing(_store: Store, _params: Params) -> Any:
    return []


def _no_preview(_store: Store, _params: Params) -> Any:
    """Nothing is put on a server to be looked at: what is beside the form shows it."""
    return {"url": "", "status": ""}


_ACTIONS: Mapping[str, Callable[[Store, Params], Any]] = {
    "info": _info,
    "entriesByFolder": _entries,
    "entriesByFiles": _entries_by_files,
    "getEntry": _get_entry,
    "persistEntry": _persist,
    "getMedia": _nothing,
    "getDeployPreview": _no_preview,
    "preview": _preview,
    "settle": settle,
    "choices": guided.choices,
    "plan": guided.plan,
    "carryOut": guided.carry_out,
    "importDocuments": guided.import_documents,
    "state": publishing.state,
    "publish": publishing.publish,
}
