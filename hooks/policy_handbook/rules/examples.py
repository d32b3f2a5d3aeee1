"""A small school in which the examples of rules are tried: the tests run them, and the pages of rules show them.

An example is a few fields of a policy as one writes them; they take the place of the same fields of a sound policy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SCHOOL = """\
name: Exampleton Primary School
short_name: Exampleton
kind: maintained
phase: primary
nation: scotland
handbook_url: https://policies.exampleton.example.org
phone: 01632 960123
audiences:
  public: {title: Public, site: website}
  parents: {title: Parents and carers, site: website}
  pupils: {title: Pupils, site: website}
  staff: {title: Staff, site: intranet}
categories: {online: Online and data}
"""

PEOPLE = """\
roles:
  headteacher: {title: Headteacher, holder: Mrs T. Marchbank, email: head@exampleton.example.org}
  incident-lead: {title: Incident lead, audience: [staff]}
bodies:
  governing-board: {title: governing board, level: board, chair: headteacher}
  school-council: {title: school council, approves: false}
"""

POLICY = """\
title: Trial
kind: policy
status: in-force
owner: headteacher
audience: [public, parents, staff]
issue: 2
effective_from: 2026-09-01
approval: {by: governing-board, date: 2026-07-09}
review: {every: 12 months, next: 2027-07-31}
reviews:
  - {date: 2026-07-01, by: headteacher, outcome: new-issue}
changes:
  - {issue: 1, date: 2025-07-10, by: headteacher, kind: material, summary: First issue}
  - {issue: 2, date: 2026-07-09, by: headteacher, kind: editorial, summary: Clearer words}
summary: A policy to try rules on.
sections:
  - {id: purpose, title: Purpose, clauses: [We try things out.]}
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: roles, title: Who does what, clauses: [The headteacher decides.]}
  - {id: monitoring, title: Review, clauses: [We look at it each year.]}
"""
"""A policy in which no rule finds anything on 21 November 2026."""

_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)


def files(example: str) -> Mapping[str, str]:
    """Return the data folder in which an example is tried: file names and texts."""
    return {
        "school.yaml": SCHOOL,
        "people.yaml": PEOPLE,
        "policies/trial.yaml": with_fields(POLICY, example),
        "policies/behaviour.yaml": with_fields(POLICY, "title: Behaviour\naudience: everyone\nissue: 2\n"),
        "policies/lockdown.yaml": with_fields(POLICY, "title: Lockdown\naudience: [staff]\n"),
        "policies/visitors.yaml": with_fields(POLICY, "title: Visitors\nstatus: draft\n"),
    }


def with_fields(policy: str, example: str) -> str:
    """Put the fields of an example in the place of those of a policy."""
    fields = _fields(policy)
    given = _fields(example)
    return "".join(given.pop(name, text) for name, text in fields.items()) + "".join(given.values())


def _fields(text: str) -> dict[str, str]:
    starts = [(match.start(), match[1]) for match in _KEY.finditer(text)]
    ends = [*(start for start, _ in starts[1:]), len(text)][: len(starts)]
    return {name: text[start:end] for (start, name), end in zip(starts, ends, strict=True)}
