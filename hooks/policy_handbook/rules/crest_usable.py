"""The crest is a picture that can be shown and printed, and an SVG brings nothing that could run or load something."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context

ID = "crest-usable"
FAILING = """\
# school.yaml
name: Exampleton Primary School
short_name: Exampleton
kind: maintained
phase: primary
nation: scotland
handbook_url: https://policies.exampleton.example.org
audiences:
  public: {title: Public, site: website}
  parents: {title: Parents and carers, site: website}
  pupils: {title: Pupils, site: website}
  staff: {title: Staff, site: intranet}
crest: crest.svg
"""
PASSING = """\
# school.yaml
name: Exampleton Primary School
short_name: Exampleton
kind: maintained
phase: primary
nation: scotland
handbook_url: https://policies.exampleton.example.org
audiences:
  public: {title: Public, site: website}
  parents: {title: Parents and carers, site: website}
  pupils: {title: Pupils, site: website}
  staff: {title: Staff, site: intranet}
"""


def check(context: Context) -> Iterator[Finding]:
    """Pass on what was found about the crest."""
    yield from (finding for finding in context.on_paper if finding.rule == ID)
