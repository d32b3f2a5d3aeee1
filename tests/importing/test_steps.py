"""The small steps, each alone."""

import pytest

from policy_handbook.importing.account import Why
from policy_handbook.importing.blocks import Block, Run
from policy_handbook.importing.drafts import ClauseDraft, SectionDraft
from policy_handbook.importing.lines import lines_of
from policy_handbook.importing.recover import display_title
from policy_handbook.importing.sources import plain
from policy_handbook.importing.steps.changes import change_record
from policy_handbook.importing.steps.cited import cited_guidance, named_people
from policy_handbook.importing.steps.clauses import clauses_of
from policy_handbook.importing.steps.control import control_data
from policy_handbook.importing.steps.cover import clean_title
from policy_handbook.importing.steps.furniture import contents_titles, without_furniture
from policy_handbook.importing.steps.labels import field_of, pairs_in
from policy_handbook.importing.steps.linked import linked_policies
from policy_handbook.importing.steps.notes import starred_notes
from policy_handbook.importing.steps.outline import find_heads
from policy_handbook.importing.steps.run_in import set_apart
from policy_handbook.importing.steps.unwrap import unwrapped
from policy_handbook.model import Edition, Guidance


def blocks(text: str) -> tuple[Block, ...]:
    return plain.read(text.encode(), "a.txt").blocks


def tree(clauses: list[ClauseDraft]) -> list[object]:
    return [[clause.text, tree(clause.items)] if clause.items else clause.text for clause in clauses]


def clauses(text: str, number: str = "") -> list[object]:
    return tree(clauses_of(lines_of(blocks(text)), number)[0])


def titles(text: str) -> list[str]:
    return [head.line.text for head in find_heads(lines_of(blocks(text)), frozenset())[1]]


# --- control data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Next review date: May 2021", "next", "May 2021"),
        ("Next review date05/2021", "next", "05/2021"),
        ("Date created - 18/09/2022", "issued", "18/09/2022"),
        ("Issue No: 9", "issue", "9"),
        ("Version 3", "issue", "3"),
        ("Approved by Governors", "approver", "Governors"),
        ("Person responsible: Head Teacher", "owner", "Head Teacher"),
        ("Review Cycle:\tAnnual", "every", "Annual"),
    ],
)
def test_a_label_and_its_value_are_known(line: str, field: str, value: str) -> None:
    assert [(pair.field, pair.value) for pair in pairs_in(line)] == [(field, value)]


def test_several_pairs_may_share_a_line() -> None:
    found = pairs_in("Date: Sept 2023   Review Date: Sept 2024")
    assert [(pair.field, pair.value) for pair in found] == [("issued", "Sept 2023"), ("review", "Sept 2024")]


@pytest.mark.parametrize("line", ["Staff must:", "The school aims to ensure that: all are safe", "Version of events"])
def test_a_sentence_with_a_colon_is_no_pair(line: str) -> None:
    assert pairs_in(line) == ()


def test_a_value_may_stand_on_the_next_line() -> None:
    found = control_data(blocks("Swan Policy\nApproved:\n3rd October 2016\nSigned:\nA. Nobody\nPurpose\nText."))
    assert [(pair.field, pair.value) for pair in found.pairs if pair.value] == [("approved", "3rd October 2016")]
    assert [block.text for block in found.blocks] == ["Swan Policy", "Purpose", "Text."]


def test_labels_may_stand_above_their_values_between_strokes() -> None:
    found = control_data(blocks("Date / Review Date / Coordinator\nMarch 2017 / March 2018 / Ada Sample"))
    assert [pair.field for pair in found.pairs] == ["issued", "review", "owner"]


def test_every_word_of_a_control_table_is_told_of() -> None:
    found = control_data(
        blocks("Control sheet\tfor all\nDate approved:\tMay 2021\nColour:\tgreen\nNext review:\tMay 2022")
    )
    told = " ".join(entry.text for entry in found.entries)
    assert not found.blocks
    assert {"green", "2021", "sheet"} <= set(told.replace(":", "").split())


def test_labels_are_known_in_other_words() -> None:
    wanted = {"Date of next review (or sooner)": "next", "Approved by the Trust Board": "approver", "Cheese": ""}
    assert {label: field_of(label) for label in wanted} == wanted


# --- change record --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Change record\nIssue\tDate\tSummary\tBy\n1\tMay 2020\tBegun\tHead\n2\tJune 2021\tPonds added\tHead",
        "Version History\nIssue | Date | Change |\n1 | May 2020 | Begun |\n2 | June 2021 | Ponds added |",
        "Change record form\nIssue\nDate\nReason\nBy\n1\nMay 2020\nBegun\nA\n2\nJune 2021\nPonds added\nA",
        "History of changes\nIssue\n1\nDate\nMay 2020\nChange\nBegun\nIssue\n2\nDate\nJune 2021\nChange\nPonds added",
        "Policy log\nIssue 1, May 2020: Begun\nIssue 2, June 2021: Ponds added",
    ],
    ids=["tabs", "strokes", "a cell a line", "labels and values", "a row a line"],
)
def test_a_change_record_is_read_however_it_stands(text: str) -> None:
    found = change_record(blocks(text))
    assert [(row.date, row.summary) for row in found.rows] == [("May 2020", "Begun"), ("June 2021", "Ponds added")]
    assert len(found.blocks) == 1  # the heading


# --- what is no content ---------------------------------------------------------------------------------


def test_running_heads_page_numbers_contents_and_blank_bullets_go() -> None:
    text = "Swan Policy\n\nContents\n\n1. Purpose.....\t1\n2. Scope.....\t2\n\n"
    for number, title in enumerate(("Purpose", "Scope", "Review"), 1):
        text += f"Exampleton School\n{number}. {title}\nSome words on {title}.\n•\nPage {number} of 3\n\n"
    left, entries = without_furniture(blocks(text), ("Exampleton School",))
    assert [block.text for block in left][1:] == [
        "Exampleton School",
        "1. Purpose",
        "Some words on Purpose.",
        "2. Scope",
        "Some words on Scope.",
        "3. Review",
        "Some words on Review.",
    ]
    assert {entry.why for entry in entries} == {Why.CONTENTS, Why.RUNNING, Why.PAGE_NUMBER, Why.BLANK}
    assert contents_titles(entries) == {"purpose", "scope", "1 purpose", "2 scope"}


def test_headings_that_come_back_are_no_running_heads() -> None:
    text = "".join(f"{n}. Part {n}\nStaff\nWhat staff do.\nPupils\nWhat pupils do.\n" for n in range(1, 5))
    left, _ = without_furniture(blocks(text))
    assert [block.text for block in left].count("Staff") == 4


def test_a_contents_list_without_pages_is_known_by_what_follows() -> None:
    left, _ = without_furniture(blocks("Contents\nPurpose\nScope\n\nPurpose\nWhy.\nScope\nWhere."))
    assert [block.text for block in left] == ["Purpose", "Why.", "Scope", "Where."]


# --- lines ----------------------------------------------------------------------------------------------


def test_broken_lines_become_paragraphs_and_headings_stay_apart() -> None:
    text = (
        "1. on feeding swans\nSwans are fed at noon by two adults who have read this policy and who\n"
        "carry the list. Nobody feeds them alone, because the bank is steep and\nthe pond is deep.\n"
        " • a bullet that goes on over the end of the line because it is long\n   enough\n • another\n"
    )
    assert [block.text for block in unwrapped(blocks(text), plain_text=True)] == [
        "1. on feeding swans",
        (
            "Swans are fed at noon by two adults who have read this policy and who carry the list. Nobody feeds them"
            " alone, because the bank is steep and the pond is deep."
        ),
        "• a bullet that goes on over the end of the line because it is long enough",
        "• another",
    ]


def test_a_paragraph_that_goes_on_over_a_page_goes_on_after_its_first_line_there() -> None:
    lines = (
        Block(runs=(Run("Swans are fed at noon by two adults who have read this and who"),), page=1, extent=80),
        Block(runs=(Run("carry the list of names. Nobody at the pond feeds them alone."),), page=2, extent=79),
        Block(runs=(Run("The bank is steep."),), page=2, extent=30),
        Block(runs=(Run("Visitors stay away."),), page=2, extent=30),
    )
    assert [block.text for block in unwrapped(lines, plain_text=False)] == [
        (
            "Swans are fed at noon by two adults who have read this and who carry the list of names. Nobody at the pond"
            " feeds them alone. The bank is steep."
        ),
        "Visitors stay away.",
    ]


def test_items_that_lost_their_bullets_are_no_broken_lines() -> None:
    text = (
        "Swans are fed at noon by two adults who have read this policy and carry the list.\n"
        "The adults:\nbring the grain\nkeep dogs on a lead\nshut the gate; and\ncount the swans.\n"
    )
    assert [block.text for block in unwrapped(blocks(text), plain_text=True)] == text.strip().split("\n")


def test_items_without_bullets_stay_apart_among_broken_lines() -> None:
    text = (
        "Swans are fed at noon by two adults who have read this policy and who\n"
        "carry the list. Nobody feeds them alone, because the bank is steep and\nthe pond is deep. They:\n\n"
        "bring the grain that is kept in the shed\n\nkeep dogs on a lead\n\nshut the gate\n"
    )
    assert [block.text for block in unwrapped(blocks(text), plain_text=True)][1:] == [
        "bring the grain that is kept in the shed",
        "keep dogs on a lead",
        "shut the gate",
    ]


def test_a_text_with_a_paragraph_a_line_is_left_alone() -> None:
    text = "Staff are asked to read this.\nPupils too\nParents may read it"
    assert len(unwrapped(blocks(text), plain_text=True)) == 3


def test_what_was_run_together_is_set_apart() -> None:
    text = "PRINCIPLES The school believes in this and in that and in more.\nWe aim: • to be good • to do well\nA • dot"
    assert [block.text for block in set_apart(blocks(text))] == [
        "PRINCIPLES",
        "The school believes in this and in that and in more.",
        "We aim:",
        "• to be good",
        "• to do well",
        "A • dot",
    ]


def test_a_starred_note_becomes_a_footnote() -> None:
    left, notes = starred_notes(blocks("Parents* are told.\nOther text.\n* or carers with whom a child lives"), {})
    assert [block.text for block in left] == ["Parents are told.", "Other text."]
    assert [note[0].text for note in notes.values()] == ["or carers with whom a child lives"]
    assert left[0].notes == tuple(notes)


def test_a_star_without_a_note_stays() -> None:
    left, notes = starred_notes(blocks("The rules for *parents / carers are these."), {})
    assert (left[0].text, notes) == ("The rules for *parents / carers are these.", {})


# --- headings -------------------------------------------------------------------------------------------


def test_headings_without_any_mark_are_found() -> None:
    text = (
        "Purpose\nThis policy says how swans are fed, and who feeds them in the holidays.\n"
        "Feeding in winter\nSwans are fed at noon. They get grain and nothing else.\n"
        "Links to other policies;\nPond policy\nGrain policy\nVisitors policy\nReview of policy\nIt is done yearly."
    )
    assert titles(text) == ["Purpose", "Feeding in winter", "Links to other policies;", "Review of policy"]


def test_headings_without_any_mark_stand_over_a_short_opening_of_a_list_too() -> None:
    text = (
        "Rules for being with the swans\nPupils must:\nwash their hands\nkeep away from the nest\n"
        "Swans with additional needs\nA swan that limps is seen by a vet, who says what it may eat and where it rests."
    )
    assert titles(text) == ["Rules for being with the swans", "Swans with additional needs"]


def test_items_and_sentences_are_no_headings() -> None:
    text = "Aims\nWe aim to:\n• Parents\n• Staff\nA swan must not be chased\nIt is done with care, and slowly."
    assert titles(text) == ["Aims"]


def test_a_heading_over_two_lines_is_one() -> None:
    text = (
        "1. reference to\nlegislation\nThis text stands under the first of them.\n2. scope of\nthe policy\nIt is wide."
    )
    assert titles(text) == ["reference to legislation", "scope of the policy"]


def test_numbers_of_one_kind_are_headings_together_or_not_at_all() -> None:
    text = (
        "2. Aims\n2.1. The aims are:\n2.1.1. To feed swans daily\n2.1.2. To ensure that all who feed swans know what"
        " swans eat and what they do not eat;\n2.1.3. To count the swans that come and to write their number down."
    )
    assert titles(text) == ["Aims"]


# --- clauses --------------------------------------------------------------------------------------------


def test_items_belong_to_the_clause_before_them() -> None:
    assert clauses("4.1 Staff do:\n - one thing\n - another\n4.2 Pupils do this.", "4") == [
        ["Staff do:", ["one thing", "another"]],
        "Pupils do this.",
    ]


def test_letters_and_roman_numbers_nest() -> None:
    assert clauses("1.1 Rules:\n(a) first:\n(i) one\n(ii) two\n(b) second\n1.2 More.", "1") == [
        ["Rules:", [["first:", ["one", "two"]], "second"]],
        "More.",
    ]


def test_letters_that_pass_i_stay_letters() -> None:
    text = "Rules:\n" + "\n".join(f"({letter}) rule {letter}" for letter in "abcdefghij")
    assert clauses(text) == [["Rules:", [f"rule {letter}" for letter in "abcdefghij"]]]


def test_a_first_bullet_set_out_by_accident_is_beside_the_others() -> None:
    assert clauses("- 1.1. Aims:\n- first\n - second\n - third", "1") == [["Aims:", ["first", "second", "third"]]]


def test_a_list_that_lost_its_depth_is_nested_by_colons() -> None:
    assert clauses("Do not:\n· shout, for example:\n· at swans\n· run, for example:\n· on ice") == [
        ["Do not:", [["shout, for example:", ["at swans"]], ["run, for example:", ["on ice"]]]]
    ]


def test_a_colon_is_never_left_with_nothing_under_it() -> None:
    assert clauses(
        "They must not:\n• be loud, by:\n• talking to the swans’:\n• shouting\n• be late, by:\n• walking"
    ) == [["They must not:", [["be loud, by:", ["talking to the swans’:", "shouting"]], ["be late, by:", ["walking"]]]]]


def test_items_without_bullets_are_known_by_their_ends() -> None:
    assert clauses("We aim to:\nfeed swans;\ncount swans; and\nkeep the pond clean.\nThe pond is deep.") == [
        ["We aim to:", ["feed swans;", "count swans; and", "keep the pond clean."]],
        "The pond is deep.",
    ]


def test_bullets_under_a_heading_are_clauses() -> None:
    assert clauses("- first\n - under it\n - also\n- second") == [["first", ["under it", "also"]], "second"]


# --- links, guidance, people ----------------------------------------------------------------------------


def test_linked_policies_are_matched_to_ids() -> None:
    items = [ClauseDraft(runs=(Run(text),)) for text in ("E-Safety Policy", "Pond visits policy", "Swan Policy")]
    section = SectionDraft("Links with other policies", clauses=items)
    known = {"online-safety": "Online safety", "swans": "Swan"}
    found = linked_policies([section], (), ["Read in conjunction with our Behaviour Policy."], known, "swans")
    assert [(link.id, link.title) for link in found] == [
        ("online-safety", ""),
        ("", "Pond visits policy"),
        ("", "Behaviour Policy"),
    ]


def test_guidance_is_cited_with_its_edition() -> None:
    kcsie = Guidance(
        id="kcsie", title="Keeping children safe in education", patterns=("KCSIE",), editions=(Edition(label="2023"),)
    )
    known = {"kcsie": kcsie}
    assert cited_guidance(["as in ‘Keeping Children Safe in Education’ 2023, and"], known)[0].edition == "2023"
    assert cited_guidance(["KCSIE 2031"], known)[0].doubt
    assert cited_guidance(["keeping children safe"], known) == ()


def test_people_are_named_with_their_roles() -> None:
    found = named_people(
        ["The Designated Safeguarding Lead (DSL), Ada Sample, is told. The Headteacher, Senior Leader"]
    )
    assert [(person.role, person.name) for person in found] == [("dsl", "Ada Sample")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Swan Policy 2023-24", "Swan Policy"),
        ("Exampleton Primary School – Swan Policy (September 2023)", "Swan Policy"),
        ("Swan Policy v2.1 FINAL", "Swan Policy"),
        ("“Swan Policy”", "Swan Policy"),
    ],
)
def test_a_title_loses_school_dates_and_versions(text: str, title: str) -> None:
    assert clean_title(text, "") == title


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Swan Policy", "Swan"),
        ("Swan Policy document", "Swan"),
        ("SWANS AND SEND", "Swans and SEND"),
        ("Policy", "Policy"),
    ],
)
def test_a_title_is_shown_without_the_word_policy(title: str, shown: str) -> None:
    assert display_title(title) == shown
