"""What issues were when they were made: fingerprints of their text, kept beside them in ``issues/lock.yaml``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from policy_handbook.model.base import Id, Line, Record


class LockedIssue(Record):
    """The issue of a policy that is in force."""

    issue: Annotated[int, Field(ge=1)]
    """Its number."""
    text: Line
    """The fingerprint of its text."""


class Lock(Record):
    """The fingerprints of all issues. Commands write this file; people leave it alone."""

    in_force: dict[Id, LockedIssue] = Field(default_factory=dict)
    """The present issue of each policy, by the policy’s id."""
    frozen: dict[Id, dict[Line, Line]] = Field(default_factory=dict)
    """Earlier issues, by the policy’s id and the number of the issue: the fingerprint of the whole file."""
