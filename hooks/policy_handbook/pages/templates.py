"""The templates of the package, which escape everything that is not marked as HTML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

from policy_handbook.dates import Date
from policy_handbook.pages.contacts import mail, telephone
from policy_handbook.references import in_sentence


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment of all templates; an unknown name in a template is an error."""
    env = Environment(
        loader=PackageLoader("policy_handbook", "templates"),
        autoescape=True,
        auto_reload=False,  # the templates of a program do not change while it runs
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["words"] = date_words
    env.filters["in_sentence"] = in_sentence
    env.filters["telephone"] = telephone
    env.filters["mail"] = mail
    return env


def load_all(compiled: Path | None = None) -> None:
    """Compile every template, so that the copies of this process that use them have them at hand.

    Args:
        compiled: a folder for templates that were compiled before, which are run as they are.
    """
    if compiled is not None:
        environment().bytecode_cache = FileSystemBytecodeCache(str(compiled), "pages-%s")
    for name in environment().list_templates():
        environment().get_template(name)


def date_words(date: Date | None) -> str:
    """A date as a reader sees it; an empty text for none."""
    return date.words if date else ""


def render(name: str, **values: Any) -> str:
    """Fill in a template."""
    return environment().get_template(name).render(**values)
