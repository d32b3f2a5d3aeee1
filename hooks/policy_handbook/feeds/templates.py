"""The templates of the feeds: HTML is escaped, scripts and style sheets are not."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("policy_handbook", "templates/embed"),
        autoescape=lambda name: ".html" in (name or ""),  # noqa: S701 - scripts hold JSON, which is safe as it is
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, **values: Any) -> str:
    """Fill in a template of the embedded list; ``fragment`` is HTML already."""
    if "fragment" in values:
        values["fragment"] = Markup(values["fragment"])
    return _environment().get_template(name).render(**values)
