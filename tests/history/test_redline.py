"""What an issue changed, as a table of small cases: the old sections, the new ones, and what is said of them."""

import pytest

from tests.history.issues import compared, issue, shown, units

PURPOSE = "- {id: purpose, title: Purpose, clauses: [We try things out with care., We say what we learnt.]}"

CASES: dict[str, tuple[str, str, list[str]]] = {
    "nothing": (PURPOSE, PURPOSE, []),
    "a word": (
        PURPOSE,
        PURPOSE.replace("with care", "with great care"),
        ["reworded 1.1: We try things out with [+great +]care."],
    ),
    "a word in the place of another": (
        "- {id: s, title: S, clauses: [Phones are handed in at the door.]}",
        "- {id: s, title: S, clauses: [Phones are handed in at the gate.]}",
        ["reworded 1.1: Phones are handed in at the [-door-][+gate+]."],
    ),
    "a clause at the end": (
        "- {id: s, title: S, clauses: [One thing is said.]}",
        "- {id: s, title: S, clauses: [One thing is said., Another matter entirely.]}",
        ["added 1.2: [+Another matter entirely.+]"],
    ),
    "a clause at the beginning renumbers the rest": (
        PURPOSE,
        PURPOSE.replace("clauses: [", "clauses: [Nobody is left out., "),
        [
            "added 1.1: [+Nobody is left out.+]",
            "renumbered 1.1→1.2: We try things out with care.",
            "renumbered 1.2→1.3: We say what we learnt.",
        ],
    ),
    "a clause that went stands where it was": (
        "- {id: s, title: S, clauses: [Apples are red and round., Pears hang on trees., Plums fall in autumn.]}",
        "- {id: s, title: S, clauses: [Apples are red and round., Plums fall in autumn.]}",
        ["removed 1.2: [-Pears hang on trees.-]", "renumbered 1.3→1.2: Plums fall in autumn."],
    ),
    "the same number and another text is another clause": (
        "- {id: s, title: S, clauses: [Dogs stay outside the gate.]}",
        "- {id: s, title: S, clauses: [Families pay for lunch on Mondays.]}",
        [
            "removed 1.1: [-Dogs stay outside the gate.-]",
            "added 1.1: [+Families pay for lunch on Mondays.+]",
        ],
    ),
    "the same id is the same clause whatever it says": (
        "- {id: s, title: S, clauses: [{id: dogs, text: Dogs stay outside the gate.}]}",
        "- {id: s, title: S, clauses: [{id: dogs, text: No animal is brought onto the site.}]}",
        ["reworded 1.1: [-Dogs stay outside the gate.-][+No animal is brought onto the site.+]"],
    ),
    "another id is another clause however alike": (
        "- {id: s, title: S, clauses: [{id: dogs, text: Dogs stay outside the gate.}]}",
        "- {id: s, title: S, clauses: [{id: cats, text: Cats stay outside the gate.}]}",
        ["removed 1.1: [-Dogs stay outside the gate.-]", "added 1.1: [+Cats stay outside the gate.+]"],
    ),
    "an id that is given later does not make it another clause": (
        "- {id: s, title: S, clauses: [Dogs stay outside the gate.]}",
        "- {id: s, title: S, clauses: [{id: dogs, text: Dogs stay outside the gate.}]}",
        [],
    ),
    "two clauses that changed places": (
        "- {id: s, title: S, clauses: [Apples are red and round., Pears hang on trees., Plums fall in autumn.]}",
        "- {id: s, title: S, clauses: [Pears hang on trees., Plums fall in autumn., Apples are red and round.]}",
        [
            "renumbered 1.2→1.1: Pears hang on trees.",
            "renumbered 1.3→1.2: Plums fall in autumn.",
            "moved 1.1→1.3: Apples are red and round.",
        ],
    ),
    "a clause that went to another section": (
        """\
- {id: one, title: One, clauses: [Apples are red and round., Pears hang on trees.]}
- {id: two, title: Two, clauses: [Boats lie in the harbour.]}""",
        """\
- {id: one, title: One, clauses: [Apples are red and round.]}
- {id: two, title: Two, clauses: [Boats lie in the harbour., Pears hang on old trees.]}""",
        ["moved+reworded 1.2→2.2: Pears hang on [+old +]trees."],
    ),
    "a section put in renumbers the sections after it, and their clauses with them": (
        "- {id: two, title: Two, clauses: [Boats lie in the harbour.]}",
        """\
- {id: one, title: One, clauses: [Apples are red and round.]}
- {id: two, title: Two, clauses: [Boats lie in the harbour.]}""",
        [
            "added 1: [+One+]",
            "added 1.1: [+Apples are red and round.+]",
            "renumbered 1→2: Two",
        ],
    ),
    "a section with a new name and id keeps its clauses": (
        PURPOSE,
        PURPOSE.replace("purpose", "aims").replace("Purpose", "Our aims"),
        ["reworded 1: [-Purpose-][+Our aims+]"],
    ),
    "a section that went": (
        f"{PURPOSE}\n- {{id: dogs, title: Dogs, clauses: [Dogs stay outside the gate.]}}",
        PURPOSE,
        ["removed 2: [-Dogs-]", "removed 2.1: [-Dogs stay outside the gate.-]"],
    ),
    "items": (
        "- {id: s, title: S, clauses: [{text: 'Staff bring:', items: [a pen, a hat, a red book]}]}",
        "- {id: s, title: S, clauses: [{text: 'Staff bring:', items: [a pen, a blue book, a whistle]}]}",
        [
            "removed 1.1(b): [-a hat-]",
            "reworded+renumbered 1.1(c)→1.1(b): a [-red-][+blue+] book",
            "added 1.1(c): [+a whistle+]",
        ],
    ),
    "a row of a table": (
        """\
- id: s
  title: S
  clauses:
    - |
      | When | What |
      |---|---|
      | Same day | We listen |""",
        """\
- id: s
  title: S
  clauses:
    - |
      | When | What |
      |---|---|
      | Same day | We listen to you |
      | In two weeks | We ask |""",
        ["reworded 1.1: When | What / Same day | We listen[+ to you+] / [+In two weeks+] | [+We ask+]"],
    ),
    "a definition": (
        "- {id: s, title: S, definitions: [{term: phone, meaning: A thing that rings.}]}",
        "- {id: s, title: S, definitions: [{term: phone, meaning: A thing that rings or buzzes.}]}",
        ["reworded definition: phone / A thing that rings[+ or buzzes+]."],
    ),
    "bold alone is no change of words": (
        "- {id: s, title: S, clauses: [Never shout at a child.]}",
        "- {id: s, title: S, clauses: ['**Never** shout at a child.']}",
        [],
    ),
    "who is responsible is not said where nobody knows the titles": (
        "- {id: s, title: S, clauses: [{text: Never shout., responsible: [headteacher]}]}",
        "- {id: s, title: S, clauses: [{text: Never shout., responsible: [dsl]}]}",
        [],
    ),
    "two sentences that say the same stay two": (
        "- {id: s, title: S, clauses: [Ask the office first., Ask the office first.]}",
        "- {id: s, title: S, clauses: [Ask the office first.]}",
        ["removed 1.2: [-Ask the office first.-]"],
    ),
    "a word that stayed between two changes is read with them": (
        '- {id: s, title: S, clauses: [{id: c, text: "We ring all parents at home, then we wait here."}]}',
        '- {id: s, title: S, clauses: [{id: c, text: "We write to all carers or friends, then we wait here."}]}',
        ["reworded 1.1: We [-ring all parents at home-][+write to all carers or friends+], then we wait here."],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_an_issue_changed(name: str) -> None:
    old, new, expected = CASES[name]

    assert shown(compared(old, new)) == expected


@pytest.mark.parametrize("name", CASES)
def test_the_way_back_adds_up_too(name: str) -> None:
    old, new, _ = CASES[name]

    compared(new, old)


def test_units_come_in_reading_order_with_what_holds_them() -> None:
    made = units(issue("- {id: s, title: S, clauses: [{text: One, items: [a, b]}], sections: [{id: t, title: T}]}"))

    assert [(unit.kind.value, unit.number, unit.depth) for unit in made] == [
        ("title", "", 0),
        ("summary", "", 0),
        ("section", "1", 0),
        ("clause", "1.1", 1),
        ("item", "1.1(a)", 2),
        ("item", "1.1(b)", 2),
        ("section", "1.2", 1),
    ]
