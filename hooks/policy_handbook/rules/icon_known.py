"""Every icon of a flier is one of those that come with the program."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context

ID = "icon-known"
FAILING = """\
# fliers/trial.yaml
title: Trying things out
audience: [parents]
issue: 1
date: 2026-09-01
from: [trial]
points: [{icon: telefone, text: Ring before you try.}]
"""
PASSING = """\
# fliers/trial.yaml
title: Trying things out
audience: [parents]
issue: 1
date: 2026-09-01
from: [trial]
points: [{icon: phone, text: Ring before you try.}]
"""


def check(context: Context) -> Iterator[Finding]:
    """Pass on what was found when the fliers were set."""
    yield from (finding for finding in context.on_paper if finding.rule == ID)
