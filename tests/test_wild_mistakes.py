"""Mistakes that real schools have published, as invented policies, each with the exact words that meet it."""

# ruff: noqa: E501 - the exact words of findings

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from policy_handbook.rules.examples import PEOPLE, SCHOOL
from tests.rules.school import findings, policy

ENGLAND = SCHOOL.replace("nation: scotland", "nation: england")


@dataclass(frozen=True)
class Mistake:
    """A mistake and what is said of it.

    Attributes:
        name: what it is.
        fields: the fields of the policy that has it.
        expected: everything that is found in its file: severity, rule and message; what is found; what to write.
        beside: other files that the mistake needs.
    """

    name: str
    fields: str
    expected: str
    beside: dict[str, str] = field(default_factory=dict)


NOTICE = """\
kind: notice
audience: everyone
issue: {issue}
key_points: {{pupils: [{{text: Tell a grown-up., from: [tell]}}]}}
changes:
  - {{issue: 1, date: 2025-07-10, by: headteacher, kind: material, summary: First issue}}
  - {{issue: 2, date: 2026-07-09, by: headteacher, kind: material, summary: Two grown-ups}}
sections: [{{id: whom, title: Whom to tell, clauses: [{{id: tell, text: {text}}}]}}]
"""
"""A notice with a short version for pupils, in either of two issues."""

MISTAKES = [
    Mistake(
        "1 edition and date contradict each other",
        """\
summary: We follow Keeping Children Safe in Education 2020 (statutory from 03/09/2018).
guidance: [{id: kcsie, edition: "2026"}]
""",
        """\
warning guidance-in-text: the edition and the date contradict each other: Keeping children safe in education 2020 applies from 2020-09-01
  found Keeping Children Safe in Education 2020 (statutory from 03/09/2018)
  write Keeping Children Safe in Education 2026; or no year here, and the edition under guidance
""",
    ),
    Mistake(
        "2 one guidance new, another old",
        """\
guidance: [{id: kcsie, edition: "2026"}, {id: working-together, edition: "2023"}]
""",
        """\
warning guidance-known: Working together to safeguard children 2023 was superseded on 2026-03-19
  found edition: "2023"
  write edition: "2026"
""",
    ),
    Mistake(
        "2 an old edition in the text beside a new one in the data",
        """\
summary: We follow Working together to safeguard children (2023) and KCSIE (2021).
guidance: [{id: kcsie, edition: "2026"}, {id: working-together, edition: "2026"}]
""",
        """\
warning guidance-in-text: Keeping children safe in education 2021 was superseded on 2022-09-01
  found KCSIE (2021)
  write KCSIE 2026; or no year here, and the edition under guidance
warning guidance-in-text: Working together to safeguard children 2023 was superseded on 2026-03-19
  found Working together to safeguard children (2023)
  write Working together to safeguard children 2026; or no year here, and the edition under guidance
""",
    ),
    Mistake(
        "3 the next review is long over",
        """\
effective_from: 2023-02-01
approval: {by: governing-board, date: 2023-01-26}
review: {every: 12 months, next: 2024-01}
reviews: [{date: 2023-01-20, by: headteacher, outcome: no-change, note: Figures brought up to date}]
changes: [{issue: 2, date: 2023-01-26, by: headteacher, kind: editorial, summary: New figures}]
""",
        """\
warning review-overdue: the review was due 1025 days ago
  found next: 2024-01   (today is 2026-11-21)
  write review it, and record the review and the next date
""",
    ),
    Mistake(
        "4 the title of the template",
        "title: Online Safety Policy Template for Schools\n",
        """\
error placeholder-words: words of a template are left in
  found Policy Template
  write what is meant
""",
    ),
    Mistake(
        "4 a page that was a test",
        "title: Child protection (test)\n",
        """\
error placeholder-words: a word is left in that says that this is not finished
  found (test)
  write take it out; or status: draft
""",
    ),
    Mistake(
        "4 words of the template in the text",
        """\
summary: This template is written by the trust for [name of school].
""",
        """\
error placeholder-words: words of a template are left in
  found This template, [name of school]
  write what is meant
""",
    ),
    Mistake(
        "4 blanks and choices of the template",
        """\
sections:
  - id: purpose
    title: Purpose
    clauses:
      - The lead is XXXX, from DD/MM/YYYY.
      - The governor is ________ (delete as appropriate).
      - "{{ }} looks after it."
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: roles, title: Who does what, clauses: [TBC]}
  - {id: monitoring, title: Review, clauses: [Lorem ipsum dolor sit amet.]}
""",
        """\
error placeholder-words: words of a template are left in
  found XXXX, DD/MM/YYYY
  write what is meant
error placeholder-words: words of a template are left in
  found ________, delete as appropriate
  write what is meant
error references-known: nothing stands between the braces
  found {{ }}
  write {{ school.name }}
error placeholder-words: words of a template are left in
  found TBC
  write what is meant
error placeholder-words: words of a template are left in
  found Lorem ipsum
  write what is meant
""",
    ),
    Mistake(
        "5 blank control fields",
        """\
approval:
review: {every: 12 months, next: }
""",
        """\
error date-format: a date is written year, month, day, as in 2026-09-01
  found next:    (empty)
""",
    ),
    Mistake(
        "5 nobody has approved it",
        "approval: null\n",
        """\
error approval-missing: it is in force, but nobody has approved it
  found status: in-force
  write approval: {by: governing-board, date: 2026-07-09, minute: FGB 26/31}
""",
    ),
    Mistake(
        "6 an empty change record",
        "changes: []\n",
        """\
error change-record: the change record sheet is empty
  write changes: [{issue: 1, date: 2026-09-01, by: headteacher, kind: material, summary: First issue}]
""",
    ),
    Mistake(
        "6 a change record that ends before the present issue",
        "issue: 3\n",
        """\
error change-record: this is issue 3, but the change record sheet ends with issue 2
  found issue: 3
  write issue: 2
""",
    ),
    Mistake(
        "7 a draft in the list of policies in force",
        "title: DRAFT Complaints\n",
        """\
error placeholder-words: a word is left in that says that this is not finished
  found DRAFT
  write take it out; or status: draft
""",
    ),
    Mistake(
        "8 a word that means two frequencies",
        "summary: The arrangements are reviewed bi-annually.\n",
        """\
warning retired-terms: this word is out of use or means two things
  found bi-annually
  write twice a year or every two years
""",
    ),
    Mistake(
        "8 reviewed less often than the law asks",
        """\
review: {every: 24 months, next: 2028-06-30}
satisfies: [child-protection]
""",
        """\
error duty-interval: the policy that meets child-protection has to be reviewed every 12 months (Education Act 2002, section 175 or 157; Keeping children safe in education; checked 2026-11-21)
  found every: 24 months
  write every: 12 months
""",
    ),
    Mistake(
        "9 retired words",
        "summary: An NQT asks the LSCB about peer on peer abuse.\n",
        """\
warning retired-terms: this word is out of use since 2019-09-29
  found LSCB
  write local safeguarding partners
warning retired-terms: this word is out of use since 2021-09-01
  found NQT
  write early career teacher (ECT)
warning retired-terms: this word is out of use since 2022-09-01
  found peer on peer abuse
  write child-on-child abuse
""",
    ),
    Mistake(
        "10 a plan that is called a statement",
        """\
title: Accessibility statement
kind: plan
sections:
  - {id: purpose, title: Purpose, clauses: [We make the school easier to use.]}
  - {id: actions, title: What we do, clauses: [The site manager fits a ramp by July 2027.]}
  - {id: monitoring, title: Review, clauses: [We look at it each year.]}
""",
        """\
info title-kind: the title calls it a statement, and its kind is plan
  found kind: plan
  write kind: statement, or another title
""",
    ),
    Mistake(
        "11 a season for a date",
        "review: {every: 12 months, next: Autumn 27}\n",
        """\
error date-format: a date is written year, month, day, as in 2026-09-01
  found next: Autumn 27
  write next: 2027-12
""",
    ),
    Mistake(
        "11 a month in words for a date",
        "effective_from: Sept 2026\n",
        """\
error date-format: a date is written year, month, day, as in 2026-09-01
  found effective_from: Sept 2026
  write effective_from: 2026-09
""",
    ),
    Mistake(
        "11 no date at all",
        "review: {every: As practice changes, next: 2027-07-31}\n",
        """\
error interval-format: how often is written as a number and a unit: days, weeks, months, terms or years
  found every: As practice changes
  write every: 12 months
""",
    ),
    Mistake(
        "12 people and their numbers in the text",
        "summary: Ring Mrs Otterbourne out of hours on 07700 900123.\n",
        """\
warning people-named: a person is named; people change, roles stay
  found Mrs Otterbourne
  write the title of the role
warning private-contacts: a mobile number stands in the text; numbers belong to roles, in people.yaml
  write {{ roles.<id>.phone }}
""",
    ),
    Mistake(
        "12 a role that nobody holds",
        "owner: dsl\n",
        """\
warning role-unfilled: nobody holds this role, on which these policies rely: mistake
  write holder: ...   or   held_by_many: true
""",
        {
            "people.yaml": f"{PEOPLE}# the lead has left\n".replace(
                "roles:\n", "roles:\n  dsl: {title: Safeguarding lead}\n"
            )
        },
    ),
    Mistake(
        "13 the wrong year of an Act",
        "summary: Our duties under the Equality Act 2000 and the Data Protection Act 1998.\n",
        """\
warning acts-known: there is no Equality Act of that year in our list
  found Equality Act 2000
  write Equality Act 2006 or Equality Act 2010
warning retired-terms: this word is out of use since 2018-05-25
  found Data Protection Act 1998
  write UK GDPR and the Data Protection Act 2018
""",
    ),
    Mistake(
        "14 digits of a year that changed places",
        """\
review: {every: 12 months, next: 2207-07-31}
reviews: [{date: 2108-06-12, by: headteacher, outcome: no-change, note: Read through}]
""",
        """\
error dates-implausible: the year 2207 cannot be right
  found next: 2207-07-31
  write next: 2027-07-31 ?
error review-in-future: a review can only be recorded once it has happened
  found date: 2108-06-12   (today is 2026-11-21)
  write date: 2018-06-12 ?
""",
    ),
    Mistake(
        "14 the next review is not approval and interval",
        "review: {every: 12 months, next: 2028-07-31}\n",
        """\
warning review-too-late: the next review is later than 12 months after the last one, on 2026-07-09
  found next: 2028-07-31
  write next: 2027-07-09
""",
    ),
    Mistake(
        "15 the old policy is still there beside the new one",
        "linked_policies: [old-rules]\n",
        """\
warning linked-policies: the linked policy is withdrawn
  found old-rules
info not-published: it is withdrawn and not published
  found status: withdrawn
""",
        {"policies/old-rules.yaml": policy("title: Old rules\nstatus: withdrawn\nlinked_policies: [mistake]\n")},
    ),
    Mistake(
        "15 two policies with one title",
        "title: Behaviour\n",
        """\
warning ids-repeated: another policy has the same title: behaviour
  found title: Behaviour
""",
    ),
    Mistake(
        "16 a reference to an appendix that is not there",
        "summary: For the form see Appendix F, and [[#form-f]].\n",
        """\
warning numbers-in-text: this policy has no appendix F
  found Appendix F
  write [[#id-of-the-clause]], which follows it; or the title of the document that has it
error references-known: there is no clause #form-f
  found [[#form-f]]
""",
    ),
    Mistake(
        "9 the name of a trust that the school has left",
        "summary: The Otter Trust decides.\n",
        """\
warning retired-terms: this word is out of use or means two things
  found Otter Trust
  write Heron Trust
""",
        {"school.yaml": f"{ENGLAND}retired_terms: {{Otter Trust: Heron Trust}}\n"},
    ),
    Mistake(
        "17 a name in the pupils' words that is long gone",
        """\
audience: everyone
key_points: {pupils: [Tell a grown-up. You can press the button on the Thinkuknow page as well.]}
""",
        """\
warning retired-terms: this word is out of use since 2023-01
  found Thinkuknow
  write CEOP Education
""",
    ),
    Mistake(
        "18 the pupils' words have stayed behind",
        NOTICE.format(issue=2, text="You tell two grown-ups."),
        """\
info key-points-older: clause tell changed in issue 2, and this point for pupils that rests on it did not
  found from: [tell]
  write look at it again; it may still be right
""",
        {
            "issues/mistake/1.yaml": policy(NOTICE.format(issue=1, text="You tell a grown-up.")),
        },
    ),
]


def said(mistake: Mistake) -> str:
    """Everything that is found in the files of a mistake."""
    own = {"school.yaml": ENGLAND, "policies/mistake.yaml": policy(mistake.fields), **mistake.beside}
    files = {"mistake.yaml", *(Path(name).name for name in mistake.beside)} - {"school.yaml"}
    lines = []
    for finding in findings(own):
        if Path(finding.place.file).name in files:
            lines.append(f"{finding.severity} {finding.rule}: {finding.message}")
            lines += [f"  {word} {text}" for word, text in (("found", finding.found), ("write", finding.write)) if text]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_of_real_schools_is_met_in_these_words(mistake: Mistake) -> None:
    assert said(mistake) == mistake.expected


def test_the_policy_without_a_mistake_is_clean() -> None:
    assert said(Mistake("none", "", "")) == ""


def test_every_row_of_the_list_has_its_mistake() -> None:
    assert {int(mistake.name.split()[0]) for mistake in MISTAKES} == set(range(1, 19))
