"""The one way in which a reader says that nothing can be made of a file."""

from __future__ import annotations


class UnreadableError(Exception):
    """A file cannot be read; its message is one plain line for a person."""
