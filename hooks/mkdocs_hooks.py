"""MkDocs' events, each translated into a call of the package; nothing that decides what a reader sees is here.

Plain ``mkdocs build`` and ``mkdocs serve`` build the one view that HANDBOOK_VIEW names, by default the public one.
"""

from __future__ import annotations

import gc
import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

sys.path.insert(0, str(Path(__file__).parent))  # MkDocs does so too, but only while this file is read

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from policy_handbook.publish.runner import SELDOM
from policy_handbook.publish.served import Served
from policy_handbook.publish.shell import Problem, Shell
from policy_handbook.publish.standing import Standing
from policy_handbook.publish.watching import Watching

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from watchdog.observers.polling import PollingObserver

log = logging.getLogger("mkdocs.hooks.handbook")  # below "mkdocs", so that --strict counts its warnings


WAIT_FOR = 0.03
"""Seconds without a further change after which pages are built: an editor writes a file in several steps."""


class _State:
    """What one build needs between events; ``shell`` is made anew by every build."""

    serving = False
    settled = False
    served: Served | None = None
    shell: Shell


state = _State()


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 - MkDocs names the arguments
    """Note whether pages are served, where an error in the data must not end the program."""
    state.serving = command == "serve"
    logging.getLogger("mkdocs.commands.build").addFilter(_is_news)
    gc.set_threshold(*SELDOM)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether there is anything in what MkDocs says: a page that has not changed is no empty one."""
    return not record.getMessage().startswith("Page skipped")


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG001
    """Hear of changed files at once, and write changed ones only: whoever has saved a policy is waiting to see it."""
    watched = []
    for path in (config.docs_dir, config.config_file_path, *config.theme.dirs):
        with suppress(KeyError):  # those of a theme are watched on demand only
            server.unwatch(path)
            watched.append(path)
    server.observer = cast("PollingObserver", Watching())
    for path in watched:
        server.watch(path)
    server.build_delay = WAIT_FOR
    state.served = Served.begin(Path(config.site_dir))
    return server


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the data, and take the site's name and address from it."""
    if not config.use_directory_urls:
        raise PluginError("every page of the handbook is in a folder of its own: use_directory_urls has to be true")
    last = getattr(state, "shell", None) if state.serving else None
    standing = Standing(state.served.there) if state.served else None
    if state.served:
        config.site_dir = str(state.served.scratch)
    try:
        root = Path(config.config_file_path).parent
        docs = Path(config.docs_dir)
        state.shell = Shell.open(root, docs, log, last=last, serving=state.serving, standing=standing)
    except Problem as problem:
        raise PluginError(str(problem)) from None
    config.theme.dirs[:] = state.shell.theme_folders(config.theme.dirs)
    config.watch.extend(path for path in state.shell.watched if path not in config.watch)
    config.site_name = state.shell.site_name
    config.site_url = state.shell.site_url
    config.extra["handbook"] = state.shell.template_values
    return config


class _Generated(Page):
    """A page that is generated, of which MkDocs has no text."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave the page empty, unless a plugin has put something there; MkDocs would make a parser for each."""
        if self.markdown and self.markdown.strip():
            super().render(config, files)
        else:
            self.content, self.toc, self.present_anchor_ids = "", get_toc([]), set()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Let in what this view holds, and nothing else."""
    kept, shell = Files([]), state.shell
    for file in files:
        if shell.admits_theme_file(file.abs_src_path, file.dest_uri) or shell.admits_docs_page(file.src_uri):
            file.inclusion = InclusionLevel.NOT_IN_NAV
            kept.append(file)
    for path in shell.generated_pages(set(kept.src_uris)):
        file = File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        if config.nav is None:  # else MkDocs makes those that it names, with the titles from there
            _Generated(None, file, config)
        kept.append(file)
    for output in shell.files:
        kept.append(File.generated(config, output.path, content=output.content, inclusion=InclusionLevel.NOT_IN_NAV))
    return kept


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Give a generated page its title, description and date."""
    made = state.shell.page_at(page.file.url)
    if made:
        page.meta.update({"title": made.title, "description": made.description})
        page.update_date = (made.updated or state.shell.today).isoformat()
    return state.shell.without_title(markdown) if made else markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put the generated content above what docs/ adds to the page."""
    made = state.shell.page_at(page.file.url)
    if not made:
        return html
    page.toc = get_toc([])
    return made.html + (f'<div class="added">{html}</div>' if html else "")


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG001
    """Keep compiled templates between builds."""
    folder = state.shell.cache_folder()
    if folder:
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env


def on_page_context(context: dict[str, object], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, object]:  # noqa: ARG001
    """Hand the page's values to the theme."""
    return {**context, **state.shell.context_of(page.file.url)}


def on_template_context(context: dict[str, object], template_name: str, config: MkDocsConfig) -> dict[str, object]:  # noqa: ARG001
    """Hand the values of the not-found page to the theme, and the rows of the site map."""
    made = [file.page for file in cast("list[File]", context["pages"]) if file.page]
    rows = state.shell.site_map((page.url, page.canonical_url, page.update_date) for page in made)
    return {**context, **state.shell.context_of(template_name), "map": rows}


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Forbid the page everything that it does not need, and keep what came of it."""
    return state.shell.page_output(output, page.file.url, page.file.dest_uri)


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Do the same for the not-found page; leave an intranet without a site map."""
    return state.shell.template_output(output, template_name)


def on_post_build(config: MkDocsConfig) -> None:  # noqa: ARG001
    """Write what is kept for later builds; show what was built."""
    state.shell.outputs.kept.save()
    if state.served:
        state.served.take(state.shell.standing)
    if state.serving and not state.settled:
        gc.freeze()  # most of what was read stays as it is, and need not be looked through again after each edit
        state.settled = True


def on_shutdown() -> None:
    """Clear away what was written while pages were served."""
    if state.served:
        state.served.end()
