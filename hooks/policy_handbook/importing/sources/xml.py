"""Parses XML that comes from anywhere: no entities, no network, no document types."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from policy_handbook.importing.sources.problems import UnreadableError

Element = etree._Element  # noqa: SLF001 - the only name that lxml has for it


def parsed(data: bytes) -> Element:
    """Parse XML.

    Raises:
        UnreadableError: it is damaged, or has declarations that could change or swell it.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise UnreadableError("the file holds declarations that no word processor writes; it was not opened")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise UnreadableError("the file is damaged and cannot be read; is there another copy?")
    return root


def unpacked(data: bytes) -> Mapping[str, bytes]:
    """Return the parts of an archive that hold text, by name.

    Raises:
        UnreadableError: it is damaged.
    """
    wanted = (".xml", ".rels")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name.lower().endswith(wanted)}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableError("the file is damaged and cannot be opened; is there another copy?") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise UnreadableError("the file is damaged and cannot be opened; is there another copy?") from error
        raise


def children(element: Element) -> Iterator[Element]:
    """Yield the elements in an element; comments and instructions are passed over."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]
