"""The benchmarks count what they say they count, and all candidates get the same content."""

from __future__ import annotations

import gzip
import itertools
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.request import urlopen

import pytest

Load = Callable[[str], ModuleType]
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Import scripts of the folder, which is no package."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))

    def load(name: str) -> ModuleType:
        loaded = import_module(name)
        assert loaded.__file__ == str(BENCHMARKS / f"{name}.py")
        return loaded

    return load


def test_work_of_a_process_that_a_command_starts_is_counted(module: Load, tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.4: pass"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    found = module("measure").measure((sys.executable, "-c", script), tmp_path)
    assert 0.4 <= found.work < 2
    assert found.seconds >= 0.4


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").is_file(), reason="only Linux says how much memory it is")
def test_memory_of_a_process_that_a_command_starts_is_counted(module: Load, tmp_path: Path) -> None:
    large = "import time; held = b'x' * 100_000_000; time.sleep(1)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {large!r}])"
    found = module("measure").measure((sys.executable, "-c", script), tmp_path)
    assert 95 < found.mebibytes < 200


def test_a_command_that_fails_is_no_figure(module: Load, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        module("measure").measure((sys.executable, "-c", "raise SystemExit('no such thing')"), tmp_path)


def test_hugo_gets_every_word_and_every_anchor_of_the_plain_build(module: Load, tmp_path: Path) -> None:
    generate, rivals = module("generate"), module("rivals")
    generate.write_markdown(tmp_path / "plain", 5)
    rivals.write_hugo(tmp_path / "plain", tmp_path / "hugo")
    plain = {path.name: path.read_text() for path in (tmp_path / "plain" / "docs").rglob("*.md")}
    hugo = {path.name.replace("_index", "index"): path.read_text() for path in (tmp_path / "hugo").rglob("*.md")}
    assert len(plain) == 7
    assert hugo.keys() == plain.keys()
    anchors = re.compile(r"^\{:? ?#([\w-]+) ?\}$", re.MULTILINE)
    for name, text in plain.items():
        assert anchors.findall(hugo[name]) == anchors.findall(text)
        assert anchors.sub("", hugo[name]) == anchors.sub("", text)
    assert any(anchors.search(text) for text in hugo.values())
    assert "{: #" not in "".join(hugo.values()), "Hugo would print these"


def test_the_floor_is_all_bytes_of_a_site(module: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    (site / "a" / "b").mkdir(parents=True)
    (site / "a" / "b" / "index.html").write_bytes(b"text" * 1000)
    (site / "logo.svg").write_bytes(b"<svg/>")
    rivals = module("rivals")
    written: dict[Path, bytes] = {}

    def keep(path: Path, content: bytes) -> None:
        written[path.relative_to(tmp_path / "floor")] = content

    monkeypatch.setattr(Path, "write_bytes", keep)
    found = rivals.floor(site, tmp_path / "floor")
    assert written == {Path("a/b/index.html"): b"text" * 1000, Path("logo.svg"): b"<svg/>"}
    assert found.work > 0
    assert found.seconds > 0
    assert not (tmp_path / "floor").exists()


def test_what_is_not_installed_is_left_out(module: Load, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "zensical"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho zensical, version 1.2.3\n")
    program.chmod(0o755)
    rivals = module("rivals")
    assert rivals.installed(None) == {}
    assert rivals.installed(tmp_path) == {"zensical": program}
    assert rivals.version_of("zensical", program) == "Zensical 1.2.3"


def test_shares_are_of_the_candidate_that_they_name(module: Load) -> None:
    run, measured = module("run"), module("measure").Measured
    runs = {
        "ours": [measured(3, 2, 10), measured(9, 8, 30), measured(4, 3, 20)],
        run.MATERIAL: [measured(8, 6, 5)],
        run.HUGO: [measured(2, 1, 0)],
    }
    lines = run.written(7, runs).splitlines()
    assert lines[0] == "### 7 policies"
    assert lines[2].split(" | ")[2:4] == ["of Material", "of Hugo"]
    assert lines[4] == "| ours | 4.00 | 0.50 | 2.00 | 3.00 | 0.50 | 3.00 | 30 MiB |"
    assert lines[6].endswith("| – |")
    assert "of Hugo" not in run.written(7, {"ours": runs["ours"]})


def test_a_build_again_after_an_edit_has_something_to_do(
    module: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate, run = module("generate"), module("run")
    generate.write_handbook(tmp_path / "handbook", 3)
    policies = tmp_path / "handbook" / "policy_data" / "policies"

    def texts() -> list[str]:
        return [path.read_text() for path in sorted(policies.iterdir())]

    monkeypatch.setattr(run, "measure", lambda *_: None)
    states = [texts()]
    for edit in (True, True, False):
        run.again(tmp_path / "handbook", edit=edit)()
        states.append(texts())
    changed = [sum(a != b for a, b in zip(one, two, strict=True)) for one, two in itertools.pairwise(states)]
    assert changed == [1, 1, 0]


def test_figures_replace_those_of_the_same_name_alone(module: Load, tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text(
        "Words.\n<!-- figures: one -->\nold\n<!-- end of figures -->\nMore.\n"
        "<!-- figures: two -->\nkept\n<!-- end of figures -->\n"
    )
    module("figures").put(page, "one", "| \\1 | new |\n")
    assert page.read_text() == (
        "Words.\n<!-- figures: one -->\n\n| \\1 | new |\n\n<!-- end of figures -->\nMore.\n"
        "<!-- figures: two -->\nkept\n<!-- end of figures -->\n"
    )
    with pytest.raises(SystemExit, match="no place for the figures of three"):
        module("figures").put(page, "three", "lost")


def test_the_page_has_a_place_for_all_figures(module: Load, tmp_path: Path) -> None:
    figures = module("figures")
    page = tmp_path / "speed.md"
    page.write_text(figures.PAGE.read_text())
    for name in ("build", "search"):
        figures.put(page, name, f"the figures of {name}")
    assert "the figures of build" in page.read_text()
    assert "the figures of search" in page.read_text()


def test_the_search_is_measured_over_a_server_that_packs_and_lets_keep(module: Load, tmp_path: Path) -> None:
    text = b"window.handbookIndex={};" * 100
    (tmp_path / "a.js").write_bytes(text)
    with module("search").served(tmp_path) as top, urlopen(f"{top}a.js?v=1") as answer:  # noqa: S310 - ours
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "max-age=600"
        body = answer.read()
    assert len(body) < 100
    assert gzip.decompress(body) == text


def test_the_searches_of_all_sizes_stand_beside_each_other(module: Load) -> None:
    search = module("search")
    files = {"assets/search-index.js": b"x" * 3000, "assets/search/list-0.js": b"y" * 2000}
    visits = [search.Visit(2, 1, 0.5, [250, 900], 120, 5, 100), search.Visit(4, 3, 0.7, [350, 300], 90, 7, 120)]
    column = search.column(files, visits, None)
    assert column["index, all files"] == "5 kB"
    assert column["the same with brotli"] == "–"
    assert column["search page opened with a word: first result"] == "3.00 s"
    assert column["the slowest of them"] == "900 ms"
    lines = search.table({"60 policies": column, "300 policies": column | {"files": "60"}}).splitlines()
    assert lines[0] == "| | 60 policies | 300 policies |"
    assert "| files | 2 | 60 |" in lines
