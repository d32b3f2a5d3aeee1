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

DUTIES = """\
duties:
  - id: trying-out
    title: Trial policy
    basis: The board’s own decision
    nation: scotland
    kinds: [maintained]
    hold: law
    review: {every: 12 months, strength: law}
    approval: {level: board, strength: law}
    publish: {strength: law}
    publicise: {to: [parents], every: 12 months, strength: recommended}
    source: Minutes of the board
    evidence: primary
    verified_on: 2026-07-09
"""
"""The school's own register of duties, which the trial policy meets."""

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
satisfies: [trying-out]
publicised: [{to: parents, date: 2026-09-04, how: Newsletter}]
"""
"""A policy in which no rule finds anything on 21 November 2026."""

_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)


def files(example: str) -> Mapping[str, str]:
    """Return the data folder in which an example is tried: file names and texts.

    A first line such as ``# duties.yaml`` says that the example is the whole of that file, ``# nation: england`` that
    the school is there, ``# in five policies`` that four more policies have these fields, and
    ``# after an issue with another clause 2.1`` that there is such an earlier issue, and ``# with this earlier issue``
    that the fields are those of the earlier issue.
    """
    first, _, rest = example.partition("\n")
    nation = first.removeprefix("# nation: ") if first.startswith("# nation: ") else ""
    own_file = first.removeprefix("# ") if first.startswith("# ") and first.endswith(".yaml") else ""
    in_five = first == "# in five policies"
    has_issue = first == "# after an issue with another clause 2.1"
    of_issue = first == "# with this earlier issue"
    fields = "" if own_file or of_issue else rest if nation or in_five or has_issue else example
    # whether a policy links back is a matter of one rule only
    back = "linked_policies: [trial]\n" if re.search(r"^linked_policies:.*\bbehaviour\b", fields, re.MULTILINE) else ""
    made = {
        "school.yaml": SCHOOL.replace("nation: scotland", f"nation: {nation or 'scotland'}"),
        "people.yaml": PEOPLE,
        "duties.yaml": DUTIES,
        "policies/trial.yaml": with_fields(POLICY, fields),
        "policies/behaviour.yaml": _other("Behaviour", f"audience: everyone\nissue: 2\n{back}"),
        "policies/lockdown.yaml": _other("Lockdown", "audience: [staff]\n"),
        "policies/visitors.yaml": _other("Visitors", "status: draft\n"),
    }
    if has_issue:
        other = with_fields(POLICY, f"{fields}issue: 1\n").replace("It is for everybody.", "It is for the staff.")
        made["issues/trial/1.yaml"] = other
    if of_issue:
        made["issues/trial/1.yaml"] = with_fields(POLICY, rest)
    if in_five:
        made |= {f"policies/trial-{n}.yaml": _other(f"Trial {n}", fields) for n in range(2, 6)}
    return made | ({own_file: rest} if own_file else {})


def _other(title: str, example: str) -> str:
    return with_fields(POLICY, f"title: {title}\n{example}satisfies: []\npublicised: []\n")


def with_fields(policy: str, example: str) -> str:
    """Put the fields of an example in the place of those of a policy."""
    fields = _fields(policy)
    given = _fields(example)
    return "".join(given.pop(name, text) for name, text in fields.items()) + "".join(given.values())


def _fields(text: str) -> dict[str, str]:
    starts = [(match.start(), match[1]) for match in _KEY.finditer(text)]
    ends = [*(start for start, _ in starts[1:]), len(text)][: len(starts)]
    return {name: text[start:end] for (start, name), end in zip(starts, ends, strict=True)}
