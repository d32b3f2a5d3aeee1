"""Knows the looks that a web page gives to classes, as Google Docs writes them, and hands them to the elements."""

from __future__ import annotations

import re

from policy_handbook.importing.sources.xml import Element

_RULE = re.compile(r"(?P<selectors>[^{}]+)\{(?P<body>[^{}]*)\}")
_CLASS = re.compile(r"\w*\.([\w-]+)")
_LIST = re.compile(r"\.(lst-[\w-]+)>li::?before")
_COUNTER = re.compile(r"counter\([\w-]+,([\w-]+)\)")
_DEPTH = re.compile(r"\blst-kix_\w+-(\d)\b")
_KEPT = re.compile(r"(?:font-(?:weight|style|size)|margin-left|text-align|text-decoration):[\w.%-]+")
"""What tells headings, items and emphasis; what hides a text until somebody touches it is not among it."""


def with_class_styles(root: Element) -> None:
    """Write the looks of classes into the elements that have them, before their own."""
    looks = _looks(" ".join(style.text or "" for style in root.iter("style")))
    if not looks:
        return
    for element in root.iter():
        names = (element.get("class") or "").split() if isinstance(element.tag, str) else []
        found = [looks[name] for name in names if name in looks]
        if found:
            element.set("style", ";".join((*found, element.get("style") or "")))


def _looks(sheet: str) -> dict[str, str]:
    looks: dict[str, str] = {}
    for rule in _RULE.finditer(re.sub(r"/\*.*?\*/|<!--|-->|@import[^;]*;", " ", sheet, flags=re.DOTALL)):
        body = re.sub(r"\s", "", rule["body"]).lower()
        for selector in re.sub(r"\s", "", rule["selectors"]).split(","):
            counted = _LIST.fullmatch(selector)
            named = counted or _CLASS.fullmatch(selector)
            kept = [f"list-style-type:{form}" for form in _COUNTER.findall(body)] if counted else _KEPT.findall(body)
            if named and kept:
                looks[named[1]] = ";".join(filter(None, (looks.get(named[1]), *kept)))
    return looks


def depth_of_list(element: Element) -> int:
    """Return how deep a list says that it is, where its class tells that and not what it stands in."""
    match = _DEPTH.search(element.get("class") or "")
    return int(match[1]) if match else 0
