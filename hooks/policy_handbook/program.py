"""This program as a whole: the digest that is part of the key of whatever is kept between builds."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path


@lru_cache(maxsize=1)
def program_digest() -> bytes:
    """Return the digest of this program and of the names and versions of all packages beside it."""
    digest = hashlib.sha256(sys.version.encode())
    with as_file(files("policy_handbook")) as package:
        for path, content in below(package):
            add_to(digest, path.relative_to(package).as_posix().encode(), content)
    add_to(digest, own_hook().read_bytes())
    packages = {
        entry.name for home in sys.path if home and Path(home).is_dir() for entry in Path(home).glob("*.dist-info")
    }
    add_to(digest, *(name.encode() for name in sorted(packages)))
    return digest.digest()


def own_hook() -> Path:
    """Return the file of the MkDocs hook that comes with this program, beside its package."""
    with as_file(files("policy_handbook")) as package:
        return package.parent / "mkdocs_hooks.py"


def add_to(digest: hashlib._Hash, *parts: bytes) -> None:
    """Add parts to a digest so that they do not run into each other."""
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)


def below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield what is below a folder, in order: files with their content, and folders with a mark of their own.

    Raises:
        OSError: something cannot be read, is no file, or is a link to a folder, which may be anywhere.
    """
    for path in sorted(folder.rglob("*")):
        if "__pycache__" in path.parts:
            continue
        if path.is_dir() and path.is_symlink():
            raise OSError(f"{path} is a link to a folder")
        if not path.is_dir() and not path.is_file():
            raise OSError(f"{path} is no file, and reading it might never end")
        yield path, b"folder" if path.is_dir() else b"file" + path.read_bytes()
