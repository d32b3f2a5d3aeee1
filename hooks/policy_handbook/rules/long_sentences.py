"""A sentence of a short version has 25 words at most.

That is what public services in the United Kingdom keep to. A point in two short sentences is read; one long sentence
is not.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, info
from policy_handbook.rules.reading import as_read, sentences, word_count

ID = "long-sentences"
FAILING = """\
key_points:
  parents:
    - If you are worried about something that you have seen or heard at school or online then please come and talk to
      your child’s teacher, or to the headteacher if you would rather, as soon as you can.
"""
PASSING = """\
key_points:
  parents:
    - Are you worried about something that you have seen or heard at school or online? Please talk to your child’s
      teacher as soon as you can. You may talk to the headteacher if you would rather.
"""
MOST_WORDS = 25


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every point of the short versions."""
    policy = context.policy
    for audience, points in policy.key_points.items():
        for point in points:
            if len(point.text) <= MOST_WORDS * 2:
                continue
            longest = max(map(word_count, sentences(as_read(context, point.text))), default=0)
            if longest > MOST_WORDS:
                message = f"a sentence for {audience} has {longest} words; {MOST_WORDS} is the most"
                write = "two sentences, or a point for each thought"
                yield info(ID, point.place_of("text"), message, write=write, policy=policy.id)
