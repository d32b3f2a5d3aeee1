"""links-back: its examples, and the exact words of what it finds."""

from policy_handbook.rules import links_back as rule
from tests.rules.school import messages, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:23:19: info: lockdown is linked here, and does not link back (links-back)
    found  lockdown
    write  linked_policies: [trial]   in lockdown, if the two are read together
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def school(sources: int, *, back: str = "", status: str = "in-force") -> dict[str, str]:
    """Some policies that link to one, which links to some of them."""
    own = {"policies/target.yaml": policy(f"title: Target\nstatus: {status}\nlinked_policies: [{back}]\n")}
    for number in range(sources):
        text = policy(f"title: Source {number}\nlinked_policies: [target]\n")
        own[f"policies/source-{number}.yaml"] = text
    return own


def test_a_link_back_is_enough() -> None:
    assert messages(school(2, back="source-0"), rule.ID) == [
        "info source-1.yaml target is linked here, and does not link back"
    ]


def test_a_policy_that_many_only_refer_to_need_not_name_them_all() -> None:
    assert len(messages(school(4), rule.ID)) == 4
    assert messages(school(5), rule.ID) == []
    assert len(messages(school(5, back="source-0"), rule.ID)) == 4


def test_a_draft_need_not_link_back() -> None:
    assert messages(school(1, status="draft"), rule.ID) == []
