"""A flier fits the sides of paper that it is laid out on.

It is set as large as it can be, down to a size that a parent reads without effort. What is still too long is said in
millimetres, with the texts that are worth shortening.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context

ID = "flier-fits"
FAILING = """\
# fliers/trial.yaml
title: Trying things out
audience: [parents]
layout: a4
issue: 1
date: 2026-09-01
from: [trial]
points:
""" + "".join(
    f"  - Point {number} says once more what the other points have said before it, and it takes its time.\n"
    for number in range(1, 31)
)
PASSING = """\
# fliers/trial.yaml
title: Trying things out
audience: [parents]
layout: a4
issue: 1
date: 2026-09-01
from: [trial]
points: [Ask before you try., Say how it went.]
"""


def check(context: Context) -> Iterator[Finding]:
    """Pass on what was found when the fliers were set."""
    yield from (finding for finding in context.on_paper if finding.rule == ID)
