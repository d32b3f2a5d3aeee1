"""Tries an example of a rule in a small school and reports what is found in it."""

import datetime as dt
import tempfile
from pathlib import Path

from policy_handbook.publish import check
from policy_handbook.report import format_text
from policy_handbook.rules.examples import files

TODAY = dt.date(2026, 11, 21)


BESIDE = ("behaviour.yaml", "lockdown.yaml", "visitors.yaml", "school.yaml")
"""Files of the small school that an example is not about."""


def found(example: str, rule: str = "", *, on_a_page: bool = False) -> str:
    """Return the findings of a rule on an example, as they are printed; without a rule, those of all."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        texts = {f"policy_data/{name}": text for name, text in files("" if on_a_page else example).items()}
        if on_a_page:
            texts["docs/welcome.md"] = example
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        findings = check(root / "policy_data", root=root, today=TODAY).findings
        beside = tuple(name for name in BESIDE if not example.startswith(f"# {name}"))
        ours = [f for f in findings if not f.place.file.endswith(beside) and rule in (f.rule, "")]
        text = (
            format_text(ours)
            .replace(f"{root.as_posix()}/policy_data/policies/", "")
            .replace(f"{root.as_posix()}/policy_data/", "")
        )
        return "\n".join(text.splitlines()[:-1]) + "\n" if ours else ""
