"""The editor as a folder of static files, for schools whose files are on GitHub or GitLab.

The forge signs people in, keeps the files, and holds each change back until somebody has agreed to it; the checks run
there. What the server does on one's own machine, scripts do in the browser.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any

from policy_handbook.editing.forms import SHORT_FIELDS, configuration
from policy_handbook.editing.store import FILES, FOLDERS, Store
from policy_handbook.model import Handbook
from policy_handbook.schema import schema_of

_STATIC = ("edit.css", "entries.js", "forge-start.js", "forge.js", "icon.svg", "phrases.js", "rows.js", "widgets.js")
_ARCHIVES = ("decap-cms-3.16.3.zip", "yaml-2.9.1.zip")


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the files are kept.

    Attributes:
        kind: github or gitlab.
        repo: the repository, as owner/name.
        branch: the branch that is published.
        data: the data folder within the repository.
        sign_in: for GitHub, the address of the service that signs people in; empty for the usual one.
        app_id: for GitLab, the id under which the editor is registered there.
    """

    kind: str
    repo: str
    branch: str = "main"
    data: str = "policy_data"
    sign_in: str = ""
    app_id: str = ""

    @property
    def backend(self) -> dict[str, str]:
        """What the editor has to know of it."""
        said = {"name": self.kind, "repo": self.repo, "branch": self.branch}
        if self.kind == "gitlab":
            said |= {"auth_type": "pkce"} | ({"app_id": self.app_id} if self.app_id else {})
        return said | ({"base_url": self.sign_in} if self.sign_in else {})


def admin_files(handbook: Handbook, store: Store, forge: Forge) -> dict[str, bytes]:
    """Return the files of the folder, by path within it.

    Args:
        handbook: the handbook, for what can be chosen in its forms.
        store: its files, for what a new one begins with.
        forge: where they are kept.
    """
    static = files("policy_handbook") / "editing" / "static"
    said = {"config": forge_configuration(handbook, store, forge), "kinds": _kinds(), "short": dict(SHORT_FIELDS)}
    made = {"index.html": (static / "forge.html").read_bytes()}
    made |= {name: (static / name).read_bytes() for name in _STATIC}
    made |= {name: content for archive in _ARCHIVES for name, content in _unpacked(archive)}
    # the order of the fields in the schema is the order in which they are written
    return made | {"config.json": json.dumps(said, ensure_ascii=False).encode("utf-8")}


def forge_configuration(handbook: Handbook, store: Store, forge: Forge) -> dict[str, Any]:
    """Return the configuration of the editor, with the files where the forge has them."""
    config = configuration(handbook, "", FOLDERS, FILES, store.beginnings())
    collections = []
    for collection in config["collections"]:
        if "folder" in collection:
            folder = f"{forge.data}/{collection['folder']}"
            collections.append({**collection, "folder": folder, **_read_as(collection["name"])})
        else:  # each file is read in its own way, which is said of a collection only
            collections += [_single(file, forge) for file in collection["files"]]
    return {
        **config,
        "backend": {
            **forge.backend,
            "commit_messages": {"create": "New: {{slug}}", "update": "Change {{slug}}", "delete": "Delete {{slug}}"},
        },
        "publish_mode": "editorial_workflow",
        "logo_url": "icon.svg",
        "media_folder": f"{forge.data}/assets",
        "collections": collections,
    }


def _single(file: Mapping[str, Any], forge: Forge) -> dict[str, Any]:
    return {
        "name": file["name"],
        "label": file["label"],
        "files": [{**file, "file": f"{forge.data}/{file['file']}"}],
        **_read_as(file["name"]),
    }


def _read_as(name: str) -> dict[str, Any]:
    return {"format": f"handbook-{name}", "editor": {"preview": False}}


def _kinds() -> dict[str, dict[str, Any]]:
    kinds = {}
    for name, (_, one, model) in FOLDERS.items():
        heading = f"# yaml-language-server: $schema=../../schemas/{one}.schema.json"
        kinds[name] = {"schema": schema_of(model), "heading": heading}
    for path, (_, model) in FILES.items():
        name = path.removesuffix(".yaml")
        heading = f"# yaml-language-server: $schema=../schemas/{name}.schema.json"
        kinds[name] = {"schema": schema_of(model), "heading": heading}
    return kinds


def _unpacked(archive: str) -> Iterator[tuple[str, bytes]]:
    packed = (files("policy_handbook") / "editing" / "vendor" / archive).read_bytes()
    with zipfile.ZipFile(BytesIO(packed)) as opened:
        for name in opened.namelist():
            if not name.endswith("/"):
                yield name, opened.read(name)
