"""Reads Markdown by way of the page that it stands for."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from policy_handbook.importing.blocks import Document
from policy_handbook.importing.sources.html import read_text
from policy_handbook.importing.sources.markdown_of_pandoc import plain_markdown
from policy_handbook.importing.sources.plain import decoded

_FRONT = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read(data: bytes, name: str) -> Document:
    """Read Markdown; fields at its beginning count as control data."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    fields = front["fields"].split("\n") if front else []
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    body = page.render(plain_markdown(text[front.end() :] if front else text))
    lines = "".join(f"<p>{html.escape(_label(line))}</p>" for line in fields if line.strip())
    document = read_text(f"<html><body>{lines}{body}</body></html>", name, "Markdown")
    return replace(document, properties={key: value for key, value in document.properties.items() if key != "title"})


def _label(line: str) -> str:
    key, colon, value = line.partition(":")
    return f"{key.strip().replace('_', ' ').capitalize()}: {value.strip().strip(chr(34) + chr(39))}" if colon else line
