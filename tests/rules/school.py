"""Tries several files at once in the small school of the examples, on any day."""

import datetime as dt
import tempfile
from pathlib import Path

from policy_handbook.findings import Finding
from policy_handbook.publish import check
from policy_handbook.rules.examples import POLICY, files, with_fields
from tests.rules.trial import TODAY


def policy(fields: str) -> str:
    """The text of a sound policy with some fields changed; it meets no duty, so that others may be like it."""
    return with_fields(with_fields(POLICY, "satisfies: []\npublicised: []\n"), fields)


def findings(own: dict[str, str], rule: str = "", *, today: dt.date = TODAY) -> list[Finding]:
    """Return what a rule finds in the small school with some files of one's own; without a rule, what all find."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in {**files(""), **own}.items():
            path = root / "policy_data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [f for f in check(root / "policy_data", root=root, today=today).findings if rule in (f.rule, "")]


def messages(own: dict[str, str], rule: str = "", *, today: dt.date = TODAY) -> list[str]:
    """The same as lines: severity, file and message."""
    return [f"{f.severity} {Path(f.place.file).name} {f.message}" for f in findings(own, rule, today=today)]
